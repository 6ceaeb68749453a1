from types import SimpleNamespace

import pytest

from enbyforalle.lib import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Sets the second that it is."""

    def set_to(second):
        # The limit's own clock alone: the cache has another, which is to run on.
        monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: second))

    return set_to


def test_so_many_in_so_many_seconds(shared_cache, at):
    at(1000)
    asked = [limits.is_exceeded("hints", "1", most=2, seconds=10) for _time in range(4)]
    assert asked == [False, False, True, True]
    at(1009)
    assert limits.is_exceeded("hints", "1", most=2, seconds=10)
    at(1010)
    assert not limits.is_exceeded("hints", "1", most=2, seconds=10)


def test_each_has_a_limit_of_their_own(shared_cache, at):
    at(1000)
    assert not limits.is_exceeded("hints", "1", most=1, seconds=10)
    assert not limits.is_exceeded("hints", "2", most=1, seconds=10)
    assert not limits.is_exceeded("other", "1", most=1, seconds=10)
    assert limits.is_exceeded("hints", "1", most=1, seconds=10)
