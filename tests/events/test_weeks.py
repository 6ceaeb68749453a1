"""A new week from an old one: the same settings, a year on."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import DateField
from django.db.models.signals import pre_save

from enbyforalle.lib import clock as site_clock
from enbyforalle.pages.models import Meeting, Page
from enbyforalle.publishing import generation
from enbyforalle.publishing.signals import public_change
from events.domain import weeks
from events.domain.errors import NotAllowed, Refused
from events.models import Week
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return make.make_week(
        submissions_open_at=make.oslo("2026-10-01 08:00"),
        submissions_close_at=make.oslo("2026-12-15 23:59"),
        print_deadline_at=make.oslo("2026-12-01 12:00"),
        answer_days=7,
        theme_nb="Lys",
        theme_en="Light",
        intro_nb="Velkommen til 2027",
        intro_en="Welcome to 2027",
        events_total=120,
        archive_note_nb="Mye folk",
        last_reference=44,
    )


def wall(instant):
    return f"{site_clock.local(instant):%a %Y-%m-%d %H:%M}"


def test_the_same_iso_week_with_its_deadlines(source, coordinator):
    week = weeks.open_week(source, 2028, by=coordinator)
    assert (week.starts_on, week.ends_on) == (date(2028, 2, 7), date(2028, 2, 13))
    # 364 days on: the same weekday and hour, over the change to winter time.
    assert wall(week.submissions_open_at) == "Thu 2027-09-30 08:00"
    assert wall(week.submissions_close_at) == "Tue 2027-12-14 23:59"
    assert wall(week.print_deadline_at) == "Tue 2027-11-30 12:00"
    assert (week.iso_week, week.answer_days) == (6, 7)


def test_what_one_year_says_of_itself_is_not_copied(source, coordinator):
    week = Week.objects.get(pk=weeks.open_week(source, 2028, by=coordinator).pk)
    for name in ("theme_nb", "theme_en", "intro_nb", "intro_en", "archive_note_nb"):
        assert getattr(week, name) == ""
    assert (week.intro_draft_nb, week.intro_draft_en) == ("Velkommen til 2027", "Welcome to 2027")
    assert (week.events_total, week.last_reference) == (None, 0)
    assert (week.programme_released_at, week.pre_programme_released_at) == (None, None)


def test_every_setting_of_a_week_is_thought_of(source, coordinator):
    """A setting added later is copied unless it is named as one year's own."""
    given = {
        "grace_minutes": 15,
        "interpreter_days": 28,
        "silent_reminders": ["week"],
        "programme_released_at": make.oslo("2027-01-05 12:00"),
        "pre_programme_released_at": make.oslo("2027-01-04 12:00"),
        "events_total_qualifier": "about",
        "source_url": "https://example.org/",
        "archive_note_en": "Many came",
        "intro_draft_nb": "Gammelt",
        "intro_draft_en": "Old",
    }
    Week.objects.update(**given)
    source.refresh_from_db()
    week = weeks.open_week(source, 2028, by=coordinator)
    for field in Week._meta.concrete_fields:
        moves = field.get_internal_type() in ("DateField", "DateTimeField")
        if field.name not in weeks.OF_ONE_YEAR and not moves:
            assert getattr(week, field.name) == getattr(source, field.name), field.name
    own = {name: getattr(week, name) for name in weeks.OF_ONE_YEAR}
    del own["id"], own["intro_draft_nb"], own["intro_draft_en"]
    assert own == {
        "year": 2028,
        "starts_on": date(2028, 2, 7),
        "ends_on": date(2028, 2, 13),
        "programme_released_at": None,
        "pre_programme_released_at": None,
        "events_total": None,
        "last_reference": 0,
    } | dict.fromkeys(
        (
            *("theme_nb", "theme_en", "intro_nb", "intro_en", "archive_note_nb"),
            *("archive_note_en", "events_total_qualifier", "source_url"),
        ),
        "",
    )
    # A day that is no moment would have to be moved by itself.
    days = {row.name for row in Week._meta.concrete_fields if type(row) is DateField}
    assert days <= weeks.OF_ONE_YEAR


@pytest.mark.parametrize("year", [2026, 2027])
def test_only_a_later_year_can_be_opened(source, coordinator, year):
    with pytest.raises(Refused, match="etter 2027") as refusal:
        weeks.open_week(source, year, by=coordinator)
    assert refusal.value.field == "year"
    assert Week.objects.count() == 1


def test_a_year_has_one_week(source, coordinator):
    weeks.open_week(source, 2028, by=coordinator)
    with pytest.raises(Refused, match="2028") as refusal:
        weeks.open_week(source, 2028, by=coordinator)
    assert refusal.value.field == "year"
    with pytest.raises(Refused, match="2028"):
        weeks.planned_week(source, 2028)
    assert Week.objects.filter(year=2028).count() == 1


def test_whoever_opens_it_second_at_the_same_moment_is_told_so(source, coordinator):
    other = weeks.planned_week(source, 2028)

    def save_first(sender, **kwargs):
        Week.objects.bulk_create([other])

    pre_save.connect(save_first, sender=Week)
    with pytest.raises(Refused, match="2028") as refusal:
        weeks.open_week(source, 2028, by=coordinator)
    pre_save.disconnect(save_first, sender=Week)
    assert refusal.value.field == "year"


def test_a_week_53_is_not_in_every_year(coordinator):
    source = make.make_week(
        2026, iso_week=53, starts_on=date(2026, 12, 28), ends_on=date(2027, 1, 3)
    )
    with pytest.raises(Refused, match="53") as refusal:
        weeks.open_week(source, 2027, by=coordinator)
    assert refusal.value.field == "year"
    assert weeks.open_week(source, 2032, by=coordinator).starts_on == date(2032, 12, 27)


def test_it_is_the_coordinators_act(source):
    for user in (make.make_reviewer(), make.make_content_editor(), make.make_user()):
        with pytest.raises(NotAllowed):
            weeks.open_week(source, 2028, by=user)
    assert Week.objects.count() == 1


@pytest.mark.usefixtures("one_by_one")
def test_the_site_hears_of_it_and_the_history_too(source, coordinator, client_for):
    before, heard = generation.current(), []

    def listen(sender, **news):
        heard.append((sender, news["what"], news["instance"], news["by"]))

    public_change.connect(listen)
    week = weeks.open_week(source, 2028, by=coordinator)
    public_change.disconnect(listen)
    assert heard == [(Week, "open_week", week, coordinator)]
    assert generation.current() == before + 1
    entry = LogEntry.objects.get(object_id=str(week.pk))
    assert (entry.user, entry.change_message) == (coordinator, "Åpnet fra uka i 2027.")
    history = client_for(coordinator).get(f"/en/admin/events/week/{week.pk}/history/")
    assert "2027" in history.text


def test_the_admin_shows_first_and_makes_it_then(source, coordinator, client_for):
    at_work = client_for(coordinator)
    address = f"/en/admin/events/week/{source.pk}/open-next/"
    assert address in at_work.get("/en/admin/events/week/").text
    page = at_work.get(address)
    assert "Monday 7 February 2028" in page.text
    assert "Tuesday 14 December 2027, 23:59" in page.text
    assert "Monday 5 February 2029" in at_work.get(f"{address}?year=2029").text
    assert Week.objects.count() == 1
    answer = at_work.post(address, {"year": "2028"})
    week = Week.objects.get(year=2028)
    assert answer.url == f"/en/admin/events/week/{week.pk}/change/"
    again = at_work.post(address, {"year": "2028"})
    assert again.status_code == 422
    assert "The week of 2028 is there already." in again.text
    assert at_work.post(address, {"year": "nonsense"}).status_code == 422
    assert client_for(make.make_reviewer()).get(address).status_code == 403


def test_pages_that_speak_of_the_year_are_listed(source, coordinator, client_for):
    words = {"updated_at": make.LONG_AGO, "is_published": True}
    Page.objects.create(slug_nb="a", slug_en="a", title_nb="Frister", body_nb="I 2027 …", **words)
    Page.objects.create(slug_nb="b", slug_en="b", title_nb="Om uka", body_nb="Hvert år", **words)
    hours = {"updated_at": make.LONG_AGO, "place": "Kantina i 2027-bygget"}
    for slug, day in (("for", "09"), ("etter", "11")):
        Meeting.objects.create(
            slug=slug,
            title_nb=f"Møtet {slug}",
            starts_at=make.oslo(f"2027-02-{day} 12:00"),
            ends_at=make.oslo(f"2027-02-{day} 13:00"),
            **hours,
        )
    # A meeting that has been held keeps its words.
    assert [str(row) for row in weeks.pages_that_speak_of(2027)] == ["Frister", "Møtet etter"]
    assert weeks.pages_that_speak_of(2029) == []
    page = client_for(coordinator).get(f"/en/admin/events/week/{source.pk}/open-next/")
    assert "Frister" in page.text
    assert "Om uka" not in page.text
