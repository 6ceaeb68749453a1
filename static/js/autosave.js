// Saves a page of the form in the background when typing pauses, to the page's own address, so
// that a window that closes loses nothing. Files are sent only with the buttons.
const PAUSE = 2500; // Milliseconds without typing before the page is saved.

const form = document.querySelector("form[data-autosave]");
const status = document.getElementById("autosave");
let timer = 0;
let unsaved = false;
let busy = false;

function say(text, link) {
  status.textContent = text;
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = window.location.href;
  anchor.textContent = link;
  status.append(" ", anchor);
}

function written() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

async function save() {
  // One at a time: what is typed while one is under way is saved by the next.
  if (busy) return wait();
  busy = true;
  unsaved = false;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: written(),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: true,
    });
    if (answer.type === "opaqueredirect") return say(form.dataset.signedOut, form.dataset.signIn);
    if (answer.headers.get("Content-Type") !== "application/json") throw new Error(answer.status);
    const told = await answer.json();
    if (told.seen) form.elements.seen.value = told.seen;
    for (const [name, id] of Object.entries(told.ids ?? {})) form.elements[name].value = id;
    if (!answer.ok) unsaved = true;
    say(told.message);
  } catch {
    unsaved = true;
    say(form.dataset.failed);
  } finally {
    busy = false;
  }
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

if (form && status) {
  const changed = () => {
    unsaved = true;
    say(form.dataset.unsaved);
    wait();
  };
  form.addEventListener("input", changed);
  // Rows that come and go tell so by `change`. A field's own `change` follows its `input` when the
  // field is left, and would take the link to sign in away from under the pointer that left it.
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-row]")) changed();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    unsaved = false;
    // A save under way would come second and find the page changed: let it end first.
    if (!busy) return;
    event.preventDefault();
    const button = event.submitter;
    setTimeout(() => form.requestSubmit(button), 150);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved || busy) event.preventDefault();
  });
  // A telephone closes a window without asking, and this is the last that the page hears of it.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !unsaved || busy) return;
    clearTimeout(timer);
    save();
  });
}
