"""How an organiser comes to be."""

import pytest

from enbyforalle.publishing import generation
from organisers.domain.errors import NotAllowed, Refused
from organisers.domain.registration import change_facts, register_organiser
from organisers.enums import OrganiserKind, Role, TextState
from organisers.models import Organiser
from tests.factories import make_user


@pytest.mark.parametrize("kind", OrganiserKind.values)
def test_each_of_the_eight_kinds_registers_without_a_number(owner, kind):
    organiser = register_organiser(by=owner, kind=kind, name_nb="Ærlig på Flekkerøy")
    membership = organiser.memberships.get()
    assert (membership.user, membership.role) == (owner, Role.OWNER)
    assert organiser.slug == "aerlig-pa-flekkeroy"
    assert organiser.organisation_number == ""
    assert organiser.open_text.state == TextState.DRAFT
    assert organiser.live_text is None


def test_nothing_public_changes_at_registration(owner):
    before = generation.current()
    register_organiser(by=owner, kind="association", name_nb="Stille start")
    assert generation.current() == before


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("Kor", ["kor", "kor-2", "kor-3"]),
        ("جمعية", ["arrangor", "arrangor-2", "arrangor-3"]),
        ("Å" * 160, ["a" * 74, "a" * 74 + "-2", "a" * 74 + "-3"]),
    ],
)
def test_addresses_are_unique(owner, name, slugs):
    made = [register_organiser(by=owner, kind="association", name_nb=name).slug for _ in range(3)]
    assert made == slugs


def test_a_number_is_kept_as_nine_digits(owner):
    organiser = register_organiser(
        by=owner, kind="company", name_nb="Bedriften", organisation_number="NO 820 852 982 MVA"
    )
    assert organiser.organisation_number == "820852982"
    assert organiser.number_in_groups == "820 852 982"


@pytest.mark.parametrize("number", ["820852983", "12345678", "abc", "8208529820", "٨٢٠٨٥٢٩٨٢"])
def test_a_wrong_number_is_refused_at_its_field(owner, number):
    with pytest.raises(Refused) as refused:
        register_organiser(
            by=owner, kind="company", name_nb="Bedriften", organisation_number=number
        )
    assert refused.value.field == "organisation_number"
    assert not Organiser.objects.exists()


def test_a_taken_number_is_refused_with_the_way_to_go(owner):
    values = {"kind": "company", "name_nb": "Bedriften", "organisation_number": "820852982"}
    register_organiser(by=owner, **values)
    with pytest.raises(Refused) as refused:
        register_organiser(by=make_user(), **values)
    assert refused.value.field == "organisation_number"


def test_the_coordinator_registers_for_somebody_who_phoned(coordinator):
    organiser = register_organiser(
        by=coordinator, kind="informal_group", name_nb="Strikkegruppa", as_owner=False
    )
    assert organiser.memberships.count() == 0
    assert organiser.created_by == coordinator


def test_nobody_else_registers_for_others(owner, reviewer):
    for user in (owner, reviewer):
        with pytest.raises(NotAllowed):
            register_organiser(by=user, kind="company", name_nb="Andres", as_owner=False)
    assert not Organiser.objects.exists()


def test_states_cannot_be_smuggled_in(owner):
    with pytest.raises(TypeError):
        register_organiser(by=owner, kind="company", name_nb="Lur", is_live=True)


FACTS = {"kind": "individual", "organisation_number": "", "is_listed": True}


@pytest.mark.usefixtures("one_by_one")
def test_facts_hold_at_once_and_are_announced(organiser, owner):
    before = generation.current()
    change_facts(organiser, by=owner, **FACTS)
    organiser.refresh_from_db()
    assert (organiser.kind, organiser.is_listed) == ("individual", True)
    assert generation.current() == before + 1


@pytest.mark.parametrize("role", ["editor", "stranger", "reviewer"])
def test_facts_are_for_owners(request, organiser, role):
    with pytest.raises(NotAllowed):
        change_facts(organiser, by=request.getfixturevalue(role), **FACTS)
    organiser.refresh_from_db()
    assert organiser.kind == "association"


def test_an_organiser_keeps_its_own_number(organiser, owner):
    facts = {"kind": "company", "organisation_number": "820852982", "is_listed": False}
    change_facts(organiser, by=owner, **facts)
    change_facts(organiser, by=owner, **facts)
    organiser.refresh_from_db()
    assert organiser.organisation_number == "820852982"
