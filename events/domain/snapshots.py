"""What the public can read of one version, as plain values in one language: no more, no less."""

from datetime import datetime

from django.db.models import Prefetch

from events.enums import VersionState
from events.models import CoOrganiser, Material
from events.models.content import Content
from organisers.models import OrganiserText

# For the coordinator alone, or a mark for those who work with the text.
PRIVATE = frozenset(
    ("contact_name", "contact_email", "contact_phone", "accepts_criteria", "needs_english")
)


def with_record(versions):
    """Versions with all that a snapshot reads, in a fixed number of queries."""
    named = OrganiserText.objects.live()
    joined = (
        CoOrganiser.objects.public()
        .select_related("organiser")
        .prefetch_related(Prefetch("organiser__texts", named, to_attr="live_texts"))
    )
    approved = Material.objects.filter(state=VersionState.APPROVED)
    return versions.with_content().prefetch_related(
        Prefetch("event__organiser__texts", named, to_attr="live_texts"),
        Prefetch("event__co_organisers", joined, to_attr="public_co_organisers"),
        Prefetch("event__materials", approved, to_attr="approved_materials"),
    )


def content_of(version):
    """The version of ``with_record`` in the active language."""
    event = version.event
    content = dict(_answers(version))
    return content | {
        "status": event.status,
        "status_reason": str(event.status_reason),
        "organiser": _name(event.organiser) if event.organiser else event.organiser_names,
        "co_organisers": [_name(row.organiser) for row in event.public_co_organisers],
        "prices": [f"{tier.label}: {tier.amount}" for tier in version.price_tiers.all()],
        "languages": [f"{row.code}:{row.use}" for row in version.languages.all()],
        "access": {row.feature.code: row.answer for row in version.access_answers.all()},
        "contributors": [_contributor(row) for row in version.contributors.all()],
        "pictures": [_picture(row) for row in version.pictures.all() if row.is_showable],
        "materials": [_material(row) for row in event.approved_materials],
        "sessions": [_session(time) for time in version.times.all()],
    }


def _answers(version):
    """Every public field of the form, so that a new one is recorded without being named here."""
    for field in Content._meta.get_fields():
        stem, _line, code = field.name.rpartition("_")
        is_pair = code in ("nb", "en") and hasattr(Content, stem)
        if field.name in PRIVATE:
            continue
        if is_pair:
            yield stem, str(getattr(version, stem))
        elif field.many_to_many:
            yield field.name, [str(term) for term in getattr(version, field.name).all()]
        elif field.name == "joining_url" and version.is_joining_url_hidden:
            yield field.name, ""
        else:
            yield field.name, _plain(getattr(version, field.name))


def _plain(value):
    return value.isoformat() if isinstance(value, datetime) else value


def _name(organiser):
    """The approved name; empty for the words nobody has read and for a private person."""
    text = organiser.public_text
    return str(text.name) if text else ""


def _contributor(row):
    return {
        "name": row.name,
        "role": row.role,
        "organisation": row.organisation,
        "subject": str(row.subject),
    }


def _picture(row):
    return {
        "key": str(row.image_id),
        "alt": str(row.alt),
        "caption": str(row.caption),
        "credit": row.credit,
    }


def _material(row):
    return {
        "kind": row.kind,
        "title": str(row.title),
        "url": row.url,
        "available_on": row.available_on.isoformat() if row.available_on else None,
    }


def _session(time):
    session = time.session
    return _where(time) | {
        "uid": str(session.uid),
        "starts_at": time.starts_at.isoformat(),
        "ends_at": _plain(time.ends_at),
        "doors_at": _plain(time.doors_at),
        "attendance": time.attendance,
        "label": str(time.label),
        "status": session.status,
        "is_full": session.is_full,
        "has_few_left": session.has_few_left,
        "notice": str(session.notice),
        "reported_starts_at": _plain(session.reported_starts_at),
        "reported_ends_at": _plain(session.reported_ends_at),
        "previous_starts_at": _plain(session.previous_starts_at),
    }


def _where(time):
    """The place as the page tells of it: of a hidden one no more than the district."""
    district = str(time.district.name) if time.district else ""
    venue = time.venue
    access = {row.feature.code: row.answer for row in venue.access.all()} if venue else {}
    common = {"district": district, "venue_access": access}
    if time.is_address_hidden:
        return common | {"place": "", "address": "", "room": "", "previous_place": ""}
    return common | {
        "place": str(venue.name if venue else time.place_name),
        "address": venue.address_line if venue else time.place_address,
        "room": time.shown_room,
        "previous_place": str(time.session.previous_place),
    }
