"""The programme as JSON: one object a session, in the address's language.

The shape is published as a JSON Schema (``static/schema/programme-1.json``) and only added to.
Codes are those of the filters. Nothing here says more than the event's page does.
"""

import json
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from enbyforalle.lib import clock, links
from enbyforalle.lib.i18n import held_language, page_language
from events.enums import LanguageUse
from events.programme.access import facts_of
from events.programme.cards import Card, first_picture, price_words
from events.programme.feeds import changed_at
from events.programme.page import behind
from events.programme.reading import kept
from events.programme.rows import with_rows

CONTENT_TYPE = "application/json; charset=utf-8"
VOCABULARIES = ("types", "topics", "audiences", "grounds", "goals")


def data(times, *, week, address):
    """The public session times as bytes of JSON; a fixed number of queries."""
    document = {
        "$schema": links.absolute(static("schema/programme-1.json")),
        "url": address,
        "language": page_language(),
        "week": _week(week),
        "sessions": sessions(times),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def sessions(times):
    """One object for each of the public session times, in program order, as the schema says."""
    with held_language():
        # What an event says is worked out once for all its sessions.
        of_version = cache(_of_version)
        rows = with_rows(times, terms=VOCABULARIES)
        return [_session(time, of_version(time.version)) for time in rows]


def _week(week):
    if week is None:
        return None
    return {
        "year": week.year,
        "starts_on": week.starts_on.isoformat(),
        "ends_on": week.ends_on.isoformat(),
        "theme": str(week.theme),
    }


def _session(time, event):
    session, card = time.session, Card(time)
    return {
        "uid": f"{session.uid}@{settings.UID_DOMAIN}",
        "event": event["event"],
        "url": event["url"],
        "title": event["title"],
        "language": event["language"],
        "label": str(time.label),
        "summary": event["summary"],
        "starts_at": _moment(time.starts_at),
        "ends_at": _moment(time.ends_at),
        "doors_at": _moment(time.doors_at),
        "is_time_known": time.is_time_known,
        "status": str(time.status),
        "marks": [_mark(mark) for mark in card.marks],
        "notice": str(card.notice),
        "attendance": str(time.attendance),
        "place": _place(time, card),
        "joining_url": event["joining_url"] if time.is_online else "",
        "organisers": event["organisers"],
        **event["terms"],
        "languages": event["languages"],
        "access": _access(card),
        **event["part"],
        "picture": event["picture"],
        "changed_at": _moment(changed_at(time)),
        "sequence": session.sequence,
    }


def _of_version(version):
    """What is the same for all sessions of the event."""
    languages = kept(version, "languages")
    return {
        "event": version.event.reference,
        "url": links.absolute(version.event.get_absolute_url()),
        "title": str(version.title),
        "language": version.title.lang,
        "summary": str(version.summary),
        "joining_url": "" if version.is_joining_url_hidden else links.safe(version.joining_url),
        "organisers": [_organiser(row) for row in _organisers(version.event)],
        "terms": {name: [row.code for row in kept(version, name)] for name in VOCABULARIES},
        "languages": {
            use: [row.code for row in languages if row.use == use] for use in LanguageUse.values
        },
        "part": _taking_part(version),
        "picture": _picture(version),
    }


def _taking_part(version):
    """For whom it is, what it costs, and how to register."""
    return {
        "age_min": version.age_min,
        "age_max": version.age_max,
        "price": {
            "type": version.price_type,
            "text": price_words(version),
            "tiers": [
                {"label": str(tier.label), "amount": float(tier.amount)}
                for tier in kept(version, "price_tiers")
            ],
        },
        "registration": {
            "mode": version.registration_mode,
            "url": links.safe(version.registration_url),
            "email": version.registration_email,
            "deadline": _moment(version.registration_deadline),
        },
    }


def _moment(instant):
    """RFC 3339 with Oslo's offset, or None."""
    return clock.local(instant).isoformat(timespec="seconds") if instant else None


def _mark(mark):
    return {"words": str(mark.words), "more": str(mark.more)}


def _place(time, card):
    place = card.place
    district = time.district
    return {
        "name": str(place.name),
        "address": place.address,
        "room": place.room,
        "district": district.slug if district and not place.is_online else "",
        "is_hidden": place.is_hidden,
    }


def _organisers(event):
    named = [event.organiser, *(row.organiser for row in event.accepted)]
    return [behind(organiser) for organiser in named if organiser]


def _organiser(behind):
    return {"name": str(behind.name), "url": links.absolute(behind.url) if behind.url else ""}


def _access(card):
    """What the event or its venue answers; what is not listed is not known."""
    is_hidden = card.time.is_address_hidden
    facts = (facts_of(card.version) if is_hidden else card.access).values()
    return {
        "yes": [fact.feature.code for fact in facts if fact.is_yes],
        "no": [fact.feature.code for fact in facts if fact.is_no],
    }


def _picture(version):
    picture = first_picture(version)
    if picture is None:
        return None
    image = picture.image
    address = reverse("events:picture", args=[image.pk, max(image.widths), "jpg"])
    return {"url": links.absolute(address), "alt": str(picture.alt)}
