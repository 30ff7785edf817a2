/* Comfort only: every page works without this file. Copy buttons, and the focus on what is wrong or was just done. */
"use strict";

function focusNews() {
  const news = document.getElementById("error-summary") || document.getElementById("confirmation");
  if (news) {
    news.focus();
  }
}

async function copyText(button) {
  const box = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  box.select();
  await navigator.clipboard.writeText(box.value);
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 3000);
}

/* Where the browser has no clipboard for scripts (no secure connection), the buttons stay away. */
function showCopyButtons() {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copyText(button));
  }
}

focusNews();
showCopyButtons();
