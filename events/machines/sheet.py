"""The programme as a spreadsheet (CSV): one row a session, with what the JSON says of it.

Columns have the same names in both languages and are only added to, at the end. Several values
in one cell are parted by " | ". The separator is the one that Excel expects in the language of
the address: a semicolon in Norwegian, where the comma parts decimals, and a comma in English.
"""

from datetime import datetime

from enbyforalle.lib.i18n import page_language
from enbyforalle.lib.tables import separated
from events.machines.data import VOCABULARIES, sessions

_BETWEEN = " | "


def _listed(values):
    return _BETWEEN.join(values)


def _list_of(name):
    return lambda row: _listed(row[name])


# Name of the column: what stands in it, of a session as the JSON has it.
_COLUMNS = {
    "uid": lambda row: row["uid"],
    "event": lambda row: row["event"],
    "url": lambda row: row["url"],
    "title": lambda row: row["title"],
    "label": lambda row: row["label"],
    "summary": lambda row: row["summary"],
    "language": lambda row: row["language"],
    "starts_at": lambda row: _moment(row["starts_at"], row["is_time_known"]),
    "ends_at": lambda row: _moment(row["ends_at"], row["is_time_known"]),
    "doors_at": lambda row: _moment(row["doors_at"]),
    "status": lambda row: row["status"],
    "changes": lambda row: _listed(_mark(mark) for mark in row["marks"]),
    "notice": lambda row: row["notice"],
    "attendance": lambda row: row["attendance"],
    "place": lambda row: row["place"]["name"],
    "address": lambda row: row["place"]["address"],
    "room": lambda row: row["place"]["room"],
    "district": lambda row: row["place"]["district"],
    "joining_url": lambda row: row["joining_url"],
    "organisers": lambda row: _listed(one["name"] for one in row["organisers"]),
    **{name: _list_of(name) for name in VOCABULARIES},
    "languages_spoken": lambda row: _listed(row["languages"]["spoken"]),
    "languages_interpreted": lambda row: _listed(row["languages"]["interpreted"]),
    "languages_written": lambda row: _listed(row["languages"]["written"]),
    "access_yes": lambda row: _listed(row["access"]["yes"]),
    "access_no": lambda row: _listed(row["access"]["no"]),
    "age_min": lambda row: row["age_min"],
    "age_max": lambda row: row["age_max"],
    "price_type": lambda row: row["price"]["type"],
    "price": lambda row: row["price"]["text"],
    "registration": lambda row: row["registration"]["mode"],
    "registration_url": lambda row: row["registration"]["url"],
    "registration_email": lambda row: row["registration"]["email"],
    "registration_deadline": lambda row: _moment(row["registration"]["deadline"]),
    "picture": lambda row: row["picture"]["url"] if row["picture"] else "",
    "changed_at": lambda row: _moment(row["changed_at"]),
    "sequence": lambda row: row["sequence"],
}
COLUMNS = tuple(_COLUMNS)


def sheet(times):
    """The public session times as bytes of CSV in the active language."""
    rows = ([value(row) for value in _COLUMNS.values()] for row in sessions(times))
    return separated(COLUMNS, rows, separator=separator())


def separator():
    """What parts the columns in the active language."""
    return "," if page_language() == "en" else ";"


def _moment(text, is_time_known=True):
    """An instant for the spreadsheet; the day alone where a source gives no more."""
    if not text:
        return ""
    instant = datetime.fromisoformat(text)
    return instant if is_time_known else instant.date()


def _mark(mark):
    return f"{mark['words']}: {mark['more']}" if mark["more"] else mark["words"]
