import gzip
import logging

import brotli
import pytest
from django.db import OperationalError, connection

from enbyforalle.publishing.middleware import LONGEST_QUERY
from enbyforalle.publishing.store import pages
from tests.publishing import urls

pytestmark = pytest.mark.django_db

CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=1"


def is_hit(client, path, **headers):
    """Whether the answer came from the store, that is, without asking the view."""
    before = len(urls.calls)
    response = client.get(path, **headers)
    assert response.status_code == 200
    return len(urls.calls) == before


def test_the_first_answer_and_the_second_are_the_same_but_for_the_work(
    client, publish, django_assert_num_queries
):
    publish("/a")
    # Generation, content, generation.
    with django_assert_num_queries(3):
        first = client.get("/topics/")
    with django_assert_num_queries(1):
        second = client.get("/topics/")
    assert urls.calls == ["GET"]
    assert first.content == second.content
    assert first.headers == second.headers
    assert b"<h1>/a</h1>" in first.content


def test_headers_of_a_published_page(client):
    response = client.get("/topics/")
    assert response["Cache-Control"] == CACHE_CONTROL
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Language"] == "nb"
    assert response["X-Made-By"] == "view"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["ETag"].startswith('"')
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_each_encoding_holds_the_same_page_under_its_own_tag(client, accepted, encoding, unpack):
    plain = client.get("/topics/")
    for _ in range(2):
        response = client.get("/topics/", headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding") == encoding
        assert unpack(response.content) == plain.content
        assert response["Content-Length"] == str(len(response.content))
        assert (response["ETag"] == plain["ETag"]) is (encoding is None)


def test_304_for_the_bytes_the_browser_has(client):
    tag = client.get("/topics/", headers={"Accept-Encoding": "br"})["ETag"]
    for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = client.get(
            "/topics/", headers={"Accept-Encoding": "br", "If-None-Match": condition}
        )
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == tag
        assert response["Cache-Control"] == CACHE_CONTROL
        assert response["Vary"] == "Accept-Encoding"
        assert "Content-Encoding" not in response
    # The same page in another encoding is other bytes.
    response = client.get("/topics/", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert response.status_code == 200


def test_304_on_the_first_build_too(client):
    tag = client.get("/topics/")["ETag"]
    pages.clear()
    response = client.get("/topics/", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert len(pages) == 1


def test_the_view_is_not_told_of_conditions(client):
    response = client.get("/conditional/", headers={"If-None-Match": '"x"'})
    assert response.content == b"False"


def test_head_is_get_without_the_body(client):
    first = client.head("/topics/")
    second = client.head("/topics/")
    whole = client.get("/topics/")
    assert urls.calls == ["GET"]
    for response in (first, second):
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers == whole.headers
    assert int(first["Content-Length"]) == len(whole.content) > 0


def test_a_public_change_shows_on_the_next_request(client, publish):
    assert b"<h1></h1>" in client.get("/topics/").content
    publish("/a")
    assert b"<h1>/a</h1>" in client.get("/topics/").content
    assert is_hit(client, "/topics/")


def test_languages_are_kept_apart(client):
    norwegian, english = client.get("/topics/"), client.get("/en/topics/")
    assert (norwegian["Content-Language"], english["Content-Language"]) == ("nb", "en")
    assert {key[:2] for key in pages} == {("nb", "/topics/"), ("en", "/en/topics/")}


def test_a_page_is_made_anew_when_its_time_is_up(client, clock):
    clock.set("2027-02-10T12:59:59")
    assert client.get("/hourly/").content == b"It is 12"
    assert is_hit(client, "/hourly/")
    clock.set("2027-02-10T13:00")
    assert client.get("/hourly/").content == b"It is 13"


def test_the_order_of_names_does_not_matter_the_order_of_values_does(client):
    client.get("/topics/?day=1&topic=a")
    assert is_hit(client, "/topics/?topic=a&day=1")
    # The view shows the last value: 2, then 1.
    two = client.get("/topics/?day=1&day=2").content
    one = client.get("/topics/?day=2&day=1").content
    assert (b"<p>2</p>" in two, b"<p>1</p>" in one) == (True, True)
    assert not is_hit(client, "/topics/?day=1&topic=b")


@pytest.mark.parametrize("query", ["x=1", "day=1&x=1", "x", "day=" + "1" * LONGEST_QUERY])
def test_unknown_names_and_long_queries_are_answered_and_not_kept(client, query):
    for _ in range(2):
        assert not is_hit(client, f"/topics/?{query}")
    assert len(pages) == 0
    response = client.get(f"/topics/?{query}", headers={"Accept-Encoding": "br"})
    assert response["Content-Encoding"] == "br"
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/missing/", "/broken/", "/streams/", "/private/"])
def test_only_whole_public_successes_are_kept(client, path):
    response = client.get(path)
    assert response.status_code == {"/missing/": 404, "/broken/": 503}.get(path, 200)
    assert len(pages) == 0
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert "Set-Cookie" not in response


def test_a_private_answer_stays_private(client):
    assert client.get("/private/")["Cache-Control"] == "private"


def test_what_tells_of_the_visitor_goes_to_its_asker_alone(client):
    for query in ("?saved=1", "?saved=", "?day=1&saved=2"):
        response = client.get(f"/saved/{query}", headers={"Accept-Encoding": "br"})
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Encoding"] == "br"
        assert len(pages) == 0
    assert "no-store" not in client.get("/saved/?day=1")["Cache-Control"]
    assert len(pages) == 1


def test_other_views_and_methods_pass_untouched(client):
    for method in (client.get, client.head, client.post):
        assert method("/desk/").status_code == 200
    assert urls.calls == ["GET", "HEAD", "POST"]
    assert len(pages) == 0
    assert client.post("/topics/").status_code == 405


def test_a_desk_page_asks_no_generation(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/desk/")


def test_a_generation_that_rises_during_the_build_keeps_the_page_out(client, publish):
    urls.during_build.append(lambda: publish("/a"))
    first = client.get("/topics/")
    assert first.status_code == 200
    assert len(pages) == 0
    urls.during_build.clear()
    assert b"<h1>/a</h1>" in client.get("/topics/").content
    assert len(pages) == 1


def test_the_signed_in_and_the_stranger_get_the_same_bytes(client, client_for, django_user_model):
    user = django_user_model.objects.create_user("arrangor@example.org")
    signed_in = client_for(user)
    made_for_user = signed_in.get("/topics/")
    assert "Set-Cookie" not in made_for_user
    assert made_for_user["Vary"] == "Accept-Encoding"
    pages.clear()
    made_for_stranger = client.get("/topics/")
    assert made_for_user.content == made_for_stranger.content
    assert made_for_user.headers == made_for_stranger.headers
    # A cookie of an earlier session that is no more is left alone, not taken back.
    client.cookies["session"] = "long-gone"
    pages.clear()
    assert "Set-Cookie" not in client.get("/topics/")


def away(execute, sql, params, many, context):
    raise OperationalError("the database is away")


def test_old_bytes_while_the_database_is_away(client, publish, caplog):
    kept = client.get("/topics/")
    publish("/a")
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        stale = client.get("/topics/")
        # What was never read cannot be told; the reader is told that, in both languages.
        unread = client.get("/small/")
        assert (unread.status_code, unread["Retry-After"]) == (503, "10")
        assert unread["Cache-Control"] == "no-store"
        assert '<html lang="nb"' in unread.content.decode()
        unread = client.get("/en/topics/").content.decode()
        assert '<html lang="en"' in unread
        assert "does not reach its database" in unread
        # So is one whose own page asks the database first.
        assert client.get("/desk/rows/").status_code == 503
    assert (stale.status_code, stale["X-Served-Stale"]) == (200, "1")
    assert stale.content == kept.content
    fresh = client.get("/topics/")
    assert b"<h1>/a</h1>" in fresh.content
    assert "X-Served-Stale" not in fresh


def test_old_bytes_when_the_database_goes_away_during_the_build(client, publish):
    kept = client.get("/topics/")
    publish("/a")
    client.raise_request_exception = False
    wrapper = connection.execute_wrapper(away)
    urls.during_build.append(wrapper.__enter__)
    try:
        stale = client.get("/topics/")
    finally:
        wrapper.__exit__(None, None, None)
    assert (stale.status_code, stale["X-Served-Stale"]) == (200, "1")
    assert stale.content == kept.content


def test_an_error_of_the_view_is_not_hidden_behind_old_bytes(client, publish):
    client.get("/topics/")
    publish("/a")
    client.raise_request_exception = False
    urls.during_build.append(lambda: 1 / 0)
    assert client.get("/topics/").status_code == 500


def test_neither_path_nor_query_is_logged(client, caplog, settings):
    settings.PUBLISHED_VIEWS_STRICT = False
    caplog.set_level(logging.DEBUG, "enbyforalle.publishing")
    for path in ("/topics/?day=secret", "/sets-cookie/?x=secret", "/missing/?x=secret"):
        client.get(path)
    told = [record for record in caplog.records if record.name.startswith("enbyforalle.publishing")]
    assert [record.getMessage() for record in told] == [
        "tests.publishing.urls.sets_cookie is published but sets a cookie"
    ]
