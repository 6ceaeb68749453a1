"""How much waits for the people of the municipality: the numbers on the front page of the admin."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from events.enums import VersionState
from events.models import Event, Material, SessionTime, Version
from events.permissions import SEE_INTERNAL
from organisers.enums import TextState
from organisers.models import OrganiserText


@dataclass(frozen=True)
class Waiting:
    """So many of something, and where they are."""

    words: Any
    count: int
    address: str
    tone: str = ""
    is_always_shown: bool = False


def waiting_for(user):
    """What the user could do something about, most pressing first. Five queries at most."""
    found = []
    if user.has_perm("events.view_version"):
        found += _versions(user)
    if user.has_perm("events.change_venue"):
        count = SessionTime.objects.with_typed_place().count()
        found.append(Waiting(_("places to adopt"), count, _to("sessiontime")))
    if user.has_perm("events.change_material"):
        count = Material.objects.waiting().count()
        address = _to("material") + f"?state__exact={VersionState.SUBMITTED}"
        found.append(Waiting(_("recordings and material to decide on"), count, address))
    if user.has_perm("organisers.change_organisertext"):
        count = OrganiserText.objects.filter(state=TextState.SUBMITTED).count()
        address = _to("organisertext", "organisers") + f"?state__exact={TextState.SUBMITTED}"
        found.append(Waiting(_("organisers’ texts to decide on"), count, address))
    return found


def state_counts(user):
    """How many versions stand in each state, as {state: count}; every state has a number."""
    rows = Version.objects.seen_by(user).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(VersionState.values, 0) | dict(rows)


def _versions(user):
    queue = _to("version")
    counts = state_counts(user)
    changes = Q(state=VersionState.SUBMITTED, based_on__is_live=True)
    changed = Version.objects.seen_by(user).filter(changes).count()
    english = Event.objects.lacking_english().count() if user.has_perm(SEE_INTERNAL) else 0
    return [
        Waiting(_("to decide on"), counts[VersionState.SUBMITTED], queue, "lamp", True),
        Waiting(_("of these, changes to approved events"), changed, f"{queue}?what=change"),
        Waiting(
            _("with the organiser: changes requested"),
            counts[VersionState.CHANGES_REQUESTED],
            f"{queue}?state={VersionState.CHANGES_REQUESTED}",
        ),
        Waiting(_("drafts"), counts[VersionState.DRAFT], f"{queue}?state={VersionState.DRAFT}"),
        Waiting(_("public events that lack English"), english, f"{_to('event')}?english=lacking"),
    ]


def _to(model, app="events"):
    try:
        return reverse(f"admin:{app}_{model}_changelist")
    except NoReverseMatch:
        return ""
