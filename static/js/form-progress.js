// "3 dari 20 terjawab", counted as one answers; a tick of "tidak dapat menilai" clears the rest.
(() => {
  const { form, questions, valuesOf, text } = answers;
  if (!form) return;
  const bar = form.querySelector(".progress");

  const count = () => {
    const asked = questions().filter((question) => "required" in question.dataset);
    const done = asked.filter((question) => valuesOf(question).length).length;
    bar.querySelector("progress").value = done;
    bar.querySelector(".count").textContent =
      text("count").replace("{n}", done).replace("{m}", asked.length);
  };

  const exclude = ({ target }) => {
    if (target.type !== "checkbox" || !target.checked || target.name === "yakin") return;
    const isNa = target.value === "na";
    for (const other of target.closest(".question").querySelectorAll("input:checked")) {
      if ((other.value === "na") !== isNa) other.checked = false;
    }
  };

  form.addEventListener("change", exclude);
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  bar.hidden = false;
  count();
})();
