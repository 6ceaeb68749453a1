from datetime import UTC, datetime, timedelta

import pytest

from enbyforalle.pages.models import Meeting, Page

# Wednesday 10 February 2027 at noon in Oslo, where the tests' clock stands.
NOON = datetime(2027, 2, 10, 11, tzinfo=UTC)


@pytest.fixture
def make_page(db):
    def make(name="ressursgruppa", **values):
        defaults = {
            "slug_nb": name,
            "slug_en": f"{name}-en",
            "title_nb": name.capitalize(),
            "title_en": f"{name.capitalize()} in English",
            "body_nb": f"Norsk tekst om {name}",
            "body_en": f"English text about {name}",
            "is_published": True,
            "updated_at": NOON,
        }
        return Page.objects.create(**defaults | values)

    return make


@pytest.fixture
def make_meeting(db):
    def make(name="inspirasjonsmote", **values):
        starts_at = values.pop("starts_at", NOON + timedelta(days=7))
        defaults = {
            "slug": name,
            "title_nb": name.capitalize(),
            "title_en": f"{name.capitalize()} in English",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "is_published": True,
            "updated_at": NOON,
        }
        return Meeting.objects.create(**defaults | values)

    return make
