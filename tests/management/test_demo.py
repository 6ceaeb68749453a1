"""The demo week: whole, the same however often it is loaded, and with every mark to be seen."""

import re
from collections import Counter
from html import unescape
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings

from enbyforalle.jobs.models import Job
from enbyforalle.lib import images
from enbyforalle.management.demo.people import PASSWORD
from enbyforalle.management.reference import read
from enbyforalle.pages.models import Meeting
from enbyforalle.publishing.store import pages
from events.domain.completeness import missing
from events.enums import VersionState
from events.models import Event, Image, Material, Picture, SessionTime, Version, Week
from events.programme.cards import marks_of
from organisers.models import Organiser, User

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PROGRAMMES = {"nb": "/program/2027/", "en": "/en/programme/2027/"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for all tests here; returns what the command said."""
    folder = tmp_path_factory.mktemp("media")
    said = StringIO()
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, MEDIA_ROOT=folder),
        transaction.atomic(),
    ):
        pages.clear()
        call_command("demo", stdout=said)
        yield folder, said.getvalue()
        transaction.set_rollback(True)
    pages.clear()


@pytest.fixture(autouse=True)
def demo(loaded, settings):
    settings.DEMO = True
    settings.MEDIA_ROOT = loaded[0]


@pytest.fixture(scope="module")
def data():
    return read("week-2027.json"), read("demo-extras.json")


def titles(language):
    """The titles that stand as links in the programme, with how often each does."""
    body = Client().get(PROGRAMMES[language]).content.decode()
    path = PROGRAMMES[language]
    found = re.findall(rf'<h\d[^>]*>\s*<a href="{path}[^"]+/"[^>]*>(.*?)</a>', body, flags=re.S)
    return Counter(unescape(re.sub("<[^>]+>", "", title)).strip() for title in found)


def waiting():
    return Version.objects.waiting()


# What is there

# Three days with the same long hours stand once, as something that lasts.
ONCE = {"utstilling-hendene-vare": 2}


def test_the_data_are_what_was_promised(data):
    week = [row for row in data[0]["events"] if row["visibility"] == "public"]
    approved = [row for row in week if row["status"] == "approved"]
    assert len(data[0]["events"]) == 69
    assert len([row for row in approved if not row["outside_week"]]) == 61
    assert len([row for row in approved if row["outside_week"]]) == 1


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_approved_event_stands_in_the_programme(language, data):
    without = data[1]["without_english"]
    rows = [
        row
        for row in (*data[0]["events"], *data[1]["approved"])
        if row.get("status", "approved") == "approved"
        and row.get("visibility", "public") == "public"
    ]
    wanted = Counter()
    for row in rows:
        in_english = language == "en" and row.get("title_en") and row["slug"] not in without
        n_cards = len(row["sessions"]) - ONCE.get(row["slug"], 0)
        wanted[row["title_en"] if in_english else row["title_nb"]] += n_cards
    assert titles(language) == wanted


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_other_event_stands_in_the_programme(language, data):
    hidden = {
        title
        for row in data[0]["events"]
        if row["status"] != "approved" or row["visibility"] != "public"
        for title in (row["title_nb"], row["title_en"])
    }
    hidden |= {row["title_nb"] for row in data[1]["waiting"]}
    assert len(hidden) >= 20
    assert hidden & set(titles(language)) == set()


def test_each_state_is_there(data):
    states = Counter(Version.objects.filter(event__week__year=2027).values_list("state", flat=True))
    assert set(states) == set(VersionState.values)
    assert Event.objects.filter(versions__visibility="internal").distinct().count() == 2


def test_there_is_enough_to_decide_on():
    new = waiting().filter(based_on=None)
    changes = waiting().filter(based_on__is_live=True)
    assert new.count() >= 12
    assert changes.count() == 3
    assert len({version.submitted_at for version in waiting()}) > 5
    assert [missing(version) for version in waiting()] == [[]] * waiting().count()


def test_each_mark_can_be_seen():
    times = SessionTime.objects.public().with_card()
    marks = {mark.css for time in times for mark in marks_of(time)}
    symbols = {mark.symbol for time in times for mark in marks_of(time)}
    assert marks == {"off", "post", "moved", "full", "few"}
    assert {"cancelled", "postponed", "clock", "moved", "full", "few"} <= symbols
    assert Event.objects.public().filter(status="cancelled").exists()
    assert times.filter(session__status="cancelled").exists()
    assert times.exclude(session__room="").exists()
    assert times.exclude(session__notice_nb="").filter(session__status="scheduled").exists()
    assert times.filter(is_address_hidden=True).exists()


def test_each_thing_that_makes_events_different_is_there():
    live = Version.objects.public().filter(event__week__year=2027)
    assert live.filter(title_en="").exists()
    assert live.filter(access_answers__answer="no").exists()
    assert live.filter(times__venue__access__answer="no").exists()
    assert {"nb", "nn", "se", "ar"} <= set(live.values_list("language_nb", flat=True))
    assert set(live.values_list("price_type", flat=True)) == {"free", "paid", "pay_what_you_can"}
    assert set(live.values_list("times__attendance", flat=True)) == {"in_person", "online", "both"}
    assert live.filter(event__co_organisers__approved_at__isnull=False).exists()
    assert any(time.is_lasting for time in SessionTime.objects.public().filter(version__in=live))


def test_pictures_are_real(data):
    assert Image.objects.count() == len(data[1]["pictures"])
    public = Picture.objects.filter(version__in=Version.objects.public())
    assert public.count() >= 10
    for picture in public:
        assert picture.alt_nb
        assert picture.credit
        for width in picture.image.widths:
            assert default_storage.exists(images.path(picture.image_id, width, "webp"))
    picture = public.first()
    assert Client().get(f"/bilder/{picture.image_id}/480.webp").status_code == 200


def test_recordings_wait_for_their_day():
    assert Material.objects.filter(state="approved").exists()
    assert Material.objects.public().count() < Material.objects.filter(state="approved").count()


def test_meetings_and_past_weeks_are_there():
    assert Meeting.objects.filter(is_published=True).count() == 2
    years = set(Week.objects.values_list("year", flat=True))
    assert years == {*range(2018, 2025), 2027}


# The people


@pytest.mark.parametrize(
    ("name", "is_staff", "organisers"),
    [
        ("koordinator", True, 1),
        ("vurderer", True, 1),
        ("arrangor", False, 2),
        ("ansatt", False, 0),
    ],
)
def test_each_account_can_sign_in(name, is_staff, organisers):
    user = User.objects.get(email=f"{name}@example.org")
    assert user.check_password(PASSWORD)
    assert (user.is_staff, user.organisers.count()) == (is_staff, organisers)
    assert Client().login(email=user.email, password=PASSWORD)


def test_every_organiser_has_an_owner_and_approved_words():
    for organiser in Organiser.objects.all():
        assert organiser.memberships.filter(role="owner").exists()
        assert organiser.live_text is not None


def test_nobody_is_real():
    addresses = {user.email.split("@")[1] for user in User.objects.all()}
    assert addresses == {"example.org"}
    assert {job.payload["to"].split("@")[1] for job in Job.objects.all()} == {"example.org"}


def test_the_past_of_the_demo_lies_in_the_past():
    from enbyforalle.lib import clock  # noqa: PLC0415 - the fixture of that name is another thing

    now = clock.now()
    for event in Event.objects.filter(week__year=2027):
        assert all(entry.at <= now for entry in event.log.all())
    assert not Version.objects.filter(submitted_at__gt=now).exists()


# The command


def test_the_accounts_and_the_password_are_told(loaded):
    _folder, said = loaded
    for word in ("koordinator@example.org", PASSWORD, "/admin/", "Wednesday 10 February 2027"):
        assert word in said


def test_progress_is_shown(loaded):
    assert len(re.findall(r"\d+ events written", loaded[1])) >= 3


def counts():
    models = (Event, Version, SessionTime, Image, User, Organiser, Job, Week)
    return {model: model.objects.count() for model in models}


def test_loading_again_changes_nothing():
    before, said = counts(), StringIO()
    call_command("demo", stdout=said)
    assert "there already" in said.getvalue()
    assert counts() == before


def test_without_the_demo_there_are_no_people_with_a_known_password(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo", "--fresh")
    assert Event.objects.exists()
