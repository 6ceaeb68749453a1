import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from enbyforalle.pages import domain
from enbyforalle.pages.models import Meeting, Page, Redirect
from enbyforalle.publishing import generation

pytestmark = pytest.mark.django_db

PAGES = "/en/admin/pages/page/"
MEETINGS = "/en/admin/pages/meeting/"


@pytest.fixture
def editor(client_for, django_user_model):
    user = django_user_model.objects.create_user("innhold@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="pages"))
    return client_for(user)


def page_data(**values):
    return {
        "title_nb": "Ærlig på Flekkerøy",
        "title_en": "",
        "body_nb": "Norsk tekst",
        "is_published": "on",
        "position": "5",
    } | values


def meeting_data(**values):
    return {
        "title_nb": "Inspirasjonsmøte",
        "starts_at": "2027-02-11T09:00",
        "ends_at": "2027-02-11T11:30",
        "languages": "norsk og engelsk",
        "is_published": "on",
    } | values


def errors(response):
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


@pytest.mark.usefixtures("one_by_one")
def test_a_page_is_made_with_addresses_from_its_titles(editor, client):
    before = generation.current()
    assert editor.post(f"{PAGES}add/", page_data()).status_code == 302
    page = Page.objects.get()
    assert (page.slug_nb, page.slug_en) == ("aerlig-pa-flekkeroy",) * 2
    assert generation.current() == before + 1
    assert LogEntry.objects.count() == 1
    assert client.get("/om/aerlig-pa-flekkeroy/").status_code == 200


def test_addresses_can_be_chosen(editor):
    editor.post(f"{PAGES}add/", page_data(slug_nb="gruppa", slug_en="the-group"))
    page = Page.objects.get()
    assert (page.slug_nb, page.slug_en) == ("gruppa", "the-group")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title_nb": ""}, "title_nb"),
        ({"title_nb": "سلام"}, "slug_nb"),
        ({"slug_nb": "om-oss"}, "slug_nb"),
        ({"slug_nb": "no spaces"}, "slug_nb"),
        ({"position": "-1"}, "position"),
        ({"reviewed_on": "31.02.2027"}, "reviewed_on"),
    ],
)
def test_a_page_that_cannot_be_saved(editor, values, field):
    domain.ensure_pages()
    before = generation.current()
    assert field in errors(editor.post(f"{PAGES}add/", page_data(**values)))
    assert (Page.objects.count(), generation.current()) == (4, before)


def test_a_fixed_page_keeps_its_address_and_stays(editor):
    domain.ensure_pages()
    about = Page.objects.get(code="about")
    path = f"{PAGES}{about.pk}/"
    data = page_data(slug_nb="other", is_published="")
    assert editor.post(f"{path}change/", data).status_code == 302
    about.refresh_from_db()
    assert (about.title_nb, about.slug_nb, about.is_published) == (
        "Ærlig på Flekkerøy",
        "om-oss",
        True,
    )
    assert editor.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    editor.post(
        PAGES,
        {"action": "delete_selected", "_selected_action": [about.pk], "post": "yes"},
    )
    assert Page.objects.count() == 4


@pytest.mark.usefixtures("one_by_one")
def test_rows_deleted_together_are_each_published(editor, make_page):
    made = [make_page(name) for name in ("a", "b", "c")]
    before = generation.current()
    selected = [page.pk for page in made[:2]]
    editor.post(PAGES, {"action": "delete_selected", "_selected_action": selected, "post": "yes"})
    assert list(Page.objects.all()) == made[2:]
    assert generation.current() == before + 2


@pytest.mark.usefixtures("one_by_one")
def test_a_meeting_is_made_and_changed(editor, client):
    before = generation.current()
    assert editor.post(f"{MEETINGS}add/", meeting_data()).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.slug, meeting.languages) == ("inspirasjonsmote", ["nb", "en"])
    assert meeting.starts_at.isoformat() == "2027-02-11T08:00:00+00:00"
    path = f"{MEETINGS}{meeting.pk}/change/"
    page = editor.get(path).content.decode()
    assert 'value="2027-02-11T09:00"' in page
    editor.post(path, meeting_data(slug="inspirasjonsmote", is_cancelled="on"))
    assert generation.current() == before + 2
    page = client.get("/en/meetings/inspirasjonsmote/").content.decode()
    assert "The meeting is cancelled." in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": "2027-02-11T08:00"}, "__all__"),
        ({"registration_deadline": "2027-02-12T12:00"}, "__all__"),
        ({"capacity": "0"}, "__all__"),
        ({"languages": "klingon"}, "languages"),
        ({"online_url": "javascript:x()"}, "online_url"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"starts_at": ""}, "starts_at"),
    ],
)
def test_a_meeting_that_cannot_be_saved(editor, values, field):
    assert field in errors(editor.post(f"{MEETINGS}add/", meeting_data(**values)))
    assert Meeting.objects.count() == 0


def test_old_addresses_are_edited(editor):
    path = "/en/admin/pages/redirect/add/"
    assert "__all__" in errors(editor.post(path, {"old_path": "omoss", "new_path": "/om/"}))
    assert editor.post(path, {"old_path": "/omoss", "new_path": "/om/"}).status_code == 302
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/omoss", "/om/")]


@pytest.mark.parametrize("path", [PAGES, MEETINGS, "/en/admin/pages/redirect/"])
@pytest.mark.parametrize("number", [1, 3, 30])
def test_lists_take_a_fixed_number_of_queries(
    editor, make_page, make_meeting, django_assert_num_queries, path, number
):
    for n in range(number):
        make_page(f"side-{n}")
        make_meeting(f"mote-{n}")
        Redirect.objects.create(old_path=f"/{n}", new_path="/om/")
    editor.get(path)
    # Session, user, the user's and the groups' rights, two counts, rows; meetings also dates.
    with django_assert_num_queries(9 if path == MEETINGS else 7):
        editor.get(path)
