// The copy button beside an address. Without JavaScript the field can be marked and copied.
function equip(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard.writeText(field.value);
      button.querySelector("span").textContent = button.dataset.done;
    });
  }
}

equip(document);
// A part of the page that has been fetched since.
document.addEventListener("arrived", (event) => equip(event.target));
