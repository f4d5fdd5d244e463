// Two minutes before somebody at work is logged out for not using the page: say so, and let them stay.

const BEFORE = 120;
const dialog = document.querySelector("dialog[data-idle]");
let timer;

function begin() {
  clearTimeout(timer);
  timer = setTimeout(warn, Math.max(Number(dialog.dataset.idle) - BEFORE, 1) * 1000);
}

function warn() {
  if (!dialog.open) dialog.showModal();
  timer = setTimeout(() => location.reload(), BEFORE * 1000);
}

async function stay() {
  const answer = await fetch(dialog.dataset.stay, { redirect: "manual", cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return location.reload();
  begin();
}

if (dialog) {
  dialog.addEventListener("close", stay);
  document.body.addEventListener("htmx:afterRequest", begin);
  begin();
}
