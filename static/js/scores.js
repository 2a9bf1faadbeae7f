// Marks are typed down a column: Enter and the arrows go on, a button fills in 缺考. On a marking
// sheet the sum follows what is typed.
const grid = document.querySelector("[data-grid]");
const fields = grid ? [...grid.querySelectorAll(".score-mark")] : [];

const go = (field, by) => {
  const next = fields[fields.indexOf(field) + by];
  if (next) {
    next.focus();
    next.select();
  } else if (by > 0) {
    grid.querySelector("[type=submit]").focus();
  }
};

const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };
for (const field of fields) {
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.key in STEPS)) return;
    event.preventDefault();
    go(field, STEPS[event.key]);
  });
  field.addEventListener("focus", () => field.select());
}

for (const button of document.querySelectorAll("[data-absent]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.absent);
    field.value = "缺考";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    go(field, 1);
  });
}

const marking = document.querySelector("[data-marking]");
const sum = marking?.querySelector("[data-total]");
if (sum) {
  const lines = [...marking.querySelectorAll("[data-line]")];
  const add = () => {
    const tenths = lines.map((line) => Math.round(Number(line.value) * 10) || 0);
    sum.value = tenths.reduce((total, each) => total + each, 0) / 10;
  };
  marking.addEventListener("input", add);
  sum.parentElement.hidden = false;
  add();
}
