/* The menu on a phone, and the focus on what needs attention. */
"use strict";

const button = document.querySelector("[data-menu-button]");
const menu = document.querySelector("[data-menu]");
if (button && menu) {
  const narrow = window.matchMedia("(max-width: 61.99rem)");
  const show = (open) => {
    button.hidden = !narrow.matches;
    menu.hidden = narrow.matches && !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(menu.hidden));
  narrow.addEventListener("change", () => show(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && narrow.matches && !menu.hidden) {
      show(false);
      button.focus();
    }
  });
  show(false);
}

const attention = document.querySelector("[data-focus]");
if (attention) attention.focus();
