// A text of the office's own, chosen in a select with data-fills, goes into the field after what is typed.
document.addEventListener("change", ({ target }) => {
  const field = document.getElementById(target.dataset?.fills ?? "");
  const text = target.selectedOptions?.[0]?.dataset.text;
  if (!field || !text) return;
  if (!field.value.includes(text)) field.value = `${field.value.trim()}\n${text}`.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
