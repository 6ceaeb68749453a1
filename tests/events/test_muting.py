"""Reminders switched off: each person's own, known by the person and the kind."""

import pytest

from events.domain import muting
from events.enums import Reminder
from events.models import MutedReminder
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_each_person_has_their_own_switches(clock):
    one, other = make.make_user(), make.make_user()
    assert muting.read_token(muting.token_for(other, Reminder.WEEK)) == (other, Reminder.WEEK)
    muting.mute(one, Reminder.WEEK)
    muting.mute(one, Reminder.PRINT)
    muting.mute(other, Reminder.DRAFT)
    clock.set("2027-02-11T12:00")
    muting.set_wanted(one, [kind for kind in Reminder if kind not in (Reminder.PRINT, "late")])
    assert muting.muted_kinds(one) == {"print", "late"}
    assert muting.muted_kinds(other) == {"draft"}
    # What was off stays off since then.
    since = MutedReminder.objects.filter(user=one).values_list("kind", "at")
    assert dict(since) == {
        "print": make.oslo("2027-02-10 12:00"),
        "late": make.oslo("2027-02-11 12:00"),
    }
    muting.set_wanted(one, ["draft"])
    assert muting.muted_kinds(other) == {"draft"}


def test_a_token_is_of_somebody_who_is_here_and_a_kind_there_is():
    user = make.make_user(language="en")
    token = muting.token_for(user, Reminder.DRAFT)
    assert muting.url_for(user, Reminder.DRAFT).endswith(f"/en/organiser/reminders/{token}/")
    assert muting.read_token(f"{token}x") is None
    assert muting.read_token(muting.token_for(user, "unknown")) is None
    user.is_active = False
    user.save()
    assert muting.read_token(token) is None
