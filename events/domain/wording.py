"""What a version's answers, rows, sessions and pictures say, in words of the active language."""

from django.db import models
from django.utils.translation import gettext as _

from enbyforalle.lib.dates import (
    format_datetime,
    format_day,
    format_day_short,
    format_time,
    format_time_range,
)
from enbyforalle.lib.i18n import language_name
from enbyforalle.lib.money import format_amount
from events.enums import Attendance, LanguageUse


def is_text(column):
    """Whether a column is words that somebody wrote, and not a choice."""
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def shown(row, column):
    """The answer in words; nothing for an answer not given."""
    value = getattr(row, column.name)
    if value is None:
        return ""
    if isinstance(column, models.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(column, models.DateTimeField):
        return format_datetime(value)
    if isinstance(column, models.DateField):
        return format_day_short(value)
    return str(getattr(row, f"get_{column.name}_display")() if column.choices else value)


def languages(version):
    """«Snakkes eller tegnes: arabisk», one for each language and use."""
    return [
        f"{use.label}: {language_name(row.code)}"
        for use in LanguageUse
        for row in version.languages.all()
        if row.use == use
    ]


def prices(version):
    """«Ordinær / Standard: 50 kr»."""
    return [
        " / ".join(filter(None, (row.label_nb, row.label_en))) + f": {format_amount(row.amount)}"
        for row in version.price_tiers.all()
    ]


def access(version):
    """«Trinnfri inngang: ja»."""
    return [
        f"{row.feature}: {row.get_answer_display().lower()}" for row in version.access_answers.all()
    ]


def contributors(version):
    """Name, role, organisation and subject of each."""
    return [
        ", ".join(
            str(part)
            for part in (row.name, row.get_role_display(), row.organisation)
            + (row.subject_nb, row.subject_en)
            if part
        )
        for row in version.contributors.all()
    ]


def session_words(time):
    """«mandag 8. februar 2027 kl. 18.00–20.00, Hovedbiblioteket, rom 2»: all that is said of it."""
    known = time.is_time_known
    when = f" {format_time_range(time.starts_at, time.ends_at)}" if known else ""
    venue = time.venue
    place = [str(venue.name)] if venue else [time.place_name, time.place_address]
    if not venue and time.place_district:
        place.append(str(time.place_district))
    parts = [format_day(time.starts_at) + when, *place, time.room, time.label_nb, time.label_en]
    if time.doors_at:
        parts.append(_("doors open %(time)s") % {"time": format_time(time.doors_at)})
    if time.attendance != Attendance.IN_PERSON:
        parts.append(time.get_attendance_display().lower())
    if time.is_address_hidden:
        parts.append(_("address only for those who register"))
    return ", ".join(part for part in parts if part)


def picture_words(picture):
    """What tells the picture from another: what it shows, else its caption or who made it."""
    return picture.alt_nb or picture.caption_nb or picture.credit or _("Picture without words")
