// Asks now and then whether the file is made, and opens it. Without JavaScript the link does it.
const EVERY = 2000;
const MOST = 90;

const words = document.querySelector("[data-paper]");

async function look(left) {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok) {
    words.textContent = words.dataset.done;
    location.reload();
  } else if (left && !["failed", "busy"].includes(answer?.headers.get("X-Progress"))) {
    setTimeout(look, EVERY, left - 1);
  }
}

if (words && !["failed", "busy"].includes(words.dataset.paper)) setTimeout(look, EVERY, MOST);
