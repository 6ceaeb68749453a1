"""The table of states of an organiser's words, and the one function that moves a text along it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock
from organisers.domain.errors import Conflict
from organisers.domain.log import write_log
from organisers.enums import DECIDED_TEXT_STATES, OPEN_TEXT_STATES, TextState
from organisers.models import Organiser, OrganiserText

SUBMIT = "submit"
TAKE_BACK = "take_back"
REQUEST_CHANGES = "request_changes"
APPROVE = "approve"
REJECT = "reject"
WITHDRAW = "withdraw"

# verb → (the states it may start from, the state it ends in)
TRANSITIONS = {
    SUBMIT: ((TextState.DRAFT, TextState.CHANGES_REQUESTED), TextState.SUBMITTED),
    TAKE_BACK: ((TextState.SUBMITTED,), TextState.DRAFT),
    REQUEST_CHANGES: ((TextState.SUBMITTED,), TextState.CHANGES_REQUESTED),
    APPROVE: ((TextState.SUBMITTED,), TextState.APPROVED),
    REJECT: ((TextState.SUBMITTED,), TextState.REJECTED),
    WITHDRAW: (OPEN_TEXT_STATES, TextState.WITHDRAWN),
}

_LOG_WORDS = {
    SUBMIT: gettext_lazy("Words sent in."),
    TAKE_BACK: gettext_lazy("Words taken back."),
    REQUEST_CHANGES: gettext_lazy("Changes to the words requested: %(comment)s"),
    APPROVE: gettext_lazy("Words approved. %(comment)s"),
    REJECT: gettext_lazy("Words not accepted: %(comment)s"),
    WITHDRAW: gettext_lazy("Words withdrawn."),
}


def is_possible(text, verb):
    """Whether the table lets ``verb`` start from the text's state."""
    return text.state in TRANSITIONS[verb][0]


def locked_organiser(organiser):
    """The organiser's row, locked until the transaction ends. All verbs on it queue here."""
    return Organiser.objects.select_for_update(of=("self",)).get(pk=organiser.pk)


def locked(text):
    """The text as it is now, behind the lock on its organiser.

    The lock is the organiser's, because one text leaves the public site as another enters it.
    """
    organiser = locked_organiser(text.organiser)
    fresh = OrganiserText.objects.get(pk=text.pk)
    fresh.organiser = organiser
    return fresh


def move(text, verb, *, by, comment="", **also):
    """Move a locked text along the table and log it; the caller holds the transaction.

    ``also`` are further columns to write. Raises Conflict when the text has left the state that
    the verb starts from.
    """
    starts, end = TRANSITIONS[verb]
    if text.state not in starts:
        raise Conflict(
            _("This can no longer be done: the text is now “%(state)s”.")
            % {"state": text.get_state_display()}
        )
    now = clock.now()
    values = {"state": end, **also}
    if end == TextState.SUBMITTED:
        values["submitted_at"] = now
    if end in DECIDED_TEXT_STATES:
        values |= {"decided_at": now, "decided_by": by}
    if end in (*DECIDED_TEXT_STATES, TextState.CHANGES_REQUESTED):
        values["decision_comment"] = comment
    for name, value in values.items():
        setattr(text, name, value)
    text.save(update_fields=list(values))
    write_log(text.organiser, by=by, words=_LOG_WORDS[verb], comment=comment)
    return text
