// Seals what is typed under this link and a code that only this device and its screen know, as
// survei/response/resume_code.py does: the server keeps what comes out, and reads nothing of it.
// Where the browser may not seal (a site without TLS), the button saves instead.
const sealing = (() => {
  const { form } = answers;
  const { subtle } = crypto;
  if (!form || !subtle || "preview" in form.dataset) return null;
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const LENGTH = 10;
  const ROUNDS = 600000;
  const PADDING = 2048;
  const NONCE = 12;
  const name = "kode:" + form.dataset.key;
  const token = decodeURIComponent(location.pathname.split("/")[2]).slice(0, 43);
  let own = null; // promise of the keys in use
  let last = {}; // the newest text with its sealed body, for a page that has no time left

  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const imported = (raw, how, ...uses) => subtle.importKey("raw", raw, how, false, uses);

  const tidy = (text) => {
    const code = text.replace(/[\s\-–—_.]+/g, "").toUpperCase()
      .replace(/O/g, "0").replace(/[IL]/g, "1").replace(/U/g, "V");
    return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : "";
  };

  const fresh = () => [...crypto.getRandomValues(new Uint8Array(LENGTH))]
    .map((byte) => LETTERS[byte & 31]).join("");

  // Slow on purpose, so it is done once: the device keeps what comes out beside the code.
  const slow = async (code) => {
    const salt = bytes("sipakainge draft v2 " + token);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return hex(await subtle.deriveBits(how, await imported(bytes(code), "PBKDF2", "deriveBits"), 256));
  };

  const keysOf = async (code, secret) => {
    const mac = await imported(unhex(secret), { name: "HMAC", hash: "SHA-256" }, "sign");
    const [seal, proof] = await Promise.all(["seal\x01", "proof\x01"]
      .map((use) => subtle.sign("HMAC", mac, bytes(use))));
    return { code, secret, proof: hex(proof), key: await imported(seal, "AES-GCM", "encrypt", "decrypt") };
  };

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };

  const keep = (keys) => {
    try {
      localStorage.setItem(name, JSON.stringify({ code: keys.code, secret: keys.secret }));
    } catch { /* this page alone knows it */ }
    return keys;
  };

  const derived = async (code) => keysOf(code, await slow(code));

  const known = () => kept() && keysOf(kept().code, kept().secret);

  // Another tab may have made one meanwhile.
  const keys = () => {
    own = own || known() || derived(fresh()).then((made) => known() || keep(made));
    return own;
  };

  const adopt = (found) => {
    [own, last] = [Promise.resolve(keep(found)), {}];
  };

  const forget = () => {
    try {
      localStorage.removeItem(name);
    } catch { /* nothing was kept */ }
  };

  const seal = async (text) => {
    const { key, proof } = await keys();
    const plain = bytes(text);
    const padded = new Uint8Array(Math.ceil((plain.length + 1) / PADDING) * PADDING);
    padded.set(plain);
    padded[plain.length] = 0x80;
    const iv = crypto.getRandomValues(new Uint8Array(NONCE));
    const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, key, padded);
    last = { text, proof, body: new Blob([iv, sealed]) };
    return last;
  };

  const unseal = async (buffer, { key }) => {
    const iv = buffer.slice(0, NONCE);
    const padded = new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, key, buffer.slice(NONCE)));
    return JSON.parse(new TextDecoder().decode(padded.subarray(0, padded.lastIndexOf(0x80))));
  };

  return { adopt, derived, forget, kept, keys, seal, tidy, unseal,
    ready: (text) => (last.text === text ? last : null) };
})();
