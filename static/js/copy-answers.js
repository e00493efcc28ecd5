// "Salin semua": puts all unsent answers with their questions on the clipboard.
(() => {
  const box = document.querySelector("[data-copy]");
  if (!box) return;

  const text = () => [...box.querySelectorAll("dl > div")]
    .map((pair) => pair.querySelector("dt").textContent.trim() + "\n"
      + (pair.querySelector("textarea")?.value ?? pair.querySelector("dd").textContent).trim())
    .join("\n\n");

  // Where there is no clipboard (a site without TLS): by way of a field, as of old.
  const byField = () => {
    const field = document.createElement("textarea");
    field.value = text();
    box.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    return isDone;
  };

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      return true;
    } catch {
      return byField();
    }
  };

  const button = document.createElement("button");
  const line = document.createElement("p");
  button.type = "button";
  button.textContent = box.dataset.copy;
  line.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    if (await copy()) line.textContent = box.dataset.copied;
  });
  box.querySelector("dl").before(button, line);
})();
