// Going on: by itself where this device knows the code, elsewhere with the code that is typed.
const resuming = (() => {
  if (!draft || !sealing) return null;
  const { form } = answers;
  const [waiting, mine] = [document.querySelector("[data-waiting]"), document.querySelector("[data-own-code]")];
  const path = location.pathname.split("/", 3).join("/");

  const showCode = ({ code }) => {
    if (!mine) return;
    mine.querySelector(".code").textContent = code.slice(0, 5) + "-" + code.slice(5);
    mine.hidden = false;
  };

  const fetched = ({ proof }) =>
    fetch(path + "/draft" + location.search, { headers: { "Accept": "application/json", "Draft-Proof": proof } });

  const take = async (reply, keys) => {
    draft.resumed(await sealing.unseal(await reply.arrayBuffer(), keys), Number(reply.headers.get("Draft-Revision")));
    waiting.hidden = true;
    showCode(keys);
  };

  // Whatever waits is tried with the code of this device; another's stays where it is.
  const begin = async () => {
    if (!sealing.kept()) return;
    const isWaiting = !waiting.hidden;
    waiting.hidden = true;
    const keys = await sealing.keys();
    if (!isWaiting) return;
    try {
      const reply = await fetched(keys);
      if (reply.ok) return await take(reply, keys);
      waiting.hidden = false;
    } catch { /* out of reach: what this device holds is there already */ }
  };

  const complain = (words) => {
    const field = waiting.querySelector("#kode");
    const line = document.getElementById("kode-e") || document.createElement("p");
    Object.assign(line, { id: "kode-e", className: "error", textContent: words });
    line.setAttribute("role", "alert");
    field.before(line);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "kode-e kode-h");
    field.focus();
  };

  const typed = async () => {
    const code = sealing.tidy(waiting.querySelector("#kode").value);
    if (!code) return complain(waiting.dataset.wrong);
    const keys = await sealing.derived(code);
    const reply = await fetched(keys);
    if (!reply.ok) return complain((await reply.json()).message);
    sealing.adopt(keys);
    await take(reply, keys);
    mine?.querySelector("summary").focus();
  };

  // To the own mailbox: the code of this device, or a fresh one of a draft that no page shows.
  const mailed = async (button) => {
    const body = new URLSearchParams(button.name ? [[button.name, button.value]]
      : [["~kode", (await sealing.keys()).code]]);
    const headers = { "Accept": "application/json" };
    const reply = await fetch(path + "/surat" + location.search, { method: "POST", headers, body });
    return { ...await reply.json(), isDone: reply.ok };
  };

  const mail = async (event) => {
    event.preventDefault();
    const button = event.currentTarget;
    button.disabled = true;
    const away = { message: waiting.dataset.away };
    const { message, isDone } = await mailed(button).catch(() => away);
    const line = button.nextElementSibling || document.createElement("p");
    line.setAttribute("role", "status");
    line.textContent = message;
    button.after(line);
    if (!isDone) button.disabled = false;
    else if (button.name) waiting.hidden = false;
  };

  for (const button of document.querySelectorAll("[data-mail]")) button.addEventListener("click", mail);

  const inner = waiting.querySelector("form");
  inner.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = inner.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    await typed().catch(() => complain(waiting.dataset.away));
    button.disabled = false;
  });
  waiting.addEventListener("input", (event) => event.stopPropagation());

  return { begin, showCode };
})();
