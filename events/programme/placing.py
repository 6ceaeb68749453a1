"""The order of places in every view: by district, then by name; never by what is hidden."""

from django.utils.translation import gettext as _

from enbyforalle.lib.text import collation_key

# After every district: sessions whose district nobody has said, then what is online.
_NOWHERE, _ONLINE = 10_000, 10_001


def district_key(card):
    """Sorts cards by district in the municipality's order, what is online last."""
    if card.place.is_online:
        return _ONLINE, ""
    district = card.time.district
    return (district.position, district.slug) if district else (_NOWHERE, "")


def place_key(card):
    """Sorts and groups cards by what the public may know of the place.

    Those with a hidden address are one group in their district, whatever their venues are.
    """
    place = card.place
    if place.is_hidden or place.is_online:
        return *district_key(card), True, ("", ""), "", 0
    named = collation_key(str(place.name))
    return *district_key(card), False, named, place.address, card.time.venue_id or 0


def district_name(card):
    """What stands over the card's group."""
    if card.place.is_online:
        return _("Online")
    return card.place.district or _("District not known")
