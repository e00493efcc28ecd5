// What was typed and where it is: on this page, on this device, on the server. By question, so that
// two devices never take each other's answers away.
const draft = (() => {
  const { form, items, valuesOf } = answers;
  if (!form || "preview" in form.dataset) return null;
  const MOST_SENT = 10;
  const key = "isian:" + form.dataset.key;

  const same = (one = [], other = []) => JSON.stringify(one) === JSON.stringify(other);

  // A file is no value: it comes and goes by requests of its own.
  const answerOf = (item) => valuesOf(item)
    .filter((value) => value === "na" || !item.querySelector("[data-answer]"));

  // As the server sent the page, whatever the browser put back since.
  const sentOf = (item) => [...item.querySelectorAll("input:not([type=hidden]), textarea, option")]
    .filter((input) => input.matches("option") || input.name === item.dataset.code)
    .filter((input) => (input.matches("option") ? input.defaultSelected
      : !/radio|checkbox/.test(input.type) || input.defaultChecked))
    .map((input) => (/radio|checkbox/.test(input.type) || input.matches("option")
      ? input.value : input.defaultValue))
    .filter((value) => value.trim());

  const collect = (of) => Object.fromEntries(items()
    .map((item) => [item.dataset.code, of(item)]).filter(([, values]) => values.length));

  let revision = Number(form.dataset.revision) || 0;
  let known = "unsaved" in form.dataset ? {} : collect(sentOf); // certainly on the server
  let sent = []; // what may be there, newest last: on its way, or its answer was lost

  const typed = () => collect(answerOf);

  const changed = (now = typed()) => Object.keys({ ...known, ...now })
    .filter((code) => !same(now[code], known[code]));

  const put = (item, values) => {
    for (const input of item.querySelectorAll("input:not([type=hidden]), textarea, option")) {
      if (input.matches("option")) input.selected = values.includes(input.value);
      else if (input.name !== item.dataset.code) continue;
      else if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
      else input.value = values.find((value) => value !== "na") || "";
    }
  };

  const show = (found) => {
    for (const item of items()) if (found[item.dataset.code]) put(item, found[item.dataset.code]);
    if (Object.keys(found).length) form.dispatchEvent(new Event("change"));
  };

  // Remembers here what the server does not have for certain, beside what it may have instead.
  const keep = () => {
    const now = typed();
    const rest = changed(now).map((code) =>
      [code, [now[code] || [], known[code] || [], ...sent.map((state) => state[code] || [])]]);
    try {
      if (rest.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(rest)));
      else localStorage.removeItem(key);
      return { count: rest.length, isHeld: true };
    } catch {
      return { count: rest.length, isHeld: false };
    }
  };

  // Puts back what waited here, but for questions that another device answered since; says whether
  // anything did. An older release kept the values alone.
  const recall = () => {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(key)) || {};
    } catch { /* nothing was kept */ }
    const found = {};
    for (const item of items()) {
      const entry = kept[item.dataset.code];
      if (!entry) continue;
      const page = sentOf(item);
      const [mine, ...before] = Array.isArray(entry[0]) ? entry : [entry, page];
      if (!page.length || before.some((values) => same(values, page))) found[item.dataset.code] = mine;
    }
    show(found);
    return keep().count > 0 && Object.keys(found).length > 0;
  };

  // What another device saved shows where this one changed nothing.
  const merge = (theirs) => {
    const mine = changed();
    const found = {};
    for (const item of items()) {
      const { code } = item.dataset;
      if (!mine.includes(code) && !same(theirs[code], known[code])) found[code] = theirs[code] || [];
    }
    known = theirs;
    show(found);
  };

  // All that is typed, as it goes to the server.
  const body = () => {
    sent = [...sent, typed()].slice(-MOST_SENT);
    keep();
    return JSON.stringify(sent.at(-1));
  };

  const stored = (number, state) => {
    [known, sent, revision] = [JSON.parse(state), [], number];
    return keep();
  };

  const forget = () => {
    [known, sent] = [typed(), []];
    keep();
  };

  const overtaken = (number, theirs) => {
    revision = number;
    merge(theirs);
    keep();
  };

  return {
    body, changed, forget, keep, overtaken, recall, stored,
    isUnderway: () => same(sent.at(-1), typed()),
    revision: () => revision,
  };
})();
