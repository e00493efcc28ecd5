/* The outline without full reloads: the answer's main part replaces this one, sections that did
   not change stay as they are. Other scripts of the outline stand on `designer`. */
"use strict";
{
  const live = document.createElement("div");
  live.className = "sr-only";
  live.setAttribute("role", "status");
  document.body.append(live);

  const designer = (window.designer = { busy: false, close: async () => true });
  const words = () => JSON.parse(document.getElementById("outline-words").dataset.words);

  designer.outline = () => document.getElementById("outline");
  designer.word = (name, values = {}) =>
    Object.entries(values).reduce(
      (text, [key, value]) => text.replace(`{${key}}`, String(value)),
      words()[name],
    );
  designer.say = (text) => {
    live.textContent = text;
  };

  /* A page and where it came from; it leaves out sections that we already show. */
  designer.ask = async (url, options = {}) => {
    const headers = { "X-Have-Revision": designer.outline().dataset.revision };
    const answer = await fetch(url, { ...options, headers });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, url: answer.url, status: answer.status };
  };

  /* The message stands on top of its page; here it is also said, and shown beside "Urungkan". */
  function announce(page) {
    const notices = [...page.querySelectorAll("main > .notice, main > .messages .notice")];
    const text = notices.map((one) => one.textContent.trim().replace(/\s+/g, " ")).join(" ");
    live.textContent = text;
    const beside = document.querySelector(".history-said");
    if (beside) beside.textContent = text;
  }

  function keepUnchanged(main) {
    for (const empty of main.querySelectorAll("[data-same]")) {
      const shown = document.getElementById(empty.id);
      if (shown) empty.replaceWith(shown);
    }
  }

  designer.apply = (page) => {
    /* What was moved ahead of the answer goes back: a section that stayed must be as it was. */
    designer.takeBack?.();
    designer.takeBack = null;
    const next = page.querySelector("main");
    keepUnchanged(next);
    document.querySelector("main").replaceWith(document.adoptNode(next));
    document.title = page.title;
    document.dispatchEvent(new CustomEvent("designer:swapped"));
    const focus = document.querySelector("main [autofocus]");
    if (focus) focus.focus();
    announce(document);
  };

  /* Whatever a button led to: the outline, a part to edit in its place, or another page. */
  designer.land = async ({ page, url }) => {
    if (page.getElementById("outline")) {
      designer.apply(page);
    } else if (page.getElementById("part-editor")) {
      const outline = await designer.ask(designer.outline().dataset.url);
      designer.apply(outline.page);
      announce(page);
      designer.mount(page, url);
    } else {
      window.location.assign(url);
    }
  };

  /* What could not be sent is said; nothing on the page is lost. */
  designer.complain = () => {
    designer.takeBack?.();
    designer.takeBack = null;
    const text = designer.word("offline");
    live.textContent = text;
    const beside = document.querySelector(".history-said");
    if (beside) beside.textContent = text;
  };

  /* One change at a time; a form that is open is saved first. Gives whether it was sent. */
  designer.post = async (url, body) => {
    if (designer.busy) return false;
    designer.busy = true;
    try {
      if (!(await designer.close())) return false;
      const revision = document.querySelector("#change input[name=revision]").value;
      if (body.has("revision")) body.set("revision", revision);
      await designer.land(await designer.ask(url, { method: "POST", body }));
      return true;
    } catch {
      designer.complain();
      return false;
    } finally {
      designer.busy = false;
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-swap]") || event.defaultPrevented) return;
    event.preventDefault();
    const button = event.submitter;
    const dialog = form.closest("dialog");
    dialog?.close();
    const url = button?.getAttribute("formaction") || form.action;
    const done = await designer.post(url, new URLSearchParams(new FormData(form, button)));
    if (!done && dialog?.isConnected) dialog.showModal();
  });
}
