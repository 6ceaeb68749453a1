"""What people change about themselves, and how they are forgotten."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock
from enbyforalle.publishing.announcing import announce
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.domain.log import write_log
from organisers.enums import OrganiserKind, Role
from organisers.models import Invitation, Membership, Organiser, User

# Right to make somebody else's account anonymous.
FORGET = "organisers.delete_user"
ROLES = "organisers.change_user"


@transaction.atomic
def change_person(user: User, *, by: User, name: str, language: str) -> User:
    """Change the name others see and the language of our messages."""
    if by.pk != user.pk:
        raise NotAllowed(_("You may only change your own data."))
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    return user


@transaction.atomic
def change_roles(user: User, *, by: User, groups: Iterable[Group]) -> User:
    """Give somebody exactly these roles. Whoever has one may enter the administration."""
    if not (by.is_active and by.has_perm(ROLES)):
        raise NotAllowed(_("You may not change roles."))
    if user.is_superuser and not by.is_superuser:
        raise NotAllowed(_("You may not change this person."))
    user.groups.set(groups)
    user.is_staff = user.is_superuser or user.groups.exists()
    user.save(update_fields=["is_staff"])
    write_log(user, by=by, words=gettext_lazy("Roles changed."))
    return user


def note_address(user: User) -> EmailAddress:
    """Make the row that a code by email confirms, for accounts that others have made.

    Without it a person who has just shown that they read the mailbox is asked for a second code.
    """
    address, _created = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    return address


@transaction.atomic
def trust_email(user: User) -> EmailAddress:
    """Count the user's address as verified: for accounts that the site's own people make."""
    address, _created = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return address


@transaction.atomic
def anonymise_user(user: User, *, by: User) -> User:
    """Forget who somebody is, and keep that somebody acted.

    Decisions and submissions belong to the case documents, so the row stays and the rows that
    point at it; name, address, password, roles, memberships and invitations go, and with them
    every session, since an inactive person is nobody. Whoever is the only owner of a team with
    others in it must hand it over first, except where an administrator does this. A lone person's
    organiser stays without members, and an individual's public page is closed. It cannot be
    undone.
    """
    if by.pk != user.pk and not (by.is_active and by.has_perm(FORGET)):
        raise NotAllowed(_("You may only delete your own account."))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        raise Conflict(_("This account is deleted already."))
    teams = list(Organiser.objects.select_for_update(of=("self",)).filter(memberships__user=user))
    if by.pk == user.pk:
        _check_teams_manage_without(user)
    hidden = [team for team in teams if _is_alone(team) and _hide(team)]
    _forget_address(user)
    user.memberships.all().delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    user.email = _nobody(user)
    user.name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.anonymised_at = clock.now()
    user.save()
    write_log(user, by=by, words=gettext_lazy("Account deleted."))
    for organiser in hidden:
        announce("hide organiser", instance=organiser, by=by)
    return user


def _check_teams_manage_without(user):
    owners = Membership.objects.filter(role=Role.OWNER).exclude(user=user)
    needing = (
        Organiser.objects.filter(memberships__user=user, memberships__role=Role.OWNER)
        .exclude(memberships__in=owners)
        .distinct()
    )
    for organiser in needing:
        if not _is_alone(organiser):
            raise Refused(
                _("You are the only owner of %(organiser)s. Make somebody else owner first.")
                % {"organiser": organiser}
            )


def _is_alone(organiser):
    return organiser.memberships.count() == 1


def _hide(organiser):
    """Close an individual's page; whether there was one to close."""
    if organiser.kind != OrganiserKind.INDIVIDUAL or not organiser.is_listed:
        return False
    organiser.is_listed = False
    organiser.save(update_fields=["is_listed"])
    return True


def _forget_address(user):
    addresses = {
        user.email,
        *EmailAddress.objects.filter(user=user).values_list("email", flat=True),
    }
    EmailAddress.objects.filter(user=user).delete()
    invitations = Invitation.objects.filter(email__in=addresses)
    invitations.pending().update(withdrawn_at=clock.now())
    invitations.update(email=_nobody(user))
    # The log says what happened to whom in words, which were the name or the address.
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    ).update(object_repr=_nobody(user))


def _nobody(user):
    """An address that stays unique and can never be reached (RFC 2606)."""
    return f"anonymised-{user.pk}@example.invalid"
