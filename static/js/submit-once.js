// A form with [data-once] is sent once: its button rests until the answer comes or somebody goes back.
const rest = (form, resting) => {
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = resting;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  // Afterwards: a button that rests would not send its own value.
  setTimeout(() => rest(form, true));
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) rest(form, false);
});
