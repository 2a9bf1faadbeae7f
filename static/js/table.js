// On a phone the cells of a list stand under one another: each gets the word of its column's head.
const label = (root) => {
  for (const table of root.querySelectorAll(".data-table table")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, at) => (cell.dataset.head = heads[at] ?? ""));
    }
  }
};

label(document);
document.addEventListener("htmx:afterSettle", () => label(document));
