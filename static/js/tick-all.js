// A box with [data-tick-all="name"] ticks every box of that name on the page, and follows them; what
// the list brings anew, by filter or page, is not ticked. It appears only where a script runs.
const boxesOf = (all) => [...document.querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]`)];

const follow = (all) => {
  const boxes = boxesOf(all);
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
  all.closest("[data-tick-all-shown]").hidden = boxes.length === 0;
  all.closest("[data-tick-all-shown]").querySelector("output").textContent = `已选 ${ticked} ${all.dataset.unit ?? "项"}`;
};

const followAll = () => document.querySelectorAll("[data-tick-all]").forEach(follow);

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-tick-all]")) boxesOf(target).forEach((box) => (box.checked = target.checked));
  followAll();
});
document.addEventListener("htmx:afterSettle", followAll);
addEventListener("pageshow", followAll);
followAll();
