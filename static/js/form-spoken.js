// Says what changed on the page to those who do not see it.
const spoken = (() => {
  const line = document.createElement("p");
  line.className = "spoken";
  line.setAttribute("role", "status");
  if (answers.form) answers.form.append(line);

  return { say: (words) => { line.textContent = words; } };
})();
