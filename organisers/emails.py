"""One function for each e-mail about organisers and their people.

Called by verbs inside their transaction: the finished mail is put in the queue. The templates are
templates/organisers/mail/<name>-subject.txt, -body.txt and -body.html.
"""

from django.conf import settings

from enbyforalle.jobs.mail import queue_mail
from organisers.enums import Role


def account_mail(name, *, to, language, **context):
    """Codes and notices about an account, from templates/account/mail/. Confidential: whoever
    reads a code is signed in as somebody else."""
    queue_mail(
        f"account/mail/{name}", to=to, language=language, context=context, is_confidential=True
    )


def invitation_sent(invitation):
    """To whoever is invited. The text is confidential: its link lets the reader join."""
    _queue(
        "invitation",
        to=invitation.email,
        language=invitation.language,
        organiser=invitation.organiser,
        is_confidential=True,
        invitation=invitation,
        inviter=invitation.invited_by.name,
    )


def welcome_to_team(membership):
    """To whoever has joined."""
    _to_person("welcome", membership.user, membership.organiser, role=membership.role)


def removed_from_team(membership):
    """To whoever was taken out of the team by somebody else."""
    _to_person("removed", membership.user, membership.organiser)


def text_submitted(text):
    """To the coordinator: new words wait to take the place of live ones."""
    _queue(
        "text-submitted",
        to=settings.CONTACT_EMAIL,
        language=settings.LANGUAGE_CODE,
        organiser=text.organiser,
        text=text,
    )


def text_approved(text):
    """To the owners: the new words are public."""
    _to_owners("text-approved", text)


def text_rejected(text):
    """To the owners: the words were not accepted, and why."""
    _to_owners("text-rejected", text)


def text_changes_requested(text):
    """To the owners: what should be different."""
    _to_owners("text-changes-requested", text)


def _to_owners(name, text):
    owners = text.organiser.memberships.filter(role=Role.OWNER).select_related("user")
    for membership in owners:
        _to_person(name, membership.user, text.organiser, text=text)


def _to_person(name, user, organiser, **context):
    _queue(name, to=user.email, language=user.language, organiser=organiser, **context)


def _queue(name, *, to, language, organiser, is_confidential=False, **context):
    queue_mail(
        f"organisers/mail/{name}",
        to=to,
        language=language,
        context={"organiser": organiser, **context},
        about=organiser.slug,
        is_confidential=is_confidential,
    )
