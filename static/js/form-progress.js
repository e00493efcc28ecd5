// "3 dari 20 terjawab", counted as one answers.
(() => {
  const { form, items, valuesOf, text } = answers;
  if (!form) return;
  const bar = form.querySelector(".progress");

  // A ranking is answered when every option has its rank.
  const isDone = (item) => {
    const values = valuesOf(item);
    return values.includes("na") || values.length >= (item.querySelectorAll("select").length || 1);
  };

  const count = () => {
    const asked = items().filter((item) => "required" in item.dataset && !item.closest("[hidden]"));
    const done = asked.filter(isDone).length;
    bar.querySelector("progress").value = done;
    bar.querySelector("progress").max = asked.length;
    bar.querySelector(".count").textContent =
      text("count").replace("{n}", done).replace("{m}", asked.length);
  };

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  bar.hidden = false;
  count();
  // What stays in sight below the bar begins where it ends; it grows when it has more to say.
  new ResizeObserver(() => form.style.setProperty("--bar", bar.offsetHeight + "px")).observe(bar);
})();
