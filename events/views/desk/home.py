"""The organiser's desk: own events, one event, and the verbs that need no form."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events import permissions
from events.desk import paths
from events.desk.deadlines import front_page
from events.desk.standing import standing_of
from events.domain import co_organisers, drafts, new_events, review, windows
from events.domain.completeness import missing
from events.domain.differences import differences, of_change
from events.domain.errors import Refused
from events.models import CoOrganiser, Event, Version
from events.views.desk.access import open_version, readable_event, writable_event
from events.views.desk.conversation import talk_of
from organisers.models import Organiser

# Texts of several thousand characters that no list shows.
HEAVY = [
    f"{name}_{language}"
    for name in ("description", "contribution", "directions", "access_note")
    for language in ("nb", "en")
] + ["search_text"]


@never_cache
@require_safe
def home(request):
    """Own events, newest week first, and what each waits for."""
    own = list(Organiser.objects.for_user(request.user).with_texts())
    asked = (
        CoOrganiser.objects.filter(organiser__in=own, accepted_at=None, declined_at=None)
        .select_related("event__week", "organiser", "event__organiser")
        .prefetch_related("event__organiser__texts")
    )
    front = front_page(own)
    if not own:
        return render(request, "desk/nobody.html", {"lines": front.lines})
    own_ids = {row.pk for row in own}
    events = (
        Event.objects.visible_to(request.user)
        .with_last_end()
        .select_related("week")
        .prefetch_related(
            Prefetch("versions", Version.objects.defer(*HEAVY).order_by("number")),
            Prefetch("organiser", Organiser.objects.with_texts()),
        )
        .order_by("-week__year", "-pk")
    )
    rows = [
        standing_of(
            event,
            list(event.versions.all()),
            may_write=event.organiser_id in own_ids,
            late=front.late.get((event.week_id, event.organiser_id)),
        )
        for event in events
    ]
    # What waits for the organiser comes first, what is settled last.
    rows.sort(key=lambda row: (-row.event.week.year, row.urgency))
    context = {"rows": rows, "own": own, "asked": list(asked)}
    context |= {"weeks": front.weeks, "lines": front.lines}
    context["has_earlier"] = any(row.event.week.is_over for row in rows)
    return render(request, "desk/home.html", context)


@never_cache
@require_safe
def event(request, reference):
    """One event: where it stands, what was said, what can be done."""
    found = readable_event(request.user, reference)
    standing = standing_of(
        found,
        list(found.versions.order_by("number")),
        may_write=permissions.can_edit(request.user, found),
        late=windows.late_access_for(found.week, found.organiser),
    )
    context = {"standing": standing, "event": found, "talk": talk_of(request, found)}
    context["joined"] = _joined(request.user, found)
    context |= _waiting(standing)
    return render(request, "desk/event.html", context)


def _waiting(standing):
    """What waits beside what the public sees, and what the coordinator did to the text."""
    version = standing.version
    is_change = standing.live is not None and version.is_open
    edits = None
    if version.edit_of_id is not None and not version.is_being_edited:
        pair = Version.objects.with_content().in_bulk([version.pk, version.edit_of_id])
        edits = differences(pair[version.edit_of_id], pair[version.pk], joining=())
    return {
        "changes": of_change(version) if is_change else None,
        "edits": edits,
        "is_ready": version.is_editable and not version.is_correction and not missing(version),
    }


def _verb(request, reference, act, done, *, refused_to="desk:event"):
    """Fetch, act, tell, and lead back: what all verbs without a form have in common."""
    found = writable_event(request.user, reference)
    if request.method != "POST":
        return redirect("desk:event", reference)
    try:
        act(found)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(refused_to, reference)
    messages.success(request, done)
    return redirect("desk:event", reference)


@never_cache
def take_back(request, reference):
    """Make a submission a draft again."""
    return _verb(
        request,
        reference,
        lambda found: review.take_back(_open(found), by=request.user),
        _("The event is a draft again. Send it in when you are ready."),
    )


@never_cache
def withdraw(request, reference):
    """Ask first, then withdraw."""
    found = writable_event(request.user, reference)
    if request.method != "POST" and open_version(found) is not None:
        context = {"event": found, "live": found.live, "version": open_version(found)}
        return render(request, "desk/withdraw.html", context)
    return _verb(
        request,
        reference,
        lambda found: review.withdraw(_open(found), by=request.user),
        _done_words(found),
    )


def _done_words(found):
    """What is said when the open version is gone; asked before it goes."""
    version = open_version(found)
    if found.live is not None:
        return _("The change is dropped. The public event is as it was.")
    if version is not None and version.submitted_at is None:
        return _("The draft is deleted.")
    return _("Withdrawn. The text is kept, and you can start again from it.")


@never_cache
def new_event(request, reference):
    """Make a new draft of a change that was not accepted, and go on in its form."""
    found = writable_event(request.user, reference)
    refused = found.versions.order_by("-number").first()
    if request.method != "POST":
        return redirect("desk:event", reference)
    try:
        draft = new_events.start_from_refused(refused, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:event", reference)
    messages.success(request, _("Your text is copied to a new draft. Look it over and send it in."))
    return redirect("desk:about", draft.event.reference)


@never_cache
def open_change(request, reference):
    """Begin a change of an approved event, or a new version of one that was not accepted."""
    found = writable_event(request.user, reference)
    if request.method != "POST":
        return redirect("desk:event", reference)
    try:
        drafts.open_change(found, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:event", reference)
    # Whatever is to be another may stand on any page, and nothing but the confirmation is missing.
    step = "short" if paths.is_chosen_short(request, found) else "about"
    return redirect(f"desk:{step}", reference)


@never_cache
def answer_invitation(request, reference, slug, says_yes):
    """Accept or decline being co-organiser, on the asked organiser's own desk."""
    asked = (
        CoOrganiser.objects.filter(
            event__reference=reference,
            organiser__slug=slug,
            organiser__memberships__user=request.user,
        )
        .select_related("event", "organiser")
        .first()
    )
    if asked is None:
        readable_event(request.user, reference)  # 404 for a stranger.
        return redirect("desk:home")
    if request.method == "POST":
        try:
            co_organisers.answer(asked, by=request.user, says_yes=says_yes)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            said = _("You are now co-organiser.") if says_yes else _("You have said no.")
            messages.success(request, said)
    return redirect("desk:home")


@never_cache
def leave_as_co_organiser(request, reference, slug):
    """Ask first, then say no to what was said yes to: the name is gone from the page at once."""
    found = readable_event(request.user, reference)
    joined = _joined(request.user, found).filter(organiser__slug=slug).first()
    if joined is None:
        return redirect("desk:event", reference)
    if request.method != "POST":
        return render(request, "desk/leave.html", {"event": found, "joined": joined})
    try:
        co_organisers.answer(joined, by=request.user, says_yes=False)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:event", reference)
    messages.success(request, _("You are no longer co-organiser."))
    return redirect("desk:home")


def _joined(user, found):
    """The user's own organisers that take part in somebody else's event."""
    own = found.co_organisers.accepted().filter(organiser__memberships__user=user)
    return own.select_related("organiser").distinct()


def _open(found):
    version = open_version(found)
    if version is None:
        raise Refused(_("Somebody has dealt with the event in the meantime."))
    return version
