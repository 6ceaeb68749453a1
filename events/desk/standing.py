"""Where an event stands, in words, and what its organiser can do next."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from enbyforalle.lib.dates import format_datetime, format_day
from events.desk.deadlines import time_left
from events.domain.windows import CHANGES_ARE_OVER, is_change_allowed, window_for
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
    # The newest change, where it was not accepted and the approved text stayed.
    refused: Version | None = None

    @property
    def urgency(self):
        """A number by which a list of events is ordered."""
        return URGENCY.index(self.version.state)

    @property
    def title(self):
        """The title, or words for an event that has none yet."""
        return self.version.title or _("Event without a title")


def standing_of(event, versions, *, may_write, late=None):
    """The standing, from all versions of the event in the order of their numbers.

    ``late`` is the organiser's late access to the week, if any stands.
    """
    opened = next((row for row in versions if row.is_open), None)
    live = next((row for row in versions if row.is_live), None)
    version = opened or live or versions[-1]
    version.event = event
    standing = Standing(event, version, live, may_write)
    if live is version and versions[-1].state == VersionState.REJECTED:
        standing.refused = versions[-1]
    standing.state = VersionState(version.state).label
    standing.css = TAGS[version.state]
    _say_state(standing, late)
    if live is not None:
        _say_public(standing)
    _add_actions(standing)
    return standing


def _say_state(standing, late):
    version, say = standing.version, standing.sentences.append
    if version.state == VersionState.DRAFT:
        if version.is_correction:
            say(_("The coordinator is correcting the text. The public event stays as it is."))
        elif standing.live is not None:
            say(_("You have begun a change that is not sent in. The public event stays as it is."))
            if not is_change_allowed(standing.event):
                say(str(CHANGES_ARE_OVER))
        else:
            standing.sentences += _of_draft(version, standing.event, late)
    elif version.state == VersionState.SUBMITTED:
        say(
            _("Sent in %(day)s. You will have an answer by %(answer)s.")
            % {
                "day": format_day(version.submitted_at),
                "answer": format_day(answer_by(version)),
            }
        )
        if version.edit_of_id is not None:
            say(_("The coordinator has edited the text since you sent it in."))
        if standing.live is not None:
            say(_("Until then the public reads the approved text."))
        in_time = version.is_in_time_for_print
        if in_time is not None:
            say(
                _("It came in time for the printed programme.")
                if in_time
                else _("It came too late for the printed programme, but can be in the one online.")
            )
    elif version.state == VersionState.CHANGES_REQUESTED:
        say(_("The coordinator asks for changes. Mend the text and send it in again."))
    elif version.state == VersionState.REJECTED:
        say(_("The event was not taken into the programme."))
    elif version.state == VersionState.WITHDRAWN:
        if version.submitted_at is None:
            say(_("You have deleted the draft. The text can still be fetched back."))
        else:
            say(_("You have withdrawn it. Nothing is lost: you can start again from this text."))
    elif standing.refused is not None:
        say(_("Your last change was not accepted. The approved text stays as it was."))
        standing.comment = standing.refused.decision_comment
    if version.state in (VersionState.CHANGES_REQUESTED, VersionState.REJECTED):
        standing.comment = version.decision_comment


def _of_draft(version, event, late):
    """Until when a draft that was never approved can be sent in."""
    if version.submitted_at is not None:
        yield _("Only you can see it until you send it in again.")
        return
    week = event.week
    window = window_for(week, draft=version, late=late)
    if not window.is_open:
        yield window.refusal
    elif window.until is None:
        yield _("Only you can see it until you send it in.")
    else:
        yield _("Only you can see it. Send it in by %(deadline)s (%(left)s).") % {
            "deadline": format_datetime(window.until),
            "left": time_left(window.until),
        }
    if week.is_before_print and week.print_deadline_at != window.until:
        yield _("To be in the printed programme too, send it in by %(deadline)s.") % {
            "deadline": format_datetime(week.print_deadline_at)
        }


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
    if standing.live is not None and event.is_undoable:
        add(Action(_("Undo"), reverse("desk:undo_event", args=reference), True, css="danger"))
    if standing.live is not None:
        label = _("Cancelled, full, notices …")
        add(Action(label, reverse("desk:facts", args=reference), css="quiet"))
    if event.week.is_over:
        add(Action(_("Arrange it again"), reverse("desk:again", args=reference)))
    if not version.is_open and is_change_allowed(event):
        label = _("Change the event") if standing.live else _("Start again from this text")
        add(Action(label, reverse("desk:open_change", args=reference), True))
    if standing.refused is not None:
        label = _("Make it a new event")
        add(Action(label, reverse("desk:new_event", args=reference), True))
    if version.is_open:
        add(Action(_drop_label(standing), reverse("desk:withdraw", args=reference), css="text"))


def _drop_label(standing):
    if standing.live is not None:
        return _("Drop the change")
    return _("Withdraw") if standing.version.submitted_at else _("Delete the draft")
