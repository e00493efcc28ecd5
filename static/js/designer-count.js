/* What is still to mend, beside the last step, as it changes. */
"use strict";
document.addEventListener("designer:counted", (event) => {
  const shown = document.getElementById("step-count");
  if (!shown) return;
  shown.dataset.severity = event.detail.severity;
  shown.textContent = event.detail.words;
});
