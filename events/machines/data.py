"""The programme as JSON: one object a session, in the address's language.

The shape is published as a JSON Schema (``static/schema/programme-1.json``) and only added to.
Codes are those of the filters. Nothing here says more than the event's page does.
"""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from enbyforalle.lib import clock, links
from enbyforalle.lib.i18n import held_language, page_language
from events.enums import Attendance, LanguageUse
from events.programme.access import facts_of
from events.programme.cards import Card, price_words
from events.programme.feeds import changed_at
from events.programme.page import behind
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
        return [_session(time) for time in with_rows(times, terms=VOCABULARIES)]


def _week(week):
    if week is None:
        return None
    return {
        "year": week.year,
        "starts_on": week.starts_on.isoformat(),
        "ends_on": week.ends_on.isoformat(),
        "theme": str(week.theme),
    }


def _session(time):
    version, session, card = time.version, time.session, Card(time)
    return {
        "uid": f"{session.uid}@{settings.UID_DOMAIN}",
        "event": version.event.reference,
        "url": links.absolute(card.url),
        "title": str(version.title),
        "language": version.title.lang,
        "label": str(time.label),
        "summary": str(version.summary),
        "starts_at": _moment(time.starts_at),
        "ends_at": _moment(time.ends_at),
        "doors_at": _moment(time.doors_at),
        "is_time_known": time.is_time_known,
        "status": str(time.status),
        "marks": [_mark(mark) for mark in card.marks],
        "notice": str(card.notice),
        "attendance": str(time.attendance),
        "place": _place(time, card),
        "joining_url": _joining(time),
        "organisers": [_organiser(row) for row in _organisers(version.event)],
        **{name: [row.code for row in getattr(version, name).all()] for name in VOCABULARIES},
        "languages": {
            use: [row.code for row in version.languages.all() if row.use == use]
            for use in LanguageUse.values
        },
        "access": _access(time),
        "age_min": version.age_min,
        "age_max": version.age_max,
        "price": {
            "type": version.price_type,
            "text": price_words(version),
            "tiers": [
                {"label": str(tier.label), "amount": float(tier.amount)}
                for tier in version.price_tiers.all()
            ],
        },
        "registration": {
            "mode": version.registration_mode,
            "url": links.safe(version.registration_url),
            "email": version.registration_email,
            "deadline": _moment(version.registration_deadline),
        },
        "picture": _picture(card),
        "changed_at": _moment(changed_at(time)),
        "sequence": session.sequence,
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


def _joining(time):
    version = time.version
    if not time.is_online or version.is_joining_url_hidden:
        return ""
    return links.safe(version.joining_url)


def _organisers(event):
    named = [event.organiser, *(row.organiser for row in event.accepted)]
    return [behind(organiser) for organiser in named if organiser]


def _organiser(behind):
    return {"name": str(behind.name), "url": links.absolute(behind.url) if behind.url else ""}


def _access(time):
    """What the event or its venue answers; what is not listed is not known."""
    venue = None if time.attendance == Attendance.ONLINE or time.is_address_hidden else time.venue
    facts = facts_of(time.version, venue).values()
    return {
        "yes": [fact.feature.code for fact in facts if fact.is_yes],
        "no": [fact.feature.code for fact in facts if fact.is_no],
    }


def _picture(card):
    if card.picture is None:
        return None
    image = card.picture.image
    address = reverse("events:picture", args=[image.pk, max(image.widths), "jpg"])
    return {"url": links.absolute(address), "alt": str(card.picture.alt)}
