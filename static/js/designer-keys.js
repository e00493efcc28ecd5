/* Ctrl+Z undoes and Ctrl+Y (or Ctrl+Shift+Z) redoes, outside of fields that do so themselves. */
"use strict";
{
  const TEXT = "input, textarea, select, [contenteditable]";

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches?.(TEXT)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    const name = key === "y" || event.shiftKey ? "[data-redo]" : "[data-undo]";
    const button = document.querySelector(name);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
}
