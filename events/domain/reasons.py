"""A stock reason put into a decision, in the language of whoever reads it."""

from events.emails import organiser_readers


def language_of(version):
    """The language the organiser reads mail in: "nb" or "en".

    That of whoever sent the text in, while they still get the event's mail, else of the first who
    does. Norwegian where nobody does.
    """
    readers = organiser_readers(version.event, version)
    by = version.submitted_by.email if version.submitted_by else ""
    known = {reader.email: reader.language for reader in readers}
    return known.get(by) or next(iter(known.values()), "nb")


def with_reason(version, comment, reason=None):
    """What the organiser reads: the stock reason in their language, then what was typed.

    Where the text of the reason stands in the comment already, it is not said twice.
    """
    comment = comment.strip()
    said = reason.text_for(language_of(version)).strip() if reason else ""
    if said in comment:
        return comment
    return "\n\n".join(part for part in (said, comment) if part)
