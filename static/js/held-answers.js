// What this device still holds of a form that ended: forgotten here, and shown once more to copy. Until
// the tab is closed it stands in the tab's own memory, so that loading the page again loses nothing.
(async () => {
  const main = document.querySelector("main[data-clear]");
  if (!main) return;
  const box = document.querySelector("[data-held]"); // none beside answers that were just sent

  // As the server names it: from the hash of the token, which stands in the address.
  const nameOf = async () => {
    const token = decodeURIComponent(location.pathname.split("/")[2] || "").slice(0, 43);
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
  };

  const taken = (name) => {
    const key = "isian:" + name;
    localStorage.removeItem("kode:" + name);
    const kept = localStorage.getItem(key);
    if (kept) sessionStorage.setItem(key, kept);
    localStorage.removeItem(key);
    return JSON.parse(sessionStorage.getItem(key)) || {};
  };

  const words = JSON.parse(box?.dataset.held || "{}");

  const inWords = (text, labels) => {
    const [, value, rank] = /^(.*):(\d+)$/s.exec(text) || [];
    if (text === "na") return box.dataset.na;
    return labels[text] || (labels[value] ? rank + ". " + labels[value] : text);
  };

  const pair = (code, entry, place) => {
    const [name, labels] = words[code] || [code, {}];
    const values = Array.isArray(entry[0]) ? entry[0] : entry; // an older release kept these alone
    const text = values.map((value) => inWords(value, labels)).filter((word) => word.trim()).join("\n");
    if (!text) return [];
    const row = box.querySelector("template").content.cloneNode(true);
    const [label, field] = [row.querySelector("label"), row.querySelector("textarea")];
    [label.htmlFor, field.id] = ["tertinggal-" + place, "tertinggal-" + place];
    [label.textContent, field.value] = [name, text];
    field.rows = Math.min(8, Math.max(1, text.split("\n").length, text.length / 40));
    return [row];
  };

  let rows = [];
  try {
    const kept = taken(main.dataset.clear || await nameOf());
    if (!box) return;
    const order = [...new Set([...Object.keys(words), ...Object.keys(kept)])];
    rows = order.filter((code) => code in kept).flatMap((code, at) => pair(code, kept[code], at));
  } catch { /* nothing was kept, or this browser keeps nothing */ }
  if (!rows.length) return;
  box.querySelector("dl").append(...rows);
  box.hidden = false;
})();
