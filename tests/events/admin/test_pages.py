"""Every page of the admin: strict policy, both languages whole, labels and order."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from events.models import LogEntry, Publication
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Words that stand in an English page and in no Norwegian one. What is data is not looked at.
ENGLISH = re.compile(
    r"\b(the|and|of|is|not|with|who|what|when|where|your|you|this|change|add|save|delete|view|"
    r"name|address|week|event|events|organiser|venue|queue|search|filter|started|decided|"
    r"waiting|approved|draft|submitted|page|pages|mail|order|code|answer|yes|none|history)\b",
    re.IGNORECASE,
)


class Reader(HTMLParser):
    """Gathers what one reads in the language of the page: no code, nothing marked English."""

    HIDDEN = {"script", "style", "svg", "head", "textarea", "pre"}
    EMPTY = {"br", "img", "input", "link", "meta", "hr"}

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.EMPTY:
            english = tag != "html" and dict(attributes).get("lang") == "en"
            self.open.append((tag, english or tag in self.HIDDEN))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(skipped for _tag, skipped in self.open):
            self.words.append(data)


@pytest.fixture
def filled(owner, coordinator):
    """Rows for every list, with names that are no English words."""
    organiser = make.make_organiser("Naboforeningen", owner=owner)
    organiser.texts.update(name_en="Naboforeningen")
    norwegian = {"title_en": "", "summary_en": "", "description_en": "", "decision_comment": "Bra"}
    event = make.make_event(organiser=organiser, by=owner, title_nb="Korfest", **norwegian)
    make.make_event(organiser=organiser, by=owner, state="submitted", title_nb="Kor", **norwegian)
    LogEntry.objects.create(event=event, by=coordinator, verb="approve", version=event.live)
    Publication.objects.create(event=event, by=coordinator, what="approve", content={})
    return event


def lists():
    """The models the coordinator has to do with; allauth's are nobody's here."""
    ours = ("events", "organisers", "pages", "jobs")
    models = [model._meta for model in admin.site._registry if model._meta.app_label in ours]
    return sorted(f"{meta.app_label}_{meta.model_name}" for meta in models)


def english_in(html):
    reader = Reader()
    reader.feed(html)
    return sorted({found[0].lower() for found in ENGLISH.finditer(" ".join(reader.words))})


def addresses(filled):
    """The lists, their forms for new rows, and the pages of our own."""
    version = filled.versions.first()
    waiting = filled.organiser.events.exclude(pk=filled.pk).get()
    own = {
        "index": reverse("admin:index"),
        "review": reverse("admin:events_version_review", args=[waiting.open.pk]),
        "decided": reverse("admin:events_version_review", args=[version.pk]),
        "case": reverse("admin:events_event_change", args=[filled.pk]),
        "hand over": reverse("admin:events_event_hand_over", args=[filled.pk]),
        "log entry": reverse("admin:events_logentry_change", args=[filled.log.first().pk]),
    }
    for name in lists():
        own[f"{name} list"] = reverse(f"admin:{name}_changelist")
        own[f"{name} add"] = reverse(f"admin:{name}_add")
    return own


def test_every_page_has_the_strict_policy_and_nothing_inline(at_work, filled):
    for name, address in addresses(filled).items():
        answer = at_work.get(address)
        if answer.status_code == 403:
            assert name.endswith(" add"), name
            continue
        assert answer.status_code == 200, name
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        html = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", html), name


def test_norwegian_pages_have_no_english(at_work, filled):
    found = {}
    with_norwegian_addresses = {
        name: address.removeprefix("/en") for name, address in addresses(filled).items()
    }
    for name, address in with_norwegian_addresses.items():
        answer = at_work.get(address)
        if answer.status_code == 200 and (english := english_in(answer.content.decode())):
            found[name] = english
    assert found == {}


def test_what_looks_for_english_finds_it(at_work, filled):
    assert len(english_in(at_work.get("/en/admin/").content.decode())) > 5


def test_each_page_leads_to_itself_in_the_other_language(at_work, filled):
    text = at_work.get("/admin/events/version/?state=draft").content.decode()
    assert '<a href="/en/admin/events/version/?state=draft" lang="en" hreflang="en">English' in text
    text = at_work.get("/en/admin/events/event/").content.decode()
    assert '<a href="/admin/events/event/" lang="nb" hreflang="nb">Norsk' in text


def test_the_front_page_tells_what_waits(at_work, client_for, reviewer, content_editor, filled):
    waiting = at_work.get("/en/admin/").context["waiting"]
    assert {str(item.words): item.count for item in waiting} == {
        "to decide on": 1,
        "promised answer is overdue": 1,
        "clash": 1,
        "text that needs English": 1,
    }
    assert all(at_work.get(item.address).status_code == 200 for item in waiting)
    assert [str(item.words) for item in client_for(reviewer).get("/en/admin/").context["waiting"]]
    answer = client_for(content_editor).get("/en/admin/")
    assert answer.context["waiting"] == []
    headings = [str(heading) for heading, _models in answer.context["sections"]]
    assert headings == ["Pages and meetings"]


def test_the_order_of_the_front_page_is_the_order_of_the_job(at_work):
    sections = at_work.get("/en/admin/").context["sections"]
    assert [str(heading) for heading, _models in sections] == [
        "Events",
        "Programme data",
        "Organisers and people",
        "Pages and meetings",
        "Mail and background work",
        "Records",
    ]


def test_names_of_models_and_fields_are_lower_case():
    """Django puts the capital where one belongs; an acronym or a name keeps its own."""
    wrong = []
    for model in admin.site._registry:
        fields = [field for field in model._meta.get_fields() if hasattr(field, "verbose_name")]
        names = [model._meta.verbose_name, *(field.verbose_name for field in fields)]
        wrong += [
            f"{model.__name__}: {name}"
            for name in map(str, names)
            if name[:1].isupper() and not name.startswith(("ID", "Sustainable", "English", "URL"))
        ]
    assert wrong == []
