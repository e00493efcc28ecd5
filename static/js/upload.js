/* A file that is too large is refused before it travels; the button says that work goes on. */
"use strict";

for (const form of document.querySelectorAll("[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const error = form.querySelector("[data-upload-error]");
  const isTooLarge = () => input.files[0]?.size > Number(form.dataset.mostBytes);

  input.addEventListener("change", () => {
    error.textContent = error.dataset.uploadError;
    error.hidden = !isTooLarge();
    input.toggleAttribute("aria-invalid", isTooLarge());
  });
  form.addEventListener("submit", (event) => {
    if (isTooLarge()) {
      event.preventDefault();
      input.focus();
      return;
    }
    const button = event.submitter || form.querySelector("[data-upload-button]");
    button.textContent = button.dataset.uploadButton;
    button.setAttribute("aria-disabled", "true");
  });
}
