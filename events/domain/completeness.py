"""What an event still lacks before it can be sent in: one list, with where to mend each thing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.enums import REGISTERED, Attendance, LanguageUse, PriceType


@dataclass(frozen=True)
class Missing:
    """One thing to mend: the form step and field it is on, and what to do, in words."""

    step: str
    field: str
    message: str


def missing(version):
    """All that must be filled in before ``version`` can be submitted, in the order of the form."""
    # Three of the checks look at the sessions: they are read once.
    times = list(version.times.all())
    return [
        *_about(version),
        *_when(version, times),
        *_who(version, times),
        *_price(version, times),
        *_organiser(version),
    ]


def _about(version):
    def lacks(field, message):
        return Missing("about", field, message)

    if not version.title_nb:
        yield lacks("title_nb", _("Write a title."))
    if not version.summary_nb:
        yield lacks("summary_nb", _("Write a summary of up to 200 characters."))
    if not version.description_nb:
        yield lacks("description_nb", _("Describe the event."))
    if not version.contribution_nb:
        yield lacks("contribution_nb", _("Say how the event contributes."))
    if not version.types.exists():
        yield lacks("types", _("Choose at least one event type."))
    if not version.topics.exists():
        yield lacks("topics", _("Choose at least one topic."))


def _when(version, times):
    if not times:
        yield Missing("when", "times", _("Add at least one session."))
    for number, time in enumerate(times):
        yield from _when_one(version, time, f"times-{number}")


def _when_one(version, time, prefix):
    if time.ends_at is None:
        yield Missing("when", f"{prefix}-ends", _("Say when the session ends."))
    in_person = time.attendance != Attendance.ONLINE
    if in_person and time.venue_id is None and not time.place_name:
        yield Missing("when", f"{prefix}-venue", _("Say where the session is."))
    if in_person and time.place_name and time.place_district_id is None:
        yield Missing("when", f"{prefix}-place_district", _("Choose the district or area."))
    if time.is_online and not (version.joining_url or version.is_joining_url_hidden):
        yield Missing(
            "when",
            "joining_url",
            _("Give the joining link, or say that those who register get it."),
        )


def _who(version, times):
    if not version.audiences.exists():
        yield Missing("who", "audiences", _("Choose who the event is for."))
    if not any(row.use == LanguageUse.SPOKEN for row in version.languages.all()):
        yield Missing("who", "spoken", _("Choose the language or languages of the event."))
    if version.is_limited and not version.audience_restriction_nb:
        yield Missing(
            "who",
            "audience_restriction_nb",
            _("Say who the event is limited to, and why."),
        )
    meets = any(time.attendance != Attendance.ONLINE for time in times)
    if meets and not (version.access_answers.exists() or _venue_answers(version)):
        yield Missing("who", "access", _("Answer at least one of the questions about access."))


def _venue_answers(version):
    return version.times.filter(venue__access__isnull=False).exists()


def _price(version, times):
    if not version.price_type:
        yield Missing("price", "price_type", _("Say what it costs, or that it is free."))
    if not version.registration_mode:
        yield Missing("price", "registration_mode", _("Say whether people have to register."))
    if version.price_type == PriceType.PAID and not version.price_tiers.exists():
        yield Missing("price", "prices", _("Write the price or prices."))
    registers = version.registration_mode in REGISTERED
    if registers and not (version.registration_url or version.registration_email):
        yield Missing(
            "price", "registration_url", _("Give a link or an email address for registration.")
        )
    first = times[0] if times else None
    deadline = version.registration_deadline
    if registers and first and deadline and deadline > first.starts_at:
        yield Missing(
            "price",
            "registration_deadline",
            _("The registration deadline must be before the first session."),
        )


def _organiser(version):
    if not (version.public_email or version.public_phone or version.website):
        yield Missing("organiser", "public_email", _("Give one way for the public to reach you."))
    if not version.contact_name:
        yield Missing("organiser", "contact_name", _("Say who we can talk to."))
    if not (version.contact_email or version.contact_phone):
        yield Missing("organiser", "contact_email", _("Give the contact person’s email or phone."))
    for picture in version.pictures.all():
        yield from _picture(picture)
    if not version.accepts_criteria:
        yield Missing(
            "organiser", "accepts_criteria", _("Confirm the criteria and the shared values.")
        )


def _picture(picture):
    if not picture.alt_nb and not picture.is_decorative:
        yield Missing("organiser", f"picture-{picture.pk}-alt_nb", _("Describe the picture."))
    if not picture.credit:
        yield Missing("organiser", f"picture-{picture.pk}-credit", _("Say who made the picture."))
    if not picture.consent_basis:
        yield Missing(
            "organiser",
            f"picture-{picture.pk}-consent_basis",
            _("Say why the picture may be shown."),
        )
