/* Ticking all rows of a page at once. */
"use strict";

const all = document.querySelector("[data-tick-all]");
const ticks = [...document.querySelectorAll("[data-tick]")];
if (all) {
  all.addEventListener("change", () => ticks.forEach((tick) => { tick.checked = all.checked; }));
  ticks.forEach((tick) => tick.addEventListener("change", () => {
    all.checked = ticks.every((one) => one.checked);
    all.indeterminate = !all.checked && ticks.some((one) => one.checked);
  }));
}
