// A draft is saved by the page itself after a pause of typing (htmx). Here: on leaving, and a word when saving fails.
const form = document.querySelector("form[data-draft]");
const warning = form.querySelector("[data-not-saved]");
let changed = false;

form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });

function saveOnLeaving() {
  if (changed && navigator.sendBeacon(form.dataset.save, new FormData(form))) changed = false;
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveOnLeaving();
});
window.addEventListener("pagehide", saveOnLeaving);

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(failure, () => { warning.hidden = false; });
}
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) warning.hidden = true;
});
