// Uploads a file in place and says how far it is; without script the button leads to a page.
(() => {
  const { form } = answers;
  if (!form || "preview" in form.dataset) return;
  const TYPES = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";
  const path = location.pathname.split("/").slice(0, 3).join("/") + "/bukti/";
  let underway = 0;

  // The note that a claim holds, as survei/evidence/claims.py writes it.
  const noteIn = (claim) => {
    const text = atob(claim.split(".")[0].replace(/-/g, "+").replace(/_/g, "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (one) => one.charCodeAt(0))));
  };

  const MEGABYTE = 1024 * 1024;
  const sizeText = (size) => (size < MEGABYTE ? Math.max(1, Math.round(size / 1024)) + " KB"
    : (size / MEGABYTE).toLocaleString(document.documentElement.lang,
      { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + " MB");

  const start = (box) => {
    const find = (name) => box.querySelector("." + name);
    const [upload, remove, bar] = ["upload", "remove", "upload-progress"].map(find);
    const words = box.dataset;
    const picker = document.createElement("input");
    picker.type = "file";
    picker.accept = TYPES;

    const say = (state, trouble = "") => {
      find("upload-state").textContent = state;
      find("upload-error").textContent = trouble;
    };

    const answer = box.querySelector("[data-answer]");

    const show = () => {
      const { name = "", size = 0 } = answer.value ? noteIn(answer.value) : {};
      find("file").hidden = remove.hidden = !name;
      find("file-name").textContent = name;
      find("file-size").textContent = sizeText(size);
      upload.textContent = name ? words.replace : words.choose;
      const na = box.parentElement.querySelector("input[value=na]");
      if (na && name) na.checked = false;
    };

    const busy = (is) => {
      underway += is ? 1 : -1;
      upload.disabled = remove.disabled = is;
      bar.hidden = !is;
    };

    // What the server knows a file by is its claim, which this form alone holds.
    const withClaims = (body) => {
      const others = [...form.querySelectorAll("[data-answer]")].filter((one) => one !== answer && one.value);
      for (const one of others) body.append("terlampir", one.value);
      body.append("sebelumnya", answer.value);
      return body;
    };

    const post = (address, body, done) => {
      const request = new XMLHttpRequest();
      request.open("POST", path + address + location.search);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.onprogress = ({ loaded, total }) => {
        bar.value = (100 * loaded) / total;
        say(loaded < total ? words.uploading.replace("{n}", Math.floor(bar.value)) : words.checking);
      };
      request.onload = () => {
        busy(false);
        const said = request.response || {};
        if (request.status !== 200) return say("", said.message || words.failed);
        answer.value = said.claim;
        show();
        say(done);
        box.closest(".question").querySelector(".error:not(.upload-error)")?.remove();
        form.dispatchEvent(new Event("change"));
        upload.focus();
      };
      request.onerror = () => {
        busy(false);
        say("", words.offline);
      };
      busy(true);
      request.send(withClaims(body));
    };

    picker.addEventListener("change", () => {
      const [file] = picker.files;
      picker.value = "";
      if (!file) return;
      if (file.size > words.mostBytes) return say("", words.large);
      const body = new FormData();
      body.append("berkas", file);
      post(words.evidence, body, words.uploaded);
    });
    upload.addEventListener("click", (event) => {
      event.preventDefault();
      picker.click();
    });
    remove.addEventListener("click", () => post(words.evidence + "/hapus", new FormData(), words.removed));
    form.addEventListener("change", show);
    if (answer.value) show();
    form.addEventListener("submit", (event) => {
      if (!underway) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say("", words.wait);
    });
  };

  for (const box of form.querySelectorAll("[data-evidence]")) start(box);
})();
