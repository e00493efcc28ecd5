// What a form holds: its answers (a row of a matrix is one), their values, what is not hidden.
const answers = (() => {
  const form = document.querySelector("form[data-form]");

  const valuesOf = (box) =>
    [...box.querySelectorAll("input, textarea, select")]
      .filter((input) => input.name === box.dataset.code)
      .filter((input) => input.type !== "hidden" || "answer" in input.dataset)
      .filter((input) => !/radio|checkbox/.test(input.type) || input.checked)
      .map((input) => input.value)
      .filter((value) => value.trim());

  const items = () => [...form.querySelectorAll("[data-code]")];
  const text = (name) => form.dataset[name] || "";

  return { form, items, valuesOf, text };
})();
