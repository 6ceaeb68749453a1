"""The component gallery: every part of the look in its states, for whoever builds a page.

It has an address only where DEBUG or DEMO is set, and shows nothing from the database.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.shortcuts import render

from enbyforalle.lib import clock
from enbyforalle.samples import STATES, cards, days, table
from events.programme.frame import View
from events.programme.now import Now
from events.programme.street import Pane, empty_street, street

MONDAY = date(2027, 2, 8)
ACCESS = ("step_free_entrance", "accessible_toilet", "hearing_loop", "sign_language")
SYMBOLS = "icons.svg"


class SampleForm(forms.Form):
    """One field of each kind, with the errors they get when nothing is filled in."""

    needed = {"summary"}

    title = forms.CharField(label="Tittel", help_text="Ikke bare store bokstaver.", max_length=60)
    summary = forms.CharField(
        label="Kort om arrangementet",
        widget=forms.Textarea,
        required=False,
        help_text="Høyst 200 tegn. Vises i lista.",
    )
    starts = forms.CharField(
        label="Starter",
        help_text="Skriv klokkeslettet slik: 18.00",
        widget=forms.TextInput(attrs={"data-wrap": "short"}),
    )
    kind = forms.ChoiceField(label="Arrangementstype", choices=[("", "Velg"), ("a", "Konsert")])
    price = forms.ChoiceField(
        label="Hva koster det?",
        widget=forms.RadioSelect,
        choices=[("free", "Gratis"), ("pay", "Betal det du kan")],
    )
    access = forms.MultipleChoiceField(
        label="Hva finnes?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("step", "Trinnfri inngang"), ("loop", "Teleslynge")],
    )
    picture = forms.FileField(label="Bilde", required=False, help_text="JPEG, PNG eller WebP.")
    agree = forms.BooleanField(label="Jeg vet at det jeg sender, blir et offentlig dokument")


def _symbols():
    """The names of all symbols on the sheet, in its own order."""
    with open(finders.find(SYMBOLS), encoding="utf-8") as sheet:
        return [line.split('"')[1] for line in sheet if line.startswith("<symbol")]


def _street():
    """A week with something of every shape, colour and state."""
    shapes = ("square", "tall", "arch", "round", "wide")
    panes = []
    for number in range(60):
        at = clock.day_span(MONDAY + timedelta(days=number % 7))[0]
        at += timedelta(hours=8 + number * 5 % 14)
        panes.append(Pane(at, number, shapes[number % 5], number % 12, number % 11 == 5))
    last = MONDAY + timedelta(days=6)
    return street(panes, MONDAY, last, MONDAY + timedelta(days=2), ["2027-02-12"])


@login_not_required
def gallery(request):
    """All components on one page."""
    sample = cards(MONDAY)
    context = {
        "form": SampleForm(),
        "bad": SampleForm({}, prefix="bad"),
        "symbols": _symbols(),
        "street": _street(),
        "empty": empty_street(MONDAY, MONDAY + timedelta(days=6)),
        "access": ACCESS,
        "hues": range(12),
        "windows": ("square", "tall", "arch", "round", "wide"),
        "states": STATES,
        "cards": sample,
        "lasting": sample[-1],
        "now_next": Now(MONDAY, sample[1:2], sample[4:6], sample[:1]),
        "daybar": days(MONDAY),
        "quick": [("I dag", "#main", True), ("I kveld", "#main", False)],
        "views": [
            View("Liste", "calendar", "#main", True),
            View("Kompakt", "list", "#main", False),
            View("Tidstabell", "clock", "#main", False),
            View("Kart", "place", "#main", False),
        ],
        "table": table(MONDAY, sample),
        "week": SimpleNamespace(is_over=False, programme_released_at=None, takes_submissions=True),
        "materials": [
            SimpleNamespace(
                is_recording=True,
                url="#main",
                title="Opptak: Åpningen",
                get_kind_display="Opptak",
                file_format="",
                size_kb=None,
                caption_type="auto",
                get_caption_type_display="",
            )
        ],
    }
    return render(request, "gallery.html", context)
