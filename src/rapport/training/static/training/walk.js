// The walk beyond plain forms: the scene's clock, and a plan that chooses its card. All of it works without.

const PING_MS = 5000;
const SCENE_MS = 40000;
const token = () => document.querySelector('meta[name="rapport-csrf"]').content;

// Time is kept by the server, from signs of life of this page; between two of them the page only guesses.
class Clock {
  constructor(scene) {
    this.scene = scene;
    this.left = Number(scene.dataset.left);
    this.at = performance.now();
    this.asking = false;
  }

  now() {
    return document.hidden ? this.left : Math.max(0, this.left - (performance.now() - this.at));
  }

  async ping({ fresh = false } = {}) {
    if (document.hidden || this.asking) return;
    this.asking = true;
    try {
      const body = new URLSearchParams(fresh ? { fresh: "1" } : {});
      const answer = await fetch(this.scene.dataset.ping, { method: "POST", body, headers: { "X-CSRFToken": token() } });
      if (answer.ok) {
        this.left = (await answer.json()).left;
        this.at = performance.now();
        if (this.left <= 0) location.reload();
      }
    } catch {
      // The server is away: nothing is counted, and the next sign of life tries again.
    }
    this.asking = false;
  }

  show() {
    const shown = this.scene.querySelector("[data-clock]");
    if (!shown) return;
    const left = this.now();
    shown.hidden = false;
    shown.querySelector("[data-clock-left]").style.transform = `scaleX(${left / SCENE_MS})`;
    const words = shown.querySelector("[data-clock-words]");
    const said = words.dataset.words.replace("%s", String(Math.ceil(left / 1000)));
    if (words.textContent !== said) words.textContent = said;
    if (left === 0) this.ping();
  }
}

let clock = null;

function watch() {
  const scene = document.querySelector("[data-scene]");
  if (!scene) {
    clock = null;
  } else if (clock && clock.scene.dataset.ping === scene.dataset.ping) {
    clock.scene = scene; // the same scene, drawn anew after a note
    clock.show();
  } else {
    clock = new Clock(scene);
    clock.show();
    clock.ping({ fresh: true });
  }
}

setInterval(() => clock?.ping(), PING_MS);
setInterval(() => clock?.show(), 250);
document.addEventListener("visibilitychange", () => clock?.ping({ fresh: true }));
document.body.addEventListener("htmx:afterSettle", watch);

// When the server is away a note says so, instead of nothing.
const away = document.querySelector("[data-away]");
for (const [event, hidden] of [["htmx:sendError", false], ["htmx:responseError", false], ["htmx:afterOnLoad", true]]) {
  document.body.addEventListener(event, () => (away.hidden = hidden));
}

watch();

// The plan chooses its card; a ground is asked for only where one is needed.
const plan = document.querySelector("[data-plan]");
const form = document.querySelector("#posts")?.closest("form");

function show() {
  const post = form.querySelector('input[name="post"]:checked')?.value;
  for (const place of plan.querySelectorAll("[data-post]")) {
    const here = place.dataset.post === post;
    place.querySelector(".rap-plan__place").classList.toggle("rap-plan__place--here", here);
    place.querySelector(".rap-plan__label").classList.toggle("rap-plan__label--here", here);
    place.querySelector(".rap-plan__post").classList.toggle("rap-plan__post--you", here);
  }
  form.querySelector("[data-ground]").hidden = form.querySelector('input[name="approach"]:checked')?.value !== "check";
}

if (plan && form) {
  form.addEventListener("change", show);
  for (const place of plan.querySelectorAll("[data-post]")) {
    place.addEventListener("click", (event) => {
      event.preventDefault();
      form.querySelector(`input[name="post"][value="${place.dataset.post}"]`).checked = true;
      show();
    });
  }
  show();
}
