// What a form holds: values by question, and which questions are answered.
const answers = (() => {
  const form = document.querySelector("form[data-form]");

  const inputs = (box) => [...box.querySelectorAll("input, textarea")].filter((input) => input.name);

  const valuesOf = (box) =>
    inputs(box)
      .filter((input) => input.type !== "hidden" && (!/radio|checkbox/.test(input.type) || input.checked))
      .map((input) => input.value)
      .filter((value) => value.trim());

  const questions = () => [...form.querySelectorAll(".question")];
  const text = (name) => form.dataset[name] || "";

  return { form, questions, valuesOf, text };
})();
