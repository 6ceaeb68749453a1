"""The verbs on pages, meetings and old addresses. Nothing else writes them."""

from pathlib import Path

from django.db import transaction

from enbyforalle.lib import clock
from enbyforalle.pages.enums import PageCode
from enbyforalle.pages.models import Page
from enbyforalle.publishing import announce

TEXTS = Path(__file__).parent / "texts"

# Address in Norwegian and in English, in the order of the footer. The fixed pages are reached
# by addresses of their own; these keep others from being called the same.
FIXED = {
    PageCode.ABOUT: ("om-oss", "about-us"),
    PageCode.ACCESSIBILITY: ("tilgjengelighet", "accessibility"),
    PageCode.PRIVACY: ("personvern", "privacy"),
    PageCode.COOKIES: ("informasjonskapsler", "cookies"),
}


class FixedPage(Exception):
    """A page that the site itself links to cannot be deleted."""


@transaction.atomic
def save(row, *, by=None):
    """Save a page, a meeting or an old address as it stands, and publish the change."""
    verb = "add" if row._state.adding else "change"
    if hasattr(row, "updated_at"):
        row.updated_at = clock.now()
    row.save()
    announce(f"{verb} {row._meta.model_name}", instance=row, by=by)
    return row


@transaction.atomic
def delete(row, *, by=None):
    """Delete a page, a meeting or an old address. Raises FixedPage for one with a code."""
    if getattr(row, "code", None):
        raise FixedPage(row.code)
    row.delete()
    announce(f"delete {row._meta.model_name}", instance=row, by=by)


@transaction.atomic
def ensure_pages():
    """Make the fixed pages that are missing, with their first texts; return the new ones.

    What an editor has written since is never touched.
    """
    there = set(Page.objects.filter(code__isnull=False).values_list("code", flat=True))
    made = []
    for position, (code, (slug_nb, slug_en)) in enumerate(FIXED.items(), start=1):
        if code not in there:
            page = Page(code=code, slug_nb=slug_nb, slug_en=slug_en, is_published=True)
            page.position = position
            for language in ("nb", "en"):
                for column, text in _first_text(code, language).items():
                    setattr(page, f"{column}_{language}", text)
            made.append(save(page))
    return made


def _first_text(code, language):
    """Read a file: "# title", "> what it says in short", then the text."""
    title, summary, body = (
        (TEXTS / f"{code}.{language}.md").read_text(encoding="utf-8").split("\n\n", 2)
    )
    return {
        "title": title.removeprefix("# "),
        "summary": summary.removeprefix("> "),
        "body": body.strip(),
    }
