// A button in [data-confirm] opens its dialog instead of submitting; the dialog's button submits.
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm] > button");
  if (asked) {
    event.preventDefault();
    asked.parentElement.querySelector("dialog").showModal();
  }
  const dismissed = event.target.closest("dialog [data-dismiss]");
  if (dismissed) dismissed.closest("dialog").close();
});

// Where the answer is a file the page stays: the dialog has been answered and goes.
document.addEventListener("submit", (event) => {
  event.submitter?.closest("[data-confirm] dialog")?.close();
});
