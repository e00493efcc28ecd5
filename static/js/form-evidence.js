// Uploads a file in place and says how far it is; without script the button leads to a page.
(() => {
  const { form } = answers;
  if (!form || "preview" in form.dataset) return;
  const TYPES = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";
  const path = location.pathname.split("/").slice(0, 3).join("/") + "/bukti/";
  let underway = 0;

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

    const show = ({ id, name, size }) => {
      box.querySelector("[data-answer]").value = id;
      find("file").hidden = !id;
      find("file-name").textContent = name;
      find("file-size").textContent = size;
      upload.textContent = id ? words.replace : words.choose;
      remove.hidden = !id;
      const na = box.parentElement.querySelector("input[value=na]");
      if (na && id) na.checked = false;
    };

    const busy = (is) => {
      underway += is ? 1 : -1;
      upload.disabled = remove.disabled = is;
      bar.hidden = !is;
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
        show(said);
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
      request.send(body);
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
    remove.addEventListener("click", () => post(words.evidence + "/hapus", null, words.removed));
    if (box.querySelector("[data-answer]").value) {
      upload.textContent = words.replace;
      remove.hidden = false;
    }
    form.addEventListener("submit", (event) => {
      if (!underway) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say("", words.wait);
    });
  };

  for (const box of form.querySelectorAll("[data-evidence]")) start(box);
})();
