"""What one answer already says, so that nobody is asked the same thing twice.

Some access features of the vocabulary are a field of the form as well, or follow from the
sessions. The form asks for the field; the feature, by which people filter, is written from it.
What somebody said when they registered, or last time, stands in a new draft.
"""

from events import permissions
from events.enums import Answer, Attendance, LanguageUse
from events.models import AccessFeature, Version, VersionAccess
from organisers.enums import OrganiserKind

# The feature's code → the field that asks the same.
BY_FIELD = {
    "companion_ticket": "is_companion_free",
    "content_warning": "content_warning_nb",
    "interpreter_on_request": "is_interpretation_on_request",
    "live_captions": "has_live_captions",
}
# The feature's code → the ways of taking part of which one session is enough.
BY_ATTENDANCE = {
    "hybrid": {Attendance.BOTH},
    "live_stream": {Attendance.ONLINE, Attendance.BOTH},
}
# Said in this language, the event answers this question too, unless somebody has answered it.
SIGNED = ("nsl", "sign_language")
ELSEWHERE = frozenset((*BY_FIELD, *BY_ATTENDANCE))


def follow_fields(version, changed):
    """Write the features that the changed fields answer; the caller holds the event's lock."""
    _write(version, {code: _of(version, f) for code, f in BY_FIELD.items() if f in changed})


def follow_all(version):
    """Write every feature that follows from another answer, when the text is sent in."""
    follow_fields(version, BY_FIELD.values())
    there = set(version.times.values_list("attendance", flat=True))
    _write(version, {code: there & kinds for code, kinds in BY_ATTENDANCE.items()})
    language, code = SIGNED
    is_signed = version.languages.filter(code=language).exclude(use=LanguageUse.WRITTEN).exists()
    if is_signed and not version.access_answers.filter(feature__code=code).exists():
        _write(version, {code: True})


def _of(version, field):
    value = getattr(version, field)
    # Only the companion pass may be answered with "no"; a box left empty says nothing.
    return Answer.NO if field == "is_companion_free" and value is False else value


def _write(version, answers):
    if not answers:
        return
    version.access_answers.filter(feature__code__in=answers).delete()
    VersionAccess.objects.bulk_create(
        VersionAccess(version=version, feature=feature, answer=answer)
        for feature in AccessFeature.objects.filter(code__in=answers)
        if (answer := _answer(answers[feature.code]))
    )


def _answer(value):
    if value == Answer.NO:
        return Answer.NO
    return Answer.YES if value else None


def fill_in(version, *, by):
    """Put into an unsaved first draft what its organiser and ``by`` have answered before.

    From the registration: language, website, public contact. From who they are: the municipality
    has accepted the companion pass (ledsagerbevis) for all it arranges. A member's own name and
    address, and the phone they gave last time.
    """
    organiser = version.event.organiser
    text = organiser.live_text or organiser.open_text
    if text is not None:
        version.language_nb = text.language_nb
        version.website = text.website
        version.public_email, version.public_phone = text.public_email, text.public_phone
        version.access_contact = text.public_email or text.public_phone
    if organiser.kind == OrganiserKind.MUNICIPAL_UNIT:
        version.is_companion_free = True
    if permissions.is_member(by, version.event):
        version.contact_name, version.contact_email = by.name, by.email
        version.contact_phone = _phone_of(by)


def _phone_of(user):
    """The phone in the user's newest event in which they are the contact themselves."""
    own = Version.objects.filter(created_by=user, contact_email=user.email)
    newest = own.exclude(contact_phone="").order_by("-pk").first()
    return newest.contact_phone if newest else ""
