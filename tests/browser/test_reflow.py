"""Pages keep their shape for those who read in another way: narrow, enlarged, spaced, recoloured.

A window of 1280 by 1024 at 400 % zoom is one of 320 by 256 with four dots to each pixel, so one
visit answers for both a narrow telephone and WCAG 1.4.10.
"""

import pytest

from tests.browser import places
from tests.browser.places import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENLARGED = {"width": 320, "height": 256}
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true })"

# The spacing of WCAG 1.4.12. A sheet made by script passes our policy, an inline one would not.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important }
    * { word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""

# Boxes and texts that make the window wider than it is; empty when the page fits.
STICKS_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const cuts = (one) => one !== document.body && one !== root
    && (getComputedStyle(one).overflowX !== "visible" || cuts(one.parentElement));
  const found = [`${root.scrollWidth} wide`];
  const walk = document.createTreeWalker(document.body);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.childNodes.length) continue;
    const range = document.createRange();
    range.selectNode(node);
    if (range.getBoundingClientRect().right <= root.clientWidth + 1) continue;
    const box = node.parentElement;
    const words = node.textContent.trim() || node.tagName;
    if (!cuts(box)) found.push(`${box.tagName}.${box.className} ${words}`);
  }
  return found;
}"""

# Texts of which a part is cut away by their own box; what only screen readers get is a dot.
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const cuts = (overflow) => ["hidden", "clip"].includes(overflow);
  if (one.closest(".vh, svg") || one.clientWidth < 2 || !one.textContent.trim()) return false;
  return (cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
    || (cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""

# Kinds of surfaces on the page that have no line round them.
WITHOUT_BORDER = """() => {
  const kinds = ["btn", "chip", "card", "box", "note", "band", "tag", "filter input", "time"];
  return kinds.flatMap((kind) => [...document.querySelectorAll(`.${kind}`)]
    .filter((one) => one.checkVisibility() && !one.matches(".btn.text"))
    .filter((one) => getComputedStyle(one).borderTopStyle === "none"
      || parseFloat(getComputedStyle(one).borderTopWidth) === 0)
    .map(() => kind));
}"""


@pytest.fixture
def enlarged(open_page):
    """A page of 1280 by 1024 at 400 %."""
    return open_page(ENLARGED, device_scale_factor=4)


def check(page, addresses):
    """Each page fits, unfolded, as it is and with the spacing of a reader who needs more."""
    for address in addresses:
        places.visit(page, address)
        page.evaluate(UNFOLD)
        assert (address, page.evaluate(STICKS_OUT)) == (address, [])
        page.evaluate(SPACED)
        assert (address, page.evaluate(STICKS_OUT)) == (address, [])
        assert (address, page.evaluate(CUT_OFF)) == (address, [])


def test_no_page_scrolls_sideways(town, enlarged, sign_in):
    for language in ("nb", "en"):
        check(enlarged, [*places.public(town, language), *places.account(language)])
    sign_in(enlarged, town.owner)
    check(enlarged, places.desk(town, "nb"))
    sign_in(enlarged, town.coordinator)
    check(enlarged, places.admin(town, "nb"))


def test_forced_colours_show_where_things_end(town, page, sign_in):
    page.emulate_media(forced_colors="active")
    sign_in(page, town.owner)
    addresses = [
        at("nb", "events:home"),
        at("nb", "events:year", 2027, query="?free=1"),
        at("nb", "events:detail", 2027, town.rich.slug),
        at("nb", "desk:home"),
        at("nb", "desk:when", town.draft.reference),
        at("nb", "desk:facts", town.rich.reference),
    ]
    for address in addresses:
        places.visit(page, address)
        assert (address, page.evaluate(WITHOUT_BORDER)) == (address, [])
        page.keyboard.press("Tab")
        assert outline(page) == "solid"


def outline(page):
    return page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")


def test_motion_only_where_it_is_wanted(town, page):
    page.goto(at("nb", "events:detail", 2027, town.rich.slug))
    page.emulate_media(reduced_motion="no-preference")
    assert moves(page) == ["btn"]
    page.emulate_media(reduced_motion="reduce")
    assert moves(page) == []


def moves(page):
    """The first class of everything on the page that would move or fade."""
    return page.evaluate(
        """() => [...new Set([...document.querySelectorAll("*")].filter((one) => {
          const style = getComputedStyle(one);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"
            || style.scrollBehavior !== "auto";
        }).map((one) => one.classList[0]))]"""
    )
