// Saves changed answers to the server; what cannot be sent waits on this device and is sent later.
(() => {
  const { form, items, valuesOf, text } = answers;
  if (!form || "preview" in form.dataset) return;
  const PAUSE = 1200;
  const RETRY = 15000;
  const key = "isian:" + form.dataset.key;
  const line = form.querySelector(".saved");
  const address = location.pathname.replace(/\/$/, "") + "/draft" + location.search;
  let waiting = {}; // changed and not sent
  let underway = {}; // sent and not confirmed
  let isBusy = false;
  let timer = 0;

  const say = (words, isTrouble) => {
    line.textContent = words;
    line.classList.toggle("trouble", Boolean(isTrouble));
  };

  // Whether this device remembers what the server does not have yet.
  const keep = () => {
    const rest = { ...underway, ...waiting };
    try {
      if (Object.keys(rest).length) localStorage.setItem(key, JSON.stringify(rest));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const putBack = () => {
    waiting = { ...underway, ...waiting };
    underway = {};
    return keep();
  };

  const failed = () => {
    say(text(putBack() ? "offline" : "unkept"), true);
    later(RETRY);
  };

  const post = (changes, isLast) => fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ answers: changes }),
    keepalive: isLast, // browsers refuse it for long texts, so only where nothing else works
  });

  const settle = async (reply) => {
    const said = await reply.json();
    if (reply.status >= 500 || reply.status === 429) return failed();
    if (!reply.ok && reply.status !== 410 && reply.status !== 404) putBack();
    underway = {};
    keep();
    if (!reply.ok) return say(said.message, true);
    say([text("saved") + " " + said.saved_at, said.late].filter(Boolean).join(". "), said.late);
    if (Object.keys(waiting).length) later(PAUSE);
  };

  // One at a time, so that an older answer never arrives after a newer one.
  const save = async () => {
    if (isBusy || !Object.keys(waiting).length) return;
    isBusy = true;
    [underway, waiting] = [waiting, {}];
    say(text("saving"));
    try {
      await settle(await post(underway, false));
    } catch {
      failed();
    }
    isBusy = false;
  };

  const leave = () => {
    clearTimeout(timer);
    if (form.querySelector("[data-sending]")) return;
    const rest = { ...underway, ...waiting };
    if (Object.keys(rest).length) post(rest, true).catch(() => {});
  };

  const changed = ({ target }) => {
    const item = target.closest("[data-code]");
    if (!item) return;
    waiting[item.dataset.code] = valuesOf(item);
    keep();
    later(PAUSE);
  };

  const put = (item, values) => {
    for (const input of item.querySelectorAll("input:not([type=hidden]), textarea, option")) {
      if (input.matches("option")) input.selected = values.includes(input.value);
      else if (input.name !== item.dataset.code) continue;
      else if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
      else input.value = values.find((value) => value !== "na") || "";
    }
  };

  const recall = () => {
    try {
      waiting = JSON.parse(localStorage.getItem(key)) || {};
    } catch { return; }
    for (const item of items()) {
      const values = waiting[item.dataset.code];
      if (values) put(item, values);
    }
    if (Object.keys(waiting).length) {
      form.dispatchEvent(new Event("change"));
      later(0);
    }
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => later(0));
  addEventListener("pagehide", leave);
  recall();
})();
