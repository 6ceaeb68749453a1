// Shortcuts for whoever goes through many cases. Each link says its own key (data-key); in the list
// j and k move from case to case. They can be turned off (WCAG 2.1.4), and never act in a field.
const OFF = "enbyforalle:keys-off";
const help = document.querySelector("[data-keys]");
const off = document.querySelector("[data-keys-off]");

const stored = {
  get: () => { try { return localStorage.getItem(OFF) === "1" } catch { return false } },
  set: (is) => { try { is ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF) } catch { /* Private windows may refuse: then it holds for this page. */ } },
};

let isOff = stored.get();
if (off) {
  off.closest("p").hidden = false;
  off.checked = isOff;
  off.addEventListener("change", () => { isOff = off.checked; stored.set(isOff) });
}

const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
const linkOf = (row) => row.querySelector("th a");

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  const link = linkOf(all[next]);
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
  return true;
}

function tick() {
  const row = rows().find((one) => one.contains(document.activeElement));
  const box = row?.querySelector("input.action-select");
  box?.click();
  return Boolean(box);
}

function search() {
  const field = document.querySelector("#searchbar");
  field?.focus();
  return Boolean(field);
}

function decision() {
  const part = document.querySelector("#decision");
  part?.scrollIntoView({ block: "start" });
  (part?.querySelector("button, summary, textarea") ?? part)?.focus();
  return Boolean(part);
}

function explain() {
  if (!help) return false;
  help.open = true;
  help.scrollIntoView({ block: "nearest" });
  help.querySelector("summary").focus();
  return true;
}

function follow(key) {
  const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  link?.click();
  return Boolean(link);
}

const acts = { j: () => follow("j") || step(1), k: () => follow("k") || step(-1), x: tick, "/": search, d: decision, u: () => follow("u"), "?": explain };
const isField = (element) => element?.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (isOff || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isField(event.target) || !Object.hasOwn(acts, event.key)) return;
  if (acts[event.key]()) event.preventDefault();
});
