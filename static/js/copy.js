// A button with [data-copy] copies the text of the element of that id. It appears only where a script
// can make it work, and what came of it is said beside it and read out.
const copied = async (source) => {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // Without https there is no clipboard: the text is marked, ready to be copied by hand.
    getSelection().selectAllChildren(source);
    return false;
  }
};

for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copied(document.getElementById(button.dataset.copy));
    said.textContent = done ? "已复制。" : "浏览器不允许自动复制，地址已选中，请按 Ctrl+C（手机长按）复制。";
  });
}
