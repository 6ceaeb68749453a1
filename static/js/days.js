// Marks in the day bar the day that is being read. Without script the bar is a row of links.
const bar = document.querySelector(".daybar");
const links = new Map();
for (const link of bar?.querySelectorAll("a[href^='#']") ?? []) links.set(link.hash.slice(1), link);

function mark(link) {
  const before = bar.querySelector(".at");
  if (before === link) return;
  before?.classList.remove("at");
  if (before) before.matches(".now a") ? before.setAttribute("aria-current", "date") : before.removeAttribute("aria-current");
  link?.classList.add("at");
  link?.setAttribute("aria-current", "location");
}

if (links.size) {
  const read = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) read[isIntersecting ? "add" : "delete"](target.id);
    mark([...links].findLast(([id]) => read.has(id))?.[1]);
  }, { rootMargin: "-20% 0px -70%" });
  for (const day of document.querySelectorAll(".day[id]")) watch.observe(day);
}
