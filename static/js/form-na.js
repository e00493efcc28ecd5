// A tick of "tidak dapat menilai" clears the rest, and the other way round.
(() => {
  const { form } = answers;
  if (!form) return;

  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked || target.name === "yakin") return;
    const isNa = target.value === "na";
    for (const other of target.closest("[data-code]").querySelectorAll("input:checked")) {
      if ((other.value === "na") !== isNa) other.checked = false;
    }
  });
})();
