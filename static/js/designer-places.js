/* What moves on the sheet and where it may stand: questions within and between sections, sections
   among themselves. `designer-move.js` does the moving. */
"use strict";
{
  const { designer } = window;
  const standing = (list, which) => [...list.children].filter((row) => row.matches(which));

  /* Code of what stands before: nothing is the start, "*" what is not loaded yet. */
  function after(row, which) {
    let before = row.previousElementSibling;
    while (before && !before.matches(which)) before = before.previousElementSibling;
    return before ? before.dataset.code || "*" : "";
  }

  const isBefore = (row, y) => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  };

  const QUESTIONS = ".question, .later";
  const question = {
    row: ".question",
    cancelled: "cancelled",
    rows: (row) => standing(row.parentElement, QUESTIONS),
    name: (row) => row.querySelector(".question-text a").textContent,
    words(row) {
      const rows = question.rows(row);
      const { title } = row.parentElement.dataset;
      return designer.word("place", { number: rows.indexOf(row) + 1, count: rows.length, title });
    },
    change: (row) => ({
      do: `question-place:${row.dataset.code}`,
      target: row.parentElement.dataset.section,
      after: after(row, QUESTIONS),
    }),
    cross(row, down) {
      const lists = [...document.querySelectorAll(".questions")];
      const next = lists[lists.indexOf(row.parentElement) + (down ? 1 : -1)];
      if (!next) return;
      next.closest("details").open = true;
      next[down ? "prepend" : "append"](row);
    },
    point({ row, line, x, y }) {
      const under = document.elementFromPoint(x, y);
      const over = under?.closest(".questions > .question, .questions > .later");
      const section = under?.closest(".sheet-section");
      if (over && over !== row) {
        over[isBefore(over, y) ? "before" : "after"](line);
      } else if (!over && section) {
        const list = section.querySelector(".questions");
        const above = y < list.getBoundingClientRect().top;
        if (under !== line) list[above && section.open ? "prepend" : "append"](line);
      }
    },
    begin() {},
    end() {},
  };

  /* Only titles stay in sight while a section is carried: the way is short, the order plain. */
  const PLACES = ".sheet-place";
  const section = {
    row: PLACES,
    cancelled: "cancelledSection",
    rows: (row) => standing(row.parentElement, PLACES),
    name: (row) => row.dataset.title,
    words(row) {
      const rows = section.rows(row);
      return designer.word("placeSection", { number: rows.indexOf(row) + 1, count: rows.length });
    },
    change: (row) => ({ do: `section-place:${row.dataset.code}`, after: after(row, PLACES) }),
    cross() {},
    point({ row, line, y }) {
      const others = section.rows(row).filter((one) => one !== row);
      const next = others.find((one) => isBefore(one, y));
      if (next) next.before(line);
      else others.at(-1)?.after(line);
    },
    begin(row, y) {
      designer.outline().classList.add("sorting");
      const { top, height } = row.getBoundingClientRect();
      if (y === undefined) row.scrollIntoView({ block: "nearest" });
      else window.scrollBy({ top: top + height / 2 - y, behavior: "instant" });
    },
    end(row) {
      designer.outline().classList.remove("sorting");
      row.scrollIntoView({ block: "nearest" });
    },
  };

  designer.movable = (grip) => (grip.closest(question.row) ? question : section);
}
