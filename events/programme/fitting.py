"""«Fits me»: what a list says of a session, so that the visitor's own browser can judge it.

The page is the same for everyone. What a visitor needs stays in the browser, whose script
(``static/js/needs.js``) compares it with the words that stand in ``data-fit``: a bare word is a
"yes", one behind a minus is a "no", and what is not there is not known. Silence is never "no".
"""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.enums import AccessGroup, Attendance, LanguageUse, PriceType
from events.models import AccessFeature, District, Version
from events.programme.facets import choices_for
from events.programme.reading import kept

# Audiences whose events one can bring a child to, by code.
WITH_CHILDREN = ("everyone", "families", "children_0_5", "children_6_12")
# From this lowest age an event is none for children.
TOO_OLD = 13
# Districts that are no place one can get to or not.
_NO_PLACE = ("hele-kommunen", "digital")
# Spoken Norwegian is one language, whatever it is written in.
_SPOKEN = {"nn": "nb", "no": "nb"}


def for_children():
    """Whether a session time's event is for an audience with children; for ``annotate``."""
    through = Version._meta.get_field("audiences").remote_field.through
    rows = through.objects.filter(
        version=OuterRef("version"), audience__code__in=WITH_CHILDREN
    ).order_by()
    return Exists(rows)


def fit_of(card):
    """The words of ``data-fit``; asks the database nothing more than the card has asked."""
    version, time = card.version, card.time
    words = [*_access(card), *_languages(version)]
    if time.district and not card.place.is_online and time.district.slug not in _NO_PLACE:
        words.append(f"d-{time.district.slug}")
    if version.age_min is not None and version.age_min >= TOO_OLD:
        words.append("-kids")
    elif card.is_for_children:
        words.append("kids")
    if version.price_type:
        words.append("-free" if version.price_type == PriceType.PAID else "free")
    # "home": nobody has to go anywhere, so neither doors nor districts matter.
    words += {Attendance.IN_PERSON: ["-online"], Attendance.ONLINE: ["online", "home"]}.get(
        time.attendance, ["online"]
    )
    return " ".join(words)


def _access(card):
    """The features that stand on a card, answered by the event or inherited from its venue."""
    facts = [fact for fact in card.access.values() if fact.feature.is_key]
    return [
        fact.feature.code if fact.is_yes else f"-{fact.feature.code}"
        for fact in facts
        if fact.is_yes or fact.is_no
    ]


def _languages(version):
    """What is spoken or interpreted into; signing stands among the access features."""
    codes = (
        _SPOKEN.get(row.code, row.code)
        for row in kept(version, "languages")
        if row.use != LanguageUse.WRITTEN and row.code != "nsl"
    )
    return [f"l-{code}" for code in dict.fromkeys(codes)]


def key_features():
    """The features that one can need, in the order of the form."""
    return list(AccessFeature.objects.filter(is_key=True, is_active=True))


def needs(week):
    """What one can say that one needs: {"access", "languages", "districts"}. Four queries."""
    languages = choices_for(week).get("language", ())
    return {
        "access": key_features(),
        "languages": [row for row in languages if row.is_offered and row.code not in ("nsl", "nn")],
        "districts": list(District.objects.exclude(slug__in=_NO_PLACE)),
    }


def words():
    """The sentences in which the browser says what fits, in the page's language; for JSON.

    ``reasons`` are (why not, what is not known) by need; ``anywhere`` are the needs that say
    nothing of a session one follows from home.
    """
    features = key_features()
    reasons = {feature.code: _reasons(feature) for feature in features} | {
        "language": [_("not in a language you have chosen"), _("language")],
        "district": [_("outside the areas you have chosen"), _("district or area")],
        "kids": [_("not for children"), _("whether children can come along")],
        "free": [_("costs money"), _("price")],
        "online": [_("not online"), _("whether it is online")],
    }
    return {
        "yes": _("Fits you"),
        "no": _("Does not fit you:"),
        "perhaps": _("Perhaps."),
        "unknown": _("Not known:"),
        "count": [_("Fits you: %s"), _("Perhaps: %s"), _("Does not fit you: %s")],
        "hide": _("Hide what does not fit"),
        "show": _("Show what does not fit too"),
        "change": _("Change what you need"),
        "nothing": _("Nothing is kept in this browser."),
        "kept": _("Kept on this device. The lists now say what fits you."),
        "deleted": _("Deleted. Nothing is kept in this browser."),
        "empty": _("Choose at least one thing first."),
        "refused": _("This browser does not let us keep anything."),
        "reasons": reasons,
        "anywhere": [row.code for row in features if row.group == AccessGroup.PHYSICAL],
    }


def _reasons(feature):
    name = _within(str(feature.name))
    return [_("no %(feature)s") % {"feature": name}, name]


def _within(name):
    """The name inside a sentence: «trinnfri inngang», but «HC-toalett» and names of languages."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name
