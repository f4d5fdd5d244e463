// <form data-autosave="/address">: what is changed is sent at once, so that nothing is lost when the page is closed.
// The form's own button works as before. Answers in words go into [data-autosave-status].

const PAUSE = 800;
const LONGEST = 5000;
const pending = new WeakMap();
const under_way = new WeakMap();

function say(form, state) {
  const status = form.querySelector("[data-autosave-status]");
  if (!status) return;
  status.dataset.state = state;
  status.textContent = status.dataset[state] ?? "";
}

// One at a time, since each carries the version that the one before it was answered with.
function save(form) {
  clearTimeout(pending.get(form));
  pending.delete(form);
  const saving = (under_way.get(form) ?? Promise.resolve()).then(() => send(form));
  under_way.set(form, saving);
  saving.then(() => under_way.get(form) === saving && under_way.delete(form));
}

async function send(form) {
  say(form, "saving");
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "autosave" },
      credentials: "same-origin",
      keepalive: true,
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST),
    });
    // What this page has saved itself must not look like another tab's newer answer when the form is sent.
    const version = answer.headers.get("Version");
    if (version && form.elements.version) form.elements.version.value = version;
    say(form, answer.ok ? "saved" : "failed");
  } catch {
    say(form, "failed");
  }
}

function later(form) {
  clearTimeout(pending.get(form));
  pending.set(form, setTimeout(() => save(form), PAUSE));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (form) later(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (form) save(form);
});

// The button's own request carries everything: what waits is dropped, and what is under way is answered first, or
// the form would carry a version that the page itself has made old.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    clearTimeout(pending.get(form));
    pending.delete(form);
    const saving = under_way.get(form);
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saving.then(() => form.requestSubmit(event.submitter));
  },
  true,
);

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (pending.has(form)) save(form);
  }
});
