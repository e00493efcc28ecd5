/* The rubric like a spreadsheet: arrows move between cells, Enter or F2 edits, Enter moves on,
   Escape takes back, a block from Excel fills cells. Without this file it is a plain form. */
"use strict";
{
  const MOST_CHARACTERS = 1000;
  const form = document.getElementById("part-form");
  const said = document.getElementById("rubric-said");
  const unpaste = document.getElementById("rubric-unpaste");
  const words = JSON.parse(said?.dataset.words || "{}");
  const wide = window.matchMedia("(min-width: 48rem)");
  const touched = new Set();
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  let byMouse = false;
  let before = "";
  let pasted = null;

  const isCell = (element) => element.matches?.("[data-grid] textarea");
  const cellsOf = (row) => [...row.querySelectorAll("textarea")];
  const isEditing = (cell) => cell.classList.contains("is-editing");

  /* Rows that can be written, and where in them a cell stands. */
  function place(cell) {
    const rows = [...cell.closest("[data-grid]").querySelectorAll("[data-row]")];
    const row = cell.closest("tr");
    return { rows, down: rows.indexOf(row), across: cellsOf(row).indexOf(cell) };
  }

  function edit(cell, on) {
    cell.classList.toggle("is-editing", on);
  }

  function go(cell, [down, across]) {
    const at = place(cell);
    const row = at.rows[at.down + down];
    const next = row && cellsOf(row)[at.across + across];
    edit(cell, false);
    if (next) next.focus();
    else cell.select();
  }

  function tell(word, figures = {}) {
    said.textContent = words[word].replace(/\{(\w+)\}/g, (_all, name) => figures[name]);
  }

  /* Tells the autosave and counts as typed, without looking like typing. */
  function changed(cells) {
    for (const cell of cells) touched.add(cell);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function revert(cell) {
    edit(cell, false);
    if (cell.value !== before) {
      cell.value = before;
      changed([cell]);
    }
    cell.select();
  }

  function keyInCell(event, cell) {
    if (event.key === "Escape") revert(cell);
    else if (event.key === "Enter" && event.altKey) {
      cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
      changed([cell]);
    } else if (event.key === "Enter" && !event.shiftKey) go(cell, STEPS.ArrowDown);
    else return;
    event.preventDefault();
  }

  function keyOnCell(event, cell) {
    const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (undoes && pasted) takeBack();
    else if (event.key in STEPS && !event.shiftKey) go(cell, STEPS[event.key]);
    else if (event.key === "Enter" || event.key === "F2") {
      edit(cell, true);
      cell.setSelectionRange(cell.value.length, cell.value.length);
    } else return;
    event.preventDefault();
  }

  /* As the server keeps a text. */
  const tidy = (text) => text.normalize("NFC").replace(/[ \t\u00a0]+\n/g, "\n").trim();

  /* Tabs between cells, line ends between rows, quotes around a cell of several lines: as
     `pasting.py` reads them; one table of cases holds both. */
  function parse(text) {
    const rest = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    const next = /"((?:[^"]|"")*)"(?=\t|\n|$)|[^\t\n]*/y;
    for (let at = 0; ; at += 1) {
      next.lastIndex = at;
      let [all, quoted] = next.exec(rest);
      if (quoted !== undefined && !/[\n\t]|""/.test(quoted)) quoted = undefined;
      rows.at(-1).push(tidy(quoted?.replaceAll('""', '"') ?? all));
      at += all.length;
      if (at >= rest.length) return rows;
      if (rest[at] === "\n") rows.push([]);
    }
  }

  /* Titles around a block, told by their words as `pasting.py` does, are left out: how many rows
     and columns they are. */
  function titles(block, at) {
    const heads = [...at.rows[0].closest("[data-grid]").querySelectorAll("[data-titles]")]
      .slice(at.across)
      .map((head) => JSON.parse(head.dataset.titles));
    const isTitle = (cell, [value, ...labels]) => {
      const words = cell.replace(value, (all, start) => (start ? all : "")).replace(/^[ .·:)=-]+/, "");
      return cell !== "" && labels.some((label) => label.toLowerCase() === words.toLowerCase());
    };
    const name = (cells) =>
      cells.length > 1 &&
      cells.length <= heads.length &&
      cells.every((cell, index) => isTitle(cell, heads[index]));
    const top = block.length > 1 && (name(block[0]) || name(block[0].slice(1))) ? 1 : 0;
    const rows = at.rows.slice(at.down).map((row) => {
      const head = row.querySelector("th");
      const names = [head.querySelector("a").textContent.trim(), ...JSON.parse(head.dataset.names || "[]")];
      return [head.id.slice(2), ...names.map((name) => name.toLowerCase())];
    });
    const isRow = ([first, ...rest], words) =>
      rest.length > 0 && first !== "" && words.includes(first.toLowerCase());
    const body = block.slice(top, top + rows.length);
    return { top, left: body.every((cells, index) => isRow(cells, rows[index])) ? 1 : 0 };
  }

  /* Why a block does not fit from this place on; nothing of it is cut off. */
  function refusal(block, at, { top, left }) {
    const rows = at.rows.length - at.down;
    const columns = cellsOf(at.rows[at.down]).length - at.across;
    if (block.length > rows) return ["tall", { count: block.length, room: rows }];
    for (const [index, cells] of block.entries()) {
      if (cells.length > columns) return ["wide", { count: cells.length, room: columns }];
      const column = cells.findIndex((text) => text.length > MOST_CHARACTERS) + 1;
      if (column) return ["long", { row: index + 1 + top, column: column + left, most: MOST_CHARACTERS }];
    }
    return null;
  }

  function paste(cell, whole) {
    const at = place(cell);
    const around = titles(whole, at);
    const block = whole.slice(around.top).map((cells) => cells.slice(around.left));
    const refused = refusal(block, at, around);
    if (refused) {
      tell(...refused);
      return;
    }
    pasted = new Map();
    block.forEach((texts, down) => {
      const cells = cellsOf(at.rows[at.down + down]);
      texts.forEach((text, across) => {
        const target = cells[at.across + across];
        pasted.set(target, target.value);
        target.value = text;
      });
    });
    before = cell.value;
    edit(cell, false);
    cell.select();
    changed(pasted.keys());
    tell("pasted", { count: pasted.size });
    unpaste.hidden = false;
  }

  /* One cell: as typed where the cursor stands, without the quotes that Excel puts around it. */
  function type(cell, text) {
    cell.setRangeText(text, cell.selectionStart, cell.selectionEnd, "end");
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function takeBack() {
    for (const [cell, text] of pasted) cell.value = text;
    changed(pasted.keys());
    pasted.keys().next().value.focus();
    pasted = null;
    unpaste.hidden = true;
    tell("undone");
  }

  function pasteIn(event) {
    const cell = event.target;
    if (!isCell(cell)) return;
    const text = event.clipboardData.getData("text/plain");
    const block = parse(text);
    const isOne = block.length === 1 && block[0].length === 1;
    const isTyping = isEditing(cell) && cell.value !== before && block.every((row) => row.length === 1);
    if (isOne ? block[0][0] === text : isTyping) return;
    event.preventDefault();
    if (isOne) {
      type(cell, block[0][0]);
      return;
    }
    paste(cell, block);
  }

  /* "Urungkan" waits for a save under way, so that it takes back what was typed last. */
  function waitForSave(event) {
    const status = form.querySelector(".save-status");
    const { typing, saving } = JSON.parse(status.dataset.words);
    if (![typing, saving].includes(status.textContent)) return;
    event.preventDefault();
    const { submitter, target } = event;
    window.setTimeout(() => target.requestSubmit(submitter), 150);
  }

  function start() {
    document.getElementById("rubric-keys").hidden = false;
    form.addEventListener("pointerdown", (event) => {
      if (!isCell(event.target)) return;
      byMouse = event.target !== document.activeElement;
      edit(event.target, true);
    });
    form.addEventListener("focusin", ({ target }) => {
      if (!isCell(target)) return;
      before = target.value;
      if (!byMouse && wide.matches) target.select();
      byMouse = false;
    });
    form.addEventListener("focusout", ({ target }) => edit(target, false));
    form.addEventListener("input", ({ target }) => {
      if (!isCell(target)) return;
      touched.add(target);
      edit(target, true);
      pasted = null;
      unpaste.hidden = true;
    });
    form.addEventListener("keydown", (event) => {
      const cell = event.target;
      if (!isCell(cell) || event.isComposing || !wide.matches) return;
      (isEditing(cell) ? keyInCell : keyOnCell)(event, cell);
    });
    form.addEventListener("paste", pasteIn);
    unpaste.addEventListener("click", takeBack);
    document.querySelector(".rubric-tools form").addEventListener("submit", waitForSave);
    /* Only what was touched is sent: a rubric of 300 indicators is large. */
    form.addEventListener("formdata", ({ formData }) => {
      if (!form.matches("[data-autosave]")) return;
      for (const cell of form.querySelectorAll("[data-grid] textarea")) {
        if (!touched.has(cell)) formData.delete(cell.name);
      }
    });
  }

  if (form && said) start();
}
