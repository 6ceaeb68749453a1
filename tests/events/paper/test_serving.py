"""A file is made by a job, kept until it would read otherwise, and never served when it is old."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker
from enbyforalle.lib import clock as site_clock
from enbyforalle.publishing import generation
from events.domain import facts
from events.paper import keeping, making
from events.paper.contents import programme
from events.paper.keeping import Edition, keep, kept
from events.paper.ordering import Order
from events.tasks import forget_paper
from tests import factories as make
from tests.events.paper.tags import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NB, EN = "/program/2027.pdf", "/en/programme/2027.pdf"
FINISHED = b"%PDF-1.7 a file\n%%EOF"


@pytest.fixture
def owner():
    return make.make_user()


@pytest.fixture
def event(owner):
    organiser = make.make_organiser(owner=owner)
    return make.make_event(organiser=organiser, title_nb="Kor", title_en="Choir", slug="kor")


def work():
    Worker().run(once=True)


def jobs(**conditions):
    return Job.objects.filter(task=making.TASK, **conditions)


def test_an_old_file_is_never_served(client, clock, event, owner):
    not_yet = client.get(NB)
    assert not_yet.status_code == 503
    assert not_yet["Retry-After"] == "3"
    assert not_yet["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in not_yet
    assert 'href="/program/2027/"' in not_yet.content.decode()
    assert f'href="{NB}"' in not_yet.content.decode()
    work()
    file = client.get(NB)
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    assert "Kor" in text_of(file.content)
    assert "Avlyst" not in text_of(file.content)
    assert client.get("/program.pdf").content == file.content
    again = client.get(NB, headers={"If-None-Match": file["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(NB)["Content-Length"] == file["Content-Length"]
    facts.cancel_event(event, by=owner, reason_nb="Sykdom")
    assert client.get(NB).status_code == 503
    assert client.get(NB, headers={"If-None-Match": file["ETag"]}).status_code == 503
    work()
    assert "Avlyst" in text_of(client.get(NB).content)
    # At midnight the page reads otherwise, and so does what is on paper.
    clock.set("2027-02-11T00:00")
    assert client.get(NB).status_code == 503


def test_each_address_has_its_file_and_equal_orders_share_one(client, event):
    addresses = (
        *(NB, EN, f"{NB}?lang=both", f"{NB}?large=1", f"{NB}?booklet=1", f"{NB}?q=kor"),
        *("/program/2027/kor/plakat.pdf", "/en/programme/2027/kor/poster.pdf"),
    )
    for address in addresses:
        assert client.get(address).status_code == 503, address
    assert jobs().count() == len(addresses)
    # Asked again, in another order or with words that nobody knows, it is the same file.
    same = (NB, f"{NB}?utm=x", f"{EN}?lang=nb", f"{NB}?lang=xx&large=2", f"{NB}?q=&booklet=")
    assert {client.get(address).status_code for address in same} == {503}
    assert jobs().count() == len(addresses)
    work()
    found = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in found.values()} == {200}
    assert len({answer["ETag"] for answer in found.values()}) == len(addresses)
    assert found[f"{NB}?q=kor"]["X-Robots-Tag"] == "noindex"
    assert found[EN]["Content-Disposition"] == 'inline; filename="programme-2027.pdf"'


def test_what_is_not_public_has_no_file(client):
    make.make_event(slug="utkast", state="submitted")
    make.make_event(slug="internt", visibility="internal")
    make.make_event(week=make.make_week(2028, released=False), slug="senere")
    make.make_event(slug="uten-tid", times=())
    for path in (
        "/program/2027/uten-tid/plakat.pdf",
        *("/program/2028.pdf", "/en/programme/2019.pdf", "/program/2027/utkast/plakat.pdf"),
        *("/program/2027/internt/plakat.pdf", "/program/2028/senere/plakat.pdf"),
    ):
        assert client.get(path).status_code == 404, path
    assert jobs().count() == 0
    # One that is taken off while its job waits is not made.
    assert not making.make_paper(**Order(2027, "internt").payload)
    assert not keeping._names()


def test_a_stranger_cannot_fill_the_queue(client, event, monkeypatch):
    monkeypatch.setattr(making, "MOST_WAITING", 3)
    for number in range(5):
        answer = client.get(f"{NB}?q=kor{number}")
    assert answer["X-Progress"] == "busy"
    assert answer["Retry-After"] == "60"
    assert jobs().count() == 3
    # The whole programme is one of a few and is always made.
    plain = client.get(NB)
    assert plain["X-Progress"] == "waiting"
    assert jobs().count() == 4
    assert client.get(f"{NB}?q=kor0")["X-Progress"] == "waiting"


def test_what_failed_rests_before_it_is_tried_again(client, clock, event):
    client.get(NB)
    now = site_clock.now()
    jobs().update(state=State.DEAD, attempts=4, finished_at=now)
    failed = client.get(NB)
    assert (failed["X-Progress"], failed["Retry-After"]) == ("failed", "600")
    clock.set("2027-02-10T12:11")
    assert client.get(NB)["X-Progress"] == "waiting"
    work()
    assert client.get(NB).status_code == 200


def test_a_job_that_the_site_moved_under_makes_the_newest(client, event, owner):
    changes = []

    def change_once(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not changes and "events_sessiontime" in sql:
            changes.append(True)
            facts.cancel_event(event, by=owner, reason_nb="Sykdom")
        return result

    client.get(NB)
    # Somebody cancels it while the job reads.
    with connection.execute_wrapper(change_once):
        work()
    assert changes
    assert "Avlyst" in text_of(client.get(NB).content)


def test_files_are_bounded_and_half_written_ones_are_none(clock, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_FILES", 3)
    now = site_clock.now()
    editions = [Edition.now(Order(2027, f"slug{number}"), now) for number in range(5)]
    for edition in editions:
        keep(edition, FINISHED, now)
    folder = Path(django_settings.MEDIA_ROOT, keeping.FOLDER)
    assert len(list(folder.iterdir())) == 3
    assert kept(editions[-1]) == FINISHED
    Path(django_settings.MEDIA_ROOT, editions[-1].name).write_bytes(FINISHED[:10])
    assert kept(editions[-1]) is None
    generation.rise()
    forget_paper()
    assert list(folder.iterdir()) == []


def test_rows_of_finished_files_go(client, clock, event):
    client.get(NB)
    work()
    forget_paper()
    assert jobs().count() == 1
    clock.set("2027-02-10T13:30")
    forget_paper()
    assert jobs().count() == 0
    assert client.get(NB).status_code == 200


def test_the_contents_take_the_same_queries_however_many():
    taken = {}
    for count, more in ((1, 1), (3, 2), (300, 297)):
        make.make_events(more)
        with CaptureQueriesContext(connection) as queries:
            (part,) = programme(Order(2027), site_clock.now())["parts"]
        assert sum(len(section["sessions"]) for section in part["sections"]) == count
        taken[count] = len(queries)
    assert len(set(taken.values())) == 1
    assert taken[300] <= 25


def test_a_programme_longer_than_a_page_is_whole(monkeypatch):
    monkeypatch.setattr("events.programme.days.ONE_PAGE", 5)
    make.make_events(12)
    (part,) = programme(Order(2027), site_clock.now())["parts"]
    assert sum(len(section["sessions"]) for section in part["sections"]) == 12


def test_the_waiting_page_tells_how_many_are_before(client, event):
    client.get(NB)
    jobs().update(run_at=site_clock.now() - timedelta(seconds=5))
    second = client.get(EN).content.decode()
    assert "1 other file is made first." in second
    assert "Ready" not in second
