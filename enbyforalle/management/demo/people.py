"""The demo's people: four who show the roles, and an owner for every organiser."""

from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from enbyforalle.roles import COORDINATOR, REVIEWER
from organisers.domain.registration import register_organiser
from organisers.domain.texts import approve_text, submit_text
from organisers.models import Membership, Organiser, User

# Shown by the demo to whoever starts it, and good for nothing else.
PASSWORD = "lys-i-vinduet"  # noqa: S105

COORDINATOR_EMAIL = "koordinator@example.org"
REVIEWER_EMAIL = "vurderer@example.org"
ORGANISER_EMAIL = "arrangor@example.org"
EMPLOYEE_EMAIL = "ansatt@example.org"

# Who belongs to which organiser: the reviewer to one, so that the rule on own cases is seen.
MEMBERS = {
    ORGANISER_EMAIL: ("apen-dor-agder", "sprakvenner-sor"),
    COORDINATOR_EMAIL: ("lim-koordinatoren",),
    REVIEWER_EMAIL: ("biblioteket",),
}


def make_person(email, name, *, group=None, language="nb"):
    """A demo user who can sign in with the demo's password; made once."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create(
            email=email,
            password=_hash(),
            name=name,
            language=language,
            is_staff=group is not None,
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@cache
def _hash():
    # Slow on purpose; one for all, since the password is one for all.
    return make_password(PASSWORD)


def make_cast():
    """The four demo accounts, by e-mail address."""
    cast = [
        make_person(COORDINATOR_EMAIL, "Kim Koordinator", group=COORDINATOR),
        make_person(REVIEWER_EMAIL, "Vide Vurderer", group=REVIEWER),
        make_person(ORGANISER_EMAIL, "Are Arrangør"),
        make_person(EMPLOYEE_EMAIL, "Ask Ansatt"),
    ]
    return {user.email: user for user in cast}


def make_organisers(rows, cast):
    """The demo's organisers with approved words; returns them by slug."""
    owners = {slug: cast[email] for email, slugs in MEMBERS.items() for slug in slugs}
    return {row["slug"]: _organiser(row, owners.get(row["slug"]), cast) for row in rows}


def _organiser(row, owner, cast):
    owner = owner or make_person(row["email"], f"Kontakt for {row['name_nb']}"[:120])
    organiser = register_organiser(
        by=owner,
        kind=row["kind"],
        name_nb=row["name_nb"],
        name_en=row["name_en"] or "",
        description_nb=row["description_nb"] or "",
        description_en=row["description_en"] or "",
        organisation_number=row["organisation_number"] or "",
        website=row["website"] or "",
        public_email=row["email"],
        is_listed=row["slug"] == "enkeltperson-fotograf",
    )
    Organiser.objects.filter(pk=organiser.pk).update(
        slug=row["slug"],
        sector=row["sector"],
        organisation_form=row["organisation_form"] or "",
        in_voluntary_register=row["in_voluntary_register"],
    )
    text = submit_text(organiser.open_text, by=owner)
    coordinator = cast[COORDINATOR_EMAIL]
    decider = cast[REVIEWER_EMAIL] if owner == coordinator else coordinator
    approve_text(text, by=decider)
    return Organiser.objects.get(pk=organiser.pk)


def owner_of(organiser):
    """The first member of a demo organiser."""
    return Membership.objects.filter(organiser=organiser).select_related("user").first().user
