/* Suggestions under a look-up field while typing. Without it the server looks the text up. */
"use strict";

const WAIT_MS = 200;

function attach(box, index) {
  const key = box.querySelector("[data-lookup-key]");
  const text = box.querySelector("[data-lookup-text]");
  const list = document.createElement("ul");
  let timer = 0;
  let active = -1;
  list.id = `lookup-${index}`;
  list.className = "lookup-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text.labels[0] ? text.labels[0].textContent : "");
  box.append(list);
  text.setAttribute("role", "combobox");
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);
  text.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    active = -1;
    text.setAttribute("aria-expanded", "false");
    text.removeAttribute("aria-activedescendant");
  };
  const choose = (item) => {
    key.value = item.dataset.key;
    text.value = item.textContent;
    close();
  };
  const mark = (next) => {
    const items = [...list.children];
    active = Math.max(0, Math.min(items.length - 1, next));
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    if (items[active]) text.setAttribute("aria-activedescendant", items[active].id);
  };
  const show = (rows) => {
    list.replaceChildren(...rows.map(([value, label], at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.key = value;
      item.textContent = label;
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(item);
      });
      return item;
    }));
    list.hidden = rows.length === 0;
    active = -1;
    text.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    const url = new URL(box.dataset.lookup, window.location.href);
    url.searchParams.set("query", text.value);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  };

  text.addEventListener("input", () => {
    key.value = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT_MS);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && !list.hidden && active >= 0) choose(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  text.addEventListener("blur", close);
}

document.querySelectorAll("[data-lookup]").forEach(attach);
