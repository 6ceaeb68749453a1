"""The record of what was public: a snapshot of every public change, in its transaction."""

from django.db.models import Q
from django.utils import translation

from enbyforalle import publishing
from events.domain.snapshots import content_of, with_record
from events.models import CoOrganiser, Publication, Version
from events.search import refresh_search_text
from organisers.models import Organiser

LANGUAGES = ("nb", "en")
# Events recorded together; what is read for them is in memory at the same time.
CHUNK = 100

# Where a live version shows a row of reference data.
SHOWN_IN = {
    "venue": ("times__venue",),
    "district": ("times__venue__district", "times__place_district"),
    "topic": ("topics",),
    "eventtype": ("types",),
    "audience": ("audiences",),
    "accessfeature": ("access", "times__venue__features"),
    "groundterm": ("grounds",),
    "sustainablegoal": ("goals",),
    "week": ("event__week",),
}


def snapshot(version):
    """What a reader could read of ``version`` now: ``{"nb": {...}, "en": {...}}``.

    Private contacts, hidden addresses and hidden links are left out, as on the page.
    """
    return _snapshot(with_record(Version.objects).get(pk=version.pk))


def record(event, *, by, what):
    """Append what is public of the event now: a snapshot, or ``{}`` when it is not shown.

    Internal events are recorded too, under their own visibility, because employees read them.
    Whatever was renamed can then be searched for by its new name.
    """
    live = with_record(Version.objects).filter(event=event, is_live=True).first()
    if live is not None:
        refresh_search_text([live])
    return Publication.objects.create(event=event, by=by, what=what, content=_shown(live))


def record_reference_change(instance, *, by):
    """Append a publication for every live event that shows ``instance``; none for a stranger row.

    ``instance`` is a venue, a district, a week, an organiser or its text, or a word of a
    vocabulary. A fixed number of queries for every hundred events.
    """
    showing = Version.objects.filter(_showing(instance), is_live=True)
    live = with_record(Version.objects).filter(pk__in=showing.values("pk"))
    what = f"reference:{instance._meta.model_name}"
    rows = []
    for version in live.iterator(chunk_size=CHUNK):
        refresh_search_text([version])
        row = Publication(event=version.event, by=by, what=what, content=_shown(version))
        rows.append(row)
    Publication.objects.bulk_create(rows, batch_size=CHUNK)


def on_public_change(sender, *, what, instance, by, **kwargs):
    """Record what an organiser's change did to its events; connected to ``public_change``.

    Organisers never hear of events, so the news reaches this app by signal.
    """
    if isinstance(instance, Organiser):
        record_reference_change(instance, by=by)


def announce(event, *, by, what):
    """Record the event's public content and raise the generation: the end of a public verb."""
    record(event, by=by, what=what)
    publishing.announce(what, instance=event, by=by)


def _shown(live):
    is_shown = live is not None and live.event.unpublished_at is None
    return _snapshot(live) if is_shown else {}


def _snapshot(version):
    content = {}
    for language in LANGUAGES:
        with translation.override(language):
            content[language] = content_of(version)
    return content


def _showing(instance):
    """A condition on versions: that they show the row. None do for what is not in the table."""
    name = instance._meta.model_name
    if name in ("organiser", "organisertext"):
        pk = instance.pk if name == "organiser" else instance.organiser_id
        joined = CoOrganiser.objects.public().filter(organiser=pk)
        return Q(event__organiser=pk) | Q(event__in=joined.values("event"))
    condition = Q(pk__in=())
    for path in SHOWN_IN.get(name, ()):
        # A condition for each, so that no row is multiplied by another's join.
        showing = Version.objects.filter(**{path: instance})
        condition |= Q(pk__in=showing.values("pk"))
    return condition
