// After a page or a part of it has been drawn anew, put the reader where the news is.

function settle(root) {
  root.querySelector("[data-focus]")?.focus();
}

// A link in the error summary leads to its box with the caret in it, not only to its place on the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".errors a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.closest(".field")?.scrollIntoView({ block: "start" });
});

document.body.addEventListener("htmx:afterSettle", (event) => settle(event.detail.elt));
settle(document);
