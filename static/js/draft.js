// Fields of a draft are kept as they are typed. Where that fails, the page says so, keeps what was
// typed, and sends it again once its reader is back from signing in.
const form = document.querySelector("[data-draft]");
const alarm = document.querySelector("[data-unsaved]");
const unsaved = new Set();

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

const warn = (field, why) => {
  if (field) unsaved.add(field);
  for (const part of alarm.querySelectorAll("[data-why]")) part.hidden = part.dataset.why !== why;
  alarm.hidden = false;
};

const kept = (field) => {
  unsaved.delete(field);
  if (!unsaved.size) alarm.hidden = true;
};

const mine = (event) => form.contains(event.target);

// Signing in again gives a new token; this page still carries the old one.
document.addEventListener("htmx:configRequest", (event) => {
  if (mine(event) && token()) event.detail.parameters.csrfmiddlewaretoken = token();
});

// Signed out: the answer leads to the page for signing in, which has no place under a field.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!mine(event)) return;
  const { xhr, pathInfo } = event.detail;
  const elsewhere = new URL(xhr.responseURL).pathname !== pathInfo.requestPath;
  if (xhr.getResponseHeader("HX-Redirect") || elsewhere || xhr.status === 403) {
    event.preventDefault();
    warn(event.target, "session");
  }
});

// What was refused says why in the same place.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!mine(event) || ![409, 422].includes(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const field = event.detail.requestConfig?.elt;
  if (!form.contains(field)) return;
  const note = document.getElementById(`note-${field.name}`);
  field.toggleAttribute("aria-invalid", false);
  if (note.querySelector(".field-error")) field.setAttribute("aria-invalid", "true");
  kept(field);
});

document.addEventListener("htmx:sendError", (event) => {
  if (mine(event)) warn(event.target, "network");
});

const again = () => {
  for (const field of [...unsaved]) htmx.trigger(field, "change");
};
window.addEventListener("focus", again);
window.addEventListener("online", again);

// Leaving would lose what could not be kept.
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
form.addEventListener("submit", () => unsaved.clear());
