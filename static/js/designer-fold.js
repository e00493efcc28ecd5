/* Remembers which sections are folded while the tab is open. */
"use strict";

const key = `fold:${window.location.pathname}`;
const folded = new Set(JSON.parse(sessionStorage.getItem(key) || "[]"));

function apply() {
  for (const section of document.querySelectorAll("[data-fold]")) {
    section.open = !folded.has(section.dataset.fold);
  }
}

document.addEventListener(
  "toggle",
  (event) => {
    const code = event.target.dataset.fold;
    if (!code) return;
    folded[event.target.open ? "delete" : "add"](code);
    sessionStorage.setItem(key, JSON.stringify([...folded]));
  },
  true,
);
document.addEventListener("designer:swapped", apply);
apply();
