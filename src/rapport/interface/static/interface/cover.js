// One key covers the whole screen: prisoners walk past this desktop.
// Runs before the page is drawn, so that a page that was covered when it reloaded never shows for a moment.
(() => {
  "use strict";
  const KEY = "F9";
  const STORE = "rapport-covered";
  const ACTIVE = "rapport-active";
  const WHOSE = "rapport-whose";
  const root = document.documentElement;
  let title = "";
  let before = null;
  let held = null; // what stood on the page, typed words and all, while it is locked
  let unlocking = false;
  let away = false; // somebody else signed in on this desk, in another window
  let idle = 0;

  const seconds = () => Number(document.querySelector('meta[name="rapport-lock"]')?.content ?? 0);
  const whose = () => document.querySelector('meta[name="rapport-whose"]')?.content ?? "";
  const taken = () => document.querySelector("[data-cover-taken]");
  const lockForm = () => document.querySelector("[data-cover-lock]");
  const isLocked = () => root.classList.contains("rap-locked");
  const sheet = () => document.querySelector("[data-cover-sheet]");
  const isCovered = () => root.classList.contains("rap-covered");

  function remember(covered) {
    try {
      covered ? sessionStorage.setItem(STORE, "1") : sessionStorage.removeItem(STORE);
    } catch {
      // A browser that keeps nothing still covers; only a reload would uncover.
    }
  }

  function remembered() {
    try {
      return sessionStorage.getItem(STORE) === "1";
    } catch {
      return false;
    }
  }

  function rest(inert) {
    for (const part of document.body.children) {
      if (part !== sheet()) part.inert = inert;
    }
  }

  function cover() {
    root.classList.add("rap-covered");
    remember(true);
    title = document.title;
    document.title = "Rapport";
    before = document.activeElement;
    sheet().hidden = false;
    sheet().querySelector("button").focus();
    rest(true);
  }

  function uncover() {
    root.classList.remove("rap-covered");
    remember(false);
    document.title = title;
    rest(false);
    sheet().hidden = true;
    if (before instanceof HTMLElement) before.focus();
  }

  function onKey(event) {
    const covered = isCovered();
    wake();
    if (isLocked()) return;
    if (!covered && event.key !== KEY) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || ["Shift", "Control", "Alt", "AltGraph", "Meta"].includes(event.key)) return;
    covered ? uncover() : cover();
  }

  function ask(address, body) {
    return fetch(address, {
      method: "POST",
      body,
      headers: {
        "X-CSRFToken": document.querySelector('meta[name="rapport-csrf"]').content,
        "X-Rapport-Unlock": "1",
      },
    });
  }

  // The page is taken out of the document, so that nothing of it can be looked at.
  function hold() {
    if (!isCovered()) cover();
    remember(false); // a reload shows what the server has to say
    root.classList.add("rap-locked");
    document.title = "Rapport";
    held = document.createDocumentFragment();
    for (const part of [...document.body.children]) if (part !== sheet()) held.append(part);
    sheet().querySelector("[data-cover-back]").hidden = true;
  }

  // The seat is locked on the server too.
  function lock() {
    if (isLocked() || !lockForm()) return;
    hold();
    lockForm().hidden = false;
    lockForm().elements.passphrase.focus();
    ask(lockForm().dataset.coverLock).catch(() => {}); // without a network the page still is locked here, and idle there
  }

  async function unlock(event) {
    event.preventDefault();
    const form = lockForm();
    const said = document.getElementById("cover-said");
    if (unlocking) return;
    unlocking = true;
    said.textContent = "";
    try {
      const answer = await ask(form.action, new URLSearchParams(new FormData(form)));
      form.elements.passphrase.value = "";
      if (answer.status === 204) return reveal();
      if (answer.status === 422) said.textContent = await answer.text();
      else location.assign(form.action);
    } catch {
      said.textContent = said.dataset.silent;
    } finally {
      unlocking = false;
    }
    form.elements.passphrase.focus();
  }

  function reveal() {
    root.classList.remove("rap-locked");
    document.body.prepend(held);
    held = null;
    if (lockForm()) lockForm().hidden = true;
    if (taken()) taken().hidden = true;
    sheet().querySelector("[data-cover-back]").hidden = false;
    uncover();
    wake();
  }

  // A page of one person does not stay on the screen for the next one; it comes back to whose it is.
  function look(now) {
    if (!now || !whose() || !sheet()) return;
    if (now !== whose() && !away) {
      away = true;
      if (!isLocked()) hold();
      if (lockForm()) lockForm().hidden = true;
      taken().hidden = false;
    } else if (now === whose() && away) {
      away = false;
      reveal();
    }
  }

  function sitsHere() {
    try {
      return localStorage.getItem(WHOSE);
    } catch {
      return null;
    }
  }

  function say() {
    try {
      if (whose()) localStorage.setItem(WHOSE, whose());
    } catch {
      // Then another window stays as it is; the server refuses whatever is sent from it.
    }
  }

  // Nobody at the keyboard for so long, in this tab or another: the desk locks itself, also under the cover.
  function wake() {
    if (isLocked() || !seconds()) return;
    note();
    clearTimeout(idle);
    idle = setTimeout(perhaps, seconds() * 1000);
  }

  function perhaps() {
    const left = seconds() * 1000 - (Date.now() - lastAnywhere());
    left > 0 ? (idle = setTimeout(perhaps, left)) : lock();
  }

  function note() {
    try {
      localStorage.setItem(ACTIVE, String(Date.now()));
    } catch {
      // Then each tab counts for itself.
    }
  }

  function lastAnywhere() {
    try {
      return Number(localStorage.getItem(ACTIVE) ?? 0);
    } catch {
      return 0;
    }
  }

  if (remembered()) root.classList.add("rap-covered");
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("storage", (event) => {
    if (event.key === WHOSE) look(event.newValue);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) look(sitsHere());
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-cover]")) {
      button.hidden = false;
      button.addEventListener("click", cover);
    }
    sheet()?.addEventListener("click", () => isLocked() || uncover());
    lockForm()?.addEventListener("submit", unlock);
    for (const sign of ["pointerdown", "pointermove", "input", "wheel"]) {
      document.addEventListener(sign, wake, { passive: true });
    }
    wake();
    if (isCovered() && sheet()) cover();
    say();
  });
})();
