// Moves focus to the error summary, also in browsers where autofocus does not reach it.
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
  document.title = `${summary.querySelector("h2").textContent} – ${document.title}`;
}
// A group of choices has no field of its own to jump to, so the first choice takes the focus.
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  field.focus();
});
