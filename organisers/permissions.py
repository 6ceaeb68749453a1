"""Who may do what for an organiser. Small questions that view, admin, template and verb all ask."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from organisers.enums import Role
from organisers.models import Membership

REVIEW = "organisers.review_organisertext"
# Whoever may change any organiser in the admin also acts for one that only phoned.
MANAGE = "organisers.change_organiser"


def role_of(user, organiser):
    """The user's role for the organiser, or None for a stranger."""
    if not user.is_authenticated:
        return None
    rows = Membership.objects.filter(user=user, organiser=organiser)
    return rows.values_list("role", flat=True).first()


def is_member(user, organiser):
    """Whether the user belongs to the organiser at all."""
    return role_of(user, organiser) is not None


def is_owner(user, organiser):
    """Whether the user may say who else belongs to the organiser."""
    return role_of(user, organiser) == Role.OWNER


def can_manage(user):
    """Whether the user may act for every organiser, as the coordinator does."""
    return user.is_active and user.has_perm(MANAGE)


def can_edit(user, organiser):
    """Whether the user may write the organiser's words."""
    return is_member(user, organiser) or can_manage(user)


def can_run_team(user, organiser):
    """Whether the user may invite, remove and change the roles of others."""
    return is_owner(user, organiser) or can_manage(user)


def can_review(user):
    """Whether the user may decide on organisers' words at all."""
    return user.is_active and user.has_perm(REVIEW)


def others_who_may_decide(user, organiser):
    """Active users other than ``user`` who may decide and do not belong to the organiser."""
    codename = REVIEW.split(".")[1]
    has_right = (
        Q(is_superuser=True)
        | Q(groups__permissions__codename=codename)
        | Q(user_permissions__codename=codename)
    )
    people = get_user_model().objects
    members = people.filter(memberships__organiser=organiser).values("pk")
    rightful = people.filter(has_right, is_active=True, is_staff=True).exclude(pk=user.pk)
    return rightful.exclude(pk__in=members).distinct()


def may_decide(user, organiser):
    """Whether the user may decide on this organiser's words now.

    Nobody decides in their own cause (Public Administration Act, forvaltningsloven § 6) while
    another person with the right exists.
    """
    if not can_review(user):
        return False
    return not is_member(user, organiser) or not others_who_may_decide(user, organiser).exists()
