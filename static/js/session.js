// A session ends after a while without use: say so in time, and keep what was typed usable.
const WARN = 120;

// Signing in again gives a new token; a form opened before still carries the old one.
const freshToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.querySelector?.("input[name=csrfmiddlewaretoken]");
    const token = freshToken();
    if (field && token) field.value = token;
  },
  true,
);

const watch = document.querySelector("[data-session-watch]");
if (watch?.dataset.idle) {
  const idle = Number(watch.dataset.idle);
  const [soon, over] = ["soon", "over"].map((part) => watch.querySelector(`[data-${part}]`));
  let used = Date.now();

  const show = (part) => {
    soon.hidden = part !== soon;
    over.hidden = part !== over;
    watch.hidden = !part;
  };
  const look = () => {
    const left = idle - (Date.now() - used) / 1000;
    show(left <= 0 ? over : left <= WARN ? soon : null);
  };
  const renew = () => {
    used = Date.now();
    show(null);
  };

  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("htmx:afterRequest", renew);
  over.querySelector("a").addEventListener("click", renew);
  soon.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(watch.dataset.alive, {
      method: "POST",
      headers: { "X-CSRFToken": freshToken() ?? "" },
    }).catch(() => null);
    if (answer?.status === 204) renew();
    else show(over);
  });
}
