/* Buttons of the outline act without a full reload: the answer's main part replaces this one.
   A button with data-leaves opens another page, so it is left to the browser. */
"use strict";

const live = document.createElement("div");
live.className = "sr-only";
live.setAttribute("role", "status");
document.body.append(live);

/* The message stands on top of the page; here it is also said, and shown beside "Urungkan". */
function say() {
  const text = document.querySelector("main .notice")?.textContent.trim() || "";
  live.textContent = text;
  const beside = document.querySelector(".history-said");
  if (beside) beside.textContent = text;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-swap]") || form.dataset.busy) return;
  if (event.submitter?.matches("[data-leaves]")) return;
  event.preventDefault();
  form.dataset.busy = "1";
  const button = event.submitter;
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(button?.getAttribute("formaction") || form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("main");
    if (!next || !page.querySelector("[data-swap]")) {
      window.location.assign(answer.url);
      return;
    }
    document.querySelector("main").replaceWith(document.adoptNode(next));
    document.title = page.title;
    document.dispatchEvent(new CustomEvent("designer:swapped"));
    const focus = document.querySelector("main [autofocus]");
    if (focus) focus.focus();
    say();
  } catch {
    delete form.dataset.busy;
    form.requestSubmit(button);
  }
});
