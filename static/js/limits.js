// Tells how many characters are left in a text with a limit. Nothing is ever cut: what is too
// long is answered by the page when it is saved.
const NEAR = 0.8; // From this share of the limit on the number is shown.

const words = document.querySelector("form[data-left]")?.dataset;

for (const field of words ? document.querySelectorAll("[data-limit]") : []) {
  const limit = Number(field.dataset.limit);
  const counter = document.createElement("span");
  counter.className = "counter";
  counter.setAttribute("aria-live", "polite");
  field.after(counter);
  const count = () => {
    const length = [...field.value].length;
    const over = length > limit;
    counter.classList.toggle("over", over);
    const text = over ? words.over : words.left;
    counter.textContent = length < limit * NEAR ? "" : text.replace("0", Math.abs(limit - length));
  };
  field.addEventListener("input", count);
  count();
}
