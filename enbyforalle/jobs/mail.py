"""Mail: written in the transaction it tells about, sent by the worker.

What is kept in the queue is the finished text, so that a later change of a template or of an
event does not change what was said.
"""

import re
import smtplib
import uuid
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from enbyforalle.jobs.enums import MAIL_TASK
from enbyforalle.jobs.tasks import Permanent, task
from enbyforalle.lib import clock
from enbyforalle.lib.text import clean, clean_line

# Mail servers and greylisting ask for patience: with the back-off this is most of a day.
MAX_ATTEMPTS = 24


def queue_mail(
    template,
    *,
    to,
    language,
    context,
    about="",
    key=None,
    reply_to="",
    is_confidential=False,
    headers=None,
    unsubscribe_url="",
    delay=None,
    is_held=False,
    marks=None,
):
    """Render a mail in the language and queue it in the caller's transaction; returns the Job.

    Reads templates/<template>-subject.txt, -body.txt and -body.html with `context` and what
    `mail_values` gives; an address is written `{{ site_url }}{% url … %}`. Text templates are not
    HTML-escaped. Both bodies may extend `jobs/mail-base` (blocks content, button, after_button).

    With a `key` the same mail is queued once. `is_confidential` keeps the text out of the admin:
    for mail with a sign-in code or a personal link. Raises ValidationError where `to` is not one
    address, so that nobody can add receivers or headers.

    `headers` are added to the mail's own. `unsubscribe_url`, a whole address, becomes
    List-Unsubscribe (RFC 2369), which mail programs show as a button; the foot shows it too. The
    address must ask before it acts on a GET, since scanners follow links. `delay` is a timedelta
    in which the mail can still be held; with `is_held` it waits until somebody lets it go. `marks`
    are kept with the mail for whoever queues it, such as {"side": "organiser"}.
    """
    validate_email(to)
    subject, text, html = _rendered(template, language, unsubscribe_url, context)
    return send_mail.enqueue(
        key=key,
        about=about,
        language=language,
        run_at=clock.now() + delay if delay else None,
        is_held=is_held,
        to=to,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to,
        is_confidential=is_confidential,
        headers=_headers(headers, unsubscribe_url),
        **new_identity(),
        **(marks or {}),
    )


def mail_values(language):
    """What every mail's template may read, in the language (which must be the active one).

    `site_url` has no slash at the end.
    """
    return {
        "site_url": settings.SITE_URL.rstrip("/"),
        "site_name": settings.SITE_NAME_EN if language == "en" else settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "language": language,
    }


def new_identity():
    """The headers that make a mail one mail, however often it is handed to the server."""
    return {
        "message_id": f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
        "date": formatdate(clock.now().timestamp()),
    }


def html_of(subject, text, language):
    """The html part of a mail that a person has edited: its text in the house's own letter."""
    # The letter has a foot of its own for what stands below the signature's line.
    words = text.partition("\n-- \n")[0].strip()
    with translation.override(language):
        values = mail_values(language) | {"subject": subject, "words": words}
        return clean(render_to_string("jobs/mail-edited.html", values))


def _headers(headers, unsubscribe_url):
    found = dict(headers or {})
    if unsubscribe_url:
        found["List-Unsubscribe"] = f"<{unsubscribe_url}>"
    return {name: clean_line(value) for name, value in found.items()}


def _rendered(template, language, unsubscribe_url, context):
    """(subject, text, html) in the language."""
    with translation.override(language):
        values = mail_values(language) | {"unsubscribe_url": unsubscribe_url, **context}
        subject = clean_line(_render_text(f"{template}-subject.txt", values))
        # Cleaned, because PostgreSQL keeps no NUL in JSON and a mail no control characters.
        text = clean(_render_text(f"{template}-body.txt", values)).strip() + "\n"
        # What a template leaves out leaves its empty lines behind.
        text = re.sub(r"\n{3,}", "\n\n", text)
        html = clean(render_to_string(f"{template}-body.html", {**values, "subject": subject}))
    return subject, text, html


def _render_text(name, values):
    # Django escapes every template as HTML, and «Ben & Jerry» must not become «Ben &amp; Jerry».
    return get_template(name).template.render(Context(values, autoescape=False))


@task(MAIL_TASK, max_attempts=MAX_ATTEMPTS)
def send_mail(*, to, subject, text, html, message_id, date, reply_to, headers=None, **_marks):
    """Send one mail.

    Its Message-ID was made with the job, so that a mail sent twice because a worker was killed
    is shown once. Raises Permanent where the server refuses the mail for good.
    """
    message = EmailMultiAlternatives(
        subject,
        text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            **(headers or {}),
            "Message-ID": message_id,
            "Date": date,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    message.connection = get_connection()
    try:
        message.send()
    except smtplib.SMTPException as error:
        if _is_final(error):
            raise Permanent(str(error)) from error
        raise
    finally:
        # Django leaves the connection open when the server refuses the password.
        message.connection.close()


def _is_final(error):
    """Whether the server said 5xx about this mail.

    A refused password is also 5xx, but says nothing about the mail and is put right by whoever
    runs the site, so it is tried again.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return False
