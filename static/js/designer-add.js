/* The kinds to add stand in a dialog beside the place where the question goes. */
"use strict";
{
  const dialog = () => document.getElementById("add-dialog");

  function aim(link) {
    const list = link.closest(".sheet-section").querySelector(".questions");
    const section = list.dataset.section;
    const after = link.closest(".question")?.dataset.code || "*";
    const word = after === "*" ? "add" : "insert";
    document.getElementById("add-title").textContent = window.designer.word(word, {
      title: link.dataset.about,
    });
    for (const input of dialog().querySelectorAll("[name=after]")) input.value = after;
    dialog().querySelector("[name=section]").value = section;
    dialog().querySelector('[value^="question-paste:"]').value = `question-paste:${section}`;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-close]")) dialog().close();
    const link = event.target.closest?.("a[data-add]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    aim(link);
    dialog().showModal();
    dialog().querySelector(link.dataset.add ? "textarea" : ".kind-card").focus();
  });
}
