from uuid import UUID, uuid4

import pytest

from enbyforalle.lib import uids


def test_a_uid_comes_back_out_of_its_short_form():
    for uid in (UUID(int=0), UUID(int=2**128 - 1), *(uuid4() for _ in range(50))):
        assert len(uids.short(uid)) == 22
        assert uids.read(uids.short(uid)) == uids.read(str(uid)) == uids.read(uid.hex) == uid


@pytest.mark.parametrize("text", ["", "x", "A" * 21 + "B", "A" * 21 + "!", "A" * 23, "é" * 22])
def test_anything_else_is_none(text):
    assert uids.read(text) is None
