// A ranking by buttons: up and down move an option; two options never keep the same rank.
(() => {
  const { form } = answers;
  if (!form) return;

  const selectOf = (item) => item.querySelector("select");
  const nameOf = (item) => item.querySelector("label").textContent;
  const rankOf = (item) => selectOf(item).selectedIndex;
  const inOrder = (list) =>
    [...list.children].sort((a, b) => (rankOf(a) || 99) - (rankOf(b) || 99));

  const place = (list) => {
    const items = inOrder(list);
    if (items.some((item, index) => item !== list.children[index])) list.append(...items);
    items.forEach((item, index) => {
      const [up, down] = item.querySelectorAll("button");
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === items.length - 1));
      selectOf(item).dataset.before = rankOf(item);
    });
  };

  const move = (button, list, item, step) => {
    const items = inOrder(list);
    const to = items.indexOf(item) + step;
    if (!items[to]) return;
    [items[to], items[to - step]] = [item, items[to]];
    items.forEach((other, index) => { selectOf(other).selectedIndex = index + 1; });
    place(list);
    button.focus();
    selectOf(item).dispatchEvent(new Event("change", { bubbles: true }));
    const rank = list.dataset.said.replace("{n}", to + 1).replace("{m}", items.length);
    spoken.say(nameOf(item) + ": " + rank);
  };

  const addButtons = (list, item) => {
    for (const [sign, step, name] of [["↑", -1, "up"], ["↓", 1, "down"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", list.dataset[name] + ": " + nameOf(item));
      button.addEventListener("click", () => move(button, list, item, step));
      item.append(button);
    }
  };

  // Whoever had the chosen rank gets the one that became free.
  const swap = (list, select) => {
    const taken = [...list.children].map(selectOf)
      .find((one) => one !== select && one.selectedIndex && one.selectedIndex === select.selectedIndex);
    if (taken) taken.selectedIndex = Number(select.dataset.before);
    for (const item of list.children) selectOf(item).dataset.before = rankOf(item);
  };

  // The form itself changes when answers are put back into it.
  form.addEventListener("change", ({ target }) => {
    if (target === form) form.querySelectorAll(".ranks").forEach(place);
    const box = target.closest("[data-code]");
    const list = box && box.querySelector(".ranks");
    if (!list) return;
    const na = box.querySelector("input[value=na]");
    if (target.matches("select")) {
      swap(list, target);
      if (na) na.checked = false;
    } else if (target.checked) {
      for (const item of list.children) selectOf(item).selectedIndex = 0;
    }
  });

  for (const list of form.querySelectorAll(".ranks")) {
    for (const item of list.children) addButtons(list, item);
    place(list);
  }
})();
