// What every page does beyond plain forms and links. All of it works without, only less comfortably.
import { createAll, Button, ErrorSummary, SkipLink } from "./built/govuk-frontend.min.js";
import { sayRanges } from "./range.js";

function wake(part) {
  for (const Component of [Button, ErrorSummary, SkipLink]) createAll(Component, {}, part);
  sayRanges(part);
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document);

document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = document.querySelector('meta[name="rapport-csrf"]').content;
});
document.body.addEventListener("htmx:afterSettle", ({ detail }) => wake(detail.elt));
