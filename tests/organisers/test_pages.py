"""The pages of an organiser's own people: who gets in, what is shown, nothing typed is lost."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from organisers.domain import team, texts
from organisers.enums import Role, TextState
from organisers.models import Invitation, Organiser, OrganiserText
from organisers.urls import urlpatterns
from tests.factories import make_organiser, make_user

# name → (must be POST, only for those who run the team)
PAGES = {
    "own": (False, False),
    "change": (False, False),
    "facts": (False, True),
    "logo": (False, False),
    "team": (False, False),
    "submit": (True, False),
    "take_back": (True, False),
    "withdraw": (True, False),
    "remove_logo": (True, False),
    "leave": (True, False),
    "invite": (True, True),
    "withdraw_invitation": (True, True),
    "remove_member": (True, True),
    "change_role": (True, True),
}


def address(name, organiser):
    arguments = {"slug": organiser.slug}
    if name == "withdraw_invitation":
        arguments["token"] = organiser.invitations.get().token
    if name in ("remove_member", "change_role"):
        arguments["member"] = organiser.memberships.get(role=Role.EDITOR).pk
    return reverse(f"organisers:{name}", kwargs=arguments)


@pytest.fixture
def letter(organiser, owner):
    return team.invite(organiser, by=owner, email="ny@example.org")


def test_the_table_holds_every_page_of_an_organiser():
    own = {one.name for one in urlpatterns if "<slug:slug>" in str(one.pattern)}
    assert own == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["stranger", "editor", "owner", "coordinator", "visitor"])
def test_who_gets_in(request, client, client_for, organiser, letter, name, role):
    posts, for_owners = PAGES[name]
    where = address(name, organiser)
    if role != "visitor":
        client = client_for(request.getfixturevalue(role))
    answer = client.post(where) if posts else client.get(where)
    if role == "visitor":
        assert (answer.status_code, "/konto/login/" in answer["Location"]) == (302, True)
    elif role == "stranger":
        assert answer.status_code == 404
    elif (role == "editor" and for_owners) or (role, name) == ("coordinator", "leave"):
        assert answer.status_code == 403
    else:
        # A verb with nothing to do answers 404 for its text, or sends back with a message.
        assert answer.status_code in ((200, 302, 404) if posts else (200,))


@pytest.mark.parametrize("name", [name for name, (posts, _only) in PAGES.items() if posts])
def test_nothing_changes_by_looking(client_for, owner, organiser, letter, name):
    assert client_for(owner).get(address(name, organiser)).status_code == 405


def test_from_registration_to_the_page_of_the_organiser(client_for, db):
    user = make_user(name="Ny")
    data = {
        "kind": "individual",
        "name_nb": "  Kari\u202e  Nordmann ",
        "name_en": "",
        "organisation_number": "",
        "is_listed": "on",
    }
    client = client_for(user)
    answer = client.post(reverse("organisers:register"), data)
    organiser = Organiser.objects.get()
    assert answer["Location"] == f"/konto/arrangor/{organiser.slug}/"
    assert (organiser.is_listed, organiser.is_individual) == (True, True)
    assert "Kari Nordmann" in client.get(answer["Location"]).content.decode()


def test_only_individuals_ask_to_be_listed(client_for, db):
    data = {"kind": "company", "name_nb": "Firma", "is_listed": "on"}
    client_for(make_user()).post(reverse("organisers:register"), data)
    assert Organiser.objects.get().is_listed is False


BAD = [
    ("kind", ""),
    ("kind", "sirkus"),
    ("name_nb", ""),
    ("name_nb", "   "),
    ("name_nb", "x" * 161),
    ("name_nb", "Vinn! https://lureri.example"),
    ("name_nb", "se www.lureri.example"),
    ("name_en", "y" * 161),
    ("organisation_number", "820852983"),
    ("organisation_number", "12"),
    ("organisation_number", "abcdefghi"),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_bad_registration_is_told_at_the_field_and_keeps_the_rest(client_for, db, field, value):
    data = {"kind": "company", "name_nb": "Mitt <b>firma</b>", "name_en": "My firm"} | {
        field: value
    }
    answer = client_for(make_user()).post(reverse("organisers:register"), data)
    form = answer.context["form"]
    assert list(form.errors) == [field]
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page
    for name, typed in data.items():
        # A number is shown in groups of three.
        assert form[name].value().replace(" ", "") == typed.replace(" ", "")
    assert "<b>firma</b>" not in page
    assert not Organiser.objects.exists()


WORDS = {
    "name_nb": "Naboene",
    "name_en": "",
    "description_nb": "Linje en\n\n<script>alert(1)</script>",
    "language_nb": "nn",
    "description_en": "",
    "website": "www.nabo.example.org",
    "public_email": "post@nabo.example.org",
    "public_phone": "38 07 50 00",
}


def test_a_draft_is_saved_and_shown_but_not_public(client_for, owner, organiser):
    client = client_for(owner)
    answer = client.post(reverse("organisers:change", args=[organiser.slug]), WORDS)
    assert answer["Location"] == f"/konto/arrangor/{organiser.slug}/"
    text = organiser.open_text
    assert (text.language_nb, text.website) == ("nn", "https://www.nabo.example.org")
    assert text.public_phone == "+4738075000"
    assert organiser.live_text.name_nb == "Naboforeningen"
    page = client.get(answer["Location"]).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_nb", ""),
        ("description_nb", "å" * 2001),
        ("description_en", "a" * 2001),
        ("language_nb", "xx"),
        ("website", "javascript:alert(1)"),
        ("website", "ikke en adresse"),
        ("public_email", "post(at)nabo"),
        ("public_phone", "ring meg"),
    ],
)
def test_bad_words_are_told_at_the_field(client_for, owner, organiser, field, value):
    where = reverse("organisers:change", args=[organiser.slug])
    answer = client_for(owner).post(where, WORDS | {field: value})
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form["name_nb"].value() == (WORDS | {field: value})["name_nb"]
    assert organiser.open_text is None


def test_what_is_being_read_leads_back(client_for, owner, waiting):
    slug = waiting.organiser.slug
    answer = client_for(owner).post(reverse("organisers:change", args=[slug]), WORDS)
    assert answer["Location"] == f"/konto/arrangor/{slug}/"
    waiting.refresh_from_db()
    assert waiting.name_nb == "Nytt navn"


def test_the_buttons_move_the_text(client_for, owner, organiser):
    texts.change_text(organiser, by=owner, name_nb="Nytt")
    client = client_for(owner)
    for name, state in (
        ("submit", TextState.SUBMITTED),
        ("take_back", TextState.DRAFT),
        ("withdraw", TextState.WITHDRAWN),
    ):
        client.post(reverse(f"organisers:{name}", args=[organiser.slug]))
        assert organiser.texts.order_by("-pk").first().state == state


def picture(size=(600, 400)):
    file = io.BytesIO()
    Image.new("RGB", size, "orange").save(file, "PNG")
    file.seek(0)
    file.name = "logo.png"
    return file


def test_a_logo_waits_and_only_its_people_see_it(client_for, owner, organiser, stranger, reviewer):
    where = reverse("organisers:logo", args=[organiser.slug])
    client_for(owner).post(where, {"logo": picture(), "logo_alt_nb": "To hender"})
    text = organiser.open_text
    assert (text.logo_alt_nb, organiser.live_text.logo) == ("To hender", None)
    file = reverse("organisers:logo_file", args=[text.logo, 480])
    seen = {
        name: client_for(user).get(file).status_code
        for name, user in (("owner", owner), ("stranger", stranger), ("reviewer", reviewer))
    }
    assert seen == {"owner": 200, "stranger": 404, "reviewer": 200}
    assert client_for(owner).get(file.replace("480", "481")).status_code == 404
    client_for(owner).post(reverse("organisers:remove_logo", args=[organiser.slug]))
    assert organiser.open_text.logo is None


def test_what_is_no_picture_is_told_at_the_field(client_for, owner, organiser):
    fake = io.BytesIO(b"<svg onload=alert(1)>")
    fake.name = "logo.png"
    where = reverse("organisers:logo", args=[organiser.slug])
    answer = client_for(owner).post(where, {"logo": fake, "logo_alt_nb": "To hender"})
    assert list(answer.context["form"].errors) == ["logo"]
    assert answer.context["form"]["logo_alt_nb"].value() == "To hender"
    assert OrganiserText.objects.count() == 1


INVITE = {"email": "ny@example.org", "role": "editor", "language": "nb"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "ikke en adresse"),
        ("email", "a@b.no\nBcc: x@y.no"),
        ("email", "redaktor@example.org"),
        ("role", "god"),
        ("language", "xx"),
    ],
)
def test_bad_invitations_are_told_at_the_field(client_for, owner, organiser, field, value):
    where = reverse("organisers:invite", args=[organiser.slug])
    answer = client_for(owner).post(where, INVITE | {field: value})
    assert list(answer.context["form"].errors) == [field]
    assert not Invitation.objects.exists()


def test_another_teams_letters_and_members_are_not_in_reach(client_for, owner, organiser, letter):
    boss = make_user()
    other = make_organiser("Andre", owner=boss)
    member = organiser.memberships.get(role=Role.EDITOR).pk
    client = client_for(boss)
    for name, arguments in (
        ("withdraw_invitation", [other.slug, letter.token]),
        ("remove_member", [other.slug, member]),
        ("change_role", [other.slug, member]),
    ):
        where = reverse(f"organisers:{name}", args=arguments)
        assert client.post(where).status_code == 404
    assert organiser.memberships.count() == 2
