"""What many ask for is made by the transaction that changes it, before anybody sees the change."""

import os
import time

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils.translation import get_language, override

from enbyforalle.pages.models import Redirect
from enbyforalle.publishing import ahead, announce, demand, finishing, folder, generation
from enbyforalle.publishing.store import pages
from tests.publishing import urls

TOPICS = ("nb", "/topics/", ())

# With commits of its own: what is told only to a test's transaction would prove nothing.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def processes(tmp_path, settings, monkeypatch):
    """As the server has it: a folder of pages, and Django to ask."""
    settings.PAGE_STORE_FOLDER = tmp_path / "pages"
    settings.SITE_URL = "http://testserver"
    handler = WSGIHandler()
    monkeypatch.setattr(ahead, "_ask", handler.get_response)
    monkeypatch.setattr(ahead, "_rests_until", 0.0)
    monkeypatch.setattr(finishing, "_started_in", 0)
    monkeypatch.setattr(finishing, "_run", lambda: None)
    yield
    connection.execute_wrappers.clear()


@pytest.fixture
def many_ask(monkeypatch):
    """many_ask(("/topics/", "day=9")): what other processes are asked for all the time."""

    def ask(*addresses):
        monkeypatch.setattr(demand, "wanted", lambda: list(addresses))

    return ask


def made_ahead():
    return sorted(path.name for path in folder.directory().glob(f"{folder.NOT_YET}*"))


def test_nobody_waits_for_what_many_ask_for(client, publish, many_ask):
    client.get("/topics/")
    many_ask(("/topics/", ""), ("/en/topics/", ""), ("/topics/", "day=9"))
    urls.calls.clear()
    publish("/a")
    assert urls.calls == ["GET"] * 3
    assert len(made_ahead()) == 3
    for address in ("/topics/", "/en/topics/", "/topics/?day=9"):
        assert b"<h1>/a</h1>" in client.get(address, HTTP_ACCEPT_ENCODING="").content
    assert urls.calls == ["GET"] * 3
    # They are pages like others now.
    assert made_ahead() == []
    assert pages.get(TOPICS).generation == generation.current()


def test_it_is_the_page_that_a_visitor_would_have_been_drawn(client, publish, many_ask):
    many_ask(("/topics/", "topic=a&day=9"))
    publish("/a")
    pages.clear()
    ahead_of_time = client.get("/topics/?topic=a&day=9")
    assert len(urls.calls) == 1
    pages.clear()
    for path in folder.directory().glob("*.*"):
        path.unlink()
    drawn = client.get("/topics/?topic=a&day=9")
    assert len(urls.calls) == 2
    assert (drawn.content, dict(drawn.items())) == (
        ahead_of_time.content,
        dict(ahead_of_time.items()),
    )


def test_what_nearly_everyone_takes_is_packed_already(publish, many_ask):
    many_ask(("/topics/", ""))
    publish("/a")
    assert list(folder.read(TOPICS, generation.current()).forms) == ["br"]


def test_before_the_commit_nobody_has_it(client, many_ask):
    assert b"<h1></h1>" in client.get("/topics/").content
    before = generation.current()
    many_ask(("/topics/", ""))
    with transaction.atomic():
        row = Redirect.objects.create(old_path="/a", new_path="/om/")
        announce("add redirect", instance=row)
        assert len(made_ahead()) == 1
        # Neither who asks for the present page, nor who asks for the last while the database is
        # away. And only by the number of the commit it is found.
        assert not folder.has(TOPICS, before + 1)
        assert b"<h1></h1>" in folder.read(TOPICS, before).body
        assert b"<h1></h1>" in folder.read(TOPICS).body
    assert folder.has(TOPICS, generation.current())
    assert b"<h1>/a</h1>" in folder.read(TOPICS, generation.current()).body


def test_what_is_rolled_back_is_never_seen(client, publish, many_ask):
    client.get("/topics/")
    many_ask(("/topics/", ""))
    with transaction.atomic():
        announce("add redirect", instance=Redirect.objects.create(old_path="/never", new_path="/"))
        number = generation.current()
        transaction.set_rollback(True)
    assert b"/never" not in client.get("/topics/").content
    # It is taken away by the next statement.
    assert made_ahead() == []
    assert not connection.execute_wrappers
    publish("/a")
    assert generation.current() != number
    assert b"<h1>/a</h1>" in client.get("/topics/").content


def test_a_part_that_is_rolled_back_takes_its_pages_along(client, many_ask):
    many_ask(("/topics/", ""))
    with transaction.atomic():
        Redirect.objects.create(old_path="/a", new_path="/om/")
        with transaction.atomic():
            announce("x", instance=Redirect.objects.create(old_path="/never", new_path="/om/"))
            transaction.set_rollback(True)
        announce("y")
    assert b"<h1>/a</h1>" in client.get("/topics/").content


@pytest.mark.parametrize("of_our_own", [True, False])
def test_whoever_writes_after_the_news_has_made_nothing_ahead(client, many_ask, of_our_own):
    many_ask(("/topics/", ""))
    with transaction.atomic():
        announce("add redirect", instance=Redirect.objects.create(old_path="/a", new_path="/om/"))
        assert len(made_ahead()) == 1
        # To read is no harm.
        assert Redirect.objects.count() == 1
        assert len(made_ahead()) == 1
        if of_our_own:
            Redirect.objects.create(old_path="/late", new_path="/om/")
        else:
            table = Redirect._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(f"\n update {table} SET old_path = '/late'")  # noqa: S608
        assert made_ahead() == []
    assert b"/late" in client.get("/topics/").content


def test_of_two_changes_in_one_transaction_the_last_counts(client, many_ask, monkeypatch):
    many_ask(("/topics/", ""))
    with transaction.atomic():
        announce("add redirect", instance=Redirect.objects.create(old_path="/a", new_path="/om/"))
        monkeypatch.setattr(ahead, "_rests_until", 0.0)
        announce("add redirect", instance=Redirect.objects.create(old_path="/b", new_path="/om/"))
    assert len(made_ahead()) == 1
    assert b"<h1>/a, /b</h1>" in client.get("/topics/").content
    assert urls.calls == ["GET", "GET"]


def test_after_the_commit_whoever_writes_next_takes_nothing_away(publish, many_ask):
    many_ask(("/topics/", ""))
    publish("/a")
    with transaction.atomic():
        Redirect.objects.create(old_path="/b", new_path="/om/")
    assert len(made_ahead()) == 1
    assert not connection.execute_wrappers


def test_a_page_that_fails_leaves_the_change_whole(client, publish, many_ask):
    def fail():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    many_ask(("/topics/", ""), ("/small/", ""))
    urls.during_build.append(fail)
    publish("/a")
    urls.during_build.clear()
    assert Redirect.objects.get().old_path == "/a"
    # The one that can be made is made.
    assert len(made_ahead()) == 1
    assert b"<h1>/a</h1>" in client.get("/topics/").content


def test_whatever_goes_wrong_the_change_is_made(publish, many_ask, monkeypatch, caplog):
    def fail(request):
        raise RuntimeError("out of paper")

    many_ask(("/topics/", ""))
    monkeypatch.setattr(ahead, "_ask", fail)
    publish("/a")
    assert Redirect.objects.get().old_path == "/a"
    assert [record.getMessage() for record in caplog.records] == ["Pages could not be made ahead."]


def test_a_change_that_the_database_gave_up_meanwhile_is_not_said_to_be_made(
    publish, many_ask, monkeypatch
):
    def give_up(request):
        # As a server does that is told to stop, or a disk that is full.
        connection.connection.execute("ROLLBACK")
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return HttpResponse()

    many_ask(("/topics/", ""), ("/small/", ""))
    monkeypatch.setattr(ahead, "_ask", give_up)
    with pytest.raises(OperationalError, match="gave up the change"):
        publish("/a")
    assert not Redirect.objects.exists()
    assert not connection.execute_wrappers
    monkeypatch.setattr(ahead, "_ask", None)
    publish("/b")
    assert Redirect.objects.get().old_path == "/b"


def test_files_that_cannot_be_taken_away_are_not_asked_for(client, many_ask, monkeypatch):
    many_ask(("/topics/", ""))
    monkeypatch.setattr(folder, "drop_ahead", lambda number: None)
    with transaction.atomic():
        announce("add redirect", instance=Redirect.objects.create(old_path="/a", new_path="/om/"))
        number = generation.current()
        Redirect.objects.create(old_path="/late", new_path="/om/")
    assert len(made_ahead()) == 1
    assert generation.current() > number
    assert b"<h1>/a, /late</h1>" in client.get("/topics/").content


def test_the_note_that_the_administration_makes_is_no_change(publish, many_ask, django_user_model):
    by = django_user_model.objects.create_user("koordinator@example.org")
    many_ask(("/topics/", ""))
    with transaction.atomic():
        publish("/a")
        LogEntry.objects.log_actions(by.pk, Redirect.objects.all(), ADDITION, single_object=True)
    assert len(made_ahead()) == 1


@pytest.mark.parametrize(
    "address",
    ["/missing/", "/broken/", "/nowhere/", "/private/", "/streams/", "/saved/?saved=3", "/desk/"],
)
def test_what_is_not_stored_is_not_made_ahead(publish, many_ask, address):
    path, _mark, query = address.partition("?")
    many_ask((path, query), ("/topics/", "utm=1"), ("/small/", ""))
    publish("/a")
    assert len(made_ahead()) == 1
    assert folder.has(("nb", "/small/", ()), generation.current())


def test_nothing_is_made_where_nobody_asks_or_nothing_is_started(publish, many_ask, monkeypatch):
    publish("/a")
    many_ask()
    publish("/b")
    many_ask(("/topics/", ""))
    monkeypatch.setattr(ahead, "_ask", None)
    publish("/c")
    assert urls.calls == []


def test_of_many_changes_in_a_row_not_each_makes_pages(publish, many_ask):
    many_ask(("/topics/", ""))
    urls.during_build.append(lambda: time.sleep(0.2))
    publish("/a")
    publish("/b")
    assert len(urls.calls) == 1
    time.sleep(0.3)
    publish("/c")
    assert len(urls.calls) == 2


def test_the_change_does_not_wait_for_more_pages_than_it_has_time_for(
    publish, many_ask, monkeypatch
):
    monkeypatch.setattr(ahead, "LONGEST", 0.25)
    many_ask(*[("/topics/", f"day={n}") for n in range(5)])
    urls.during_build.append(lambda: time.sleep(0.1))
    publish("/a")
    assert 1 <= len(urls.calls) <= 3


def test_the_request_around_it_goes_on_as_it_was(publish, many_ask):
    many_ask(("/en/topics/", ""), ("/topics/", ""))
    with override("en"):
        publish("/a")
        assert get_language() == "en"
    assert len(urls.calls) == 2


def test_a_site_behind_a_proxy_that_speaks_https_is_asked_as_such(publish, many_ask, settings):
    settings.SITE_URL = "https://testserver"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ahead.start(WSGIHandler().get_response)
    many_ask(("/topics/", ""))
    publish("/a")
    assert len(made_ahead()) == 1


def test_what_a_killed_process_left_is_tidied_away_and_tidies_nothing_away(client, many_ask):
    client.get("/topics/")
    present = folder.directory() / f"{folder._name(TOPICS)}.{generation.current()}"
    left = (
        folder.directory() / f"{folder.NOT_YET}{folder._name(TOPICS)}.{generation.current() + 99}"
    )
    left.write_bytes(b"x")
    folder.tidy(folder.directory(), generation.current())
    assert (left.exists(), present.exists()) == (True, True)
    long_ago = time.time() - folder.LONGEST_AS_NEW - 1
    os.utime(left, (long_ago, long_ago))
    folder.tidy(folder.directory(), generation.current())
    assert (left.exists(), present.exists()) == (False, True)
