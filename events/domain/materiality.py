"""Which words of an event people go by, and which may change without a second look."""

from django.utils.translation import gettext_lazy

TITLE, TIME, PLACE = gettext_lazy("title"), gettext_lazy("time"), gettext_lazy("place")
PRICE, ACCESS = gettext_lazy("price"), gettext_lazy("access")
AUDIENCE, VISIBILITY = gettext_lazy("audience"), gettext_lazy("who may see it")

# What people go by when they decide to come, and in which word the summary speaks of it.
MATERIAL = {
    name: word
    for word, names in (
        (TITLE, "title_nb title_en"),
        (TIME, "is_drop_in"),
        (VISIBILITY, "visibility"),
        (AUDIENCE, "audiences age_min age_max is_limited"),
        (AUDIENCE, "audience_restriction_nb audience_restriction_en"),
        (ACCESS, "has_live_captions is_interpretation_on_request access_note_nb access_note_en"),
        (ACCESS, "access_answers languages"),
        (PRICE, "price_type is_companion_free price_note_nb price_note_en price_tiers"),
    )
    for name in names.split()
}
# How to reach somebody or something: a change of these may be approved without a second look.
CONTACT = frozenset(
    ("public_email", "public_phone", "website", "contact_name", "contact_email", "contact_phone")
    + ("access_contact", "joining_url", "registration_url", "registration_email")
)
# Texts of which a change of spelling is small. Who takes part is named in "partners".
SPELLED = frozenset(
    f"{name}_{code}"
    for name in ("summary", "description", "contribution", "online_platform", "directions")
    + ("weather_plan", "food_note", "content_warning", "good_to_know", "registration_note")
    for code in ("nb", "en")
)
