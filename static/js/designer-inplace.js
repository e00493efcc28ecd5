/* A part is edited where it stands: its form comes into the outline, and goes when it is saved. */
"use strict";
{
  const { designer } = window;
  let host = null;

  const editor = () => host?.querySelector(":scope > .editor");
  const form = () => editor()?.querySelector("#part-form");

  function hostOf(path) {
    const links = [...document.querySelectorAll("[data-open]")];
    const link = links.find((one) => new URL(one.href).pathname === path);
    return link?.closest("[data-part]");
  }

  designer.mount = (page, url) => {
    const { pathname } = new URL(url);
    const place = hostOf(pathname);
    const part = page.getElementById("part-editor");
    if (!place || !part) {
      window.location.assign(url);
      return;
    }
    const made = document.createElement("div");
    made.className = "editor";
    made.dataset.path = pathname;
    made.append(...document.adoptNode(part).childNodes);
    unmount();
    host = place;
    host.classList.add("editing");
    if (host.tagName === "DETAILS") {
      host.open = true;
      host.querySelector(":scope > .part-actions").after(made);
    } else host.append(made);
    document.dispatchEvent(new CustomEvent("designer:opened", { detail: made }));
    const first = made.querySelector("[autofocus], [aria-invalid=true]");
    (first || made.querySelector("textarea, input:not([type=hidden])"))?.focus();
    made.scrollIntoView({ block: "nearest" });
  };

  function unmount() {
    editor()?.remove();
    host?.classList.remove("editing");
    host = null;
  }

  async function send(button) {
    const body = new URLSearchParams(new FormData(form(), button));
    if (!button) body.set("do", "back");
    const { pathname } = new URL(form().action);
    const answer = await designer.ask(form().action, { method: "POST", body });
    if (answer.page.getElementById("outline")) {
      unmount();
      designer.apply(answer.page);
      return true;
    }
    const isSame = new URL(answer.url).pathname === pathname;
    if (isSame) designer.mount(answer.page, answer.url);
    else await designer.land(answer);
    return false;
  }

  /* Saves and closes what is open; false when it cannot be saved as it is. */
  designer.close = async () => {
    if (!form()) return true;
    await window.designer.settled?.();
    const done = await send(null);
    if (!done) designer.say(designer.word("unfinished"));
    return done;
  };

  async function open(link) {
    if (designer.busy) return;
    designer.busy = true;
    try {
      const { href } = link;
      if (!(await designer.close())) return;
      const { page, url } = await designer.ask(href);
      designer.mount(page, url);
    } catch {
      designer.complain();
    } finally {
      designer.busy = false;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !form() || event.target !== form()) return;
    event.preventDefault();
    if (designer.busy) return;
    designer.busy = true;
    try {
      await window.designer.settled?.();
      await send(event.submitter);
    } catch {
      designer.complain();
    } finally {
      designer.busy = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !form() || !editor().contains(event.target)) return;
    if (designer.busy) return;
    designer.busy = true;
    designer
      .close()
      .catch(designer.complain)
      .finally(() => {
        designer.busy = false;
      });
  });
}
