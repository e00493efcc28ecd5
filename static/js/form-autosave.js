// Saves what is typed: soon at first, then seldom, since this device holds it until the server does;
// before long when several questions were answered, and at once when the page is left.
(() => {
  if (!draft) return;
  const { form, text } = answers;
  const PAUSES = [1200, 20000, 60000, 600000]; // after the last change, by saves so far
  const SEVERAL = 5;
  const RETRY = 15000;
  const KEPT_ALIVE = 15000; // bytes; browsers refuse more for a page that is gone
  const line = form.querySelector(".saved");
  const address = location.pathname.split("/", 3).join("/") + "/draft" + location.search;
  let saves = 0;
  let isBusy = false;
  let isAgain = false; // once more as soon as it is free
  let isFailing = false;
  let timer = 0;

  const say = (words, isTrouble) => {
    line.textContent = words;
    line.classList.toggle("trouble", Boolean(isTrouble));
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const wait = () => {
    const { count, isHeld } = draft.keep();
    if (isFailing || !count) return;
    if (!sealing) return say(text("held"));
    sealing.seal(draft.text());
    const isSoon = !isHeld || count >= SEVERAL;
    const pause = isSoon ? PAUSES[0] : PAUSES[Math.min(saves, PAUSES.length - 1)];
    if (pause > PAUSES[0]) say(text("held"));
    later(pause);
  };

  const failed = () => {
    isFailing = true;
    say(text(draft.keep().isHeld ? "offline" : "unkept"), true);
    later(RETRY);
  };

  const post = ({ body, proof }, revision) => fetch(address, {
    method: "POST",
    headers: {
      "Accept": "application/json",
      "Content-Type": "application/octet-stream",
      "Draft-Proof": proof,
      "Draft-Revision": revision,
    },
    body,
    keepalive: body.size < KEPT_ALIVE,
  });

  // A closing may be taken back, so the device holds on; what can never be sent is forgotten.
  const refused = (status, { message, may_return: isHeld }) => {
    if ((status === 410 || status === 404) && !isHeld) {
      draft.forget();
      sealing.forget();
    }
    say(isHeld && draft.keep().isHeld ? message + " " + text("held") : message, true);
  };

  const settle = async (reply, sent) => {
    if (reply.status >= 500 || reply.status === 429) return failed();
    isFailing = false;
    const revision = Number(reply.headers.get("Draft-Revision"));
    if (reply.status === 409) {
      isAgain = true;
      return draft.overtaken(revision, await sealing.unseal(await reply.arrayBuffer(), await sealing.keys()));
    }
    const said = await reply.json();
    if (!reply.ok) return refused(reply.status, said);
    draft.stored(revision, sent);
    saves += 1;
    resuming.showCode(await sealing.keys());
    say([text("saved") + " " + said.saved_at, said.late].filter(Boolean).join(". "), said.late);
    wait();
  };

  const isSending = () => form.querySelector("[data-sending]");

  // One at a time, so that an older answer never arrives after a newer one.
  const save = async () => {
    if (isSending()) return later(RETRY);
    if (isBusy) return void (isAgain = isAgain || !draft.isUnderway());
    if (!isAgain && !draft.changed().length) return;
    [isBusy, isAgain] = [true, false];
    say(text("saving"));
    const words = draft.body();
    try {
      await settle(await post(sealing.ready(words) || await sealing.seal(words), draft.revision()), words);
    } catch {
      failed();
    }
    isBusy = false;
    if (isAgain) later(0);
  };

  // A page that goes may never see the answer: what is newer than a save on its way goes behind it.
  const leave = ({ type }) => {
    if (isSending() || !timer || (type === "visibilitychange" && !document.hidden)) return;
    clearTimeout(timer);
    if (!isBusy || type === "visibilitychange") save();
    else if (!draft.isUnderway() && sealing.ready(draft.text())) {
      post(sealing.ready(draft.body()), draft.revision() + 1).catch(() => {});
    }
  };

  const changed = ({ target }) => {
    if (target.closest("[data-code]")) wait();
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  const isRecalled = draft.recall();
  if (!sealing) return form.querySelector(".by-hand").classList.add("shown");
  addEventListener("online", () => later(0));
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", leave);
  isBusy = true; // nothing is saved before it is known what waits
  resuming.begin().finally(() => {
    isBusy = false;
    if (isAgain || (isRecalled && draft.changed().length)) later(0);
  });
})();
