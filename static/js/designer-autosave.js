/* Saves a part's form while one types, and guards what is not saved yet.
   A form with data-autosave is sent in the background; one with data-guard only warns. */
"use strict";

const form = document.querySelector("[data-autosave], [data-guard]");
const status = document.getElementById("save-status");
const DELAY_MS = 1500;
const RETRY_MS = 10000;
let timer = 0;
let unsaved = false;
let running = false;

const words = JSON.parse(status?.dataset.words || "{}");

function tell(word) {
  if (status) status.textContent = words[word];
}

async function save() {
  if (running) return;
  running = true;
  unsaved = false;
  tell("saving");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    await take(answer);
  } catch {
    unsaved = true;
    tell("offline");
    timer = window.setTimeout(save, RETRY_MS);
  }
  running = false;
}

async function take(answer) {
  if (answer.ok) {
    const saved = await answer.json();
    for (const input of document.querySelectorAll("input[name=revision]")) {
      input.value = saved.revision;
    }
    document.getElementById("draft-status").textContent = saved.status;
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

if (form) {
  form.addEventListener("input", () => {
    unsaved = true;
    tell("typing");
    if (form.matches("[data-autosave]")) later();
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      window.setTimeout(() => form.requestSubmit(button), 100);
      return;
    }
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
