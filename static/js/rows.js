// A link to a field that is folded away opens what it is folded into.
document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");

// Adds and removes sessions, prices and contributors on the page itself. Without it the same
// buttons send the form, which saves it and shows it again.
for (const list of document.querySelectorAll("[data-rows]")) {
  const name = list.dataset.rows;
  const template = list.querySelector("template");
  const add = list.querySelector("[data-add]");
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const highest = () =>
    Math.max(-1, ...rows().map((row) => Number(row.id.slice(name.length + 1))));

  add.addEventListener("click", (event) => {
    event.preventDefault();
    const number = highest() + 1;
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__row__", number);
    const row = holder.content.firstElementChild;
    for (const place of row.querySelectorAll("[data-number]")) {
      place.textContent = rows().length + 1;
    }
    template.before(row);
    row.querySelector("input:not([type=hidden]), select")?.focus();
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const mark = row.querySelector(`[name="${row.id}-remove"]`);
    if (mark) return restore(row, mark, button);
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = `${row.id}-remove`;
    hidden.value = "1";
    hidden.dataset.seen = marks()?.value;
    row.append(hidden);
    row.dataset.gone = "";
    button.dataset.words = button.innerHTML;
    button.textContent = add.dataset.undo;
    changed(row);
  });

  function restore(row, mark, button) {
    // If the page was saved since, the row is gone and is saved as a new one.
    const id = row.querySelector(`[name="${row.id}-id"]`);
    if (id && mark.dataset.seen !== marks()?.value) id.value = "";
    mark.remove();
    delete row.dataset.gone;
    button.innerHTML = button.dataset.words;
    changed(row);
  }

  function marks() {
    return list.closest("form").elements.seen;
  }

  function changed(row) {
    row.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
