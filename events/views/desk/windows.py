"""What the desk tells of deadlines, and which reminders somebody gets of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.desk.deadlines import deadlines as all_deadlines
from events.domain import muting
from events.enums import Reminder
from events.forms.reminders import RemindersForm
from organisers.models import Organiser


@never_cache
@require_safe
def deadlines(request):
    """Every moment that matters to somebody who writes events, and how much time is left."""
    own = list(Organiser.objects.for_user(request.user).with_texts())
    return render(request, "desk/deadlines.html", {"weeks": all_deadlines(own)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request):
    """Choose which reminders one gets."""
    muted = muting.muted_kinds(request.user)
    wanted = [kind.value for kind in Reminder if kind.value not in muted]
    form = RemindersForm(request.POST if request.method == "POST" else None)
    form.initial = {"wanted": wanted}
    if request.method == "POST" and form.is_valid():
        muting.set_wanted(request.user, form.cleaned_data["wanted"])
        messages.success(request, _("Your choice is saved."))
        return redirect("desk:reminders")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/reminders.html", {"form": form}, status=status)


# The token is the proof: a mail program that posts has neither cookie nor form (RFC 8058).
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request, token):
    """Switch off one kind of reminder from a link in a mail, without signing in.

    Looking asks first, since programs that scan mail follow links. A mail program's own button
    posts ``List-Unsubscribe=One-Click`` and reads no page (RFC 8058, section 3.2).
    """
    found = muting.read_token(token)
    if found is None:
        return render(request, "desk/switch_off.html", {"kind": None}, status=404)
    user, kind = found
    if request.method == "POST":
        muting.mute(user, kind)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=204)
    context = {"kind": kind.label, "is_done": request.method == "POST", "token": token}
    response = render(request, "desk/switch_off.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
