// "Tampilkan jika" and "wajib jika": the rules of survei/questionnaire/conditions.py, one pass in
// the order of display, in which a clause sees only answers of shown questions before it.
const conditions = (() => {
  const { form, items, valuesOf, text } = answers;

  const compared = (answer, value) => {
    if (typeof answer === "number" && typeof value !== "number") return NaN;
    return value === "" ? NaN : (answer > value) - (answer < value);
  };
  const includes = (answer, value) => Array.isArray(answer) && answer.includes(value);

  const comparisons = {
    is: (answer, value) => answer === value,
    is_not: (answer, value) => answer !== value,
    at_least: (answer, value) => compared(answer, value) >= 0,
    at_most: (answer, value) => compared(answer, value) <= 0,
    includes,
    excludes: (answer, value) => !includes(answer, value),
    extreme: (answer, _, { options }) =>
      [Math.min(...options), Math.max(...options)].includes(answer),
    answered: () => true,
    unanswered: () => false,
  };

  const clauseHolds = ([key, operator, value], known) => {
    const { answer, how } = known[key] || {};
    if (answer === "na" && operator === "is") return value === "na";
    if (answer == null || answer === "na" || answer.length === 0) return operator === "unanswered";
    return comparisons[operator](answer, value, how);
  };

  const holds = (condition, known) => {
    if (!condition) return true;
    const test = (clause) => clauseHolds(clause, known);
    return condition.all ? condition.all.every(test) : condition.any.some(test);
  };

  // rules: sections as the server gives them; typed(key): the texts of one answer.
  const shown = (rules, typed) => {
    const known = {};
    const found = { sections: [], questions: [], required: [] };
    for (const section of rules) {
      if (!holds(section.show, known)) continue;
      found.sections.push(section.code);
      for (const question of section.questions) {
        if (!holds(question.show, known)) continue;
        found.questions.push(question.code);
        const needs = question.needs && holds(question.needs, known);
        if (question.required || needs) found.required.push(question.code);
        for (const [key, how] of Object.entries(question.reads || {})) {
          known[key] = { answer: reading.read(typed(key), how), how };
        }
      }
    }
    return found;
  };

  const require = (box, is) => {
    for (const item of [box, ...box.querySelectorAll(".row")].filter((one) => one.dataset.code)) {
      item.toggleAttribute("data-required", is);
      const inputs = [...item.querySelectorAll(".typed")].filter((one) => one.name === item.dataset.code);
      for (const asked of item.matches("[role=radiogroup]") ? [item] : inputs) {
        asked.setAttribute("aria-required", String(is));
      }
    }
    const optional = box.querySelector(".optional");
    if (optional) optional.hidden = is;
  };

  // The links to what is not answered yet are called by these numbers.
  const named = (code) =>
    [...document.querySelectorAll("#kesalahan [data-names]")].filter((link) => link.dataset.names === code);

  const rename = (link, place) => {
    link.setAttribute("aria-label", link.getAttribute("aria-label").replace(link.textContent, place));
    link.textContent = place;
  };

  const number = (boxes, sections) => {
    boxes.filter((box) => box.querySelector(".number")).forEach((box, index) => {
      box.querySelector(".number").textContent = index + 1;
      for (const link of named(box.dataset.question)) rename(link, index + 1 + link.dataset.row);
    });
    sections.forEach((section, index) => {
      section.querySelector(".part").textContent =
        text("part").replace("{n}", index + 1).replace("{m}", sections.length);
    });
  };

  const tell = (before, after) => {
    const more = after.filter((code) => !before.includes(code)).length;
    const less = before.filter((code) => !after.includes(code)).length;
    const words = [more && text("more").replace("{n}", more), less && text("less").replace("{n}", less)];
    if (more || less) spoken.say(words.filter(Boolean).join(" "));
  };

  const start = () => {
    const rules = JSON.parse(form.dataset.rules);
    const changing = rules.flatMap((part) => part.questions).filter((question) => question.needs);
    const byCode = Object.fromEntries(items().map((item) => [item.dataset.code, item]));
    const boxes = [...form.querySelectorAll("[data-question]")];
    const sections = [...form.querySelectorAll("[data-section]")];
    let before = null;

    // Left out itself, or with every question in it.
    const isEmpty = (section, known) => {
      const inside = boxes.filter((box) => section.contains(box));
      const isOut = !known.includes(section.dataset.section);
      return isOut || (inside.length > 0 && inside.every((box) => box.hidden));
    };

    const apply = () => {
      const now = shown(rules, (key) => (byCode[key] ? valuesOf(byCode[key]) : []));
      for (const box of boxes) {
        const { question } = box.dataset;
        box.hidden = !now.questions.includes(question);
        if (changing.some(({ code, required }) => code === question && !required)) {
          require(box, now.required.includes(question));
        }
      }
      for (const section of sections) section.hidden = isEmpty(section, now.sections);
      number(boxes.filter((box) => !box.hidden), sections.filter((section) => !section.hidden));
      const asked = boxes.filter((box) => !box.hidden && box.querySelector(".number"))
        .map((box) => box.dataset.question);
      if (before) tell(before, asked);
      before = asked;
    };

    for (const words of form.querySelectorAll(".when")) words.remove();
    for (const part of form.querySelectorAll("[data-later]")) part.removeAttribute("data-later");
    form.addEventListener("input", apply);
    form.addEventListener("change", apply);
    apply();
  };

  if (form && form.dataset.rules) start();

  return { shown };
})();
