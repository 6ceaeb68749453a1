// «My plan»: what a visitor saves stays in this browser, and nothing is written before a press of
// Save. Cards say with data-s what they would save and get their button here; the page of an event
// has buttons of its own (data-keep). The words stand on the link in the menu.
const KEY = "enbyforalle:plan";
const MOST = 60; // As in events/programme/plan.py.
const link = document.querySelector("[data-plan]");
const name = link?.textContent.trim();
const status = document.createElement("p");

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
    return true;
  } catch { return false }
}

function show() {
  const kept = read();
  for (const button of document.querySelectorAll("button[data-keep]")) {
    const is = kept.includes(button.dataset.keep);
    button.setAttribute("aria-pressed", is);
    button.querySelector("use").setAttribute("href", `${link.dataset.icons}#${is ? "check" : "plus"}`);
    button.closest(".card, .time")?.classList.toggle("kept", is);
  }
  let count = link.querySelector("b");
  if (!count && kept.length) link.querySelector("span").append(" ", count = document.createElement("b"));
  if (count) count.textContent = kept.length ? `(${kept.length})` : "";
}

function say(words) {
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = words });
}

function press(button) {
  const kept = read(), key = button.dataset.keep, is = kept.includes(key);
  if (!is && kept.length >= MOST) return say(link.dataset.full);
  if (!write(is ? kept.filter((one) => one !== key) : [...kept, key])) return say(link.dataset.refused);
  document.dispatchEvent(new Event("plan:changed"));
  say(`${is ? link.dataset.gone : link.dataset.saved} (${read().length})`);
}

// A card that is called off can be taken out of the plan, and not put into it.
function equip(root) {
  const kept = read();
  for (const card of root.querySelectorAll(".card[data-s]")) {
    const key = card.dataset.s;
    if (card.querySelector("[data-keep]") || card.classList.contains("off") && !kept.includes(key)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "keep";
    button.dataset.keep = key;
    button.setAttribute("aria-label", `${link.dataset.save}: ${card.querySelector("h2, h3, h4").textContent}`);
    button.innerHTML = '<svg class="i" aria-hidden="true"><use/></svg>';
    button.append(name);
    card.append(button);
  }
  for (const button of root.querySelectorAll("button[data-keep]")) button.hidden = false;
  show();
}

if (link) {
  status.className = "vh";
  status.setAttribute("role", "status");
  document.body.append(status);
  equip(document);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-keep]");
    if (button) press(button);
  });
  // Another window, a page come back to, or a part of the page that has just arrived.
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  document.addEventListener("plan:changed", show);
  document.addEventListener("arrived", (event) => equip(event.target));
}

// What only some visitors have asked for is fetched for them alone.
const needs = document.querySelector("[data-needs]");
try {
  if (needs && localStorage.getItem("enbyforalle:needs")) import(needs.dataset.needs);
} catch { /* No storage, no needs. */ }
const copy = document.getElementById("copy");
if (copy && navigator.serviceWorker && window.caches) {
  const open = () => import(copy.dataset.module);
  const button = copy.querySelector("[data-save]");
  button.hidden = false;
  button.addEventListener("click", () => open().then((copies) => copies.ask()));
  caches.keys().then((names) => { if (names.some((name) => name.startsWith("enbyforalle-copy-"))) open() });
} else if (copy && link) copy.querySelector("[data-told]").textContent = link.dataset.refused;
