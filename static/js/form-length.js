// Says how many characters are left once most are used; counted as the server counts.
(() => {
  const { form, text } = answers;
  if (!form) return;

  form.addEventListener("input", ({ target }) => {
    const longest = Number(target.dataset.longest);
    if (!longest) return;
    const left = longest - [...target.value.trim().normalize("NFC")].length;
    const line = target.parentElement.querySelector(".length");
    if (!("first" in line.dataset)) line.dataset.first = line.textContent;
    line.classList.toggle("over", left < 0);
    line.textContent =
      left < 0 ? text("over").replace("{n}", -left)
        : left < longest / 4 ? text("left").replace("{n}", left)
          : line.dataset.first;
  });
})();
