"""The event as schema.org says it, for search engines: one ``Event`` for each session.

What Google asks of an event: https://developers.google.com/search/docs/appearance/structured-data/event
Nothing stands here that the page does not say.
"""

from django.urls import reverse

from enbyforalle.lib import clock
from enbyforalle.lib.links import absolute
from events.enums import Attendance, HappeningStatus, LanguageUse, PriceType
from events.programme.access import facts_of
from events.programme.sharing import of_event

CONTEXT = "https://schema.org"
_STATUS = {
    HappeningStatus.SCHEDULED: "EventScheduled",
    HappeningStatus.CANCELLED: "EventCancelled",
    HappeningStatus.POSTPONED: "EventPostponed",
}
_MODE = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.BOTH: "MixedEventAttendanceMode",
}
_FREE = (PriceType.FREE, PriceType.PAY_WHAT_YOU_CAN)


def structured(page):
    """JSON-LD of an ``EventPage``: a list with one object for each session, in their order."""
    of_all = _of_all(page)
    return [_session(page, card) | of_all | _sale(page, card) for card in page.sessions]


def _session(page, card):
    time, moved = card.time, card.session.previous_starts_at
    # A postponed session without a new time has none (Google: EventPostponed keeps the old one).
    status = _STATUS[time.status]
    if status == "EventScheduled" and moved is not None and moved != time.starts_at:
        status = "EventRescheduled"
    found = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": f"urn:uuid:{card.session.uid}",
        "startDate": _moment(time.starts_at, is_known=time.is_time_known),
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": f"{CONTEXT}/{_MODE[time.attendance]}",
        "location": _locations(page.version, card),
    }
    if status == "EventRescheduled":
        found["previousStartDate"] = _moment(moved)
    if time.ends_at:
        found["endDate"] = _moment(time.ends_at)
    if time.doors_at:
        found["doorTime"] = _moment(time.doors_at)
    return found


def _moment(instant, *, is_known=True):
    """With Oslo's offset, or the day alone where a source gives no more."""
    local = clock.local(instant)
    return local.isoformat() if is_known else local.date().isoformat()


def _of_all(page):
    version, event = page.version, page.event
    found = {
        "name": str(version.title),
        "url": absolute(event.get_absolute_url()),
        "inLanguage": [
            row.code for row in version.languages.all() if row.use != LanguageUse.WRITTEN
        ],
        "organizer": [_organiser(row) for row in page.organisers],
    }
    optional = {
        "description": str(version.summary),
        # Google shows no event without one: where nobody has given any, the card that is drawn.
        "image": [absolute(url) for url in _pictures(page)] or [of_event(page).image],
        "maximumAttendeeCapacity": version.capacity,
        "typicalAgeRange": _ages(version),
    }
    return found | {name: value for name, value in optional.items() if value}


def _ages(version):
    low, high = version.age_min, version.age_max
    return "" if low is None and high is None else f"{low or 0}-{'' if high is None else high}"


def _pictures(page):
    picture = page.picture
    if picture is None:
        return []
    image = picture.image
    return [reverse("events:picture", args=[image.pk, width, "jpg"]) for width in image.widths]


def _organiser(behind):
    found = {"@type": "Organization", "name": str(behind.name)}
    return found | ({"url": absolute(behind.url)} if behind.url else {})


def _locations(version, card):
    time, found = card.time, []
    if time.attendance != Attendance.ONLINE:
        found.append(_place(card))
    if time.is_online:
        link = "" if version.is_joining_url_hidden else version.joining_url
        # A joining link for those who register alone is on no page.
        url = link or absolute(card.url)
        found.append({"@type": "VirtualLocation", "url": url})
    return found[0] if len(found) == 1 else found


def _place(card):
    place, venue = card.place, card.time.venue
    address = {"@type": "PostalAddress", "addressCountry": "NO"}
    if place.is_hidden:
        # Neither the venue nor its access may give the address away.
        return {"@type": "Place", "name": str(place.district or place.name), "address": address}
    if venue:
        address |= {
            "streetAddress": venue.street_address,
            "postalCode": venue.postal_code,
            "addressLocality": venue.postal_town,
        }
    elif place.address:
        address["streetAddress"] = place.address
    features = [
        {
            "@type": "LocationFeatureSpecification",
            "name": str(fact.feature.name),
            "value": fact.is_yes,
        }
        for fact in facts_of(card.version, venue).values()
        if fact.is_yes or fact.is_no
    ]
    found = {"@type": "Place", "name": str(place.name), "address": address}
    return found | ({"amenityFeature": features} if features else {})


def _sale(page, card):
    """What it costs, and whether this session has a place left; nothing where nobody has said."""
    version = page.version
    if not version.price_type:
        return {}
    is_open = page.registration in ("open", "later")
    link = version.registration_url if is_open else ""
    offer = {
        "@type": "Offer",
        "priceCurrency": "NOK",
        "url": link or absolute(page.event.get_absolute_url()),
        "availability": f"{CONTEXT}/{_availability(card.session)}",
    }
    if version.registration_opens_at:
        offer["validFrom"] = _moment(version.registration_opens_at)
    is_free = version.price_type in _FREE
    return {
        "isAccessibleForFree": is_free,
        # Free is an offer of nothing.
        "offers": [offer | {"price": "0"}] if is_free else _priced(version, offer),
    }


def _priced(version, offer):
    return [
        offer | {"name": str(tier.label), "price": f"{tier.amount:f}"}
        for tier in version.price_tiers.all()
    ]


def _availability(session):
    if session.is_full:
        return "SoldOut"
    return "LimitedAvailability" if session.has_few_left else "InStock"
