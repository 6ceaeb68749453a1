"""Writing one event of the demo as its organiser would: through the form's own verbs."""

from enbyforalle.lib import clock
from enbyforalle.management.demo.calendar import whole
from enbyforalle.management.demo.people import owner_of
from events.domain import drafts, rows
from events.enums import Answer, Attendance, LanguageUse
from events.models import (
    Audience,
    CoOrganiser,
    District,
    EventType,
    GroundTerm,
    SustainableGoal,
    Topic,
    Venue,
)

# Sentences in the data that have a field of their own in the model.
WEATHER = "Ved regn eller snø"
PHOTO_FREE = "Fotofritt"


def write(row, *, week, organisers):
    """A draft with everything ``row`` of the demo data says; returns the version."""
    organiser = organisers[row["organiser"]]
    by = owner_of(organiser)
    version = drafts.start_event(week, organiser, by=by)
    version = drafts.save_draft(version, by=by, changed=_columns(row) | _many(row))
    for session in row["sessions"]:
        drafts.add_time(version, by=by, **_time(row, session))
    answers = dict.fromkeys(row["accessibility"], Answer.YES)
    answers |= dict.fromkeys(row.get("access_no", ()), Answer.NO)
    rows.set_access(version, answers, by=by)
    rows.set_languages(version, LanguageUse.SPOKEN, row["languages"], by=by)
    rows.set_languages(version, LanguageUse.INTERPRETED, row.get("interpreted_into", ()), by=by)
    rows.set_prices(version, _prices(row), by=by)
    _take_part(version.event, row, organisers)
    version.refresh_from_db()
    return version


def _take_part(event, row, organisers):
    for slug in row.get("co_organisers", ()):
        CoOrganiser.objects.create(event=event, organiser=organisers[slug], accepted_at=clock.now())


def _columns(row):
    price, registration = row.get("price", {}), row.get("registration", {})
    online = row.get("online") or {}
    columns = {
        name: row.get(name) or ""
        for stem in ("title", "summary", "description", "food_note", "audience_restriction")
        for name in (f"{stem}_nb", f"{stem}_en")
    }
    columns |= _contribution(row) | _notices(row)
    return columns | {
        "language_nb": row.get("language_nb", "nb"),
        "visibility": row.get("visibility", "public"),
        "age_min": row.get("age_min"),
        "age_max": row.get("age_max"),
        "is_limited": bool(row.get("audience_restriction_nb")),
        "is_interpretation_on_request": row.get("interpretation_on_request", False),
        "is_drop_in": row.get("drop_in", False),
        "access_note_nb": row.get("access_note_nb", ""),
        "online_platform_nb": online.get("platform", ""),
        "online_platform_en": online.get("platform_en", ""),
        "joining_url": online.get("url") or "",
        "is_joining_url_hidden": bool(online) and not online["url"],
        "has_live_captions": online.get("live_captions", False),
        "price_type": price.get("type", "free"),
        "is_companion_free": price.get("companion_free"),
        "registration_mode": registration.get("mode", "none"),
        "registration_url": registration.get("url") or "",
        "registration_email": registration.get("email") or "",
        "registration_deadline": whole(registration.get("deadline")),
        "capacity": registration.get("capacity"),
        "has_waitlist": registration.get("waitlist", False),
        "public_email": row.get("contact_email") or f"{row['slug'][:30]}@example.org",
        "contact_name": "Demo Kontakt",
        "contact_email": f"{row['organiser']}@example.org",
        "accepts_criteria": True,
    }


def _contribution(row):
    topic = Topic.objects.get(code=row["topics"][0])
    return {
        "contribution_nb": f"Folk som sjelden møtes, får en grunn til å møtes. Emnet er "
        f"«{topic.name_nb}», og alle som vil, kan være med.",
        "contribution_en": f"People who seldom meet get a reason to meet. The topic is "
        f"“{topic.name_en}”, and anyone who wants to can take part.",
    }


def _notices(row):
    nb, en = row.get("notice_nb") or "", row.get("notice_en") or ""
    found = {
        "is_photo_free": row.get("photo_free", False) or nb.startswith(PHOTO_FREE),
        "weather_plan_nb": row.get("weather_plan_nb", ""),
        "weather_plan_en": row.get("weather_plan_en", ""),
        "content_warning_nb": row.get("content_warning_nb", ""),
        "content_warning_en": row.get("content_warning_en", ""),
    }
    if nb.startswith(PHOTO_FREE) or row.get("cancelled"):
        return found
    field = "weather_plan" if nb.startswith(WEATHER) else "good_to_know"
    if nb and "content_warning" in row["accessibility"]:
        field = "content_warning"
    if nb:
        found |= {f"{field}_nb": nb, f"{field}_en": en}
    return found


def _many(row):
    def terms(model, key):
        return list(model.objects.filter(code__in=[str(code) for code in row.get(key, ())]))

    return {
        "types": terms(EventType, "event_types"),
        "topics": terms(Topic, "topics"),
        "audiences": terms(Audience, "audiences"),
        "grounds": terms(GroundTerm, "grounds"),
        "goals": terms(SustainableGoal, "sdgs"),
    }


def _time(row, session):
    place, online = row.get("place"), row.get("online")
    slug = session.get("venue") or row["venue"]
    venue = Venue.objects.get(slug=slug) if slug else None
    fields = {
        "starts_at": whole(session["start"]),
        "ends_at": whole(session["end"]),
        "venue": venue,
        "attendance": Attendance.IN_PERSON,
        "label_nb": session.get("label_nb") or "",
        "label_en": session.get("label_en") or "",
    }
    if online:
        fields["attendance"] = Attendance.BOTH if venue else Attendance.ONLINE
    if place:
        fields |= {
            "place_name": place["name"],
            "place_address": place["address"],
            "place_district": District.objects.get(slug=place["district"]),
            "is_address_hidden": place.get("hidden", False),
        }
    return fields


def _prices(row):
    return [
        {"label_nb": tier["label_nb"], "label_en": tier["label_en"], "amount": tier["amount"]}
        for tier in row.get("price", {}).get("tiers", ())
    ]
