/* Saves a part's form while one types, and guards what is not saved yet.
   A form with data-autosave is sent in the background; one with data-guard only warns. */
"use strict";
{
  const DELAY_MS = 1500;
  const RETRY_MS = 10000;
  let form = null;
  let timer = 0;
  let unsaved = false;
  let running = null;

  function tell(word) {
    const status = form?.querySelector(".save-status");
    if (status) status.textContent = JSON.parse(status.dataset.words)[word];
  }

  function save() {
    running ??= send().finally(() => {
      running = null;
    });
    return running;
  }

  async function send() {
    const sent = form;
    unsaved = false;
    tell("saving");
    try {
      const answer = await fetch(sent.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(sent)),
      });
      await take(answer);
    } catch {
      unsaved = true;
      tell("offline");
      timer = window.setTimeout(save, RETRY_MS);
    }
  }

  async function take(answer) {
    if (answer.ok) {
      const saved = await answer.json();
      for (const input of document.querySelectorAll("input[name=revision]")) {
        input.value = saved.revision;
      }
      document.getElementById("draft-status").textContent = saved.status;
      if (saved.count) {
        document.dispatchEvent(new CustomEvent("designer:counted", { detail: saved.count }));
      }
      document.querySelector("[data-undo]")?.removeAttribute("disabled");
      if (unsaved) later();
      else tell("saved");
      return;
    }
    unsaved = true;
    tell(answer.status === 409 ? "stale" : answer.status === 422 ? "invalid" : "offline");
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, DELAY_MS);
  }

  function guard(found) {
    window.clearTimeout(timer);
    form = found;
    unsaved = false;
    if (!form) return;
    form.addEventListener("input", () => {
      unsaved = true;
      tell("typing");
      if (form?.matches("[data-autosave]")) later();
    });
    form.addEventListener("submit", (event) => {
      window.clearTimeout(timer);
      if (running) {
        event.preventDefault();
        const button = event.submitter;
        running.then(() => found.requestSubmit(button));
        return;
      }
      unsaved = false;
    });
  }

  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  const find = (place) => place.querySelector("[data-autosave], [data-guard]");
  document.addEventListener("designer:opened", (event) => guard(find(event.detail)));
  document.addEventListener("designer:swapped", () => guard(null));
  if (window.designer) {
    /* Waits for a save that is under way, so that two never meet. */
    window.designer.settled = async () => {
      window.clearTimeout(timer);
      await running;
      unsaved = false;
    };
  }
  guard(find(document));
}
