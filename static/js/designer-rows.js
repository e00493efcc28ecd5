/* A list of choices grows while one types: the last row is always an empty one. */
"use strict";

const list = document.querySelector("[data-rows] ol");

function grow(event) {
  const row = event.target.closest("li");
  if (!row || row !== list.lastElementChild || !event.target.value) return;
  const index = list.children.length;
  const next = row.cloneNode(true);
  for (const part of next.querySelectorAll("*")) renumber(part, index);
  list.append(next);
}

function renumber(part, index) {
  for (const name of ["name", "id", "for"]) {
    const value = part.getAttribute(name);
    if (value) part.setAttribute(name, value.replace(/-\d+-/, `-${index}-`));
  }
  if (part.matches("label")) part.textContent = part.textContent.replace(/\d+$/, String(index + 1));
  const label = part.getAttribute("aria-label");
  if (label) part.setAttribute("aria-label", label.replace(/\d+$/, String(index + 1)));
  if (part.matches("input")) part.value = "";
  if (part.matches("button")) part.value = part.value.replace(/:\d+$/, `:${index}`);
}

if (list) list.addEventListener("input", grow);
