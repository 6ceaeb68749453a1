// The button that opens the device's own way to share, where it has one. Others copy the address.
const button = document.querySelector("[data-share]");
if (button && navigator.share) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { title, text, url } = button.dataset;
    // Whoever changes their mind has done nothing wrong; the address stands below in any case.
    try { await navigator.share({ title, text, url }) } catch { document.getElementById("share-url").focus() }
  });
}
