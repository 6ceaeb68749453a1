"""Every named constraint of the organisers app, tried by breaking it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from enbyforalle.lib import clock
from organisers.models import Invitation, Membership, Organiser, OrganiserText, User
from tests.factories import make_user


def text(organiser, **fields):
    return OrganiserText.objects.create(**{"organiser": organiser, "name_nb": "Navn"} | fields)


def invitation(organiser, owner, **fields):
    return Invitation.objects.create(
        organiser=organiser, email="ny@example.org", invited_by=owner, **fields
    )


def same_address_in_capitals(organiser, owner):
    User.objects.create(email="EIER@example.org")


def same_number(organiser, owner):
    for slug in ("en", "to"):
        Organiser.objects.create(slug=slug, kind="association", organisation_number="820852982")


def two_live_texts(organiser, owner):
    text(organiser, state="approved", is_live=True, decided_at=clock.now(), decided_by=owner)


def two_open_texts(organiser, owner):
    text(organiser, state="draft")
    text(organiser, state="changes_requested")


def live_draft(organiser, owner):
    text(_bare(), is_live=True)


def _bare():
    return Organiser.objects.create(slug="bar", kind="association")


def approved_by_nobody(organiser, owner):
    text(_bare(), state="approved", decided_at=clock.now())


def rejected_at_no_time(organiser, owner):
    text(_bare(), state="rejected", decided_by=owner)


def member_twice(organiser, owner):
    Membership.objects.create(user=owner, organiser=organiser)


def invitation_that_was_never_valid(organiser, owner):
    invitation(organiser, owner, expires_at=clock.now() - timedelta(days=1))


def accepted_by_nobody(organiser, owner):
    invitation(organiser, owner, accepted_at=clock.now())


def accepted_and_withdrawn(organiser, owner):
    now = clock.now()
    invitation(organiser, owner, accepted_at=now, accepted_by=make_user(), withdrawn_at=now)


BREAKERS = {
    "user_email_unique_whatever_the_case": [same_address_in_capitals],
    "organiser_number_unique": [same_number],
    "organiser_one_live_text": [two_live_texts],
    "organiser_one_open_text": [two_open_texts],
    "organiser_live_text_is_approved": [live_draft],
    "organiser_decided_text_has_who_and_when": [approved_by_nobody, rejected_at_no_time],
    "membership_once": [member_twice],
    "invitation_expires_after_sent": [invitation_that_was_never_valid],
    "invitation_accepted_has_who_and_when": [accepted_by_nobody],
    "invitation_not_both_accepted_and_withdrawn": [accepted_and_withdrawn],
}


def test_every_constraint_is_tried():
    named = {
        constraint.name
        for model in apps.get_app_config("organisers").get_models()
        for constraint in model._meta.constraints
    }
    assert set(BREAKERS) == named


@pytest.mark.parametrize(
    ("name", "breaker"), [(name, one) for name, several in BREAKERS.items() for one in several]
)
def test_constraint_holds(organiser, owner, name, breaker):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        breaker(organiser, owner)
    # SQLite names a unique constraint only by its columns, and an index over an expression by name.
    told = str(refused.value)
    assert name in told or "UNIQUE constraint failed" in told


def test_many_may_have_no_number(organiser):
    for slug in ("en", "to"):
        Organiser.objects.create(slug=slug, kind="association", organisation_number="")
