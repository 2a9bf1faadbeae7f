// What changed in place is read out: an element with data-live inside a swapped part says it.
const region = document.getElementById("live");

const say = (text) => {
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
};

document.addEventListener("htmx:afterSettle", (event) => {
  const spoken = event.detail?.elt.querySelector?.("[data-live]");
  if (spoken) say(spoken.textContent.trim());
});

document.addEventListener("htmx:sendError", () => say("网络不通，请检查网络后重试。"));
document.addEventListener("htmx:responseError", (event) =>
  say(event.detail.xhr.status === 429 ? "操作过于频繁，请稍后再试。" : "页面没有更新，请刷新后重试。"),
);
