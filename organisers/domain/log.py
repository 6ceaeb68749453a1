"""What happened to an organiser and its people: rows that the admin's history page shows.

Django's own log table is used, because it is where the coordinator looks already, and because the
change log of events belongs to the app above this one.
"""

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import translation


def write_log(obj, *, by, words, **values):
    """Append one row about ``obj``. Called by verbs, inside their transaction.

    ``words`` is a lazy sentence and ``values`` what it names. It is kept in the site's first
    language, which the coordinator reads, whatever language the person who acted has.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(obj, for_concrete_model=True),
            object_id=str(obj.pk),
            object_repr=str(obj)[:200],
            action_flag=CHANGE,
            change_message=(str(words) % values).strip(),
        )
