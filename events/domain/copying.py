"""Copying the whole content of one version into a new one."""

from events.models import Version
from events.models.content import Content

# Each version must confirm the criteria itself, and what a decision wrote is not content.
NOT_COPIED = {"accepts_criteria"}
ROWS = ("access_answers", "languages", "price_tiers", "contributors", "times", "pictures")


def copy_content(source, target):
    """Write all that ``source`` says into the unsaved version ``target``, and save it.

    Sessions keep their identity, pictures their file; only the words about them are new rows.
    """
    for field in Content._meta.get_fields():
        if not field.many_to_many and field.name not in NOT_COPIED:
            setattr(target, field.name, getattr(source, field.name))
    target.save()
    for field in Version._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(target, field.name).set(getattr(source, field.name).all())
    for name in ROWS:
        copy_rows(source, target, name)
    return target


def copy_rows(source, target, name):
    """Copy the rows ``source.<name>`` to ``target`` as new rows."""
    rows = list(getattr(source, name).all())
    for row in rows:
        row.pk = None
        row.version = target
    getattr(target, name).model.objects.bulk_create(rows)
