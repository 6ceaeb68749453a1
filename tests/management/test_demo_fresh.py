"""Starting the demo over, in tables of its own: what was committed before is gone afterwards."""

from io import StringIO

import pytest
from django.core.management import call_command

from enbyforalle.jobs.models import Job
from events.models import Event, SessionTime, Version
from organisers.models import Organiser, User

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def counts():
    models = (Event, Version, SessionTime, User, Organiser, Job)
    return {model: model.objects.count() for model in models}


def test_fresh_throws_everything_away_and_loads_the_same(settings):
    settings.DEMO = True
    call_command("demo", stdout=StringIO())
    before = counts()
    Event.objects.filter(pk=Event.objects.first().pk).update(status_reason_nb="Rettet")
    call_command("demo", "--fresh", stdout=StringIO())
    assert counts() == before
    assert not Event.objects.filter(status_reason_nb="Rettet").exists()
    assert User.objects.get(email="koordinator@example.org").has_perm("events.review_event")
    assert Version.objects.filter(grounds__isnull=False, goals__isnull=False).exists()
