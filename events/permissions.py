"""Who may do what with an event. Small questions that view, admin, template and verb all ask."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from organisers.models import Membership

REVIEW = "events.review_event"
ENTER = "events.enter_event"
TAKE_DOWN = "events.takedown_event"
SEE_INTERNAL = "events.see_internal"
DECIDE_AS_DISQUALIFIED = "events.decide_as_disqualified"


def is_member(user, event):
    """Whether the user belongs to the event's own organiser."""
    if not user.is_authenticated or event.organiser_id is None:
        return False
    return Membership.objects.filter(user=user, organiser_id=event.organiser_id).exists()


def is_co_organiser(user, event):
    """Whether the user belongs to an organiser that has accepted to take part."""
    if not user.is_authenticated:
        return False
    return event.co_organisers.accepted().filter(organiser__memberships__user=user).exists()


def can_review(user):
    """Whether the user may decide on submissions at all."""
    return user.is_active and user.has_perm(REVIEW)


def can_enter(user):
    """Whether the user may enter and edit events for others."""
    return user.is_active and user.has_perm(ENTER)


def can_take_down(user):
    """Whether the user may take events and pictures off the site."""
    return user.is_active and user.has_perm(TAKE_DOWN)


def can_edit(user, event):
    """Whether the user may write in the event's open version or change its facts of the day."""
    return can_enter(user) or is_member(user, event)


def can_write_in(user, version):
    """Whether the user may write in the version as it stands now.

    In a draft, and where changes are asked for, whoever may edit the event; in a text that waits,
    the coordinator alone, who has opened it for that.
    """
    if version.is_being_edited:
        return can_enter(user)
    return version.is_editable and can_edit(user, version.event)


def can_see(user, event):
    """Whether the user may see the event before it is public."""
    return can_edit(user, event) or can_review(user) or is_co_organiser(user, event)


def is_disqualified(user, event):
    """Whether the user would be deciding in their own cause.

    Public Administration Act (forvaltningsloven) § 6: one who is a party, or acts for one, must
    not prepare or decide the case.
    """
    return is_member(user, event) or is_co_organiser(user, event)


def deciders():
    """Active staff with the right to decide on submissions: by group, by own right, superusers."""
    app, codename = REVIEW.split(".")
    has_right = (
        Q(is_superuser=True)
        | Q(
            groups__permissions__codename=codename,
            groups__permissions__content_type__app_label=app,
        )
        | Q(user_permissions__codename=codename, user_permissions__content_type__app_label=app)
    )
    return get_user_model().objects.filter(has_right, is_active=True, is_staff=True).distinct()


def others_who_may_decide(user, event):
    """Active users other than ``user`` who may decide on the event without being disqualified."""
    # An event known from a source alone has no organiser, and "none" would mean everybody here.
    organisers = [event.organiser_id] if event.organiser_id else []
    organisers += event.co_organisers.accepted().values_list("organiser_id", flat=True)
    disqualified = Membership.objects.filter(organiser__in=organisers).values("user")
    return deciders().exclude(pk=user.pk).exclude(pk__in=disqualified)


def needs_disqualified_reason(user, event):
    """Whether the user may decide only because nobody else can, and must then say why."""
    return (
        can_review(user)
        and is_disqualified(user, event)
        and user.has_perm(DECIDE_AS_DISQUALIFIED)
        and not others_who_may_decide(user, event).exists()
    )


def may_decide(user, event):
    """Whether the user may decide on this event now (see ``needs_disqualified_reason``)."""
    if not can_review(user):
        return False
    return not is_disqualified(user, event) or needs_disqualified_reason(user, event)


def can_report_facts(user, event):
    """Whether the user may cancel, mark full and so on: the event is approved and theirs."""
    return can_edit(user, event) and event.live is not None


def may_answer_for_the_week(user, event):
    """Whether the user may write to the organiser and read and make internal notes.

    Whoever belongs to the event's organisers is a party to the case, and does so only where nobody
    else can (see ``needs_disqualified_reason``).
    """
    if not user.is_active or not (can_enter(user) or can_review(user)):
        return False
    return not is_disqualified(user, event) or needs_disqualified_reason(user, event)
