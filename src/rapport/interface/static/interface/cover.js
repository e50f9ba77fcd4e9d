// One key covers the whole screen: prisoners walk past this desktop.
// Runs before the page is drawn, so that a page that was covered when it reloaded never shows for a moment.
(() => {
  "use strict";
  const KEY = "F9";
  const STORE = "rapport-covered";
  const root = document.documentElement;
  let title = "";
  let before = null;

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
    if (!covered && event.key !== KEY) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || ["Shift", "Control", "Alt", "AltGraph", "Meta"].includes(event.key)) return;
    covered ? uncover() : cover();
  }

  if (remembered()) root.classList.add("rap-covered");
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-cover]")) {
      button.hidden = false;
      button.addEventListener("click", cover);
    }
    sheet()?.addEventListener("click", uncover);
    if (isCovered() && sheet()) cover();
  });
})();
