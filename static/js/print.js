// The print button appears only where a script can make it work; also on a page that came later.
const show = () => {
  for (const button of document.querySelectorAll("[data-print][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
};
show();
document.addEventListener("htmx:afterSettle", show);
