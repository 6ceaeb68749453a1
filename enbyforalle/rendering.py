"""How forms look: Django's form renderer with the project's templates in templates/forms/.

A form says which fields must be filled in before sending although a draft may be saved without
them, by naming them in `needed`:

    class TextsForm(forms.Form):
        needed = {"title_nb", "summary_nb"}
"""

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting


class Field(BoundField):
    """A field that knows what its label has to say in words."""

    @property
    def must(self):
        """Whether it reads "Required": by its own rule, or because the form needs it at last."""
        return self.field.required or self.name in getattr(self.form, "needed", ())

    @property
    def is_tick(self):
        """A single tick box: its label stands after the box, and it is never called optional."""
        return self.widget_type == "checkbox"

    @property
    def css(self):
        """Classes of the wrapper; a widget may add its own by `attrs={"data-wrap": "short"}`."""
        classes = ["field", self.field.widget.attrs.get("data-wrap", "")]
        if self.is_tick:
            classes.append("tick")
        if self.errors:
            classes.append("bad")
        return " ".join(filter(None, classes))


class Renderer(TemplatesSetting):
    """Named in settings as FORM_RENDERER."""

    form_template_name = "forms/_form.html"
    formset_template_name = "forms/_formset.html"
    field_template_name = "forms/_field.html"
    bound_field_class = Field
