// A stock reason that is chosen is put in the text, where it can be changed before it is sent.
for (const select of document.querySelectorAll("select[data-reason]")) {
  const field = select.form?.elements.namedItem("comment");
  select.addEventListener("change", () => {
    const text = select.selectedOptions[0]?.dataset.text;
    if (!text || !field) return;
    const typed = field.value.trim();
    if (!typed.includes(text)) field.value = typed ? `${text}\n\n${typed}` : text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // The text says it now; the server would otherwise be told twice.
    select.value = "";
    field.focus();
  });
}
