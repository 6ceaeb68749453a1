"""Where an event stands, in words, and what its organiser can do next."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from enbyforalle.lib.dates import format_datetime, format_day
from events.emails import answer_by
from events.enums import HappeningStatus, VersionState
from events.models import Event, Version

TAGS = {
    VersionState.DRAFT: "",
    VersionState.SUBMITTED: "special",
    VersionState.CHANGES_REQUESTED: "attn",
    VersionState.APPROVED: "good",
    VersionState.REJECTED: "warn",
    VersionState.WITHDRAWN: "",
}


# What asks something of the organiser first.
URGENCY = (
    VersionState.CHANGES_REQUESTED,
    VersionState.DRAFT,
    VersionState.SUBMITTED,
    VersionState.APPROVED,
    VersionState.REJECTED,
    VersionState.WITHDRAWN,
)


@dataclass(frozen=True)
class Action:
    """Something that can be done now: a link, or a button that posts to its own path."""

    label: str
    url: str
    is_post: bool = False
    css: str = "quiet"
    # What it leads to, where that cannot be undone; asked before it is done.
    warning: str = ""


@dataclass
class Standing:
    """One event as the desk speaks of it."""

    event: Event
    version: Version
    live: Version | None
    may_write: bool
    state: str = ""
    css: str = ""
    sentences: list = field(default_factory=list)
    comment: str = ""
    actions: list = field(default_factory=list)
    public_url: str = ""

    @property
    def urgency(self):
        """A number by which a list of events is ordered."""
        return URGENCY.index(self.version.state)

    @property
    def title(self):
        """The title, or words for an event that has none yet."""
        return self.version.title or _("Event without a title")


def standing_of(event, versions, *, may_write):
    """The standing, from all versions of the event in the order of their numbers."""
    opened = next((row for row in versions if row.is_open), None)
    live = next((row for row in versions if row.is_live), None)
    version = opened or live or versions[-1]
    version.event = event
    standing = Standing(event, version, live, may_write)
    standing.state = VersionState(version.state).label
    standing.css = TAGS[version.state]
    _say_state(standing)
    if live is not None:
        _say_public(standing)
    _add_actions(standing)
    return standing


def _say_state(standing):
    version, week, say = standing.version, standing.event.week, standing.sentences.append
    deadline = week.submissions_close_at
    if version.state == VersionState.DRAFT:
        if standing.live is not None:
            say(_("You have begun a change that is not sent in. The public event stays as it is."))
        elif deadline and not week.takes_submissions:
            say(_("The deadline for submissions has passed."))
        elif deadline:
            say(
                _("Only you can see it. Send it in by %(deadline)s.")
                % {"deadline": format_datetime(deadline)}
            )
        else:
            say(_("Only you can see it until you send it in."))
    elif version.state == VersionState.SUBMITTED:
        say(
            _("Sent in %(day)s. You will have an answer by %(answer)s.")
            % {
                "day": format_day(version.submitted_at),
                "answer": format_day(answer_by(version)),
            }
        )
    elif version.state == VersionState.CHANGES_REQUESTED:
        say(_("The coordinator asks for changes. Mend the text and send it in again."))
    elif version.state == VersionState.REJECTED:
        say(_("The event was not taken into the programme."))
    elif version.state == VersionState.WITHDRAWN:
        say(_("You have withdrawn it. Nothing is lost: you can start again from this text."))
    if version.state in (VersionState.CHANGES_REQUESTED, VersionState.REJECTED):
        standing.comment = version.decision_comment


def _say_public(standing):
    event, week, say = standing.event, standing.event.week, standing.sentences.append
    if event.unpublished_at is not None:
        say(_("The coordinator has taken the event off the site."))
    elif event.status != HappeningStatus.SCHEDULED:
        say(_("Marked as %(status)s.") % {"status": HappeningStatus(event.status).label.lower()})
    if event.unpublished_at is not None or standing.live.is_internal:
        return
    if week.is_released:
        standing.public_url = event.get_absolute_url()
    elif week.programme_released_at:
        say(
            _("It becomes public with the programme on %(moment)s.")
            % {"moment": format_datetime(week.programme_released_at)}
        )
    else:
        say(_("It becomes public when the programme is released."))


def _add_actions(standing):
    event, version, add = standing.event, standing.version, standing.actions.append
    reference = [event.reference]
    if not standing.may_write:
        add(Action(_("See it"), reverse("desk:preview", args=reference)))
        return
    if version.is_editable:
        add(Action(_("Go on writing"), reverse("desk:go_on", args=reference), css=""))
    if version.is_open:
        add(Action(_("Preview"), reverse("desk:preview", args=reference)))
    if version.state == VersionState.SUBMITTED:
        add(Action(_("Take back to draft"), reverse("desk:take_back", args=reference), True))
    if standing.live is not None:
        label = _("Cancelled, full, notices …")
        add(Action(label, reverse("desk:facts", args=reference), css="quiet"))
    if not version.is_open:
        label = _("Change the event") if standing.live else _("Start again from this text")
        add(Action(label, reverse("desk:open_change", args=reference), True))
    if version.is_open:
        label = _("Withdraw the change") if standing.live else _("Withdraw")
        add(Action(label, reverse("desk:withdraw", args=reference), css="text"))
