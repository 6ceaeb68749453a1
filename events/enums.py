"""The fixed vocabularies of events: states, marks and choices. Codes never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Where one version of an event's content stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not accepted in the programme")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # What an organiser sent in, as it was before the coordinator edited it.
    REPLACED = "replaced", _("Edited by the coordinator")


# Still in somebody's hands: at most one such version per event.
OPEN_STATES = (VersionState.DRAFT, VersionState.SUBMITTED, VersionState.CHANGES_REQUESTED)
# The organiser may write in it.
EDITABLE_STATES = (VersionState.DRAFT, VersionState.CHANGES_REQUESTED)
# Somebody with the right has decided, and that is recorded with name and time.
DECIDED_STATES = (VersionState.APPROVED, VersionState.REJECTED)


class Visibility(models.TextChoices):
    """Who may see an approved version."""

    PUBLIC = "public", _("Open to everyone")
    INTERNAL = "internal", _("For employees only")


class HappeningStatus(models.TextChoices):
    """Whether an event or a session takes place."""

    SCHEDULED = "scheduled", _("As planned")
    CANCELLED = "cancelled", _("Cancelled")
    POSTPONED = "postponed", _("Postponed")


class Attendance(models.TextChoices):
    """How one takes part in a session."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In person and online")


class PriceType(models.TextChoices):
    """What it costs."""

    FREE = "free", _("Free")
    PAY_WHAT_YOU_CAN = "pay_what_you_can", _("Pay what you can")
    PAID = "paid", _("Costs money")


class RegistrationMode(models.TextChoices):
    """Whether one must register. Registration itself happens with the organiser, never here."""

    NONE = "none", _("No registration needed")
    RECOMMENDED = "recommended", _("Registration recommended")
    REQUIRED = "required", _("Registration required")


# One has to, or had better, register.
REGISTERED = (RegistrationMode.RECOMMENDED, RegistrationMode.REQUIRED)


class LanguageUse(models.TextChoices):
    """What a language is used for at the event."""

    SPOKEN = "spoken", _("Spoken or signed")
    INTERPRETED = "interpreted", _("Interpreted into")
    WRITTEN = "written", _("Written material")


class Answer(models.TextChoices):
    """An answered access question. No row means not known: silence is not "no"."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class AccessGroup(models.TextChoices):
    """Groups of access features."""

    PHYSICAL = "physical", _("Getting in and around")
    HEARING = "hearing", _("Hearing")
    VISION = "vision", _("Sight")
    COGNITIVE = "cognitive", _("Senses and understanding")
    PRACTICAL = "practical", _("Practical")
    ONLINE = "online", _("Online")


class ContributorRole(models.TextChoices):
    """What a contributor does."""

    SPEAKER = "speaker", _("Speaker")
    FACILITATOR = "facilitator", _("Facilitator")
    CHAIR = "chair", _("Chair")
    ARTIST = "artist", _("Artist")
    PANELLIST = "panellist", _("Panellist")
    INTERPRETER = "interpreter", _("Interpreter")
    OTHER = "other", _("Contributor")


class ConsentBasis(models.TextChoices):
    """Why a picture may be shown (facts, section 7.1)."""

    NO_PEOPLE = "no_people", _("No one can be recognised")
    CONSENT = "consent", _("Everyone in the picture has agreed")
    SITUATION = "situation", _("A situation, where people are not the main subject")
    ARTWORK = "artwork", _("Drawing or artwork")


class MaterialKind(models.TextChoices):
    """What is left after an event."""

    RECORDING = "recording", _("Recording")
    SLIDES = "slides", _("Presentation")
    PROGRAMME = "programme", _("Programme")
    DOCUMENT = "document", _("Document")
    LINK = "link", _("Web page")


class CaptionType(models.TextChoices):
    """How a recording is captioned. Automatic captions alone do not meet WCAG 1.2.2."""

    NONE = "none", _("No captions")
    AUTO = "auto", _("Automatic captions")
    CORRECTED = "corrected", _("Corrected captions")


class ReportReason(models.TextChoices):
    """What a resident says is wrong with an event."""

    WRONG = "wrong", _("Something is wrong: time, place, price or access")
    NOT_HELD = "not_held", _("It does not take place")
    VALUES = "values", _("It breaks with the shared values: hate, harassment or exclusion")
    PICTURE = "picture", _("A picture or a name that should not be there")
    OTHER = "other", _("Something else")


class ReasonKind(models.TextChoices):
    """What a stock reason is given for."""

    CHANGES = "changes", _("ask for changes")
    REJECT = "reject", _("do not accept")


class VenueKind(models.TextChoices):
    """What a venue is. Codes are in exports and imports; names are for people."""

    LIBRARY = "library", _("Library")
    CULTURE_HOUSE = "culture_house", _("Culture house")
    THEATRE = "theatre", _("Theatre or concert hall")
    MUSEUM = "museum", _("Museum or gallery")
    FAITH = "faith", _("Church, mosque or other house of faith")
    SCHOOL = "school", _("School or kindergarten")
    UNIVERSITY = "university", _("University or college")
    SPORTS = "sports", _("Sports ground or hall")
    MUNICIPAL = "municipal", _("Municipal building")
    PUBLIC = "public", _("Public building")
    ASSOCIATION = "association", _("Association’s premises")
    BUSINESS = "business", _("Café, shop or business")
    OUTDOOR = "outdoor", _("Outdoors")
    OTHER = "other", _("Other")


class Verb(models.TextChoices):
    """What was done to an event; one row in the change log each."""

    CREATE = "create", _("started a draft")
    EDIT = "edit", _("changed the text")
    BEGIN_EDIT = "begin_edit", _("began to edit the text that waits")
    SUBMIT = "submit", _("sent in")
    TAKE_BACK = "take_back", _("took back to draft")
    REQUEST_CHANGES = "request_changes", _("asked for changes")
    APPROVE = "approve", _("approved")
    REJECT = "reject", _("did not accept")
    ANOTHER_EVENT = "another_event", _("did not accept the change: it is another event")
    CORRECT = "correct", _("corrected the public text")
    WITHDRAW = "withdraw", _("withdrew")
    DISQUALIFIED = "disqualified", _("gave the reason for deciding on an own event")
    OPEN_CHANGE = "open_change", _("started a change")
    HAND_OVER = "hand_over", _("handed over")
    CANCEL_EVENT = "cancel_event", _("cancelled the event")
    POSTPONE_EVENT = "postpone_event", _("postponed the event")
    RESTORE_EVENT = "restore_event", _("put the event back as planned")
    CANCEL_SESSION = "cancel_session", _("cancelled a session")
    POSTPONE_SESSION = "postpone_session", _("postponed a session")
    RESTORE_SESSION = "restore_session", _("put a session back as planned")
    MARK_PLACES = "mark_places", _("changed the mark for free places")
    CHANGE_ROOM = "change_room", _("changed room")
    SET_NOTICE = "set_notice", _("changed the notice")
    REPORT_TIME = "report_time", _("reported another time")
    UNPUBLISH = "unpublish", _("took the event off the site")
    REPUBLISH = "republish", _("put the event back on the site")
    TAKE_DOWN_PICTURE = "take_down_picture", _("took down a picture")
    PUT_BACK_PICTURE = "put_back_picture", _("put back a picture")
    UNDO = "undo", _("took it back within the hour")
    CONFIRM_TIME = "confirm_time", _("confirmed another time")
    COPY = "copy", _("started again from an earlier year")
    IMPORT = "import", _("read it from a spreadsheet")
    ASSIGN = "assign", _("said who takes the case")
    ADOPT_PLACE = "adopt_place", _("made the typed place a venue")
    HANDLE_REPORT = "handle_report", _("dealt with a report from a resident")
    TO_ORGANISER = "to_organiser", _("wrote to the organiser")
    FROM_ORGANISER = "from_organiser", _("wrote to the coordinator")
    NOTE = "note", _("made an internal note")
    NO_ANSWER = "no_answer", _("noted that no answer is needed")
    MATERIAL = "material", _("changed recordings or material")
    CO_ORGANISER = "co_organiser", _("changed co-organisers")


class Reminder(models.TextChoices):
    """Reminders that are sent once each; a person or the coordinator may switch off a kind."""

    DRAFT = "draft", _("A draft is not sent in, and the deadline is near")
    CHANGES = "changes", _("The coordinator has asked for changes, and waits")
    LATE = "late", _("Your own later deadline is near")
    PRINT = "print", _("The deadline for the printed programme is near")
    INTERPRETER = "interpreter", _("An interpreter has to be booked")
    WEEK = "week", _("The week is near: check that your event is right")
