"""The demo's venues, which are real public places, and the organisers' meetings."""

from enbyforalle.management.demo.calendar import whole
from enbyforalle.pages import domain as pages
from enbyforalle.pages.models import Meeting
from events.enums import Answer
from events.models import AccessFeature, District, Venue, VenueAccess


def make_venues(rows, refusals, *, confirmed_on):
    """Venues with their access facts: what the data list is yes, ``refusals`` are the no's."""
    features = {feature.code: feature for feature in AccessFeature.objects.all()}
    for row in rows:
        venue = _venue(row)
        answers = dict.fromkeys(row["accessibility"], Answer.YES)
        answers |= dict.fromkeys(refusals.get(row["slug"], ()), Answer.NO)
        VenueAccess.objects.bulk_create(
            VenueAccess(
                venue=venue, feature=features[code], answer=answer, confirmed_on=confirmed_on
            )
            for code, answer in answers.items()
        )


def _venue(row):
    return Venue.objects.create(
        slug=row["slug"],
        name_nb=row["name_nb"],
        name_en=row["name_en"],
        kind=row["kind"],
        street_address=row["street_address"] or "",
        postal_code=row["postal_code"] or "",
        postal_town=row["postal_town"] or "",
        municipality_number=row["municipality_number"],
        district=District.objects.get(slug=row["district"]),
        latitude=row["lat"],
        longitude=row["lon"],
        coordinate_accuracy_m=row["coordinate_accuracy_m"],
        address_status=row["address_status"],
        directions_nb=row["directions_nb"] or "",
        directions_en=row["directions_en"] or "",
    )


def make_meetings(rows):
    """The two meetings for those who make the week; they are no part of the programme."""
    for row in rows:
        venue = Venue.objects.filter(slug=row["venue"]).first()
        registration, online = row["registration"], row["online"] or {}
        pages.save(
            Meeting(
                slug=row["slug"],
                title_nb=row["title_nb"],
                title_en=row["title_en"],
                summary_nb=row["summary_nb"],
                summary_en=row["summary_en"],
                description_nb=row["description_nb"],
                description_en=row["description_en"],
                starts_at=whole(row["sessions"][0]["start"]),
                ends_at=whole(row["sessions"][0]["end"]),
                place=venue.name_nb if venue else "",
                address=venue.address_line if venue else "",
                online_platform=online.get("platform") or "",
                online_url=online.get("url") or "",
                registration_url=registration["url"] or "",
                registration_email=registration["email"] or "",
                registration_deadline=whole(registration["deadline"]),
                capacity=registration["capacity"],
                has_waiting_list=registration["waitlist"],
                languages=row["languages"],
                interpreted_into=row["interpreted_into"],
                accessibility_nb=_access(row, "name_nb"),
                accessibility_en=_access(row, "name_en"),
                contact_email=row["contact_email"],
                is_published=True,
            )
        )


def _access(row, name):
    features = AccessFeature.objects.filter(code__in=row["accessibility"])
    return ", ".join(features.values_list(name, flat=True))
