"""Addresses and fields that nobody's page made: no such thing, and never an error of ours."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db

# Other people's digits, numbers no database holds, signs, and a NUL.
BAD = ["²", "٣", "9" * 25, "-1", "abc", "\x00", f"1,²,{'9' * 25}"]
FILTERS = ("week", "who", "due", "what", "district", "topic", "state", "print", "p", "o")
LISTS = ("version", "event", "report", "publication", "lateaccess")


@pytest.fixture
def at_work(client_for):
    return client_for(make.make_coordinator())


@pytest.fixture
def version():
    return make.make_event(state="submitted").open


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", ["approve", "reject", "request-changes", "assign"])
def test_many(at_work, version, name, bad):
    address = f"/admin/events/version/many/{name}/"
    assert at_work.get(address, {"pk": bad}).status_code == (404 if "\0" in bad else 200)
    answer = at_work.post(f"{address}?pk={version.pk}", {"pk": bad, f"seen-{version.pk}": bad})
    assert answer.status_code == 422
    version.refresh_from_db()
    assert version.state == "submitted"


@pytest.mark.parametrize("bad", BAD)
def test_the_page_one_wrote_from(at_work, version, bad):
    address = f"/admin/events/event/{version.event_id}/message/"
    case = f"/admin/events/event/{version.event_id}/change/#samtale"
    assert at_work.post(address, {"text": "Hei", "back": bad}).url == case
    assert at_work.post(address, {"text": "", "back": bad}).status_code == 422


@pytest.mark.parametrize("bad", [*BAD[:5], "%00"])
@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_is_not_there(at_work, name, bad):
    answer = at_work.get(f"/admin/events/{name}/{bad}/change/")
    # Django's own pages lead to the front page with a word about it.
    assert answer.status_code in (404, 302)
    if answer.status_code == 302:
        assert at_work.get(answer.url).status_code in (200, 404)


@pytest.mark.parametrize("bad", BAD)
def test_filters(at_work, version, bad):
    for name in FILTERS:
        answer = at_work.get("/admin/events/version/", {name: bad})
        assert answer.status_code in ((404,) if "\0" in bad else (200, 302)), name
    filters = {"_changelist_filters": f"week={bad}&p={bad}"}
    answer = at_work.get(f"/admin/events/version/{version.pk}/review/", filters)
    assert answer.status_code == (404 if "\0" in bad else 200)
    for query in ({"day": bad, "time": bad, "week": bad}, {"week": bad, "organiser": bad}):
        for address in ("/admin/events/publication/as-of/", "/admin/events/lateaccess/add/"):
            expected = (404,) if "\0" in bad else (200, 422)
            assert at_work.get(address, query).status_code in expected


@pytest.mark.parametrize("bad", BAD)
def test_who_takes_a_case(at_work, version, bad):
    address = f"/admin/events/version/{version.pk}/assign/"
    assert at_work.post(address, {"to": bad}).status_code == 404
    version.event.refresh_from_db()
    assert version.event.assigned_to is None


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("path", ["/min-plan/", "/min-plan.ics", "/program/2027/tidstabell/"])
def test_public_addresses(client, path, bad):
    make.make_event(week=make.make_week())
    assert client.get(path, {"s": [bad, bad], "day": bad, "without": bad}).status_code in (200, 302)


def test_a_nul_where_anybody_may_ask(client):
    make.make_event(week=make.make_week())
    for path in ("/nowhere%00/", "/program/2027/%00/", "/arrangorer/%00/", "/om/%00/", "/%00"):
        assert client.get(path).status_code == 404, path
    for name in ("q", "day", "organiser", "topic", "language", "access", "district"):
        for path in ("/program/", "/program.ics", "/program.json", "/program/2027/kart/"):
            assert client.get(path, {name: "\0"}).status_code == 200, (name, path)
