/* The worked example follows what one types: the server reckons, this only shows. */
"use strict";
{
  const example = document.getElementById("worked-example");
  const form = example.closest("form");
  const PAUSE_MS = 250;
  let timer = 0;
  let asked = 0;

  async function refresh() {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(example.dataset.url, { method: "POST", body });
    if (!answer.ok || mine !== asked) return;
    for (const [id, text] of Object.entries(await answer.json())) {
      const shown = document.getElementById(id);
      if (shown) shown.textContent = text;
    }
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => refresh().catch(() => {}), PAUSE_MS);
  }

  form.addEventListener("input", later);
  /* Its menus are not part of the draft: the guard against unsaved changes need not know. */
  example.addEventListener("input", (event) => {
    event.stopPropagation();
    later();
  });
  document.getElementById("worked-again")?.setAttribute("hidden", "");
}
