"""One's own account: what we keep, and the way out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from enbyforalle.lib import unsent
from organisers.domain import people
from organisers.forms.people import FarewellForm, PersonForm
from organisers.models import Organiser
from organisers.views.guards import attempt_with


@never_cache
def account(request):
    """What we keep about oneself, with the ways to change it."""
    user = request.user
    initial = {"name": user.name, "language": user.language}
    form = PersonForm(
        request.POST if request.method == "POST" else unsent.take(request), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        attempt_with(form, people.change_person, user, by=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("organisers:account")
    organisers = Organiser.objects.for_user(user).with_texts()
    return render(request, "organisers/account.html", {"form": form, "organisers": organisers})


@never_cache
def delete_account(request):
    """Say what is forgotten and what must stay, and do it."""
    form = FarewellForm(request.POST if request.method == "POST" else None)
    sure = request.method == "POST" and form.is_valid()
    if sure and attempt_with(form, people.anonymise_user, request.user, by=request.user):
        logout(request)
        messages.success(request, _("Your account is deleted."))
        return redirect("account_login")
    return render(request, "organisers/delete_account.html", {"form": form})
