"""A calendar writer that knows nothing but how to fold and escape. Frozen: it is the floor."""

from datetime import UTC, timedelta

_HEAD = "BEGIN:VCALENDAR\r\nPRODID:-//plain//NO\r\nVERSION:2.0\r\n"
_STAMP = "%Y%m%dT%H%M%SZ"


def fold(line):
    """Lines of 75 octets at most, cut between characters."""
    data = line.encode()
    if len(data) <= 75:
        return line
    parts, start, room = [], 0, 75
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end].decode())
        start, room = end, 74
    return "\r\n ".join(parts)


def escape(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def write(rows):
    """Bytes of a calendar from dictionaries of texts and instants."""
    out = [_HEAD]
    for row in rows:
        lines = [
            "BEGIN:VEVENT",
            f"UID:{row['uid']}",
            f"DTSTAMP:{row['changed']:{_STAMP}}",
            f"LAST-MODIFIED:{row['changed']:{_STAMP}}",
            f"SEQUENCE:{row['sequence']}",
            f"DTSTART:{row['starts']:{_STAMP}}",
            f"DTEND:{row['ends']:{_STAMP}}",
            f"SUMMARY:{escape(row['title'])}",
            f"DESCRIPTION:{escape(row['text'])}",
            f"LOCATION:{escape(row['place'])}",
            f"URL:{row['url']}",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "END:VEVENT",
        ]
        out += [fold(line) + "\r\n" for line in lines]
    out.append("END:VCALENDAR\r\n")
    return "".join(out).encode()


def written_from_the_database():
    """The floor of a feed: one query for what an entry shows, and the plain writer."""
    from events.models import SessionTime, Week  # noqa: PLC0415

    names = {
        "uid": "session__uid",
        "changed": "session__changed_at",
        "sequence": "session__sequence",
        "starts": "starts_at",
        "ends": "ends_at",
        "title": "version__title_nb",
        "text": "version__summary_nb",
        "name": "venue__name_nb",
        "street": "venue__street_address",
        "slug": "version__event__slug",
        "year": "version__event__week__year",
    }
    times = SessionTime.objects.public().for_week(Week.objects.current())
    rows = []
    for values in times.order_by("starts_at").values_list(*names.values()):
        row = dict(zip(names, values, strict=True))
        row["changed"] = row["changed"].astimezone(UTC)
        row["ends"] = (row["ends"] or row["starts"] + timedelta(hours=1)).astimezone(UTC)
        row["starts"] = row["starts"].astimezone(UTC)
        row["url"] = f"https://example.org/program/{row['year']}/{row['slug']}/"
        row["place"] = ", ".join(part for part in (row["name"], row["street"]) if part)
        # As long as ours: what changed, how to take part, who, price, access, languages.
        row["text"] = f"{row['text']}\n{row['place']}\n{row['title']}\n" + _ABOUT + row["url"]
        rows.append(row)
    return write(rows)


_ABOUT = (
    "Påmelding kreves ikke.\nArrangør: Kristiansand folkebibliotek\nGratis\n"
    "Tilgjengelighet: Trinnfri inngang, Heis, HC-toalett, Teleslynge\nSpråk: norsk\n\n"
)
