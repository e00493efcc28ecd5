/* The sum of the sections' weights while one types, and an even spread without a reload. */
"use strict";

const fields = [...document.querySelectorAll(".weights input")];
const total = document.getElementById("weight-total");
const advice = document.getElementById("weight-advice");
const scored = fields.filter((field) => field.dataset.scored === "yes");
const show = (number) => String(Math.round(number * 100) / 100).replace(".", ",");
const read = (field) => Number.parseFloat(field.value.replace(",", ".")) || 0;

/* Equal parts with one decimal, as survei/questionnaire/editing.py makes them. */
const shareOf = (whole, count) => Math.floor(Math.round(((whole * 10) / count) * 1e6) / 1e6) / 10;

function sum() {
  const now = scored.reduce((before, field) => before + read(field), 0);
  const rest = Math.round((100 - now) * 100) / 100;
  total.textContent = show(now);
  const { exact, short, over } = advice.dataset;
  advice.textContent = rest === 0 ? exact : (rest > 0 ? short : over).replace("{}", show(Math.abs(rest)));
}

function spread(event) {
  if (!scored.length) return;
  event.preventDefault();
  const share = shareOf(100, scored.length);
  fields.forEach((field) => (field.value = "0"));
  scored.forEach((field) => (field.value = show(share)));
  scored.at(-1).value = show(100 - share * (scored.length - 1));
  sum();
  scored[0].dispatchEvent(new Event("input", { bubbles: true }));
}

function spreadRest(event) {
  const now = scored.reduce((before, field) => before + read(field), 0);
  const rest = 100 - now;
  if (!scored.length || rest <= 0) return;
  event.preventDefault();
  const empty = scored.filter((field) => !read(field));
  const given = empty.length ? empty : scored;
  const share = shareOf(rest, given.length);
  given.forEach((field, index) => {
    const more = index < given.length - 1 ? share : rest - share * (given.length - 1);
    field.value = show(read(field) + more);
  });
  sum();
  given[0].dispatchEvent(new Event("input", { bubbles: true }));
}

fields.forEach((field) => field.addEventListener("input", sum));
document.getElementById("weight-rest").addEventListener("click", spreadRest);
document.getElementById("weight-even").addEventListener("click", spread);
