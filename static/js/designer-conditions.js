/* The condition builder: the menus of operator and value follow the chosen question, rows come
   and go without a reload. What each question offers stands in #condition-data. */
"use strict";
{
  const read = (name) =>
    JSON.parse(document.getElementById("condition-data")?.dataset[name] || "null");
  const say = (words, name, number) => (words?.[name] || "").replace("{}", String(number));

  function make(tag, attributes, text) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function menu(attributes, options, chosen) {
    const made = make("select", attributes);
    for (const [value, label] of options) {
      const option = make("option", { value }, label);
      option.selected = value === chosen;
      made.append(option);
    }
    return made;
  }

  const nameOf = (row) => row.querySelector(".clause-question").name.replace(/-question$/, "");
  const numberOf = (row) => [...row.parentElement.children].indexOf(row) + 1;

  function fill(row, operator = "", value = "") {
    const data = read("menus");
    const words = read("words");
    const key = row.querySelector(".clause-question").value;
    const set = data?.sets[data.keys[key]];
    const rest = row.querySelector(".clause-rest");
    rest.replaceChildren();
    if (!set) return;
    const attributes = { class: "clause-operator", name: `${nameOf(row)}-operator` };
    attributes["aria-label"] = say(words, "operator", numberOf(row));
    rest.append(menu(attributes, set.operators, operator));
    const chosen = rest.querySelector(".clause-operator").value;
    if (!data.alone.includes(chosen)) rest.append(valueOf(row, set, words, value));
  }

  function valueOf(row, set, words, value) {
    const attributes = { class: "clause-value", name: `${nameOf(row)}-value` };
    attributes["aria-label"] = say(words, "value", numberOf(row));
    if (set.input === "menu") return menu(attributes, [["", words.pick], ...set.values], value);
    const kind = set.input === "number" ? { inputmode: "decimal" } : { type: "date" };
    const made = make("input", { ...attributes, ...kind, autocomplete: "off" });
    made.value = value;
    return made;
  }

  function complain(row) {
    row.classList.remove("has-error");
    row.querySelector(".field-error")?.remove();
    const question = row.querySelector(".clause-question");
    question.removeAttribute("aria-invalid");
    question.removeAttribute("aria-describedby");
  }

  function grow(list) {
    const last = list.lastElementChild;
    if (!last.querySelector(".clause-question").value || list.children.length >= 10) return;
    const next = last.cloneNode(true);
    const taken = [...list.querySelectorAll(".clause-question")].map((one) =>
      Number(one.name.match(/-(\d+)-question$/)[1]),
    );
    const index = Math.max(...taken) + 1;
    const question = next.querySelector(".clause-question");
    question.name = question.name.replace(/-\d+-question$/, `-${index}-question`);
    question.id = question.name;
    question.setAttribute("aria-label", say(read("words"), "question", list.children.length + 1));
    question.value = "";
    next.querySelector(".clause-rest").replaceChildren();
    next.querySelector(".clause-drop")?.remove();
    complain(next);
    list.append(next);
  }

  function offerDrop(row, list) {
    if (row.querySelector(".clause-drop")) return;
    const drop = make("button", { type: "button", class: "btn btn-icon clause-drop" }, "✕");
    drop.setAttribute("aria-label", say(read("words"), "drop", numberOf(row)));
    row.querySelector(".clause-rest").after(drop);
    grow(list);
  }

  function showMatch(list) {
    const filled = [...list.querySelectorAll(".clause-question")].filter((one) => one.value);
    const match = list.closest("[data-condition]").querySelector(".condition-match");
    match.hidden = filled.length < 2;
  }

  document.addEventListener("change", (event) => {
    const row = event.target.closest?.(".clause");
    if (!row) return;
    const list = row.parentElement;
    if (event.target.matches(".clause-question")) {
      complain(row);
      fill(row);
      if (event.target.value) offerDrop(row, list);
    } else if (event.target.matches(".clause-operator")) {
      fill(row, event.target.value, row.querySelector(".clause-value")?.value);
      row.querySelector(".clause-operator").focus();
    }
    showMatch(list);
  });

  document.addEventListener("click", (event) => {
    const drop = event.target.closest?.(".clause-drop");
    if (!drop) return;
    event.preventDefault();
    const row = drop.closest(".clause");
    const list = row.parentElement;
    const form = drop.form;
    const neighbour = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    neighbour?.querySelector(".clause-question").focus();
    showMatch(list);
    form?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
