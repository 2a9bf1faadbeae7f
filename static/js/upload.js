// A form with a [data-upload] field is sent by script so that its progress can be seen. The answer
// is a page like any other: a redirect is followed, a page with errors replaces this one.
const MEGABYTE = 1024 * 1024;

const tooBig = (field) => {
  const limit = Number(field.dataset.limit);
  return [...field.querySelector("input").files].find((file) => file.size > limit * MEGABYTE);
};

const message = (field, text) => {
  field.querySelector(".upload-message").textContent = text;
};

const show = (field, percent) => {
  field.querySelector(".upload-progress").hidden = false;
  field.querySelector("progress").value = percent;
  field.querySelector(".upload-percent").textContent = `${percent}%`;
  if (percent === 100) message(field, "已上传，正在核对内容……");
};

const release = (form, field, text) => {
  form.querySelectorAll("button").forEach((button) => (button.disabled = false));
  field.querySelector(".upload-progress").hidden = true;
  message(field, text);
};

// The answer was shown to nobody yet: what it said travels on to the page that is opened.
const goTo = (request) => {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  sessionStorage.setItem("said", page.querySelector(".messages")?.innerHTML ?? "");
  location.assign(request.responseURL);
};

const sayWhatWasSaid = () => {
  const said = sessionStorage.getItem("said");
  sessionStorage.removeItem("said");
  if (said) document.querySelector(".messages")?.insertAdjacentHTML("beforeend", said);
};

const arrive = (form, field, request) => {
  if (request.status === 413) return release(form, field, "文件过大，服务器没有接收。请缩小后重新上传。");
  const samePage = request.responseURL === (form.action || location.href);
  if (!samePage) return goTo(request);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  htmx.process(document.body);
  document.dispatchEvent(new Event("htmx:afterSettle"));
  document.querySelector("[autofocus]")?.focus();
};

const send = (form, field, submitter) => {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) show(field, Math.round((100 * event.loaded) / event.total));
  });
  request.addEventListener("load", () => arrive(form, field, request));
  request.addEventListener("error", () => release(form, field, "上传中断，请检查网络后重新提交。"));
  request.open("POST", form.action || location.href);
  request.send(new FormData(form, submitter));
  form.querySelectorAll("button").forEach((button) => (button.disabled = true));
};

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("[data-upload]");
  if (!field || event.defaultPrevented) return;
  event.preventDefault();
  const big = [...event.target.querySelectorAll("[data-upload]")].find(tooBig);
  if (big) return message(big, `“${tooBig(big).name}”超过 ${big.dataset.limit} MB，请缩小后再上传。`);
  show(field, 0);
  send(event.target, field, event.submitter);
});

sayWhatWasSaid();
