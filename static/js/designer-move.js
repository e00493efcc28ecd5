/* Questions and sections move by their grip: dragged with mouse or finger, or lifted with Space and
   moved with the arrow keys. Where one may stand is said aloud; dropping saves. */
"use strict";
{
  const { designer } = window;
  const EDGE = 90;
  const SLACK = 5;
  let drag = null;
  let lifted = null;
  document.documentElement.classList.add("moves");

  async function drop(state) {
    const { kind, row } = state;
    designer.takeBack = () => home(state);
    const change = document.getElementById("change");
    const body = new URLSearchParams(new FormData(change));
    for (const [name, value] of Object.entries(kind.change(row))) body.set(name, value);
    designer.say(designer.word("dropping", { place: kind.words(row) }));
    await designer.post(change.action, body);
    document.getElementById(row.id)?.querySelector("[data-grip]")?.focus();
  }

  function home(state) {
    const { list, next, row } = state;
    list.insertBefore(row, next?.parentElement === list ? next : null);
  }

  const isHome = (state) =>
    state.row.parentElement === state.list && state.row.nextElementSibling === state.next;

  function remember(grip) {
    const kind = designer.movable(grip);
    const row = grip.closest(kind.row);
    return { kind, grip, row, list: row.parentElement, next: row.nextElementSibling };
  }

  /* With the keyboard */

  function lift(grip) {
    lifted = remember(grip);
    const { kind, row } = lifted;
    row.classList.add("lifted");
    grip.setAttribute("aria-pressed", "true");
    kind.begin(row);
    designer.say(designer.word("lifted", { place: kind.words(row) }));
  }

  function settle() {
    const was = lifted;
    lifted = null;
    was.row.classList.remove("lifted");
    was.grip.removeAttribute("aria-pressed");
    was.kind.end(was.row);
    return was;
  }

  function cancel() {
    const was = settle();
    home(was);
    was.grip.focus();
    designer.say(designer.word(was.kind.cancelled));
  }

  function lay() {
    const was = settle();
    if (isHome(was)) designer.say(designer.word(was.kind.cancelled));
    else drop(was);
  }

  function step(down) {
    const { kind, row, grip } = lifted;
    const others = kind.rows(row);
    const neighbour = others[others.indexOf(row) + (down ? 1 : -1)];
    if (neighbour) neighbour[down ? "after" : "before"](row);
    else kind.cross(row, down);
    grip.focus();
    row.scrollIntoView({ block: "nearest" });
    designer.say(kind.words(row));
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
    const { kind, row } = drag;
    drag.line = document.createElement(row.tagName);
    drag.line.className = "drop-line";
    drag.ghost = document.createElement("div");
    drag.ghost.className = "drag-ghost";
    drag.ghost.textContent = kind.name(row);
    document.body.append(drag.ghost);
    drag.width = drag.ghost.offsetWidth;
    row.classList.add("dragged");
    kind.begin(row, drag.y);
    drag.grip.setPointerCapture(event.pointerId);
    drag.frame = requestAnimationFrame(scroll);
  }

  function scroll() {
    if (!drag?.ghost) return;
    const { innerHeight } = window;
    if (drag.y < EDGE) window.scrollBy(0, (drag.y - EDGE) / 5);
    if (drag.y > innerHeight - EDGE) window.scrollBy(0, (drag.y - innerHeight + EDGE) / 5);
    const left = Math.min(drag.x + 12, document.documentElement.clientWidth - drag.width - 4);
    drag.ghost.style.transform = `translate(${left}px, ${drag.y + 8}px)`;
    drag.kind.point(drag);
    drag.frame = requestAnimationFrame(scroll);
  }

  function finish(isDone) {
    const was = drag;
    drag = null;
    if (!was?.ghost) return;
    cancelAnimationFrame(was.frame);
    was.ghost.remove();
    was.row.classList.remove("dragged");
    const line = was.line.isConnected ? was.line : null;
    if (isDone && line) line.before(was.row);
    else home(was);
    line?.remove();
    was.kind.end(was.row);
    if (isHome(was)) designer.say(designer.word(was.kind.cancelled));
    else drop(was);
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button || designer.busy) return;
    if (lifted) cancel();
    drag = { ...remember(grip), x: event.clientX, y: event.clientY };
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
