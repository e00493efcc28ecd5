// A slider above its number. The number is what is sent; moving the slider writes into it.
(() => {
  const { form } = answers;
  if (!form) return;

  const make = (box) => {
    const field = box.querySelector("input");
    const { least, most, step, empty } = box.dataset;
    const range = document.createElement("input");
    Object.assign(range, { type: "range", min: least, max: most, step, className: "slide" });
    const named = form.querySelector(`label[for="${field.id}"] .number`);
    range.setAttribute("aria-label", named.parentElement.textContent.replace(/\s+/g, " ").trim());
    const na = box.parentElement.querySelector("input[value=na]");

    // Nothing is chosen until somebody moves or types: a middle is no answer.
    const show = () => {
      const isNumber = /^\s*[-−]?\d+\s*$/.test(field.value);
      range.classList.toggle("unset", !isNumber);
      if (isNumber) {
        range.value = field.value.replace("−", "-");
        range.removeAttribute("aria-valuetext");
      } else {
        range.value = (Number(least) + Number(most)) / 2;
        range.setAttribute("aria-valuetext", empty);
      }
    };
    const choose = () => {
      field.value = range.value;
      if (na) na.checked = false;
      show();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    range.addEventListener("input", (event) => { event.stopPropagation(); choose(); });
    range.addEventListener("change", (event) => {
      event.stopPropagation();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    // A tap on the middle moves nothing, but it means the middle.
    range.addEventListener("click", () => { if (range.classList.contains("unset")) choose(); });
    field.addEventListener("input", () => {
      if (na && field.value.trim()) na.checked = false;
      show();
    });
    if (na) na.addEventListener("change", () => {
      if (!na.checked) return;
      field.value = "";
      show();
    });
    box.prepend(range);
    show();
  };

  form.querySelectorAll("[data-slider]").forEach(make);
})();
