// A field that sends itself listens only once the scripts are there. What was typed, chosen or ticked
// before, on a slow line, differs from what the server sent: it is sent now.
const chosenByServer = (field) =>
  Math.max(0, [...field.options].findLastIndex((option) => option.defaultSelected));

const changed = (field) => {
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== chosenByServer(field);
  return field.value !== field.defaultValue;
};

document.addEventListener(
  "htmx:load",
  () => {
    for (const field of document.querySelectorAll(":is(input, select, textarea)[hx-post]")) {
      if (changed(field)) htmx.trigger(field, "change");
    }
  },
  { once: true },
);
