// One press sends once, and only with a connection, so that no browser's error page takes the place
// of what was typed; a page with errors begins at them; a receipt forgets what waited here.
(() => {
  const trouble = document.getElementById("kesalahan");
  if (trouble) trouble.focus();

  const done = document.querySelector("main[data-clear]");
  if (done) {
    try {
      for (const kind of ["isian:", "kode:"]) localStorage.removeItem(kind + done.dataset.clear);
    } catch { /* nothing was kept */ }
  }

  const { form, text } = answers;
  if (!form || "preview" in form.dataset) return;
  const PATIENCE = 8000;
  const UNLOCK = 30000;
  const button = form.querySelector("button.primary");
  const line = form.querySelector(".unsent");
  const words = button.textContent;

  const lock = () => {
    button.dataset.sending = "";
    button.textContent = text("sending");
    line.textContent = "";
  };

  const unlock = () => {
    delete button.dataset.sending;
    button.textContent = words;
  };

  // False only when the server is certainly out of reach; a slow answer is left to the browser.
  const isReachable = () => Promise.race([
    fetch("/healthz", { cache: "no-store" }).then(() => true, () => false),
    new Promise((done) => { setTimeout(done, PATIENCE, true); }),
  ]);

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.hasAttribute("formaction")) return; // saves, or asks for a letter
    event.preventDefault();
    if ("sending" in button.dataset) return;
    lock();
    if (await isReachable()) {
      HTMLFormElement.prototype.submit.call(form);
      setTimeout(unlock, UNLOCK);
    } else {
      unlock();
      line.textContent = text("unsent");
    }
  });
  addEventListener("pageshow", unlock);
})();
