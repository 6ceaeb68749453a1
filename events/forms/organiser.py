"""Step 5: who is behind it, in public and for the coordinator alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import PhoneField
from enbyforalle.lib.text import fold
from events.domain import drafts, rows
from events.enums import ContributorRole
from events.forms.fields import Line
from events.forms.parts import Group, StepForm
from events.forms.rows import ListRows, RowForm
from events.models import Version
from organisers.models import Organiser


class ContactForm(StepForm):
    """How the public reaches the organiser, and whom the coordinator calls."""

    template = "desk/parts/_contacts.html"
    needed = frozenset({"contact_name"})
    layout = (
        Group(
            ("public_email", "public_phone", "website"),
            legend=_("Public contact"),
            help=_(
                "Shown to everyone. Fill in at least one. Use the organiser’s own address rather "
                "than a private one."
            ),
        ),
        Group(
            ("contact_name", "contact_email", "contact_phone"),
            legend=_("Contact person"),
            help=_("Only the coordinator sees this. Fill in email or phone, or both."),
        ),
    )

    public_phone = PhoneField(
        label=_("Public phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "data-wrap": "mid"}),
    )
    contact_phone = PhoneField(
        label=_("Contact person’s phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "data-wrap": "mid"}),
    )

    class Meta(StepForm.Meta):
        model = Version
        fields = (
            "public_email",
            "public_phone",
            "website",
            "contact_name",
            "contact_email",
            "contact_phone",
        )
        labels = {
            "public_email": _("Public email"),
            "website": _("Web page about the event"),
            "contact_name": _("Name"),
            "contact_email": _("Contact person’s email"),
        }
        widgets = {
            "public_email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    @property
    def short(self):
        """All of them belong to the short path."""
        return tuple(self.fields)


class CriteriaForm(StepForm):
    """The organiser's confirmation."""

    needed = frozenset({"accepts_criteria"})
    short = ("accepts_criteria",)
    layout = (Group(("accepts_criteria",), legend=_("Confirmation")),)

    class Meta(StepForm.Meta):
        model = Version
        fields = ("accepts_criteria",)
        labels = {
            "accepts_criteria": _(
                "I confirm that the event follows the criteria and the shared values of the week, "
                "that everyone named or pictured has agreed, and that I know that what I send in "
                "becomes a public document"
            )
        }


class ContributorRow(RowForm):
    """Somebody named in the programme; a role is always chosen."""

    always_filled = ("role",)
    called = _("Contributor")

    layout = (
        Group(("name", "role"), kind="pair"),
        Group(("organisation", "subject_nb", "subject_en")),
    )

    name = Line(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=ContributorRole.choices, required=False)
    organisation = Line(label=_("Organisation"), max_length=120, required=False)
    subject_nb = Line(label=_("Subject"), max_length=160, required=False)
    subject_en = Line(label=_("Subject in English"), max_length=160, required=False)

    def clean(self):
        if not self.is_blank() and self.cleaned_data.get("name") == "":
            self.add_error("name", _("Write the name, or empty the row."))
        if self.cleaned_data.get("role") == "":
            self.cleaned_data["role"] = ContributorRole.SPEAKER


class ContributorRows(ListRows):
    """Those named in the programme, replaced as a whole."""

    prefix = "contributors"
    row_form = ContributorRow
    legend = _("Contributors")
    help = _("Names are public. You have the agreement of everyone you name.")
    add_label = _("Add another contributor")
    remove_label = _("Remove contributor")
    short = None
    is_folded = True

    def __init__(self, version, *, data=None, files=None, add="", is_short=False, **context):
        super().__init__(version.contributors.all(), data=data, add=add)

    def write(self, version, values, *, by):
        """Replace the stored rows."""
        rows.set_contributors(version, values, by=by)


class PartnersForm(StepForm):
    """Co-organisers that are registered here, and partners that are not."""

    template = "desk/parts/_partners.html"
    unstored = frozenset({"co_organiser"})
    layout = (
        Group(("co_organiser", "partners"), kind="fold", legend=_("Co-organisers and partners")),
    )

    co_organiser = Line(
        label=_("Ask a registered organiser to be co-organiser"),
        required=False,
        help_text=_(
            "Write its name as it is registered. It is shown in the programme when it has said yes."
        ),
    )

    class Meta(StepForm.Meta):
        model = Version
        fields = ("partners",)
        labels = {"partners": _("Other partners")}
        help_texts = {
            "partners": _("Partners that are not registered here, as they want to be named.")
        }

    def __init__(self, version, **options):
        super().__init__(version, **options)
        self.fields["co_organiser"].widget.attrs |= {"list": "organisers", "autocomplete": "off"}
        rows_ = version.event.co_organisers.select_related("organiser")
        self.asked = list(rows_.prefetch_related("organiser__texts"))
        registered = Organiser.objects.listable().exclude(pk=version.event.organiser_id)
        self.registered = {
            fold(name): organiser
            for organiser in registered.with_texts().distinct()
            for name in _names(organiser)
        }
        self.removed = self.data.get("remove", "") if self.is_bound else ""

    @property
    def offered(self):
        """The names to offer while one writes."""
        there = {row.organiser_id for row in self.asked}
        names = {str(row) for row in self.registered.values() if row.pk not in there}
        return sorted(names)

    def clean_co_organiser(self):
        name = self.cleaned_data["co_organiser"]
        if not name:
            return None
        organiser = self.registered.get(fold(name))
        if organiser is None:
            raise forms.ValidationError(
                _(
                    "No organiser is registered as “%(name)s”. Write the name as it is registered, "
                    "or write it under other partners."
                ),
                params={"name": name},
            )
        return organiser

    def save_rows(self, version, *, by):
        """Ask a co-organiser, or take back the question."""
        wanted = {row.organiser_id: row.organiser for row in self.asked}
        before = set(wanted)
        for row in self.asked:
            if self.removed == f"co-{row.organiser.slug}":
                del wanted[row.organiser_id]
        new = self.cleaned_data.get("co_organiser")
        if new is not None:
            wanted[new.pk] = new
        if set(wanted) == before:
            return False
        drafts.set_co_organisers(version, wanted.values(), by=by)
        return True


def _names(organiser):
    text = organiser.live_text
    return [name for name in (text.name_nb, text.name_en) if name]
