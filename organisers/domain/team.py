"""Who belongs to an organiser: invited, joined, left, removed."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock
from organisers import emails
from organisers.domain import workflow
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.domain.log import write_log
from organisers.enums import Role
from organisers.models import Invitation, Membership, Organiser, User
from organisers.permissions import can_run_team

# A team has a handful of members; somebody who wants the site to send mail to strangers has more.
MAX_INVITATIONS_A_DAY = 20


@transaction.atomic
def invite(
    organiser: Organiser, *, by: User, email: str, role: str = Role.EDITOR, language: str = ""
) -> Invitation:
    """Send somebody a letter that lets them join; an earlier one to the same address dies.

    ``language`` is the letter's, where the address belongs to nobody we know; the inviter's own by
    default. Whether we know them is not told.
    """
    organiser = workflow.locked_organiser(organiser)
    _check_runs_team(by, organiser)
    email = User.objects.normalize_email(email).lower()
    if organiser.memberships.filter(user__email=email).exists():
        raise Refused(_("This person belongs to the team already."), "email")
    since = clock.now() - timedelta(days=1)
    if organiser.invitations.filter(created_at__gt=since).count() >= MAX_INVITATIONS_A_DAY:
        raise Refused(_("You have sent many invitations today. Try again tomorrow."), "email")
    pending = organiser.invitations.pending().filter(email=email)
    pending.update(withdrawn_at=clock.now())
    known = User.objects.filter(email=email).values_list("language", flat=True).first()
    invitation = Invitation.objects.create(
        organiser=organiser,
        email=email,
        role=Role(role),
        language=known or language or by.language,
        invited_by=by,
    )
    emails.invitation_sent(invitation)
    # No address in the log: it would outlive the person's wish to be forgotten.
    write_log(organiser, by=by, words=gettext_lazy("Invited somebody to the team."))
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Make the letter useless."""
    organiser = workflow.locked_organiser(invitation.organiser)
    _check_runs_team(by, organiser)
    invitation = Invitation.objects.get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Conflict(_("The invitation has been accepted already. Remove the member instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        write_log(organiser, by=by, words=gettext_lazy("Withdrew an invitation."))
    return invitation


@transaction.atomic
def accept_invitation(token: UUID, *, by: User) -> Membership:
    """Join the organiser. Whoever holds the letter may, since it came to that mailbox.

    A person may have an account under another address than the one invited. Raises Refused when
    the letter is used, withdrawn or out of date, and for somebody who belongs to the team already;
    their letter can still be used by another.
    """
    invitation = Invitation.objects.filter(token=token).first()
    if invitation is None:
        raise Refused(_("We do not know this invitation."))
    organiser = workflow.locked_organiser(invitation.organiser)
    # Read again behind the lock: two people may have pressed in the same moment.
    invitation = Invitation.objects.get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Conflict(_("The invitation has been used already."))
    if not invitation.is_pending:
        raise Conflict(_("The invitation is no longer valid. Ask for a new one."))
    if organiser.memberships.filter(user=by).exists():
        raise Refused(_("You belong to the team already."))
    invitation.accepted_at, invitation.accepted_by = clock.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    membership = Membership.objects.create(organiser=organiser, user=by, role=invitation.role)
    emails.welcome_to_team(membership)
    write_log(organiser, by=by, words=gettext_lazy("Joined the team."))
    return membership


@transaction.atomic
def leave(organiser: Organiser, *, by: User) -> None:
    """Stop belonging to the organiser."""
    organiser = workflow.locked_organiser(organiser)
    membership = organiser.memberships.filter(user=by).first()
    if membership is None:
        raise NotAllowed(_("You do not belong to this organiser."))
    _check_not_last_owner(membership)
    membership.delete()
    write_log(organiser, by=by, words=gettext_lazy("Left the team."))


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> None:
    """Take somebody out of the team and tell them so."""
    organiser = workflow.locked_organiser(membership.organiser)
    _check_runs_team(by, organiser)
    membership = _still_there(membership)
    _check_not_last_owner(membership)
    membership.delete()
    emails.removed_from_team(membership)
    words = gettext_lazy("Removed person %(number)s from the team.")
    write_log(organiser, by=by, words=words, number=membership.user_id)


@transaction.atomic
def change_role(membership: Membership, *, by: User, role: str) -> Membership:
    """Make a member owner or editor."""
    organiser = workflow.locked_organiser(membership.organiser)
    _check_runs_team(by, organiser)
    membership = _still_there(membership)
    if membership.role == role:
        return membership
    if role != Role.OWNER:
        _check_not_last_owner(membership)
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    words = gettext_lazy("Changed the role of person %(number)s.")
    write_log(organiser, by=by, words=words, number=membership.user_id)
    return membership


def _check_runs_team(by, organiser):
    if not can_run_team(by, organiser):
        raise NotAllowed(_("Only an owner can do this."))


def _check_not_last_owner(membership):
    """An organiser with members has an owner: somebody must be able to let others in."""
    owners = Membership.objects.filter(organiser=membership.organiser, role=Role.OWNER)
    if membership.role == Role.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise Refused(_("An organiser needs an owner. Make somebody else owner first."))


def _still_there(membership):
    found = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if found is None:
        raise Conflict(_("This person does not belong to the team any more."))
    return found
