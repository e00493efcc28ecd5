/* A list of choices or rows grows while one types: the last row is always an empty one. Several
   lines pasted into an empty row go to the box that makes a row of each. */
"use strict";
{
  function renumber(part, index) {
    for (const name of ["name", "id", "for"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replace(/-\d+-/, `-${index}-`));
    }
    const label = part.getAttribute("aria-label");
    if (label) part.setAttribute("aria-label", label.replace(/\d+$/, String(index + 1)));
    if (part.matches("label")) {
      const text = part.firstChild;
      if (text) text.textContent = text.textContent.replace(/\d+/, String(index + 1));
    }
    if (part.matches("textarea")) part.value = "";
    if (part.matches("input[type=checkbox]")) part.checked = false;
    else if (part.matches("input")) part.value = part.defaultValue && part.inputMode ? "1" : "";
    if (part.matches("button")) part.value = part.value.replace(/:\d+$/, `:${index}`);
  }

  document.addEventListener("input", (event) => {
    const list = event.target.closest?.("[data-rows] ol");
    const row = event.target.closest?.("li");
    if (!list || !row || row !== list.lastElementChild || !event.target.value) return;
    const index = list.children.length;
    const next = row.cloneNode(true);
    for (const part of next.querySelectorAll("*")) renumber(part, index);
    list.append(next);
  });

  document.addEventListener("paste", (event) => {
    const row = event.target.closest?.("[data-rows] li :is(input, textarea)");
    const text = event.clipboardData?.getData("text/plain") || "";
    const box = row?.closest("[data-rows]").querySelector("[data-lines]");
    if (!box || row.value || !/\S\s*[\r\n]+\s*\S/.test(text)) return;
    event.preventDefault();
    box.open = true;
    const lines = box.querySelector("textarea");
    lines.value += (lines.value && "\n") + text;
    lines.dispatchEvent(new Event("input", { bubbles: true }));
    lines.focus();
  });
}
