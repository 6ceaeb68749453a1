from types import SimpleNamespace

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404
from django.urls import path, resolve, reverse
from django.utils import translation

from enbyforalle.lib import i18n
from enbyforalle.lib.i18n import Bilingual, Text, bilingual, words


def _view(request, **kwargs):
    raise Http404


urlpatterns = i18n_patterns(
    path("", _view, name="home"),
    path(words("program/", "programme/"), _view, name="programme"),
    path(
        words("program/<int:year>/<slug:slug>/", "programme/<int:year>/<slug:slug>/"),
        _view,
        name="detail",
    ),
    prefix_default_language=False,
)


class Version:
    title = Bilingual("title")

    def __init__(self, nb, en, **languages):
        self.title_nb, self.title_en = nb, en
        self.__dict__.update(languages)


@pytest.mark.parametrize(
    ("active", "nb", "en", "expected"),
    [
        ("nb", "Åpning", "Opening", Text("Åpning", "nb", False)),
        ("en", "Åpning", "Opening", Text("Opening", "en", False)),
        ("en-gb", "Åpning", "Opening", Text("Opening", "en", False)),
        ("en", "Åpning", "", Text("Åpning", "nb", True)),
        ("nb", "", "Opening", Text("Opening", "en", True)),
        ("nb", "", "", Text("", "nb", False)),
        ("en", "", "", Text("", "en", False)),
        (None, "Åpning", "Opening", Text("Åpning", "nb", False)),
    ],
)
def test_bilingual_takes_the_active_language_or_falls_back(active, nb, en, expected):
    with translation.override(active):
        assert bilingual(SimpleNamespace(title_nb=nb, title_en=en), "title") == expected
        assert Version(nb, en).title == expected


def test_bilingual_says_which_language_the_text_is_written_in():
    version = Version("مرحبا", "", language_nb="ar", language_en="")
    with translation.override("nb"):
        assert version.title == Text("مرحبا", "ar", False)
        assert version.title.dir == "rtl"
    with translation.override("en"):
        assert version.title == Text("مرحبا", "ar", True)


def test_bilingual_can_only_be_set_by_its_columns():
    version = Version("Åpning", "")
    with pytest.raises(AttributeError, match="title_nb or title_en"):
        version.title = "Noe annet"
    assert isinstance(Version.title, Bilingual)


def test_text_is_its_value():
    assert str(Text("Åpning", "nb")) == "Åpning"
    assert f"{Text('Åpning', 'nb')}!" == "Åpning!"
    assert not Text("", "nb")
    assert Text("Åpning", "nb")


def test_languages_hold_those_the_week_is_given_in():
    asked_for = (
        "nb nn en se sma smj nsl ar uk so ti pl fa ur tr es rom zh vi ro lt de fr ku ps ckb th tl "
        "ru am sw hi ta"
    )
    assert set(asked_for.split()) - set(i18n.LANGUAGES) == set()
    assert len(dict(i18n.LANGUAGE_CHOICES)) == len(i18n.LANGUAGES)
    assert all(all(language) for language in i18n.LANGUAGES.values())
    assert {code for code in i18n.LANGUAGES if i18n.language_direction(code) == "rtl"} == {
        *("ar", "ckb", "fa", "prs", "ps", "ur")
    }


def test_language_codes_fit_the_columns_that_keep_them():
    assert max(map(len, i18n.LANGUAGES)) == 3


@pytest.mark.parametrize(
    ("active", "code", "name"),
    [
        ("nb", "se", "nordsamisk"),
        ("en", "se", "Northern Sámi"),
        ("nb", "xx", "xx"),
    ],
)
def test_language_name_is_in_the_active_language(active, code, name):
    with translation.override(active):
        assert i18n.language_name(code) == name


def test_language_choices_are_named_when_they_are_shown():
    with translation.override("nb"):
        assert str(dict(i18n.LANGUAGE_CHOICES)["uk"]) == "ukrainsk"
        assert [code for code, _name in i18n.language_choices()][7:10] == ["nsl", "sq", "am"]
    with translation.override("en"):
        assert str(dict(i18n.LANGUAGE_CHOICES)["uk"]) == "Ukrainian"
        assert [code for code, _name in i18n.language_choices()][-2:] == ["ur", "vi"]


def test_language_endonym_and_direction():
    assert i18n.language_endonym("uk") == "українська"
    assert i18n.language_endonym("xx") == "xx"
    assert i18n.language_direction("ar-SY") == "rtl"
    assert i18n.language_direction("xx") == "ltr"


@pytest.mark.urls(__name__)
def test_words_give_each_language_its_own_address():
    with translation.override("nb"):
        assert reverse("programme") == "/program/"
        assert resolve("/program/2027/apning/").kwargs == {"year": 2027, "slug": "apning"}
    with translation.override("en"):
        assert reverse("programme") == "/en/programme/"
        assert resolve("/en/programme/").url_name == "programme"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("active", "here", "there"),
    [
        ("nb", "/", "/en/"),
        ("en", "/en/", "/"),
        ("nb", "/program/", "/en/programme/"),
        (
            "nb",
            "/program/2027/apning/?day=2027-02-08&q=%C3%A5&topic=a&topic=b",
            "/en/programme/2027/apning/?day=2027-02-08&q=%C3%A5&topic=a&topic=b",
        ),
        ("en", "/en/programme/?free=1", "/program/?free=1"),
        # Pages that do not exist lead home.
        ("nb", "/finnes-ikke/", "/en/"),
        ("en", "/en/no-such-page/", "/"),
        ("nb", "//evil.example/", "/en/"),
    ],
)
def test_alternate_url_is_the_same_page_in_the_other_language(rf, active, here, there):
    request = rf.get("/")
    request.path = request.path_info = here.partition("?")[0]
    request.META["QUERY_STRING"] = here.partition("?")[2]
    with translation.override(active):
        assert i18n.alternate_url(request) == there
        assert translation.get_language() == active
