// Answers without a network from the copy of the programme that the visitor has asked for (see
// offline.js, which makes it and says on each of its pages how old it is). Served as /sw.js.
// The network is always asked first; pages behind a sign-in are left alone.
const PREFIX = "enbyforalle-copy-";
const ABOUT = "/sw.js?copy";
const CLOSED = /^\/(en\/)?(admin|arrangor|organiser|konto|account|internt|internal)\//;
const PATIENCE = 8000; // Milliseconds before a network that does not answer counts as none.

async function copies() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return Promise.all(names.reverse().map((name) => caches.open(name)));
}

async function kept(request) {
  for (const copy of await copies()) {
    const found = await copy.match(request, { ignoreVary: true });
    if (found) return found;
  }
  return null;
}

// The page about the copy, which says that the page asked for is not in it.
async function missing(request) {
  const wanted = new URL(request.url).pathname.startsWith("/en/") ? "en" : "nb";
  const found = [];
  for (const copy of await copies()) {
    const about = await (await copy.match(ABOUT))?.json();
    const page = about && await copy.match(about.about);
    if (page) found.push([about.language, page]);
  }
  return (found.find(([language]) => language === wanted) ?? found[0])?.[1] ?? Response.error();
}

async function answer(request) {
  const asked = fetch(request);
  asked.catch(() => {});
  try {
    const slow = new Promise((done) => { setTimeout(done, PATIENCE, null) });
    const first = await Promise.race([asked, slow]);
    if (first && first.status < 500) return first;
    return (await kept(request)) ?? first ?? (await asked);
  } catch {
    return (await kept(request)) ?? (request.mode === "navigate" ? missing(request) : Response.error());
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || CLOSED.test(url.pathname)) return;
  event.respondWith(answer(event.request));
});
