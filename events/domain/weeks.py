"""A new week from an old one: the same settings, a year on."""

from datetime import date

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle import publishing
from enbyforalle.lib import clock
from enbyforalle.pages.models import Meeting, Page
from events.domain.again import moved
from events.domain.errors import NotAllowed, Refused
from events.models import Week
from organisers.domain.log import write_log

ADD_WEEK = "events.add_week"
# What one year says of itself. A programme is released by hand, never by an old date.
OF_ONE_YEAR = frozenset(
    ("id", "year", "starts_on", "ends_on", "last_reference", "source_url")
    + ("theme_nb", "theme_en", "intro_nb", "intro_en", "intro_draft_nb", "intro_draft_en")
    + ("programme_released_at", "pre_programme_released_at")
    + ("events_total", "events_total_qualifier", "archive_note_nb", "archive_note_en")
)


def planned_week(source, year):
    """The week of ``year`` as ``open_week`` would make it, not saved.

    The same ISO week; deadlines as many days before it as last time, on the same weekday and
    hour; answer days and other settings as they were; last year's introduction as a draft that is
    not public. The theme is empty and no release is set. Raises Refused for a year that has no
    such week, that is not later, or that has a week already.
    """
    if year <= source.year:
        raise Refused(_("Choose a year after %(year)s.") % {"year": source.year}, "year")
    if Week.objects.filter(year=year).exists():
        raise Refused(_("The week of %(year)s is there already.") % {"year": year}, "year")
    try:
        starts_on = date.fromisocalendar(year, source.iso_week, source.starts_on.isoweekday())
    except ValueError:
        message = _("%(year)s has no week %(week)s.") % {"year": year, "week": source.iso_week}
        raise Refused(message, "year") from None
    shift = starts_on - source.starts_on
    week = Week(year=year, starts_on=starts_on, ends_on=source.ends_on + shift)
    for field in Week._meta.concrete_fields:
        if field.name in OF_ONE_YEAR:
            continue
        value = getattr(source, field.name)
        is_moment = isinstance(field, models.DateTimeField)
        setattr(week, field.name, moved(value, shift) if is_moment else value)
    week.intro_draft_nb, week.intro_draft_en = source.intro_nb, source.intro_en
    return week


@transaction.atomic
def open_week(source_week, year, *, by):
    """Make the week of ``year`` from an earlier one (see ``planned_week``); returns it."""
    if not (by.is_active and by.has_perm(ADD_WEEK)):
        raise NotAllowed(_("You may not open a week."))
    week = planned_week(source_week, year)
    try:
        with transaction.atomic():
            week.save()
    except IntegrityError:
        message = _("The week of %(year)s is there already.") % {"year": year}
        raise Refused(message, "year") from None
    words = gettext_lazy("Opened from the week of %(year)s.")
    write_log(week, by=by, words=words, year=source_week.year)
    publishing.announce("open_week", instance=week, by=by)
    return week


def pages_that_speak_of(year):
    """Pages and coming meetings whose text names the year: to be looked at when a week is opened.

    Returns a list of model rows, pages first.
    """
    rows = (Page.objects.all(), Meeting.objects.upcoming(clock.now()))
    return [row for found in rows for row in found.filter(_says(found.model, str(year)))]


def _says(model, words):
    condition = Q()
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            condition |= Q(**{f"{field.name}__contains": words})
    return condition
