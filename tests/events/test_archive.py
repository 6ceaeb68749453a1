"""Events of past weeks as they are entered from a source: public at once, in all their columns."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation

from events.domain import archive
from events.domain.errors import NotAllowed
from events.models import Event, Publication, Version
from events.permissions import ENTER
from tests import factories as make

pytestmark = pytest.mark.django_db

SOURCE = "https://example.org/kilde"
NOON = make.oslo("2027-02-10 12:00")


def test_all_that_the_source_tells_is_public_at_once():
    week = make.make_week(2020)
    by = make.make_coordinator()
    make.make_event(week=week, slug="apning")
    with translation.override("nb"):
        event = archive.enter_past_event(
            week,
            by=by,
            title_nb="Åpning",
            source_url=SOURCE,
            organiser_names="Koret og Kirken",
            place_name="Torvet",
            price_note_nb="Gratis",
            starts_at=make.oslo("2020-02-03 12:00"),
            ends_at=make.oslo("2020-02-03 13:00"),
        )
    event = Event.objects.get(pk=event.pk)
    assert (event.week, event.organiser, event.organiser_names) == (week, None, "Koret og Kirken")
    assert (event.reference, event.slug) == ("2020-001", "apning-2")
    assert (event.created_by, event.source_url) == (by, SOURCE)
    version = event.live
    assert (version.number, version.state, version.is_live) == (1, "approved", True)
    assert (version.title_nb, version.price_note_nb) == ("Åpning", "Gratis")
    assert (version.created_by, version.decided_by, version.decided_at) == (by, by, NOON)
    assert "torvet" in version.search_text
    [time] = version.times.all()
    assert (time.starts_at, time.ends_at) == (
        make.oslo("2020-02-03 12:00"),
        make.oslo("2020-02-03 13:00"),
    )
    assert (time.session.event, time.is_time_known, time.place_name) == (event, True, "Torvet")
    entry = event.log.get()
    assert (entry.verb, entry.by, entry.version, entry.comment) == ("approve", by, version, SOURCE)
    record = Publication.objects.get()
    assert (record.event, record.by, record.what) == (event, by, "archive")
    assert record.content["nb"]["title"] == "Åpning"


def test_what_the_source_does_not_tell_is_left_open():
    week, by = make.make_week(2020), make.make_coordinator()
    known = {"by": by, "title_nb": "Kor", "source_url": SOURCE}
    dateless = archive.enter_past_event(week, **known)
    assert dateless.live.times.count() == 0
    assert (dateless.organiser_names, dateless.live.price_note_nb) == ("", "")
    day = make.oslo("2020-02-03 00:00")
    dated = archive.enter_past_event(week, **known, starts_at=day, is_time_known=False)
    [time] = dated.live.times.all()
    assert (time.starts_at, time.ends_at, time.is_time_known) == (day, None, False)
    assert time.place_name == ""


def test_it_takes_one_who_enters_and_one_who_decides():
    week = make.make_week(2020)
    entering = make.make_user()
    entering.user_permissions.add(Permission.objects.get(codename=ENTER.split(".")[1]))
    only_review = make.make_reviewer()
    for by in (entering, only_review, make.make_content_editor()):
        with pytest.raises(NotAllowed):
            archive.enter_past_event(week, by=by, title_nb="Kor", source_url=SOURCE)
    assert not Version.objects.exists()
