// A form with [data-once] is sent once: its button rests until the answer comes or somebody goes back.
const rest = (form, resting) => {
  for (const button of form.querySelectorAll("[type=submit]")) button.disabled = resting;
};

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-once]") && !event.defaultPrevented) rest(event.target, true);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) rest(form, false);
});
