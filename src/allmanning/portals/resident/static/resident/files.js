// How much of a file has gone up, and why it did not: htmx sends the form, this only tells.

const PERCENT = 100;

function parts() {
  const section = document.getElementById("files");
  return section && { section, bar: section.querySelector("progress"), words: section.querySelector("[data-upload]") };
}

function tell(text, percent) {
  const found = parts();
  if (!found) return;
  found.words.textContent = text;
  found.bar.hidden = percent === undefined;
  found.bar.value = percent ?? 0;
}

function is_upload(event) {
  return event.detail.target?.id === "files";
}

// What is surely too big need not be sent first.
document.body.addEventListener("htmx:confirm", (event) => {
  const found = parts();
  const input = document.getElementById("attachment");
  if (!found || !input || event.detail.target?.id !== "files") return;
  const most = Number(found.section.dataset.mostBytes);
  if ([...input.files].some((file) => file.size > most)) {
    event.preventDefault();
    input.value = "";
    tell(found.words.dataset.large);
  }
});

document.body.addEventListener("htmx:xhr:progress", (event) => {
  const found = parts();
  // Only what goes up, not the list that is asked for again.
  if (!found || !event.detail.lengthComputable || event.target.name !== "upload") return;
  const percent = Math.floor((event.detail.loaded / event.detail.total) * PERCENT);
  tell(`${found.words.dataset.words} ${percent} %`, percent);
});

// A page that has no list of files, such as one that says what went wrong, must not take its place.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr;
  if (!is_upload(event) || answer.responseText.includes('id="files"')) return;
  event.detail.shouldSwap = false;
  const words = parts().words.dataset;
  tell(answer.status === 413 ? words.large : words.failed);
});

for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => is_upload(event) && tell(parts().words.dataset.failed));
}
