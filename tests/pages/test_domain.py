import pytest

from enbyforalle.lib import clock as site_clock
from enbyforalle.pages import domain
from enbyforalle.pages.models import Page, Redirect
from enbyforalle.publishing import generation, public_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    heard = []

    def listen(what, instance, by, **kwargs):
        heard.append((what, str(instance), by))

    public_change.connect(listen)
    yield heard
    public_change.disconnect(listen)


@pytest.mark.usefixtures("one_by_one")
def test_every_verb_is_announced(news, django_user_model, make_meeting, clock):
    by = django_user_model.objects.create_user("koordinator@example.org")
    before = generation.current()
    page = domain.save(Page(slug_nb="a", slug_en="a", title_nb="A"), by=by)
    clock.set("2027-02-10T13:00")
    page.title_nb = "B"
    domain.save(page, by=by)
    domain.delete(page, by=by)
    domain.delete(make_meeting(), by=by)
    domain.save(Redirect(old_path="/omoss", new_path="/om/"))
    assert news == [
        ("add page", "A", by),
        ("change page", "B", by),
        ("delete page", "B", by),
        ("delete meeting", "Inspirasjonsmote", by),
        ("add redirect", "/omoss", None),
    ]
    assert generation.current() == before + 5
    assert page.updated_at == site_clock.now()


def test_the_fixed_pages_are_made_once_and_never_overwritten(news):
    made = domain.ensure_pages()
    columns = ("code", "slug_nb", "slug_en", "title_nb", "title_en")
    assert [tuple(getattr(page, name) for name in columns) for page in made] == [
        ("about", "om-oss", "about-us", "Om oss", "About us"),
        ("accessibility", "tilgjengelighet", "accessibility", "Tilgjengelighet", "Accessibility"),
        ("privacy", "personvern", "privacy", "Personvernerklæring", "Privacy notice"),
        ("cookies", "informasjonskapsler", "cookies", "Informasjonskapsler", "Cookies"),
    ]
    assert all(page.is_published and page.body_nb and page.body_en for page in made)
    assert all(page.summary_nb and page.summary_en for page in made)
    Page.objects.filter(code="about").update(body_nb="Ny tekst")
    Page.objects.filter(code="cookies").delete()
    news.clear()
    assert [page.code for page in domain.ensure_pages()] == ["cookies"]
    assert domain.ensure_pages() == []
    assert Page.objects.get(code="about").body_nb == "Ny tekst"
    assert [what for what, _name, _by in news] == ["add page"]


def test_a_fixed_page_cannot_be_deleted(news):
    domain.ensure_pages()
    news.clear()
    with pytest.raises(domain.FixedPage):
        domain.delete(Page.objects.get(code="privacy"))
    assert Page.objects.count() == 4
    assert news == []
