"""What the views share: getting hold of an organiser, and telling what a verb said."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from organisers.domain.errors import NotAllowed, Refused
from organisers.models import Organiser
from organisers.permissions import can_manage, can_run_team


def own_organiser(request, slug, *, to_run=False):
    """The user's organiser: 404 to strangers; with ``to_run`` 403 to those who only write.

    The coordinator may act for every organiser, as for those who only phone.
    """
    organisers = Organiser.objects
    own = organisers.all() if can_manage(request.user) else organisers.for_user(request.user)
    organiser = get_object_or_404(own.with_texts(), slug=slug)
    if to_run and not can_run_team(request.user, organiser):
        raise PermissionDenied
    return organiser


def attempt(request, done, verb, *args, **kwargs):
    """Call a verb that needs no form, and say on the next page what came of it.

    Returns whether it was done. 403 where the user has not the right.
    """
    try:
        verb(*args, by=request.user, **kwargs)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


def attempt_with(form, verb, *args, **kwargs):
    """Call a verb with what a valid form holds; a refusal is shown in the form, at its field.

    Returns what the verb returned, or None where it refused.
    """
    try:
        return verb(*args, **kwargs)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, str(refused))
        return None
