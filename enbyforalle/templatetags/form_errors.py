"""`{% error_summary form formset %}`: all errors of a page on top, each linking to its field."""

from django import template

register = template.Library()


def _forms(things):
    """The single forms among forms, formsets and nothing (None), in page order."""
    for thing in things:
        if thing is None or not thing.is_bound:
            continue
        yield from getattr(thing, "forms", [thing])


def _whole(things):
    """Errors that belong to no field: of forms and of whole formsets."""
    for thing in things:
        if thing is not None and thing.is_bound:
            yield from thing.non_form_errors() if hasattr(thing, "forms") else ()
    for form in _forms(things):
        yield from form.non_field_errors()


def _label(form, field):
    """The field's name, after that of its row where the form is one of several alike."""
    row = getattr(form, "row_name", "")
    return f"{row}, {field.label}" if row else field.label


@register.inclusion_tag("forms/_error_summary.html")
def error_summary(*forms, heading=""):
    """Nothing when there is nothing to mend. The words are those that stand at the field."""
    items = [{"text": text} for text in _whole(forms)]
    for form in _forms(forms):
        for field in form:
            target = field.id_for_label or f"{field.auto_id}_0"
            items += [
                {"text": text, "label": _label(form, field), "href": f"#{target}"}
                for text in field.errors
            ]
    return {"items": items, "heading": heading}


@register.inclusion_tag("forms/_error_summary.html")
def error_summary_of(forms, heading=""):
    """The same for forms that come as one list."""
    return error_summary(*forms, heading=heading)
