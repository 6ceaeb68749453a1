"""How much waits for the people of the municipality: the numbers on the front page of the admin."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from events import permissions
from events.enums import VersionState
from events.models import Event, Material, SessionTime, Version
from events.overview.due import OVERDUE, SOON
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


def waiting_for(user, desk=None):
    """What the user could do something about, most pressing first. Six queries at most.

    ``desk`` is what ``overview.desk`` has gathered for those who may read cases.
    """
    found = []
    if desk is not None:
        found += _versions(user, desk)
    if user.has_perm("events.change_venue"):
        count = SessionTime.objects.with_typed_place().count()
        found.append(
            Waiting(
                npgettext("waits", "place to adopt", "places to adopt", count),
                count,
                _to("sessiontime"),
            )
        )
    if user.has_perm("events.change_material"):
        count = Material.objects.waiting().count()
        address = _to("material") + f"?state__exact={VersionState.SUBMITTED}"
        words = npgettext(
            "waits",
            "recording or material to decide on",
            "recordings and material to decide on",
            count,
        )
        found.append(Waiting(words, count, address))
    if user.has_perm("organisers.change_organisertext"):
        count = OrganiserText.objects.filter(state=TextState.SUBMITTED).count()
        address = _to("organisertext", "organisers") + f"?state__exact={TextState.SUBMITTED}"
        words = npgettext(
            "waits", "organiser’s text to decide on", "organisers’ texts to decide on", count
        )
        found.append(Waiting(words, count, address))
    return found


def state_counts(user):
    """How many versions stand in each state, as {state: count}; every state has a number."""
    rows = Version.objects.seen_by(user).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(VersionState.values, 0) | dict(rows)


def _versions(user, desk):
    queue = _to("version")
    counts, first = state_counts(user), desk.pressing
    changes = Q(state=VersionState.SUBMITTED, based_on__is_live=True)
    changed = Version.objects.seen_by(user).filter(changes).count()
    may_write_english = permissions.can_enter(user) and permissions.can_review(user)
    english = english_count(user) if may_write_english else 0
    asked, front = VersionState.CHANGES_REQUESTED, reverse("admin:index")
    drafts = counts[VersionState.DRAFT]
    return [
        Waiting(_("to decide on"), counts[VersionState.SUBMITTED], queue, "lamp", True),
        Waiting(_("promised answer is overdue"), first.overdue, f"{queue}?due={OVERDUE}", "warn"),
        Waiting(_("answer due soon"), first.soon, f"{queue}?due={SOON}"),
        Waiting(_changes(changed), changed, f"{queue}?what=change"),
        Waiting(_("from organisers new to us"), first.newcomers, f"{queue}?what=newcomer"),
        Waiting(_("yours to decide on"), first.mine, f"{queue}?who=mine"),
        Waiting(_messages(desk.questions_count), desk.questions_count, front + "#questions"),
        Waiting(_reports(desk.reports), desk.reports, _to("report"), "warn"),
        Waiting(_clashes(desk.clashes_count), desk.clashes_count, front + "#clashes"),
        Waiting(
            _("with the organiser: changes requested"), counts[asked], f"{queue}?state={asked}"
        ),
        Waiting(_drafts(drafts), drafts, f"{queue}?state={VersionState.DRAFT}"),
        Waiting(_texts(english), english, _address("admin:events_event_english")),
    ]


def _changes(n):
    return npgettext("waits", "change to an approved event", "changes to approved events", n)


def _messages(n):
    return npgettext("waits", "message without an answer", "messages without an answer", n)


def _reports(n):
    return npgettext("waits", "report from a resident", "reports from residents", n)


def _clashes(n):
    return npgettext("waits", "clash", "clashes", n)


def _drafts(n):
    return npgettext("waits", "draft", "drafts", n)


def _texts(n):
    return npgettext("waits", "text that needs English", "texts that need English", n)


def english_count(user):
    """How many public events lack English, and how many texts that wait ask for help with it."""
    asked = Version.objects.seen_by(user).needing_english()
    return Event.objects.lacking_english().count() + asked.count()


def _to(model, app="events"):
    return _address(f"admin:{app}_{model}_changelist")


def _address(name):
    """The address, or nothing where no such page is registered."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
