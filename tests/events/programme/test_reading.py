"""Rows of lists: the models' own objects, which never ask the database for themselves."""

import pytest

from events.models import SessionTime, Topic
from events.programme.reading import OneByOne, kept
from events.programme.rows import with_rows
from tests.events.rows import a_venue, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def time():
    venue = a_venue(yes=["lift"])
    an_event("Kor", venue=venue, topics=["b", "a"], spoken=["nb", "ar"], interpreted=["nsl"],
             yes=["ramp"], no=["lift"], organiser="koret")  # fmt: skip
    (found,) = with_rows(SessionTime.objects.all())
    return found


def test_they_are_what_the_models_read(time, django_assert_num_queries):
    read = SessionTime.objects.get()
    with django_assert_num_queries(0):
        assert time == read
        assert (time.version.pk, time.session.pk) == (read.version_id, read.session_id)
        said = (str(time.version.title), time.status, time.district.slug, time.starts_at)
        address = time.version.event.get_absolute_url()
    version = read.version
    assert said == (str(version.title), read.status, read.district.slug, read.starts_at)
    assert address == version.event.get_absolute_url()


def test_what_hangs_on_a_version_is_in_its_own_order(time, django_assert_num_queries):
    read = SessionTime.objects.get().version
    Topic.objects.filter(code="b").update(position=99)
    (time,) = with_rows(SessionTime.objects.all())
    with django_assert_num_queries(0):
        topics = [topic.code for topic in time.version.topics.all()]
        languages = [(row.code, row.use) for row in kept(time.version, "languages")]
        answers = [(row.feature.code, row.answer) for row in kept(time.version, "access_answers")]
    assert topics == ["a", "b"]
    assert languages == [(row.code, row.use) for row in read.languages.all()]
    assert sorted(answers) == [("lift", "no"), ("ramp", "yes")]


def test_what_was_not_read_is_never_read_row_by_row(time):
    for ask in (
        lambda: time.version.description_nb,
        lambda: time.version.contribution,
        lambda: time.version.based_on,
        lambda: list(time.version.contributors.all()),
        lambda: time.session.event,
        lambda: time.version.event.organiser.live_text.description_nb,
    ):
        with pytest.raises(OneByOne):
            ask()
