// The page «My plan». Without sessions in its address it is the visitor's own plan: the keys are read
// from this browser and the plan is fetched, so that they never stand in the address or the history.
const KEY = "enbyforalle:plan";
const MOST = 60;
const told = document.querySelector("[data-told]");
const undo = document.querySelector("[data-undo]");
const link = document.querySelector("[data-plan]");
const isOwn = Boolean(document.querySelector("#plan[data-own]"));
const begin = document.getElementById("plan").cloneNode(true);
let before = null;

const plan = () => document.getElementById("plan");
const part = (name) => plan().querySelector(`[data-${name}]`);
const show = (name, is = true) => { const one = part(name); if (one) one.hidden = !is };

function read() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter((key) => typeof key === "string") : [];
  } catch { return [] }
}

function write(list) {
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
  } catch { return false }
  document.dispatchEvent(new Event("plan:changed"));
  return true;
}

function tell(words, old = null) {
  before = old;
  told.hidden = false;
  undo.hidden = !old;
  told.querySelector("[role=status]").textContent = words;
  (old ? undo : told).focus();
}

async function fill() {
  const keys = read();
  let next = begin.cloneNode(true), failed = false;
  if (keys.length) {
    show("waiting");
    try {
      const query = new URLSearchParams(keys.map((key) => ["s", key]));
      const answer = await fetch(`${location.pathname}?${query}`, { referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      next = document.adoptNode(page.getElementById("plan"));
    } catch {
      next = await fromCopy(keys).catch(() => null) ?? next;
      failed = !next.querySelector(".card");
    }
  }
  plan().replaceWith(next);
  show("failed", failed);
  show("empty", !keys.length);
  if (keys.length && !failed) ready();
}

// Without a network: the saved sessions out of the copy of the programme, where there is one.
async function fromCopy(keys) {
  const answer = await fetch(begin.querySelector("a.btn").href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector(".stale")) return null;
  const made = begin.cloneNode(true);
  for (const day of page.querySelectorAll("section.day")) {
    const cards = [...day.querySelectorAll(".card[data-s]")].filter((card) => keys.includes(card.dataset.s));
    if (!cards.length) continue;
    const list = document.createElement("ul");
    list.className = "list one";
    list.append(...cards.map((card) => document.adoptNode(card.closest("li"))));
    made.append(document.adoptNode(day.querySelector("h2")), list);
  }
  return made;
}

// What only makes sense with JavaScript, for the visitor's own plan or for somebody else's.
function ready() {
  show("print");
  if (isOwn) {
    show("clear");
    show("drop");
    for (const card of plan().querySelectorAll("[data-s]")) delete card.dataset.s;
  } else compare();
  plan().dispatchEvent(new Event("arrived", { bubbles: true }));
}

const keys = () => plan().dataset.all.split(" ").filter(Boolean);

function compare() {
  const kept = read(), hasAll = keys().every((key) => kept.includes(key));
  show("keep-all", !hasAll);
  show("kept-all", hasAll);
}

function keepAll() {
  const all = [...new Set([...read(), ...keys()])];
  if (all.length > MOST) return tell(link.dataset.full);
  if (!write(all)) return tell(link.dataset.refused);
  compare();
  tell(`${link.dataset.saved} (${all.length})`);
}

async function remove(gone) {
  const old = read();
  if (!write(old.filter((key) => !gone.includes(key)))) return tell(link.dataset.refused);
  await fill();
  tell(`${link.dataset.gone} (${read().length})`, old);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.matches("[data-print]")) print();
  else if (button.matches("[data-keep-all]")) keepAll();
  else if (button.matches("[data-clear]")) remove(read());
  else if (button.matches("[data-drop]")) remove(button.dataset.drop.split(" "));
  else if (button.matches("[data-undo]") && before) {
    write(before);
    fill().then(() => tell(link.dataset.saved));
  } else if (isOwn && button.name === "without") {
    event.preventDefault();
    remove([button.value]);
  }
});

if (isOwn) {
  fill();
  addEventListener("storage", fill);
  addEventListener("pageshow", (event) => { if (event.persisted) fill() });
} else {
  ready();
  document.addEventListener("plan:changed", compare);
}
