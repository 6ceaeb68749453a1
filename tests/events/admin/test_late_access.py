"""Late access in the admin, the deadlines of the week, and the filter for the printed programme."""

import pytest

from events.models import LateAccess, Week
from tests import factories as make

ADD = "/en/admin/events/lateaccess/add/"
LIST = "/en/admin/events/lateaccess/"


@pytest.fixture
def week(db, clock):
    clock.set("2026-12-05T12:00")
    return make.make_week(submissions_close_at=make.oslo("2026-12-01 12:00"))


def give(client, week, organiser, changes=()):
    fields = {
        "week": week.pk,
        "organiser": organiser.pk,
        "until": "2026-12-20T16:00",
        "note": "Var syk",
    }
    return client.post(ADD, fields | dict(changes))


def test_given_shown_and_taken_back(at_work, week, organiser, coordinator):
    assert "Give late access" in at_work.get(f"{ADD}?organiser={organiser.pk}").content.decode()
    answer = give(at_work, week, organiser)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    late = LateAccess.objects.get()
    assert (late.week, late.organiser, late.note) == (week, organiser, "Var syk")
    assert (late.until, late.granted_by) == (make.oslo("2026-12-20 16:00"), coordinator)
    shown = at_work.get(LIST).content.decode()
    assert "may send in until Sunday 20 December 2026, 16:00." in shown
    page = at_work.get(f"{LIST}{late.pk}/change/").content.decode()
    assert "Take back the late access" in page
    answer = at_work.post(f"{LIST}{late.pk}/withdraw/")
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert not LateAccess.objects.standing().exists()
    assert "withdrawn" in at_work.get(LIST).content.decode()
    assert "Take back" not in at_work.get(f"{LIST}{late.pk}/change/").content.decode()
    again = at_work.post(f"{LIST}{late.pk}/withdraw/", follow=True).content.decode()
    assert "has ended already" in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until": "2026-12-04T12:00"}, "Choose a time that is not past."),
        ({"until": ""}, "Required"),
        ({"organiser": "999999"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_told_at_the_field(at_work, week, organiser, changes, words):
    answer = give(at_work, week, organiser, changes)
    assert answer.status_code == 422
    if words != "Required":
        assert words in answer.content.decode()
    assert not LateAccess.objects.exists()


def test_who_may_not_enter_events_may_not_give_it(client_for, reviewer, owner, week, organiser):
    late = LateAccess.objects.create(
        week=week, organiser=organiser, until=make.oslo("2026-12-20 12:00"), granted_by=reviewer
    )
    client = client_for(reviewer)
    assert client.get(ADD).status_code == 403
    assert give(client, week, organiser).status_code == 403
    assert client.post(f"{LIST}{late.pk}/withdraw/").status_code == 403
    assert client_for(owner).get(ADD).status_code == 302
    assert LateAccess.objects.standing().get() == late


def test_the_list_takes_the_same_queries(at_work, week, coordinator, django_assert_num_queries):
    def more(count):
        for _number in range(count):
            LateAccess.objects.create(
                week=week,
                organiser=make.make_organiser(),
                until=make.oslo("2026-12-20 12:00"),
                granted_by=coordinator,
            )

    more(1)
    at_work.get(LIST)
    with django_assert_num_queries(11):
        at_work.get(LIST)
    more(20)
    with django_assert_num_queries(11):
        at_work.get(LIST)


def test_the_week_keeps_its_deadlines_and_silent_reminders(at_work, week):
    address = f"/en/admin/events/week/{week.pk}/change/"
    page = at_work.get(address)
    text = page.content.decode()
    assert "One that needs more time gets late access." in text
    assert "Give late access" in text
    form = page.context["adminform"].form
    data = {
        name: value
        for name, field in form.fields.items()
        if (value := field.prepare_value(form.get_initial_for_field(field, name))) is not None
    }
    for name in ("submissions_open_at", "submissions_close_at", "programme_released_at"):
        data[name] = f"{make.oslo('2026-11-01 12:00'):%Y-%m-%dT%H:%M}"
    data |= {
        "submissions_close_at": "2026-12-03T12:00",
        "grace_minutes": 30,
        "interpreter_days": 28,
        "silent_reminders": ["week", "print"],
    }
    answer = at_work.post(address, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    week = Week.objects.get(pk=week.pk)
    assert (week.grace_minutes, week.interpreter_days) == (30, 28)
    assert week.silent_reminders == ["week", "print"]


def test_the_queue_by_what_came_in_time_for_print(at_work, week, organiser, owner):
    Week.objects.update(print_deadline_at=make.oslo("2026-11-20 12:00"))
    early = make.make_event(organiser=organiser, state="submitted", title_nb="Tidlig", title_en="")
    late = make.make_event(organiser=organiser, state="submitted", title_nb="Sen", title_en="")
    early.versions.update(submitted_at=make.oslo("2026-11-19 12:00"))
    late.versions.update(submitted_at=make.oslo("2026-11-21 12:00"))
    queue = "/en/admin/events/version/"
    shown = {
        value: [
            row.title_nb for row in at_work.get(f"{queue}?print={value}").context["cl"].result_list
        ]
        for value in ("in_time", "late")
    }
    assert shown == {"in_time": ["Tidlig"], "late": ["Sen"]}
    page = at_work.get(f"{queue}{late.open.pk}/review/").content.decode()
    assert "too late for the printed programme" in page
