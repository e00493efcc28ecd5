/* Remembers which sections are folded while the tab is open; folds and unfolds all. */
"use strict";
{
  const key = `fold:${window.location.pathname}`;
  const folded = new Set(JSON.parse(sessionStorage.getItem(key) || "[]"));
  const keep = () => sessionStorage.setItem(key, JSON.stringify([...folded]));

  function apply() {
    for (const section of document.querySelectorAll("[data-fold]")) {
      section.open = !folded.has(section.dataset.fold);
    }
  }

  document.addEventListener(
    "toggle",
    (event) => {
      const code = event.target.dataset?.fold;
      if (!code) return;
      folded[event.target.open ? "delete" : "add"](code);
      keep();
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const all = event.target.closest?.("[data-fold-all]");
    const jump = event.target.closest?.('.outline-index a[href^="#aspek-"]');
    if (jump) document.querySelector(jump.hash)?.setAttribute("open", "");
    if (!all) return;
    event.preventDefault();
    folded.clear();
    if (all.dataset.foldAll === "close") {
      for (const section of document.querySelectorAll("[data-fold]")) folded.add(section.dataset.fold);
    }
    keep();
    apply();
  });
  document.addEventListener("designer:swapped", apply);
  if (!window.location.search.includes("lipat")) apply();
}
