"""Stock reasons: the list the coordinator edits, and the part of a form where one is chosen."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from events.domain.reasons import language_of, with_reason
from events.models import StockReason


class ReasonSelect(forms.Select):
    """Each choice carries its text, so that a script can put it where it may be changed."""

    language = "nb"

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-text"] = value.instance.text_for(self.language)
        return option


class WithStockReason(forms.Form):
    """For a decision form with a ``comment``: a reason may be chosen instead of typed, or both.

    What is chosen is put before what is typed, in the organiser's language.
    """

    kind = ""

    reason = forms.ModelChoiceField(
        StockReason.objects.none(),
        label=_("Use a stock reason"),
        help_text=_("Its text is put before what you write, in the organiser’s language."),
        required=False,
        empty_label=_("None: only what I write"),
        widget=ReasonSelect(attrs={"data-reason": ""}),
    )

    field_order = ("seen", "reason")

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **({"version": version} if version else {}), **kwargs)
        field = self.fields["reason"]
        field.queryset = StockReason.objects.filter(kind=self.kind, is_active=True)
        if version is not None:
            self.version = version
            field.widget.language = language_of(version)
        self.without_reason = self.fields["comment"].error_messages["required"]
        self.fields["comment"].required = False

    def clean(self):
        data = super().clean()
        reason, comment = data.get("reason"), data.get("comment", "")
        if "comment" not in self.errors and not reason and not comment.strip():
            self.add_error("comment", self.without_reason)
        version = getattr(self, "version", None)
        if version is not None and "comment" not in self.errors:
            data["comment"] = with_reason(version, comment, reason)
        return data


@admin.register(StockReason)
class StockReasonAdmin(admin.ModelAdmin):
    """A reason that is no longer used is taken out of use or deleted: decisions keep their text."""

    list_display = ("title_nb", "english_title", "kind", "position", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("title_nb", "title_en", "text_nb", "text_en", "code")
    fields = ("title_nb", "title_en", "code", "kind", "text_nb", "text_en", "position", "is_active")
    actions = None

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"code": ("title_nb",)}

    @admin.display(description=_("title (English)"), ordering="title_en")
    def english_title(self, row):
        return format_html('<span lang="en">{}</span>', row.title_en)
