"""The columns of a spreadsheet of events: what each is called, and what may stand in it."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.text import fold


@dataclass(frozen=True)
class Column:
    """One column: its code, its heading, and what to write in it."""

    code: str
    heading: Any
    help: Any
    is_required: bool = False


COLUMNS = (
    Column(
        "key", _("Row key"), _("Your own number for the row. The same key is never read in twice.")
    ),
    Column("title_nb", _("Title"), _("At most 120 characters."), True),
    Column("title_en", _("Title in English"), _("At most 120 characters.")),
    Column("summary_nb", _("Summary"), _("One or two sentences, at most 200 characters.")),
    Column("summary_en", _("Summary in English"), _("At most 200 characters.")),
    Column("description_nb", _("Description"), _("At most 5000 characters.")),
    Column("description_en", _("Description in English"), _("At most 5000 characters.")),
    Column(
        "organiser",
        _("Organiser"),
        _("The name as it stands on the site, or the last part of its address."),
        True,
    ),
    Column(
        "organiser_kind",
        _("Kind of organiser"),
        _("Only for an organiser we do not have: it is then registered."),
    ),
    Column("contact_name", _("Contact person (not shown)"), _("Name.")),
    Column("contact_email", _("Contact person’s email (not shown)"), _("One address.")),
    Column("contact_phone", _("Contact person’s phone (not shown)"), _("Eight digits.")),
    Column("public_email", _("Public email"), _("Shown on the site.")),
    Column("website", _("Web page about the event"), _("Shown on the site.")),
    Column("date", _("Day"), _("For example 8.2.2028. Empty: no session is made.")),
    Column("starts", _("Starts"), _("For example 18.00.")),
    Column("ends", _("Ends"), _("For example 20.00. May be empty.")),
    Column("venue", _("Venue"), _("The name of a venue we have, or any other place.")),
    Column("address", _("Address"), _("Only for a place that is not among our venues.")),
    Column("district", _("District or area"), _("Only for a place that is not among our venues.")),
    Column("room", _("Room"), _("Only with a venue we have.")),
    Column("types", _("Event type"), _("One or more, parted by semicolon.")),
    Column("topics", _("Topics"), _("One or more, parted by semicolon.")),
    Column("audiences", _("Audience"), _("One or more, parted by semicolon.")),
    Column("spoken", _("Event language(s)"), _("For example norsk, arabisk.")),
    Column("interpreted", _("Interpreted into"), _("For example norsk tegnspråk.")),
    Column("price", _("Price"), _("“Free”, or the price in kroner, for example 100.")),
    Column(
        "registration",
        _("Registration"),
        _("A link or an email address if people must register. Empty: no registration needed."),
    ),
)
BY_CODE = {column.code: column for column in COLUMNS}


def column_places(headings):
    """{code: place} of the headings we know, and those we do not, as they are written.

    A heading is known by its code or by its words in either language, however it is cased.
    """
    known = {}
    for column in COLUMNS:
        known[fold(column.code)] = column.code
        for language in ("nb", "en"):
            with translation.override(language):
                known[fold(str(column.heading))] = column.code
    places, unknown = {}, []
    for place, heading in enumerate(headings):
        code = known.get(fold(heading.rstrip("*")))
        if code and code not in places:
            places[code] = place
        elif heading:
            unknown.append(heading)
    return places, unknown
