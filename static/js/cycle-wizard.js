/* The wizard: adds up the weights while one types, and finds a unit in the tree. */
"use strict";

const weights = document.querySelector("[data-weights]");
const total = document.querySelector("[data-weight-total]");
if (weights && total) {
  const number = new Intl.NumberFormat("id", { maximumFractionDigits: 2 });
  const add = () => {
    const sum = [...weights.querySelectorAll("input")]
      .map((input) => Number(input.value.replace(",", ".")) || 0)
      .reduce((one, other) => one + other, 0);
    total.querySelector("output").value = `${number.format(sum)}%`;
    total.classList.toggle("is-wrong", Math.abs(sum - 100) > 0.01);
  };
  weights.addEventListener("input", add);
  total.hidden = false;
  add();
}

const search = document.querySelector("[data-unit-search]");
if (search) {
  const units = [...document.querySelectorAll("[data-unit]")];
  search.hidden = units.length < 10;
  search.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    units.forEach((unit) => { unit.hidden = !unit.dataset.unit.includes(wanted); });
  });
}
