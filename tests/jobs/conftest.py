import pytest

from tests.jobs import tasks


@pytest.fixture(autouse=True)
def nothing_done():
    tasks.done.clear()
