// Light or dark without leaving the page. Without this script the same buttons post the same form.

const ONE_YEAR = 365 * 24 * 60 * 60;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-appearance]");
  const button = event.submitter;
  if (!form || !button) return;
  event.preventDefault();
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `color_scheme=${button.value}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax${secure}`;
  document.documentElement.dataset.colorScheme = button.value;
  for (const other of form.querySelectorAll("[aria-pressed]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});
