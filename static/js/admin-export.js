// The box above the columns of an export chooses them all or none.
const all = document.querySelector(".select-toggle");
all?.addEventListener("change", () => {
  const boxes = document.querySelectorAll('.selectable-field-export-row[resource-index] input[type="checkbox"]');
  for (const box of boxes) box.checked = all.checked;
});
