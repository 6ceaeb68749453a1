"""How forms look: Django's form renderer with the project's templates in templates/forms/.

A form says which fields must be filled in before sending although a draft may be saved without
them, by naming them in `needed`:

    class TextsForm(forms.Form):
        needed = {"title_nb", "summary_nb"}
"""

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe


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
    """Named in settings as FORM_RENDERER.

    It writes Django's own commonest widgets itself, as their templates do but for blank lines:
    those include two more templates for each option, half the time of a page of the form.
    """

    form_template_name = "forms/_form.html"
    formset_template_name = "forms/_formset.html"
    field_template_name = "forms/_field.html"
    bound_field_class = Field

    def render(self, template_name, context, request=None):
        """The template with the context, as safe HTML."""
        write = _WRITTEN_HERE.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return mark_safe(write(context["widget"]))


def _attrs(attrs):
    said = []
    for name, value in attrs.items():
        if value is True:
            said.append(f" {conditional_escape(name)}")
        elif value is not False:
            said.append(f' {conditional_escape(name)}="{conditional_escape(value)}"')
    return "".join(said)


def _input(widget):
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attrs(widget["attrs"])}>'


def _textarea(widget):
    name = conditional_escape(widget["name"])
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{name}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


def _select(widget):
    name = conditional_escape(widget["name"])
    lines = [f'<select name="{name}"{_attrs(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            lines.append(f'\n  <optgroup label="{conditional_escape(group)}">')
        for option in options:
            value, label = map(conditional_escape, (option["value"], option["label"]))
            lines.append(f'\n  <option value="{value}"{_attrs(option["attrs"])}>{label}</option>')
        if group:
            lines.append("\n  </optgroup>")
    return "".join([*lines, "\n</select>"])


def _choices(widget):
    own = widget["attrs"]
    attrs = {name: own[name] for name in ("id", "class") if own.get(name)}
    lines = [f"<div{_attrs(attrs)}>"]
    for group, options, _index in widget["optgroups"]:
        if group:
            lines.append(f"\n  <div><label>{conditional_escape(group)}</label>")
        lines += [f"<div>\n    {_choice(option)}</div>" for option in options]
        if group:
            lines.append("\n  </div>")
    return "".join([*lines, "\n</div>"])


def _choice(option):
    ticked = _input(option)
    if not option.get("wrap_label"):
        return ticked
    place = _attrs({"for": option["attrs"]["id"]}) if option["attrs"].get("id") else ""
    return f"<label{place}>{ticked} {conditional_escape(option['label'])}</label>"


_FOLDER = "django/forms/widgets/"
_INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "tel",
    "hidden",
    "password",
    "date",
    "time",
    "checkbox",
)
_WRITTEN_HERE = {
    f"{_FOLDER}{name}.html": write
    for names, write in (
        (("input", *_INPUTS), _input),
        (("textarea",), _textarea),
        (("select",), _select),
        (("checkbox_select", "radio", "multiple_input"), _choices),
    )
    for name in names
}
