import pytest
from django.db import transaction

from enbyforalle.pages.models import Redirect
from enbyforalle.publishing import announce
from tests.publishing import urls


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "tests.publishing.urls"
    urls.during_build.clear()
    urls.calls.clear()


@pytest.fixture
def publish(db):
    """publish("/x") is a public change: one more name on the page of topics."""

    def change(old_path):
        with transaction.atomic():
            row = Redirect.objects.create(old_path=old_path, new_path="/om/")
            announce("add redirect", instance=row)
        return row

    return change
