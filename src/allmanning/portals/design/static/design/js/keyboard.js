// Keys for those who work all day: j and k between rows, Enter opens, x ticks, ? shows the keys, data-key="x" is pressed by x.
// Never while typing, never with a modifier, and they can be turned off (WCAG 2.1.4).

const STORE = "keys";
const TYPING = "input, select, textarea, [contenteditable]";
const on = () => localStorage.getItem(STORE) !== "off";

function rows() {
  return [...document.querySelectorAll("[data-rows] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
}

function step(by) {
  const links = rows();
  if (!links.length) return;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
  links[next].focus();
}

function tick() {
  const row = rows().find((link) => link.closest("tr").contains(document.activeElement))?.closest("tr");
  const box = row?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function help() {
  const keys = document.querySelector("[data-key-help]");
  if (!keys) return;
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

function press(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches(TYPING)) target.focus();
  else target.click();
  return true;
}

function act(key) {
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "?") help();
  else return (key === "x" && tick()) || press(key);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!on() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(TYPING) || event.key.length !== 1) return;
  if (act(event.key)) event.preventDefault();
});

// The switch is drawn by the script, since without it there are no keys to turn off.
for (const button of document.querySelectorAll("[data-keys-switch]")) {
  const label = () => {
    button.textContent = on() ? button.dataset.on : button.dataset.off;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem(STORE, on() ? "off" : "on");
    label();
  });
  label();
}
