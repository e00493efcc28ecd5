/* Questions move by their grip: dragged with mouse or finger, or lifted with Space and moved with
   the arrow keys. Where one may stand is said aloud; dropping saves. */
"use strict";
{
  const { designer } = window;
  const EDGE = 90;
  const SLACK = 5;
  let drag = null;
  let lifted = null;
  document.documentElement.classList.add("moves");

  const rows = (list) => [...list.children].filter((row) => row.matches(".question, .later"));

  /* After which row of which section a question stands: nothing is the start, "*" the end. */
  function placeOf(row) {
    const list = row.closest(".questions");
    let before = row.previousElementSibling;
    while (before && !before.matches(".question, .later")) before = before.previousElementSibling;
    const after = before ? before.dataset.code || "*" : "";
    return { target: list.dataset.section, after };
  }

  function words(row) {
    const list = row.closest(".questions");
    const number = rows(list).indexOf(row) + 1;
    const { title } = list.dataset;
    return designer.word("place", { number, count: rows(list).length, title });
  }

  async function drop(state) {
    const { row } = state;
    const place = placeOf(row);
    designer.takeBack = () => home(state);
    const change = document.getElementById("change");
    const body = new URLSearchParams(new FormData(change));
    body.set("do", `question-place:${row.dataset.code}`);
    body.set("target", place.target);
    body.set("after", place.after);
    designer.say(designer.word("dropping", { place: words(row) }));
    await designer.post(change.action, body);
    document.querySelector(`#indikator-${row.dataset.code} [data-grip]`)?.focus();
  }

  function home(state) {
    const { list, next, row } = state;
    list.insertBefore(row, next?.parentElement === list ? next : null);
  }

  const isHome = (state) =>
    state.row.parentElement === state.list && state.row.nextElementSibling === state.next;

  const remember = (row) => ({ row, list: row.parentElement, next: row.nextElementSibling });

  /* With the keyboard */

  function lift(grip) {
    lifted = { ...remember(grip.closest(".question")), grip };
    lifted.row.classList.add("lifted");
    grip.setAttribute("aria-pressed", "true");
    designer.say(designer.word("lifted", { place: words(lifted.row) }));
  }

  function settle() {
    lifted.row.classList.remove("lifted");
    lifted.grip.removeAttribute("aria-pressed");
    const was = lifted;
    lifted = null;
    return was;
  }

  function cancel() {
    const was = settle();
    home(was);
    was.grip.focus();
    designer.say(designer.word("cancelled"));
  }

  function lay() {
    const was = settle();
    if (isHome(was)) designer.say(designer.word("cancelled"));
    else drop(was);
  }

  function step(down) {
    const { row, grip } = lifted;
    const list = row.parentElement;
    const others = rows(list);
    const neighbour = others[others.indexOf(row) + (down ? 1 : -1)];
    if (neighbour) neighbour[down ? "after" : "before"](row);
    else cross(row, list, down);
    grip.focus();
    row.scrollIntoView({ block: "nearest" });
    designer.say(words(row));
  }

  function cross(row, list, down) {
    const lists = [...document.querySelectorAll(".questions")];
    const next = lists[lists.indexOf(list) + (down ? 1 : -1)];
    if (!next) return;
    next.closest("details").open = true;
    next[down ? "prepend" : "append"](row);
  }

  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip) return;
    const { key } = event;
    if (key === " " || key === "Enter") {
      if (lifted) lay();
      else lift(grip);
    } else if (lifted && key === "Escape") cancel();
    else if (lifted && (key === "ArrowDown" || key === "ArrowUp")) step(key === "ArrowDown");
    else if (lifted && key === "Tab") return void cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === " " && event.target.closest?.("[data-grip]")) event.preventDefault();
  });

  /* With mouse or finger */

  function start(event) {
    const { row } = drag;
    drag.line = document.createElement("li");
    drag.line.className = "drop-line";
    drag.ghost = document.createElement("div");
    drag.ghost.className = "drag-ghost";
    drag.ghost.textContent = row.querySelector(".question-text a").textContent;
    document.body.append(drag.ghost);
    row.classList.add("dragged");
    drag.grip.setPointerCapture(event.pointerId);
    drag.frame = requestAnimationFrame(scroll);
  }

  function scroll() {
    if (!drag?.ghost) return;
    const { innerHeight } = window;
    if (drag.y < EDGE) window.scrollBy(0, (drag.y - EDGE) / 5);
    if (drag.y > innerHeight - EDGE) window.scrollBy(0, (drag.y - innerHeight + EDGE) / 5);
    point();
    drag.frame = requestAnimationFrame(scroll);
  }

  function point() {
    drag.ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 8}px)`;
    const under = document.elementFromPoint(drag.x, drag.y);
    const row = under?.closest(".questions > .question, .questions > .later");
    const section = under?.closest(".sheet-section");
    if (row && row !== drag.row) {
      const { top, height } = row.getBoundingClientRect();
      row[drag.y < top + height / 2 ? "before" : "after"](drag.line);
    } else if (!row && section) {
      const list = section.querySelector(".questions");
      const above = drag.y < list.getBoundingClientRect().top;
      if (under !== drag.line) list[above && section.open ? "prepend" : "append"](drag.line);
    }
  }

  function finish(isDone) {
    const was = drag;
    drag = null;
    if (!was?.ghost) return;
    cancelAnimationFrame(was.frame);
    was.ghost.remove();
    was.row.classList.remove("dragged");
    const line = was.line.isConnected ? was.line : null;
    if (isDone && line) {
      line.before(was.row);
      line.remove();
      if (!isHome(was)) return void drop(was);
    }
    line?.remove();
    home(was);
    designer.say(designer.word("cancelled"));
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button || designer.busy) return;
    if (lifted) cancel();
    const row = grip.closest(".question");
    drag = { ...remember(row), grip, x: event.clientX, y: event.clientY };
    drag.from = event.clientY;
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (!drag.ghost && Math.abs(drag.y - drag.from) > SLACK) start(event);
    if (drag.ghost) event.preventDefault();
  });
  document.addEventListener("pointerup", () => finish(true));
  document.addEventListener("pointercancel", () => finish(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) finish(false);
  });
}
