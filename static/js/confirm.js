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
