// A slider says its value in a word, for the eye and for a screen reader, as soon as it is moved.

function nearest(words, value) {
  const distance = (word) => Math.abs(Number(word.dataset.value) - value);
  return [...words].reduce((best, word) => (distance(word) < distance(best) ? word : best));
}

function say(group) {
  const slider = group.querySelector("input");
  const said = group.querySelector("output");
  const word = nearest(group.querySelectorAll("[data-value]"), Number(slider.value)).textContent;
  said.hidden = false;
  said.textContent = `${slider.value} · ${word}`;
  slider.setAttribute("aria-valuetext", `${slider.value}, ${word}`);
}

export function sayRanges(part) {
  for (const group of part.querySelectorAll("[data-range]")) {
    group.querySelector("input").addEventListener("input", () => say(group));
    say(group);
  }
}
