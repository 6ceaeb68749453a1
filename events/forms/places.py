"""Choosing a place: venues by district, and the districts themselves."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.text import collation_key
from events.models import District, Venue


class Pick(forms.ChoiceField):
    """A choice of one row by its slug, from rows read once for the whole page."""

    default_error_messages = {
        "invalid_choice": _("Choose one from the list. “%(value)s” is not in it.")
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = {}

    def offer(self, rows, choices):
        """Offer these rows by slug; ``choices`` is what the list shows."""
        self.rows = rows
        self.choices = [("", _("Not chosen")), *choices]

    def to_python(self, value):
        return super().to_python(getattr(value, "slug", value))

    def clean(self, value):
        slug = super().clean(value)
        return self.rows[slug] if slug else None

    def prepare_value(self, value):
        return getattr(value, "slug", value)


class Places:
    """All venues and districts that a form offers, in two queries."""

    def __init__(self, venues, districts):
        self.districts = {row.slug: row for row in districts}
        self.venues = {row.slug: row for row in venues}
        self.district_choices = [(row.slug, str(row.name)) for row in districts]
        self.venue_choices = [
            (str(district.name), [(row.slug, _with_address(row)) for row in rows])
            for district, rows in groupby(venues, key=lambda row: row.district)
        ]

    @classmethod
    def load(cls, also=()):
        """Venues in use, and ``also`` those chosen before they went out of use."""
        venues = list(Venue.objects.in_use().select_related("district"))
        known = {row.pk for row in venues}
        venues += [row for row in also if row.pk not in known]
        venues.sort(key=lambda row: (row.district.position, collation_key(str(row.name))))
        return cls(venues, list(District.objects.all()))


def _with_address(venue):
    address = venue.street_address
    return f"{venue.name}, {address}" if address else str(venue.name)
