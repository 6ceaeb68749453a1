import pytest

from enbyforalle.publishing import PublishedViewError
from enbyforalle.publishing.store import pages

pytestmark = pytest.mark.django_db

FAULTS = {
    "/sets-cookie/": "sets a cookie",
    "/reads-session/": "reads the session",
    "/reads-user/": "reads the session",
    "/uses-token/": "uses the CSRF token",
    "/varies/": "varies on more than encoding",
    "/speaks-english/": "speaks another language than its address",
}


@pytest.mark.parametrize(("path", "fault"), FAULTS.items())
def test_a_published_view_that_looks_at_its_visitor_fails_where_it_is_written(client, path, fault):
    with pytest.raises(PublishedViewError) as error:
        client.get(path)
    name = path.strip("/").replace("-", "_")
    assert str(error.value) == f"tests.publishing.urls.{name} is published but {fault}"


@pytest.mark.parametrize("path", FAULTS)
def test_in_production_its_answer_goes_to_its_asker_alone(client, settings, path):
    settings.PUBLISHED_VIEWS_STRICT = False
    response = client.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in response
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert len(pages) == 0


def test_a_signed_in_visitor_is_not_mistaken_for_a_fault(client_for, django_user_model):
    user = django_user_model.objects.create_user("arrangor@example.org")
    assert client_for(user).get("/topics/").status_code == 200
    assert len(pages) == 1


def test_the_guard_follows_debug_unless_told(client, settings):
    del settings.PUBLISHED_VIEWS_STRICT
    settings.DEBUG = False
    assert client.get("/reads-session/").status_code == 200
    settings.DEBUG = True
    with pytest.raises(PublishedViewError):
        client.get("/reads-session/")
