/* Sections of a long questionnaire come when they are reached, and what the check finds comes
   after the page. */
"use strict";
{
  const ROW_PIXELS = 220;
  const PAUSE_MS = 1200;
  let timer = 0;

  async function load(place) {
    if (place.dataset.asked) return;
    place.dataset.asked = "1";
    const { designer } = window;
    const code = place.dataset.later;
    const url = `${designer.outline().dataset.url}?buka=${encodeURIComponent(code)}`;
    try {
      const { page } = await designer.ask(url);
      const next = page.getElementById(`aspek-${code}`)?.querySelector(".questions");
      if (next && place.isConnected) place.replaceWith(...document.adoptNode(next).children);
      later();
    } catch {
      delete place.dataset.asked;
    }
  }

  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) load(entry.target);
    },
    { rootMargin: "600px" },
  );

  function watch() {
    for (const place of document.querySelectorAll("[data-later]:not([data-asked])")) {
      place.style.minHeight = `${ROW_PIXELS * Number(place.dataset.count)}px`;
      seen.observe(place);
    }
  }

  function flags(list) {
    const made = document.createElement("ul");
    made.className = "flags";
    for (const { severity, label, text } of list) {
      const item = document.createElement("li");
      item.className = `flag flag-${severity}`;
      const strong = document.createElement("strong");
      strong.textContent = `${label}:`;
      item.append(strong, ` ${text}`);
      made.append(item);
    }
    return made;
  }

  function count(severity, number) {
    const made = document.createElement("span");
    made.className = `toc-flag toc-${severity}`;
    const word = document.createElement("span");
    word.className = "sr-only";
    word.textContent = ` ${window.designer.word(severity)}`;
    made.append(String(number), word);
    return made;
  }

  async function refresh() {
    const outline = window.designer.outline();
    const answer = await fetch(outline.dataset.findings);
    if (!answer.ok) return;
    const { count: total, counts, parts } = await answer.json();
    document.dispatchEvent(new CustomEvent("designer:counted", { detail: total }));
    for (const slot of document.querySelectorAll("[data-findings-of]")) {
      const list = parts[slot.dataset.findingsOf];
      slot.replaceChildren(...(list ? [flags(list)] : []));
    }
    for (const slot of document.querySelectorAll("[data-toc]")) {
      const found = Object.entries(counts[slot.dataset.toc] || {});
      slot.replaceChildren(...found.map(([severity, number]) => count(severity, number)));
    }
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (window.designer.busy) later();
      else refresh().catch(() => {});
    }, PAUSE_MS);
  }

  document.addEventListener("designer:swapped", () => {
    watch();
    later();
  });
  watch();
  if ("findingsLater" in window.designer.outline().dataset) later();
}
