// Saves changed answers to the server; what cannot be sent waits on this device and is sent later.
(() => {
  const { form, questions, valuesOf, text } = answers;
  if (!form || "preview" in form.dataset) return;
  const PAUSE = 1200;
  const RETRY = 15000;
  const key = "isian:" + form.dataset.key;
  const line = form.querySelector(".saved");
  const address = location.pathname.replace(/\/$/, "") + "/draft" + location.search;
  let waiting = {};
  let timer = 0;

  const say = (words, isTrouble) => {
    line.textContent = words;
    line.classList.toggle("trouble", Boolean(isTrouble));
  };

  const keep = () => {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
    } catch { /* no storage: the server has the rest */ }
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const failed = (sent) => {
    waiting = { ...sent, ...waiting };
    keep();
    say(text("offline"), true);
    later(RETRY);
  };

  const save = async () => {
    const sent = waiting;
    if (!Object.keys(sent).length) return;
    waiting = {};
    say(text("saving"));
    try {
      const reply = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ answers: sent }),
        keepalive: true,
      });
      const said = await reply.json();
      if (reply.ok) say(text("saved") + " " + said.saved_at);
      else if (reply.status >= 500 || reply.status === 429) failed(sent);
      else say(said.message, true);
      keep();
    } catch {
      failed(sent);
    }
  };

  const changed = ({ target }) => {
    const question = target.closest(".question");
    if (!question) return;
    waiting[question.dataset.code] = valuesOf(question);
    keep();
    later(PAUSE);
  };

  const put = (question, values) => {
    for (const input of question.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
      else input.value = values.find((value) => value !== "na") || "";
    }
  };

  const recall = () => {
    try {
      waiting = JSON.parse(localStorage.getItem(key)) || {};
    } catch { return; }
    for (const question of questions()) {
      const values = waiting[question.dataset.code];
      if (values) put(question, values);
    }
    if (Object.keys(waiting).length) {
      form.dispatchEvent(new Event("change"));
      later(0);
    }
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => later(0));
  addEventListener("pagehide", () => { clearTimeout(timer); save(); });
  recall();
})();
