"""The organiser's desk. Closed to all who are not signed in."""

from django.urls import path

from enbyforalle.lib.i18n import words
from events.forms.steps import BY_NAME
from events.views.desk import (
    again,
    conversation,
    facts,
    form_hints,
    form_send,
    form_start,
    form_steps,
    home,
    windows,
)

app_name = "desk"

EVENT = "<slug:reference>/"


def of_event(nb, en):
    """An address under the event's own, in both languages."""
    return words(EVENT + nb, EVENT + en)


def step(name):
    """The address of one page of the form."""
    word = BY_NAME[name].word
    return path(of_event(f"{word[0]}/", f"{word[1]}/"), form_steps.step, {"name": name}, name=name)


def fact(name, nb, en):
    """The address that reports one fact about the whole event."""
    address = of_event(f"i-dag/{nb}/", f"today/{en}/")
    return path(address, facts.report, {"fact": name}, name=name)


def session_fact(name, nb, en):
    """The address that reports one fact about a session."""
    address = of_event(f"i-dag/<uuid:uid>/{nb}/", f"today/<uuid:uid>/{en}/")
    return path(address, facts.report, {"fact": name}, name=name)


urlpatterns = [
    path("", home.home, name="home"),
    path(words("nytt/", "new/"), form_start.start, name="start"),
    path(words("tidligere/", "earlier/"), again.earlier, name="earlier"),
    path(words("frister/", "deadlines/"), windows.deadlines, name="deadlines"),
    path(words("paminnelser/", "reminders/"), windows.reminders, name="reminders"),
    path(
        words("paminnelser/<str:token>/", "reminders/<str:token>/"),
        windows.switch_off,
        name="switch_off",
    ),
    path(EVENT, home.event, name="event"),
    path(of_event("arranger-igjen/", "arrange-again/"), again.again, name="again"),
    path(of_event("fortsett/", "go-on/"), form_steps.go_on, name="go_on"),
    *[step(name) for name in BY_NAME],
    path(of_event("tips-om-tid/", "hints/"), form_hints.hints, name="hints"),
    path(of_event("forhandsvis/", "preview/"), form_send.preview, name="preview"),
    path(
        of_event("bilde/<uuid:key>/<int:width>.webp", "picture/<uuid:key>/<int:width>.webp"),
        form_send.picture,
        name="picture",
    ),
    path(of_event("send-inn/", "submit/"), form_send.submit, name="submit"),
    path(of_event("kvittering/", "receipt/"), form_send.receipt, name="receipt"),
    path(of_event("ta-tilbake/", "take-back/"), home.take_back, name="take_back"),
    path(of_event("samtale/", "conversation/"), conversation.write, name="write"),
    path(of_event("trekk/", "withdraw/"), home.withdraw, name="withdraw"),
    path(of_event("nytt-arrangement/", "new-event/"), home.new_event, name="new_event"),
    path(of_event("ny-versjon/", "new-version/"), home.open_change, name="open_change"),
    path(
        of_event("medarrangor/<slug:slug>/ja/", "co-organiser/<slug:slug>/yes/"),
        home.answer_invitation,
        {"says_yes": True},
        name="accept",
    ),
    path(
        of_event("medarrangor/<slug:slug>/nei/", "co-organiser/<slug:slug>/no/"),
        home.answer_invitation,
        {"says_yes": False},
        name="decline",
    ),
    path(
        of_event("medarrangor/<slug:slug>/forlat/", "co-organiser/<slug:slug>/leave/"),
        home.leave_as_co_organiser,
        name="leave",
    ),
    path(of_event("i-dag/", "today/"), facts.show, name="facts"),
    fact("cancel_event", "avlys", "cancel"),
    fact("postpone_event", "utsett", "postpone"),
    fact("undo_event", "angre", "undo"),
    fact("restore_event", "som-planlagt", "as-planned"),
    session_fact("cancel_session", "avlys", "cancel"),
    session_fact("postpone_session", "utsett", "postpone"),
    session_fact("undo_session", "angre", "undo"),
    session_fact("restore_session", "som-planlagt", "as-planned"),
    session_fact("mark_places", "plasser", "places"),
    session_fact("change_room", "rom", "room"),
    session_fact("set_notice", "beskjed", "notice"),
    session_fact("report_time", "tid", "time"),
]
