"""How an organiser comes to be, and the facts about it that nobody reviews."""

import itertools
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import orgnr
from enbyforalle.lib.text import slugify_nb
from enbyforalle.publishing.announcing import announce
from organisers.domain import workflow
from organisers.domain.errors import NotAllowed, Refused
from organisers.domain.log import write_log
from organisers.domain.texts import WRITABLE
from organisers.enums import OrganiserKind, Role
from organisers.models import Membership, Organiser, OrganiserText, User
from organisers.permissions import can_manage, can_run_team

# The address of an organiser whose name has no Latin letter.
_NAMELESS = "arrangor"
# Leaves room for a number after a slug, within the column's 80 characters.
_SLUG_LENGTH = 74


@transaction.atomic
def register_organiser(
    *,
    by: User,
    kind: str,
    name_nb: str,
    organisation_number: str = "",
    is_listed: bool = False,
    as_owner: bool = True,
    **words: Any,
) -> Organiser:
    """Make an organiser with a first draft of its words; ``by`` becomes its owner.

    With ``as_owner=False`` a coordinator registers it for somebody else, and nobody belongs to it
    until they are invited. Nothing is public before the text is approved. ``words`` are columns of
    OrganiserText (``texts.WRITABLE``). Raises Refused for a number that is wrong or taken.
    """
    if not as_owner and not can_manage(by):
        raise NotAllowed(_("You may not register organisers for others."))
    unknown = set(words) - set(WRITABLE)
    if unknown:
        raise TypeError(f"Not words of an organiser: {sorted(unknown)}")
    organiser = Organiser(
        kind=OrganiserKind(kind),
        organisation_number=_checked_number(organisation_number),
        is_listed=is_listed,
        created_by=by,
    )
    text = OrganiserText(organiser=organiser, name_nb=name_nb, **words)
    text.clean_fields(exclude=["organiser"])
    _save_at_free_address(organiser, name_nb)
    text.organiser = organiser
    text.save()
    if as_owner:
        Membership.objects.create(organiser=organiser, user=by, role=Role.OWNER)
    write_log(organiser, by=by, words=gettext_lazy("Registered."))
    return organiser


@transaction.atomic
def change_facts(
    organiser: Organiser, *, by: User, kind: str, organisation_number: str, is_listed: bool
) -> Organiser:
    """Change what kind of organiser it is, its number, and whether an individual has a page.

    These are facts and no words, so they hold at once.
    """
    organiser = workflow.locked_organiser(organiser)
    if not can_run_team(by, organiser):
        raise NotAllowed(_("Only an owner can do this."))
    organiser.kind = OrganiserKind(kind)
    organiser.organisation_number = _checked_number(organisation_number, organiser)
    organiser.is_listed = is_listed
    organiser.save(update_fields=["kind", "organisation_number", "is_listed"])
    write_log(organiser, by=by, words=gettext_lazy("Facts changed."))
    announce("change organiser", instance=organiser, by=by)
    return organiser


def _checked_number(number, organiser=None):
    """The nine digits, or nothing."""
    digits = orgnr.normalise(number)
    if digits and not orgnr.is_valid(digits):
        raise Refused(
            _("This is not an organisation number. Check that every digit is right."),
            "organisation_number",
        )
    taken = Organiser.objects.filter(organisation_number=digits).exclude(
        pk=organiser.pk if organiser else None
    )
    if digits and taken.exists():
        raise Refused(
            _(
                "An organiser with this number is registered already. "
                "Ask someone there to invite you."
            ),
            "organisation_number",
        )
    return digits


def _save_at_free_address(organiser, name):
    """Save under an address from the name, with a number where somebody was first."""
    while True:
        organiser.slug = _free_slug(name)
        try:
            with transaction.atomic():
                return organiser.save()
        except IntegrityError:
            # Somebody took the address, or registered the number, in the same moment.
            _checked_number(organiser.organisation_number)


def _free_slug(name):
    slug = slugify_nb(name, _SLUG_LENGTH) or _NAMELESS
    taken = set(Organiser.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = itertools.chain([slug], (f"{slug}-{number}" for number in itertools.count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
