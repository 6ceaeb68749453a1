"""The layer before Django: the same bytes and headers as behind it, or none at all."""

import logging
import time
from contextlib import closing
from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test import override_settings

from enbyforalle.middleware import log_stored
from enbyforalle.publishing import announce, generation
from enbyforalle.publishing.front import PageFront
from enbyforalle.publishing.looking import Look, NoAnswer, PostgresReader, reader_of
from enbyforalle.publishing.outage import outage
from tests.publishing import urls

pytestmark = pytest.mark.django_db(transaction=True)

HTTPS = {"wsgi.url_scheme": "https"}


class Site:
    """The site as gunicorn serves it. `asked` counts the requests that came as far as Django."""

    looks = []

    def __init__(self):
        self.asked = 0
        django = get_wsgi_application()

        def counted(environ, start_response):
            self.asked += 1
            return django(environ, start_response)

        self.look = Look()
        Site.looks.append(self.look)
        self.front = PageFront(counted, look=self.look, log=log_stored)

    def __call__(self, path, method="GET", query="", **environ):
        """(status line, sorted headers, body) of one request."""
        told = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        } | environ
        answer = self.front(environ, lambda status, headers, *rest: told.extend((status, headers)))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return told[0], sorted(told[1]), body

    def is_hit(self, *args, **environ):
        before = self.asked
        self(*args, **environ)
        return self.asked == before


@pytest.fixture
def site(client):
    # The client's signals keep Django's connection open between requests, as in every test.
    yield Site()
    connection.close()
    # Each has a connection of its own, and a database that is in use cannot be emptied.
    while Site.looks:
        Site.looks.pop().close()


def test_a_hit_says_what_a_miss_says(site):
    with override_settings(SECURE_HSTS_SECONDS=3600, SECURE_SSL_REDIRECT=True):
        site = Site()
        ways = [
            {"HTTP_ACCEPT_ENCODING": accepted, "method": method, "HTTP_COOKIE": "session=x"}
            for accepted in ("", "gzip", "br, gzip;q=0.5", "gzip;q=1, br;q=0")
            for method in ("GET", "HEAD")
        ]
        for way in ways:
            first = site("/topics/", **way, **HTTPS)
            asked = site.asked
            second = site("/topics/", **way, **HTTPS)
            assert second == first
            assert site.asked == asked
            names = {name for name, _value in second[1]}
            assert {"Strict-Transport-Security", "Content-Security-Policy", "ETag"} < names
            assert {"X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"} < names
            assert {"Cross-Origin-Opener-Policy", "Content-Language", "X-Made-By"} < names
            assert not {"Set-Cookie", "X-Served-Stale"} & names
            tag = dict(second[1])["ETag"]
            first = site("/topics/", **way, **HTTPS, HTTP_IF_NONE_MATCH=tag)
            assert first[0] == "304 Not Modified"
            # What steers the kept copy and the connection, and nothing of a body.
            assert {name for name, _value in first[1]} == {
                *("Cache-Control", "Vary", "ETag", "Content-Security-Policy"),
                "Strict-Transport-Security",
            }
            asked = site.asked
            assert site("/topics/", **way, **HTTPS, HTTP_IF_NONE_MATCH=tag) == first
            assert (site.asked, first[2]) == (asked, b"")
        assert urls.calls == ["GET"]


def test_a_hit_asks_nothing_by_django(site, django_assert_num_queries):
    site("/topics/")
    with django_assert_num_queries(0):
        assert site.is_hit("/topics/")


def test_a_host_that_django_refuses_gets_no_stored_page(site):
    site("/topics/")
    refused = site("/topics/", HTTP_HOST="evil.example")
    assert refused[0] == "400 Bad Request"
    assert site.is_hit("/topics/")
    assert site("/topics/", HTTP_HOST="evil.example")[0] == "400 Bad Request"


def test_a_request_that_is_sent_on_to_https_gets_no_stored_page(site):
    with override_settings(
        SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
    ):
        site = Site()
        secure = {"HTTP_X_FORWARDED_PROTO": "https"}
        assert site("/topics/", **secure)[0] == "200 OK"
        assert site.is_hit("/topics/", **secure)
        for _ in range(2):
            status, headers, _body = site("/topics/", HTTP_X_FORWARDED_PROTO="http")
            assert (status, dict(headers)["Location"]) == (
                "301 Moved Permanently",
                "https://localhost/topics/",
            )


def test_a_committed_change_is_seen_by_the_next_request(site, publish):
    site("/topics/")
    assert site.is_hit("/topics/")
    for name in ("/a", "/b", "/c"):
        publish(name)
        assert name.encode() in site("/topics/")[2]
        assert site.is_hit("/topics/")


@pytest.mark.usefixtures("one_by_one")
def test_a_roll_back_leaves_nothing_new_behind(site, client):
    before = site("/topics/")[2]
    with transaction.atomic():
        urls.Redirect.objects.create(old_path="/never", new_path="/om/")
        announce("add redirect")
        # Asked in the same transaction, the page tells of it and is kept nowhere.
        assert b"/never" in client.get("/topics/?day=9").content
        transaction.set_rollback(True)
    assert site("/topics/")[2] == before
    number = generation.current()
    with transaction.atomic():
        announce("change redirect")
    assert generation.current() == number + 1
    # The number that the page was built under is in use now.
    assert b"/never" not in site("/topics/", query="day=9")[2]


def test_time_and_query_decide_as_behind_it(site, clock):
    clock.set("2027-02-10T12:59:59")
    site("/hourly/")
    assert site.is_hit("/hourly/")
    clock.set("2027-02-10T13:00")
    assert site("/hourly/")[2] == b"It is 13"
    site("/topics/", query="day=1&topic=a")
    assert site.is_hit("/topics/", query="topic=a&day=1")
    for query in ("x=1", "day=" + "1" * 600):
        site("/topics/", query=query)
        assert not site.is_hit("/topics/", query=query)


def test_what_belongs_to_one_visitor_passes_through(site):
    for path in ("/desk/", "/saved/"):
        for _ in range(2):
            assert not site.is_hit(path, query="saved=1")
    assert not site.is_hit("/topics/", method="POST")


def test_each_answer_is_logged_without_its_query(site, caplog):
    caplog.set_level(logging.INFO, "enbyforalle.request")
    site("/topics/", query="day=1")
    site("/topics/", query="day=1")
    lines = [record.getMessage().rpartition(" 200 ")[0] for record in caplog.records]
    assert lines == ["GET /topics/", "GET /topics/"]
    ids = {record.request_id for record in caplog.records if hasattr(record, "request_id")}
    assert "-" not in ids


def test_stored_pages_while_the_database_is_away_and_right_at_once_when_it_is_back(site, publish):
    kept = site("/topics/")
    publish("/a")
    reader = reader_of(connection)
    is_away = True

    def asked():
        if is_away:
            raise NoAnswer
        return reader.read()

    site.look._read = asked
    status, headers, body = site("/topics/")
    assert (status, body) == ("200 OK", kept[2])
    assert [row for row in headers if row not in kept[1]] == [("X-Served-Stale", "1")]
    # Sent in a way that was not sent before, it comes from behind, and the database is not asked.
    assert site("/topics/", HTTP_ACCEPT_ENCODING="gzip")[0] == "200 OK"
    status, headers, body = site("/small/")
    assert (status, dict(headers)["Retry-After"]) == ("503 Service Unavailable", "10")
    assert "default-src 'self'" in dict(headers)["Content-Security-Policy"]
    assert site("/nowhere/")[0] == "503 Service Unavailable"
    assert site("/desk/rows/")[0] == "503 Service Unavailable"
    is_away = False
    assert b"/a" in site("/topics/")[2]
    assert site("/desk/rows/")[0] == "200 OK"
    assert not outage.is_on
    reader.close()


def test_a_question_begun_after_a_reader_came_answers_that_reader_too():
    asked = []
    look = Look(lambda: asked.append(1) or len(asked))
    assert [look.number(), look.number()] == [1, 2]
    # As if another thread had asked while this one waited for its turn.
    look._done = look._begun = 5
    arrived = look._begun
    look._done = arrived + 1
    assert look.number() == 2
    assert len(asked) == 2


def test_a_slow_failure_is_not_waited_for_by_each_reader(monkeypatch):
    seconds = iter(range(0, 1000, 3))
    monkeypatch.setattr("enbyforalle.publishing.outage.time.monotonic", lambda: next(seconds))
    asked = []

    def fail():
        asked.append(1)
        raise NoAnswer

    look = Look(fail)
    for _ in range(2):
        with pytest.raises(generation.DatabaseAway):
            look.number()
    assert outage.is_on
    assert 1 <= len(asked) <= 2


def test_a_restarted_database_leaves_no_dead_connections_to_wait_for(site):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections that die")
    from psycopg_pool import ConnectionPool  # noqa: PLC0415 - only where PostgreSQL is tried

    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    own = {name: params[name] for name in names if params.get(name)}
    with ConnectionPool(
        kwargs=own | {"autocommit": True},
        min_size=3,
        max_size=3,
        check=ConnectionPool.check_connection,
    ) as pool:
        pool.wait()

        class Pooled:
            get_connection_params = staticmethod(lambda: params)

        Pooled.pool = pool
        with closing(PostgresReader(Pooled)) as reader:
            number = reader.read()
            with connection.cursor() as cursor:
                # What a restart does to all who are connected.
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            assert reader.read() == number
            started = time.monotonic()
            with pool.connection() as one:
                assert one.execute("SELECT 1").fetchone() == (1,)
            assert time.monotonic() - started < 0.8


@pytest.mark.parametrize(
    ("path", "method", "asks"),
    [
        ("/desk/", "POST", 1),
        ("/desk/", "GET", 1),
        ("/static/css/main.css", "GET", 0),
        ("/healthz", "GET", 0),
    ],
)
def test_what_is_no_stored_page_learns_of_an_outage_too(site, monkeypatch, path, method, asks):
    asked = []
    monkeypatch.setattr(site.look, "number", lambda: asked.append(path))
    site(path, method)
    assert len(asked) == asks
