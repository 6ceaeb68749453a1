"""The record of what was public: a snapshot of every public change, in its transaction."""

from django.utils import translation

from enbyforalle import publishing
from events.enums import Visibility
from events.models import Event, Publication, Version
from events.search import refresh_search_text
from organisers.models import Organiser

LANGUAGES = ("nb", "en")


def snapshot(version):
    """What a reader could read of ``version`` now: ``{"nb": {...}, "en": {...}}``.

    Private contacts, hidden addresses and hidden links are left out, as on the page.
    """
    whole = Version.objects.with_content().get(pk=version.pk)
    content = {}
    for language in LANGUAGES:
        with translation.override(language):
            content[language] = _content(whole)
    return content


def record(event, *, by, what):
    """Append what is public of the event now: a snapshot, or ``{}`` when it is not shown.

    Internal events are recorded too, under their own visibility, because employees read them.
    Whatever was renamed can then be searched for by its new name.
    """
    live = Version.objects.filter(event=event, is_live=True).first()
    if live is not None:
        refresh_search_text([live])
    shown = live is not None and event.unpublished_at is None
    content = snapshot(live) if shown else {}
    return Publication.objects.create(event=event, by=by, what=what, content=content)


def record_reference_change(instance, *, by):
    """Append a publication for every live event that shows ``instance``; none for a stranger row.

    ``instance`` is a venue, a district, an organiser or its text, or a word of a vocabulary.
    """
    for event in Event.objects.filter(pk__in=_live_versions_showing(instance).values("event")):
        record(event, by=by, what=f"reference:{instance._meta.model_name}")


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


def _live_versions_showing(instance):
    live = Version.objects.filter(is_live=True)
    name = instance._meta.model_name
    if name == "organisertext":
        instance, name = instance.organiser, "organiser"
    lookups = {
        "venue": "times__venue",
        "district": "times__venue__district",
        "organiser": "event__organiser",
        "topic": "topics",
        "eventtype": "types",
        "audience": "audiences",
        "accessfeature": "access",
        "week": "event__week",
    }
    if isinstance(instance, Organiser):
        both = live.filter(event__organiser=instance) | live.filter(
            event__co_organisers__organiser=instance
        )
        return both.distinct()
    return live.filter(**{lookups[name]: instance}) if name in lookups else live.none()


def _content(version):
    words = (
        "title",
        "summary",
        "description",
        "contribution",
        "directions",
        "weather_plan",
        "audience_restriction",
        "access_note",
        "food_note",
        "content_warning",
        "good_to_know",
        "price_note",
        "registration_note",
    )
    event = version.event
    content = {name: str(getattr(version, name)) for name in words}
    content |= {
        "organiser": str(event.organiser or event.organiser_names),
        "visibility": Visibility(version.visibility).value,
        "status": event.status,
        "status_reason": str(event.status_reason),
        "price_type": version.price_type,
        "prices": [f"{tier.label}: {tier.amount}" for tier in version.price_tiers.all()],
        "registration": version.registration_mode,
        "types": [str(term) for term in version.types.all()],
        "topics": [str(term) for term in version.topics.all()],
        "audiences": [str(term) for term in version.audiences.all()],
        "languages": [f"{row.code}:{row.use}" for row in version.languages.all()],
        "access": {row.feature.code: row.answer for row in version.access_answers.all()},
        "pictures": [str(picture.image_id) for picture in version.pictures.all()],
        "sessions": [_session(time) for time in version.times.all()],
    }
    return content


def _session(time):
    place = str(time.venue or time.place_name)
    address = time.venue.address_line if time.venue else time.place_address
    return {
        "uid": str(time.session.uid),
        "starts_at": time.starts_at.isoformat(),
        "ends_at": time.ends_at.isoformat() if time.ends_at else None,
        "attendance": time.attendance,
        "place": place,
        "address": "" if time.is_address_hidden else address,
        "room": time.shown_room,
        "label": str(time.label),
        "status": time.session.status,
        "is_full": time.session.is_full,
        "has_few_left": time.session.has_few_left,
        "notice": str(time.session.notice),
    }
