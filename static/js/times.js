// Fetches hints about a session's time and place while they are chosen. Without it the button
// "Save and check the time" shows the same on the page.
const PAUSE = 400; // Milliseconds after a change before the hints are asked for.
const ASKED = /-(date|starts|ends|ends_on|venue|room|place_name|place_district|attendance)$/;

for (const list of document.querySelectorAll("[data-hints-at]")) {
  const timers = new WeakMap();

  list.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !ASKED.test(event.target.name ?? "")) return;
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(() => show(row), PAUSE));
  });

  async function show(row) {
    const words = new URLSearchParams();
    for (const field of row.querySelectorAll("input, select")) {
      const name = field.name.slice(row.id.length);
      if (!ASKED.test(name) || (field.type === "radio" && !field.checked)) continue;
      // Whichever row it is, it is asked for as the first of a form.
      words.set(`times-0${name}`, field.value);
    }
    try {
      const answer = await fetch(`${list.dataset.hintsAt}?${words}`, { redirect: "manual" });
      if (answer.ok) row.querySelector("[data-hints]").innerHTML = await answer.text();
    } catch {
      // No hint is no harm: the page shows them when it is saved.
    }
  }
}
