// «Fits me»: what a visitor needs stays in this browser, and nothing is written before a press of
// Save. Pages say with data-fit what a session is (see events/programme/fitting.py), the words come
// from a file that is the same for everyone, and the two are compared here: nothing is sent.
const KEY = "enbyforalle:needs";
const link = document.querySelector("[data-needs]");
const icons = document.querySelector("[data-icons]")?.dataset.icons ?? "/static/icons.svg";
const form = document.getElementById("needs");
const words = await fetch(link.dataset.words).then((answer) => answer.json());
let hiding = false, isReady = false;

export function read() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
  } catch { return [] }
}

function write(list) {
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
    return true;
  } catch { return false }
}

// Of languages and areas one that fits is enough; all else has to be there.
function judge(facts, needs) {
  const no = [], unknown = [];
  // Whoever follows from home needs neither the door nor the district of the room.
  const isHome = facts.includes("home") || (needs.includes("online") && facts.includes("online"));
  const blame = (name, isUnknown) => (isUnknown ? unknown : no).push(words.reasons[name][isUnknown ? 1 : 0]);
  for (const [start, name] of [["l-", "language"], ["d-", "district"]]) {
    const wanted = needs.filter((need) => need.startsWith(start));
    if (!wanted.length || (start === "d-" && isHome)) continue;
    const found = facts.filter((fact) => fact.startsWith(start));
    if (!found.some((fact) => wanted.includes(fact))) blame(name, !found.length);
  }
  for (const need of needs) {
    if (!Object.hasOwn(words.reasons, need) || (isHome && words.anywhere.includes(need))) continue;
    if (!facts.includes(need)) blame(need, !facts.includes(`-${need}`));
  }
  return { no, unknown };
}

function mark(one, needs) {
  one.querySelector(".fit")?.remove();
  delete one.dataset.fits;
  if (!needs.length || one.classList.contains("off")) return;
  const { no, unknown } = judge(one.dataset.fit.split(" "), needs);
  const state = no.length ? "no" : unknown.length ? "unknown" : "yes";
  const said = [], first = { yes: words.yes, no: words.no, unknown: words.perhaps }[state];
  if (no.length) said.push(`${no.join(", ")}.`);
  if (unknown.length) said.push(`${words.unknown} ${unknown.join(", ")}.`);
  const line = document.createElement(one.matches("article, .time") ? "p" : "span");
  line.className = `fit ${state}`;
  const symbol = { yes: "check", no: "cross", unknown: "unknown" }[state];
  line.innerHTML = `<svg class="i" aria-hidden="true"><use href="${icons}#${symbol}"/></svg><span></span>`;
  line.lastChild.textContent = [first, ...said].join(" ");
  if (said.length && one.matches(".slot")) {
    // The cells of the timetable are narrow: the reasons are heard, and shown where one points.
    const reasons = document.createElement("span");
    reasons.className = "vh";
    reasons.textContent = ` ${said.join(" ")}`;
    line.lastChild.textContent = first.replace(/[.:]$/, "");
    line.title = said.join(" ");
    line.lastChild.append(reasons);
  }
  (one.matches(".time") ? one.lastElementChild : one).append(line);
  one.dataset.fits = state;
}

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};

// Over the list of the programme: how many fit, and a way to see those alone.
function sum(needs) {
  const hits = document.getElementById("hits");
  if (!hits) return;
  let box = document.getElementById("fits");
  const invitation = hits.querySelector("[data-fits-link]");
  if (invitation) invitation.hidden = needs.length > 0;
  if (!needs.length) { box?.remove(); return hide(false) }
  if (!box) {
    box = document.createElement("div");
    box.id = "fits";
    box.className = "note row no-print";
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    const change = document.createElement("a");
    change.href = link.href;
    change.textContent = words.change;
    box.append(told, button(words.hide, () => hide(!hiding)), change);
    hits.append(box);
  }
  const cards = [...document.querySelectorAll(document.querySelector(".card[data-fit]") ? ".card[data-fit]" : ".line[data-fit]")];
  const counts = ["yes", "unknown", "no"].map((state) => cards.filter((card) => card.dataset.fits === state).length);
  requestAnimationFrame(() => {
    box.firstChild.textContent = words.count.map((text, at) => text.replace("%s", counts[at])).join(" · ");
  });
  hide(hiding);
}

function hide(is) {
  hiding = is;
  for (const one of document.querySelectorAll(".card[data-fit], .line[data-fit]")) {
    one.closest("li").hidden = is && one.dataset.fits === "no";
  }
  for (const one of document.querySelectorAll(".slot[data-fit]")) one.hidden = is && one.dataset.fits === "no";
  // An hour or a day with nothing left has no heading either.
  for (const part of document.querySelectorAll(".hour, .day")) {
    const rows = [...part.querySelectorAll(".card, .line")];
    part.hidden = is && rows.length > 0 && rows.every((one) => one.closest("li").hidden);
  }
  const press = document.querySelector("#fits button");
  if (press) press.textContent = is ? words.show : words.hide;
}

function show(root = document) {
  const needs = read();
  for (const one of root.querySelectorAll("[data-fit]")) mark(one, needs);
  sum(needs);
  if (form) fill(needs);
}

const box = (name) => form.querySelector(`[data-${name}]`);
const boxes = () => [...form.querySelectorAll("input[type=checkbox]")];
const need = (input) => `${input.dataset.start ?? ""}${input.dataset.need ?? input.value}`;

// What is kept stands on the page letter by letter. What somebody ticked before this script had
// come stays ticked.
function fill(needs) {
  for (const input of boxes()) {
    if (isReady || input.checked === input.defaultChecked) input.checked = needs.includes(need(input));
  }
  document.getElementById("needs-kept").textContent = localStorage.getItem(KEY) ?? words.nothing;
  box("delete").hidden = !needs.length;
}

function tell(text) {
  const told = document.getElementById("needs-told");
  told.hidden = false;
  told.textContent = "";
  requestAnimationFrame(() => { told.textContent = text });
}

function keep(event) {
  event.preventDefault();
  const needs = boxes().filter((input) => input.checked).map(need);
  if (!needs.length) return tell(words.empty);
  if (!write(needs)) return tell(words.refused);
  show();
  tell(words.kept);
}

if (form) {
  form.addEventListener("submit", keep);
  box("delete").addEventListener("click", () => {
    write([]);
    show();
    box("save").focus();
    tell(words.deleted);
  });
  for (const one of document.querySelectorAll("[data-with-script]")) one.hidden = false;
  box("filter").hidden = true;
}
show();
isReady = true;
addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) show() });
addEventListener("pageshow", (event) => { if (event.persisted) show() });
document.addEventListener("arrived", (event) => show(event.target));
