// A draft is saved by the page itself after a pause of typing (htmx). Here: on leaving; a word when saving fails;
// and going on after somebody had to sign in again in another window.
const form = document.querySelector("form[data-draft]");
const warning = form.querySelector("[data-not-saved]");
let changed = false;

form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });

function saveOnLeaving() {
  const typed = new FormData(form);
  typed.delete("file"); // a beacon is small: a photograph is sent by its own button
  if (changed && navigator.sendBeacon(form.dataset.save, typed)) changed = false;
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveOnLeaving();
});
window.addEventListener("pagehide", saveOnLeaving);

// Signing in changes the token that proves a form is ours: fetch the new one and save again.
async function fetchToken() {
  const meta = document.querySelector('meta[name="rapport-csrf"]');
  const page = await fetch(location.href, { credentials: "same-origin" });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  if (!fresh.querySelector("form[data-draft]")) return false;
  meta.content = fresh.querySelector('meta[name="rapport-csrf"]').content;
  form.elements.csrfmiddlewaretoken.value = meta.content;
  return true;
}

let asked = 0;
document.body.addEventListener("htmx:responseError", async ({ detail }) => {
  warning.hidden = false;
  if (detail.xhr.status !== 403 || asked > 2) return;
  asked += 1;
  if (await fetchToken()) form.dispatchEvent(new Event("input", { bubbles: true }));
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, () => { warning.hidden = false; });
}
document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "post") changed = false;
});
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) {
    changed = true;
    return;
  }
  asked = 0;
  warning.hidden = true;
});

// Showing him on the plan needs scripts: without them the cell's number is typed.
function showPlan() {
  for (const plan of document.querySelectorAll("[data-plan]")) plan.hidden = false;
}
showPlan();
document.body.addEventListener("htmx:afterSettle", showPlan);

// Whoever told it: a warning when a text repeats the name, before anything is saved; and once it is sealed the name
// leaves the screen.
const part = form.querySelector("[data-teller-part]");
if (part) {
  const teller = part.querySelector("[data-teller]");
  const how = form.elements.told_how;
  const repeated = part.querySelector("[data-teller-repeated]");
  let words = [];
  const split = (text) => text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  form.addEventListener("input", () => {
    if (teller.value) words = split(teller.value);
    const texts = new Set(["seen", "told", "view", "unsure"].flatMap((name) => split(form.elements[name].value)));
    repeated.hidden = !words.some((word) => texts.has(word));
    if (!repeated.hidden) part.open = true;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const sealed = document.querySelector("#saved[data-sealed]");
    if (!sealed || part.contains(document.activeElement)) return;
    teller.value = "";
    how.value = "";
    for (const line of part.querySelectorAll("[data-teller-named]")) line.hidden = false;
  });
}
