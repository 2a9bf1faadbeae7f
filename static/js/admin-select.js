// The admin's search boxes for a related row (select2) have no name of their own: each takes the
// one of its field's label.
const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection__rendered")) {
    const field = box.closest(".select2").previousElementSibling;
    const label = field?.labels?.[0]?.textContent.replace(/[:：]\s*$/, "").trim();
    if (label) box.setAttribute("aria-label", label);
  }
};

// After the boxes are made, which the admin does in its own call of the same kind.
window.django?.jQuery?.(nameBoxes);
document.addEventListener("formset:added", () => setTimeout(nameBoxes));
