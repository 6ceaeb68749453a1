"""One's own organiser: registered, described, sent in for approval."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from enbyforalle.lib import images, unsent
from organisers.domain import registration, texts
from organisers.enums import TextState
from organisers.forms.organiser import FactsForm, LogoForm, RegistrationForm, WordsForm
from organisers.models import OrganiserText
from organisers.permissions import can_review, can_run_team, is_member
from organisers.views.guards import attempt, attempt_with, own_organiser


@never_cache
def register(request):
    """Make an organiser; where somebody with a new account lands."""
    waiting = unsent.take(request)
    form = RegistrationForm(request.POST if request.method == "POST" else waiting)
    if request.method == "POST" and form.is_valid():
        organiser = attempt_with(
            form, registration.register_organiser, by=request.user, **form.cleaned_data
        )
        if organiser:
            messages.success(request, _("%(name)s is registered.") % {"name": organiser})
            return redirect("organisers:own", organiser.slug)
    return render(request, "organisers/register.html", {"form": form, "waiting": waiting})


@never_cache
@require_safe
def own(request, slug):
    """What is public about the organiser, what waits, and what can be done."""
    organiser = own_organiser(request, slug)
    context = {
        "organiser": organiser,
        "live": organiser.live_text,
        "open": organiser.open_text,
        "runs_team": can_run_team(request.user, organiser),
    }
    return render(request, "organisers/own.html", context)


@never_cache
def change(request, slug):
    """Write the organiser's words. Saving keeps a draft; sending in is another button."""
    organiser = own_organiser(request, slug)
    if organiser.open_text and organiser.open_text.state == TextState.SUBMITTED:
        messages.warning(request, _("The text is being read. Take it back before you change it."))
        return redirect("organisers:own", slug)
    text = organiser.open_text or organiser.live_text
    waiting = unsent.take(request)
    form = WordsForm(
        request.POST if request.method == "POST" else waiting,
        initial={name: getattr(text, name) for name in WordsForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        done = attempt_with(
            form, texts.change_text, organiser, by=request.user, **form.cleaned_data
        )
        if done:
            messages.success(request, _("Your draft is saved."))
            return redirect("organisers:own", slug)
    context = {"organiser": organiser, "form": form, "open": text, "waiting": waiting}
    return render(request, "organisers/change.html", context)


@never_cache
def facts(request, slug):
    """Kind, number and whether an individual has a public page: owners only."""
    organiser = own_organiser(request, slug, to_run=True)
    initial = {name: getattr(organiser, name) for name in FactsForm.base_fields}
    waiting = unsent.take(request)
    form = FactsForm(request.POST if request.method == "POST" else waiting, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = attempt_with(
            form, registration.change_facts, organiser, by=request.user, **form.cleaned_data
        )
        if changed:
            messages.success(request, _("The facts are saved."))
            return redirect("organisers:own", slug)
    context = {"organiser": organiser, "form": form, "waiting": waiting}
    return render(request, "organisers/facts.html", context)


@never_cache
def logo(request, slug):
    """Choose a logo; it waits for approval with the rest of the words."""
    organiser = own_organiser(request, slug)
    text = organiser.open_text or organiser.live_text
    initial = {name: getattr(text, name) for name in ("logo_alt_nb", "logo_alt_en")}
    is_sent = request.method == "POST"
    form = LogoForm(*((request.POST, request.FILES) if is_sent else ()), initial=initial)
    if is_sent and form.is_valid() and _stored(request, organiser, form):
        messages.success(request, _("The logo is saved in your draft."))
        return redirect("organisers:own", slug)
    return render(
        request, "organisers/logo.html", {"organiser": organiser, "form": form, "text": text}
    )


def _stored(request, organiser, form):
    data = form.cleaned_data
    alt = {name: data[name] for name in ("logo_alt_nb", "logo_alt_en")}
    try:
        return attempt_with(
            form, texts.change_logo, organiser, data["logo"], by=request.user, **alt
        )
    except images.PictureRefused as refused:
        form.add_error("logo", str(refused))
        return None


@require_POST
def remove_logo(request, slug):
    organiser = own_organiser(request, slug)
    done = _("The logo is taken out of your draft.")
    attempt(request, done, texts.remove_logo, organiser)
    return redirect("organisers:own", slug)


@require_POST
def submit(request, slug):
    """Send changed words in. The first ones go with the first event."""
    text = _open_text(request, slug)
    attempt(request, _("Sent in. You get an email when it is decided."), texts.submit_text, text)
    return redirect("organisers:own", slug)


@require_POST
def take_back(request, slug):
    text = _open_text(request, slug)
    attempt(request, _("Taken back. It is a draft again."), texts.take_back_text, text)
    return redirect("organisers:own", slug)


@require_POST
def withdraw(request, slug):
    text = _open_text(request, slug)
    attempt(request, _("The change is dropped."), texts.withdraw_text, text)
    return redirect("organisers:own", slug)


def _open_text(request, slug):
    """The text a button is about; 404 where the page it stood on is out of date."""
    organiser = own_organiser(request, slug)
    if organiser.open_text is None:
        raise Http404
    return organiser.open_text


@never_cache
@require_safe
def logo_file(request, key, width):
    """A logo that may not be public yet: for its team and for those who decide."""
    text = get_object_or_404(OrganiserText.objects.filter(logo=key).order_by("pk")[:1])
    if not (is_member(request.user, text.organiser) or can_review(request.user)):
        raise Http404
    try:
        name = images.path(key, width, "webp")
    except ValueError as error:
        raise Http404 from error
    if not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        return HttpResponse(file.read(), content_type="image/webp")
