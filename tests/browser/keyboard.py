"""The keyboard alone: every stop on the way is looked at, and no mouse is ever touched."""

from playwright.sync_api import expect

MANY = 80  # More steps than any public page should ask for.
# The administration's front page leads to all of its lists.
OF_THE_ADMIN = 250

# What has the focus: its words, where it is, and whether a line round it or its card shows that.
FOCUS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const drawn = (part) => part && getComputedStyle(part).outlineStyle !== "none"
    && parseFloat(getComputedStyle(part).outlineWidth) >= 2;
  const inside = box.top >= 0 && box.top < innerHeight && box.left >= 0
    && box.right <= innerWidth + 1;
  return {
    words: (one.innerText || one.ariaLabel || one.name || one.id).replace(/\\s+/g, " ").trim(),
    href: one.getAttribute("href") ?? "",
    kind: one.localName,
    name: one.name ?? "",
    value: one.value ?? "",
    form: one.form?.getAttribute("action") ?? "",
    inMain: Boolean(one.closest("main")),
    top: Math.round(box.top + scrollY),
    shown: inside && box.width > 0 && Boolean(drawn(one) || drawn(one.closest(".card"))),
  };
}"""


def step(page, key="Tab"):
    page.keyboard.press(key)
    focus = page.evaluate(FOCUS)
    assert focus["shown"], f"{page.url}: the focus does not show on {focus}"
    return focus


def step_to(page, wanted, most=MANY):
    """Tab until what is wanted has the focus; returns all stops on the way, the wanted one last."""
    stops = []
    for _ in range(most):
        stops.append(step(page))
        if wanted(stops[-1]):
            return stops
    raise AssertionError(f"{page.url}: not reached: {[stop['words'] for stop in stops]}")


def skip(page, words):
    """Past the top of the page by the link that is its first stop."""
    assert step(page)["words"] == words
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


class Hands:
    """Somebody who works with the keyboard: each method begins where the focus is, and goes on."""

    def __init__(self, page):
        self.page = page

    def open(self, address):
        """An address typed by hand: where the working day begins."""
        self.page.goto(address)

    def reach(self, words="", **wanted):
        """Tab to what begins with ``words`` and has the wanted kind, name, value, href or form.

        ``form`` is a part of the address the form is sent to; the others are as they are. What has
        the focus already is where one is.
        """
        action = wanted.pop("form", "")

        def is_it(stop):
            same = all(stop[key] == value for key, value in wanted.items())
            return same and stop["words"].startswith(words) and action in stop["form"]

        here = self.page.evaluate(FOCUS)
        if here["kind"] != "body" and is_it(here):
            return here
        return step_to(self.page, is_it, OF_THE_ADMIN)[-1]

    def follow(self, words, **wanted):
        """Follow the link with these words, and wait for the page it leads to."""
        self.reach(words, kind="a", **wanted)
        self._leave("Enter")

    def push(self, words, **wanted):
        """Press the button with these words, and wait for the page that comes of it."""
        self.reach(words, kind="button", **wanted)
        self._leave("Enter")

    def unfold(self, words):
        self.reach(words, kind="summary")
        self.page.keyboard.press("Enter")

    def tick(self, name, **wanted):
        self.reach(name=name, **wanted)
        self.page.keyboard.press("Space")

    def write(self, name, words, **wanted):
        """Write in a field instead of what stands there."""
        self.reach(name=name, **wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def pick(self, name, label, **wanted):
        """Choose in a select as one does without a mouse: by typing the beginning of the words."""
        self.reach(name=name, kind="select", **wanted)
        self.page.keyboard.type(label)

    def press(self, key):
        """A shortcut that moves the focus."""
        step(self.page, key)

    def jump(self, key):
        """A shortcut that leads to another page."""
        self._leave(key)

    def _leave(self, key):
        # A page that was left forgets the mark; the same page, come back to, has lost it too.
        self.page.evaluate("() => { document.documentElement.dataset.left = 'no' }")
        self.page.keyboard.press(key)
        expect(self.page.locator("html:not([data-left])")).to_be_attached()
        self.page.wait_for_load_state()
