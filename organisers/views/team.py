"""Who belongs to an organiser, and the letters that let people in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from enbyforalle.lib import unsent
from enbyforalle.lib.i18n import page_language
from organisers.domain import team as verbs
from organisers.enums import Role
from organisers.forms.people import InvitationForm
from organisers.models import Invitation
from organisers.permissions import can_run_team
from organisers.views.guards import attempt, attempt_with, own_organiser


@never_cache
@require_safe
def team(request, slug):
    """Members and open invitations; owners also find the buttons here."""
    organiser = own_organiser(request, slug)
    waiting = unsent.take(request, reverse("organisers:invite", args=[slug]))
    form = InvitationForm(waiting, initial={"language": page_language()})
    return _page(request, organiser, form)


@require_POST
def invite(request, slug):
    organiser = own_organiser(request, slug, to_run=True)
    form = InvitationForm(request.POST)
    if form.is_valid():
        sent = attempt_with(form, verbs.invite, organiser, by=request.user, **form.cleaned_data)
        if sent:
            done = _("An invitation is on its way to %(email)s.") % {"email": sent.email}
            messages.success(request, done)
            return redirect("organisers:team", slug)
    return _page(request, organiser, form)


@require_POST
def withdraw_invitation(request, slug, token):
    organiser = own_organiser(request, slug, to_run=True)
    invitation = get_object_or_404(organiser.invitations, token=token)
    attempt(request, _("The invitation is withdrawn."), verbs.withdraw_invitation, invitation)
    return redirect("organisers:team", slug)


@require_POST
def remove_member(request, slug, member):
    organiser = own_organiser(request, slug, to_run=True)
    membership = get_object_or_404(organiser.memberships, pk=member)
    done = _("%(name)s is no longer in the team.") % {"name": membership.user}
    attempt(request, done, verbs.remove_member, membership)
    return redirect("organisers:team", slug)


@require_POST
def change_role(request, slug, member):
    organiser = own_organiser(request, slug, to_run=True)
    membership = get_object_or_404(organiser.memberships, pk=member)
    role = Role.EDITOR if membership.role == Role.OWNER else Role.OWNER
    done = _("The role is changed.")
    attempt(request, done, verbs.change_role, membership, role=role)
    return redirect("organisers:team", slug)


@require_POST
def leave(request, slug):
    organiser = own_organiser(request, slug)
    done = _("You have left %(name)s.") % {"name": organiser}
    if attempt(request, done, verbs.leave, organiser):
        return redirect("organisers:account")
    return redirect("organisers:team", slug)


def _page(request, organiser, form):
    context = {
        "organiser": organiser,
        "members": organiser.memberships.select_related("user"),
        "invitations": organiser.invitations.pending(),
        "runs_team": can_run_team(request.user, organiser),
        "form": form,
    }
    return render(request, "organisers/team.html", context)


@login_not_required
@never_cache
@require_safe
def invitation(request, token):
    """Where the letter leads: who invites to what, and the ways in for those without an account.

    Whoever has the address has the letter, so it may name an organiser that is not public yet.
    """
    letter = (
        Invitation.objects.select_related("organiser", "invited_by").filter(token=token).first()
    )
    if letter is None or not letter.is_pending:
        status = 404 if letter is None else 410
        return render(request, "organisers/invitation_over.html", {"letter": letter}, status=status)
    here = urlencode({"next": request.path})
    context = {
        "letter": letter,
        "sign_in": f"{reverse('account_login')}?{here}",
        "sign_up": f"{reverse('account_signup')}?{here}&{urlencode({'email': letter.email})}",
        "is_member": letter.organiser.memberships.filter(user_id=request.user.pk).exists(),
    }
    return render(request, "organisers/invitation.html", context)


@require_POST
def accept(request, token):
    letter = get_object_or_404(Invitation, token=token)
    done = _("Welcome to %(name)s.") % {"name": letter.organiser}
    if attempt(request, done, verbs.accept_invitation, token):
        return redirect("organisers:own", letter.organiser.slug)
    return redirect("organisers:invitation", token)
