"""The component gallery: every part of the look in its states, for whoever builds a page.

It has an address only where DEBUG or DEMO is set, and shows nothing from the database.
"""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.shortcuts import render
from django.utils.translation import gettext as _

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


@login_not_required
def gallery(request):
    """All components on one page."""
    context = {
        "form": SampleForm(),
        "bad": SampleForm({}, prefix="bad"),
        "symbols": _symbols(),
        "access": ACCESS,
        "hues": range(12),
        "windows": ("square", "tall", "arch", "round", "wide"),
        "states": [
            ("off", "cancelled", _("Cancelled")),
            ("post", "postponed", _("Postponed")),
            ("moved", "moved", _("Moved")),
            ("full", "full", _("Full")),
            ("few", "few", _("Few places left")),
        ],
    }
    return render(request, "gallery.html", context)
