// What was typed and where it is: on this page, on this device, on the server. By question, so that
// two devices never take each other's answers away.
const draft = (() => {
  const { form, items, valuesOf } = answers;
  if (!form || "preview" in form.dataset) return null;
  const MOST_SENT = 10;
  const FIELDS = "input:not([type=hidden]), [data-answer], textarea, option";
  const key = "isian:" + form.dataset.key;

  const same = (one = [], other = []) => JSON.stringify(one) === JSON.stringify(other);

  // As the server sent the page, whatever the browser put back since.
  const sentOf = (item) => [...item.querySelectorAll(FIELDS)]
    .filter((input) => input.matches("option") || input.name === item.dataset.code)
    .filter((input) => (input.matches("option") ? input.defaultSelected
      : !/radio|checkbox/.test(input.type) || input.defaultChecked))
    .map((input) => (/radio|checkbox/.test(input.type) || input.matches("option")
      ? input.value : input.defaultValue))
    .filter((value) => value.trim());

  const collect = (of) => Object.fromEntries(items()
    .map((item) => [item.dataset.code, of(item)]).filter(([, values]) => values.length));

  let revision = 0;
  let known = {}; // certainly on the server
  let sent = []; // what may be there, newest last: on its way, or its answer was lost
  let held = {}; // what this device held when the page came, until the draft is there to compare

  const typed = () => collect(valuesOf);

  const changed = (now = typed()) => Object.keys({ ...known, ...now })
    .filter((code) => !same(now[code], known[code]));

  const put = (item, values) => {
    for (const input of item.querySelectorAll(FIELDS)) {
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
    const rest = changed(now).map((code) => [code, [now[code] || [],
      ...(held[code] || [known[code] || []]), ...sent.map((state) => state[code] || [])]]);
    try {
      if (rest.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(rest)));
      else localStorage.removeItem(key);
      return { count: rest.length, isHeld: true };
    } catch {
      return { count: rest.length, isHeld: false };
    }
  };

  // Puts back what waited here, but for questions that the page itself brings answered; says whether
  // anything did. An older release kept the values alone.
  const recall = () => {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(key)) || {};
    } catch { /* nothing was kept */ }
    const found = {};
    for (const item of items()) {
      const { code } = item.dataset;
      if (!kept[code]) continue;
      const page = sentOf(item);
      const [mine, ...before] = Array.isArray(kept[code][0]) ? kept[code] : [kept[code], []];
      if (page.length && !before.some((values) => same(values, page))) continue;
      [found[code], held[code]] = [mine, before];
    }
    show(found);
    return keep().count > 0 && Object.keys(found).length > 0;
  };

  // The draft, where this device only waits with what no other answered since.
  const resumed = (theirs, number) => {
    const now = typed();
    const found = {};
    for (const item of items()) {
      const { code } = item.dataset;
      const isOvertaken = held[code] && !held[code].some((values) => same(values, theirs[code]));
      if (!now[code] || (isOvertaken && theirs[code])) found[code] = theirs[code] || [];
    }
    [known, revision, held] = [theirs, number, {}];
    show(found);
    keep();
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
    [known, sent, held, revision] = [JSON.parse(state), [], {}, number];
    return keep();
  };

  const forget = () => {
    [known, sent] = [typed(), []];
    keep();
  };

  const overtaken = (number, theirs) => {
    if (Object.keys(held).length) return resumed(theirs, number);
    revision = number;
    merge(theirs);
    keep();
  };

  return {
    body, changed, forget, keep, overtaken, recall, resumed, stored,
    text: () => JSON.stringify(typed()),
    isUnderway: () => same(sent.at(-1), typed()),
    revision: () => revision,
  };
})();
