// One press sends once; a page with errors begins at them; a receipt forgets what waited here.
(() => {
  const trouble = document.getElementById("galat");
  if (trouble) trouble.focus();

  const done = document.querySelector("main[data-clear]");
  if (done) {
    try {
      localStorage.removeItem("isian:" + done.dataset.clear);
    } catch { /* nothing was kept */ }
  }

  const { form, text } = answers;
  if (!form) return;
  const button = form.querySelector("button.primary");
  const words = button.textContent;
  form.addEventListener("submit", (event) => {
    if ("sending" in button.dataset) event.preventDefault();
    button.dataset.sending = "";
    button.textContent = text("sending");
  });
  addEventListener("pageshow", () => {
    delete button.dataset.sending;
    button.textContent = words;
  });
})();
