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
  /* Fields changed since the last save, and the one that the last save was all about: more typed
     into that one is the same change, undone with it. */
  let changed = new Set();
  let last = "";

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
    const body = new URLSearchParams(new FormData(sent));
    const sending = changed;
    const only = sending.size === 1 ? [...sending][0] : "";
    if (only && only === last) body.set("continues", "1");
    changed = new Set();
    try {
      const answer = await fetch(sent.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
      });
      await take(answer);
      if (answer.ok) last = only;
      else changed = new Set([...sending, ...changed]);
    } catch {
      unsaved = true;
      changed = new Set([...sending, ...changed]);
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
    changed = new Set();
    last = "";
    /* Coming back to a field begins another change. */
    form.addEventListener("focusin", () => {
      last = "";
    });
    form.addEventListener("input", (event) => {
      /* What is pasted to become rows is only sent with a button. */
      if (event.target.matches("[data-unsent]")) {
        unsaved = true;
        return;
      }
      /* Without a name: many cells at once, which is a change of its own. */
      changed.add(event.target.name || `many ${performance.now()}`);
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
