// A copy of the programme on this device, for when there is no network. Nothing is kept before the
// visitor has been told the size and said yes; «Delete» takes all of it away again. Each page of the
// copy says when it was made. The service worker (sw.js) answers from it without a network.
const PREFIX = "enbyforalle-copy-";
const ABOUT = "/sw.js?copy";
const AT_ONCE = 4;
const box = document.getElementById("copy");
const language = document.documentElement.lang;
const part = (name) => box.querySelector(`[data-${name}]`);
const show = (name, is = true) => { const one = part(name); if (one) one.hidden = !is };
let list = null;

function tell(text) {
  part("told").textContent = "";
  requestAnimationFrame(() => { part("told").textContent = text });
}

const put = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

function size(bytes) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return bytes < 1e6 ? `${number.format(Math.ceil(bytes / 1000))} kB` : `${number.format(bytes / 1e6)} MB`;
}

function moment(at, words) {
  const form = new Intl.DateTimeFormat(language === "nb" ? "nb-NO" : "en-GB", {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Oslo",
  });
  const parts = form.formatToParts(new Date(at)).map(({ type, value }) => [type, value]);
  return put(words.moment, Object.fromEntries(parts));
}

async function own() {
  const names = (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}${language}-`)).sort();
  for (const name of names.reverse()) {
    const about = await (await caches.open(name)).match(ABOUT);
    if (about) return about.json();
  }
  return null;
}

async function fetchList() {
  const answer = await fetch(box.dataset.list);
  if (!answer.ok) throw new Error(answer.status);
  list = await answer.json();
  // The site's clock, since that of the device may be wrong.
  list.at = new Date(answer.headers.get("Date") ?? Date.now()).toISOString();
  return list;
}

// What is only true at the moment it is made has no place in a copy.
function dated(html, words, at) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of page.querySelectorAll("section.now, .tag.lit, form[role=search], .views, .quick, #fits")) one.remove();
  for (const one of page.querySelectorAll(".hits a[href^='#d']")) one.closest("p").remove();
  for (const one of page.querySelectorAll(".day.today, .street .now, .daybar .now")) one.classList.remove("today", "now");
  for (const one of page.querySelectorAll("[aria-current=date]")) one.removeAttribute("aria-current");
  for (const one of page.querySelectorAll(".street .vh, .daybar .vh")) {
    const day = one.textContent.slice(words.today.length);
    if (one.textContent.startsWith(words.today)) one.textContent = day[0].toUpperCase() + day.slice(1);
  }
  const age = put(words.age, { moment: moment(at, words) });
  const style = page.createElement("link");
  style.rel = "stylesheet";
  style.href = list.style;
  page.head.append(style);
  const banner = page.createElement("div");
  banner.className = "stale";
  banner.setAttribute("role", "note");
  banner.innerHTML = '<p class="wrap"><strong></strong> <a></a></p>';
  banner.querySelector("strong").textContent = age;
  banner.querySelector("a").textContent = words.more;
  banner.querySelector("a").href = list.about;
  page.querySelector("header.top").before(banner);
  const when = page.querySelector("#when + .times");
  if (when) {
    const note = page.createElement("p");
    note.className = "note attn";
    note.textContent = age;
    when.before(note);
    when.classList.add("gap-s");
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}

async function take(cache, row, at) {
  let answer = await fetch(row.url).catch(() => fetch(row.url));
  // Taken off the site since the list was made: it has no place in the copy either.
  if (answer.status === 404 || answer.status === 410) return 0;
  if (!answer.ok) throw new Error(answer.status);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const isPage = headers.get("Content-Type")?.startsWith("text/html");
  const body = new Blob([isPage ? dated(await answer.text(), list.words, at) : await answer.blob()]);
  for (const url of [row.url, ...(row.also ?? [])]) await cache.put(url, new Response(body, { headers }));
  return body.size;
}

// All or nothing: an earlier copy stays until the new one is whole.
async function store() {
  const name = `${PREFIX}${list.language}-${list.at}-${list.generation}`;
  const cache = await caches.open(name);
  const rows = [...list.pages, ...list.files], waiting = [...rows];
  const progress = part("progress");
  let bytes = 0, done = 0;
  progress.max = rows.length;
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const size = await take(cache, row, list.at);
        bytes += size;
        progress.value = done += 1;
      }
    }));
    const about = { language, at: list.at, generation: list.generation, about: list.about, bytes, pages: list.pages.length, words: list.words };
    await cache.put(ABOUT, new Response(JSON.stringify(about), { headers: { "Content-Type": "application/json" } }));
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  } catch (error) {
    waiting.length = 0;
    await caches.delete(name);
    throw error;
  }
  for (const old of await caches.keys()) {
    if (old.startsWith(`${PREFIX}${language}-`) && old !== name) await caches.delete(old);
  }
}

async function run() {
  show("ask", false);
  show("save", false);
  show("have", false);
  show("progress");
  tell(put(list.words.fetching, {}));
  let text = list.words.done;
  try { await store() } catch (error) {
    // A network that fails is a TypeError, and an answer that is none an Error.
    const isNetwork = ["TypeError", "Error"].includes(error.name);
    text = isNetwork ? list.words.broken : list.words[error.name === "QuotaExceededError" ? "full" : "refused"];
    if (await own()) text += ` ${list.words.earlier}`;
  }
  show("progress", false);
  await state();
  tell(text);
  part("told").focus();
}

// How much it is, before anything is kept.
export async function ask() {
  try { await fetchList() } catch { return tell(box.dataset.failed) }
  const room = await navigator.storage?.estimate?.();
  if (room && room.quota - room.usage < list.bytes * 1.2) return tell(list.words.full);
  part("size").textContent = put(list.words.size, { pages: list.pages.length, size: size(list.bytes) });
  show("save", false);
  show("ask");
  part("size").focus();
}

async function remove() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  await state();
  tell(box.dataset.deleted);
  part("told").focus();
}

async function state() {
  const about = await own();
  show("save", !about);
  show("have", Boolean(about));
  part("age").textContent = "";
  if (!about) return;
  const values = { moment: moment(about.at, about.words), pages: about.pages, size: size(about.bytes) };
  part("age").textContent = put(about.words.have, values);
  // Whether the programme has changed since; without a network nobody knows.
  const now = await fetchList().catch(() => null);
  if (now) part("age").append(` ${now.generation === about.generation ? about.words.same : about.words.changed}`);
}

part("yes").addEventListener("click", run);
part("no").addEventListener("click", () => { show("ask", false); show("save"); part("save").focus() });
part("refresh").addEventListener("click", async () => {
  try { await fetchList() } catch { return tell(box.dataset.failed) }
  return run();
});
part("delete").addEventListener("click", remove);
state();

// The page about the copy stands in for pages that are not in it.
const lost = document.querySelector("[data-missing]");
if (lost && location.pathname !== lost.dataset.missing) lost.hidden = false;
