// Streets under the drawn plan, after a press on the button that says who is asked for them.
// The drawing is in the same projection as the tiles, so its dots stay where they are.
const ask = document.querySelector("[data-ask]");
const credit = document.querySelector("[data-credit]");
const failed = document.querySelector("[data-failed]");
const TILE = 256;
const DEEPEST = 18;

function cover(sheet, host) {
  const [west, north, span] = ["west", "north", "span"].map((name) => Number(sheet.dataset[name]));
  const { width, height } = sheet.getBoundingClientRect();
  const tall = (span * height) / width;
  const zoom = Math.min(DEEPEST, Math.max(0, Math.round(Math.log2(width / (span * TILE)))));
  const tiles = 2 ** zoom;
  const layer = document.createElement("div");
  layer.className = "tiles";
  for (let x = Math.floor(west * tiles); x < (west + span) * tiles; x += 1) {
    for (let y = Math.floor(north * tiles); y < (north + tall) * tiles; y += 1) {
      const tile = new Image();
      tile.alt = "";
      tile.addEventListener("error", () => { failed.hidden = false; }, { once: true });
      tile.style.left = `${((x / tiles - west) / span) * 100}%`;
      tile.style.top = `${((y / tiles - north) / tall) * 100}%`;
      tile.style.width = `${100 / (tiles * span)}%`;
      tile.src = `${host}/${zoom}/${x}/${y}.png`;
      layer.append(tile);
    }
  }
  sheet.prepend(layer);
}

ask.hidden = false;
const button = ask.querySelector("button");
button.addEventListener("click", () => {
  for (const sheet of document.querySelectorAll(".sheet")) cover(sheet, button.dataset.tiles);
  ask.hidden = true;
  credit.hidden = false;
  // The button is gone; whoever uses a keyboard goes on from here.
  credit.focus();
});
