// A tap that did not get through says so in its row: on a phone the network comes and goes.
const problem = (event, text) => {
  const place = event.detail.elt.closest(".held-row")?.querySelector("[data-problem]");
  if (place) place.textContent = text;
};

const LOST = "没有连上，这一次可能没有保存，请再点一次。重复点不会重复登记。";

document.addEventListener("htmx:sendError", (event) => problem(event, LOST));
document.addEventListener("htmx:timeout", (event) => problem(event, LOST));
document.addEventListener("htmx:responseError", (event) =>
  problem(event, "没有保存，请刷新页面后再登记。"),
);
