"""The days to know of are there for five weeks ahead, each once, and what was edited is kept."""

from datetime import date, timedelta

import pytest

from enbyforalle.management.reference import load_reference
from events.models import NotableDay

pytestmark = pytest.mark.django_db

YEARS = range(2026, 2031)


def days(name):
    return list(NotableDay.objects.filter(name_en=name).values_list("starts_on", flat=True))


def test_five_years_of_days_to_know_of():
    load_reference()
    assert days("Sámi National Day") == [date(year, 2, 6) for year in YEARS]
    assert days("Ramadan") == [
        date(2026, 2, 18),
        date(2027, 2, 8),
        date(2028, 1, 28),
        date(2029, 1, 16),
        date(2030, 1, 5),
    ]
    fasts = NotableDay.objects.filter(is_fast=True)
    assert {day.name_en for day in fasts} == {"Ramadan"}
    assert all(day.is_approximate for day in fasts)
    ends = [day.ends_on + timedelta(days=1) for day in fasts.order_by("starts_on")]
    assert days("Eid (Eid al-Fitr)") == ends
    # Mothers' Day is the second Sunday of February in Norway.
    assert [(day.weekday(), (day.day - 1) // 7) for day in days("Mother’s Day")] == [(6, 1)] * 5
    assert NotableDay.objects.filter(name_nb="").count() == 0


def test_loaded_again_nothing_is_doubled_or_changed_back():
    load_reference()
    count = NotableDay.objects.count()
    NotableDay.objects.filter(name_en="Ramadan").update(note_nb="Egne ord")
    load_reference()
    assert NotableDay.objects.count() == count
    assert NotableDay.objects.filter(note_nb="Egne ord").count() == len(YEARS)
