"""The ways into a programme: by the clock, the day, the district, and what is left after it."""

import re

import pytest
from django.http import QueryDict
from django.urls import resolve
from django.utils import translation

from enbyforalle.lib import clock as house_clock
from events.enums import HappeningStatus, MaterialKind, VersionState
from events.models import Material, SessionTime
from events.programme.counting import event_counts
from events.programme.days import programme_days
from events.programme.districts import in_district, spread
from events.programme.filters import ProgrammeFilter
from events.programme.frame import frame, quick_choices
from events.programme.left import left_after
from events.programme.now import now_and_next
from events.programme.steady import gather_steady
from tests import factories as make
from tests.events.rows import (
    LONG_AGO,
    a_district,
    a_picture,
    a_venue,
    a_week,
    an_event,
    cancel,
    oslo,
    someone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PROGRAMME, COMPACT = "/program/2027/", "/program/2027/kortliste/"
DISTRICTS, DISTRICT = "/program/2027/bydel/", "/program/2027/bydel/lund/"


def asked(query=""):
    return ProgrammeFilter.from_query(QueryDict(query), a_week())


def titles(cards):
    return [str(card.title) for card in cards]


def soon(query=""):
    shown = programme_days(a_week(), asked(query), house_clock.now())
    return now_and_next(shown.rows, house_clock.now())


# Now and next


def test_now_and_next_follow_the_clock(clock):
    an_event("Til ett", ("2027-02-10T11:00", "2027-02-10T13:00"))
    an_event("Kl. ett", ("2027-02-10T13:00", "2027-02-10T14:00"))
    an_event("Også kl. ett", ("2027-02-10T13:00", "2027-02-10T15:00"))
    an_event("Kveld", ("2027-02-10T19:00", "2027-02-10T21:00"))
    cancel(an_event("Avlyst", ("2027-02-10T18:00", "2027-02-10T20:00")).event)
    an_event("Utstilling", ("2027-02-08T10:00", "2027-02-12T15:00"))
    an_event("I morgen", ("2027-02-11T09:00", "2027-02-11T10:00"))
    cancel(an_event("Avlyst i morgen", ("2027-02-11T08:00", "2027-02-11T10:00")).event)
    untimed = an_event("Udatert", "2027-02-10T00:00")
    untimed.times.update(is_time_known=False)
    an_event("Utkast", ("2027-02-10T13:00", "2027-02-10T14:00"), state="draft")
    one = ["Kl. ett", "Også kl. ett"]
    steps = (
        ("2027-02-10T12:00", ["Avlyst"], ["Til ett"], one, "2027-02-10T13:00"),
        ("2027-02-10T13:00", ["Avlyst"], one, ["Kveld"], "2027-02-10T14:00"),
        ("2027-02-10T20:00", [], ["Kveld"], ["I morgen"], "2027-02-10T21:00"),
        ("2027-02-10T21:00", [], [], ["I morgen"], "2027-02-11T09:00"),
        ("2027-02-11T10:00", [], [], [], None),
    )
    for now, off, running, coming, until in steps:
        clock.set(now)
        found = soon()
        assert (titles(found.off), titles(found.running)) == (off, running), now
        assert titles(found.coming) == coming, now
        assert min(found.instants, default=None) == (until and oslo(until)), now
        assert bool(found) is bool(off or running or coming)
    clock.set("2027-02-10T20:00")
    assert soon().is_tomorrow
    assert titles(soon("q=kveld").coming) == []


def test_the_page_is_kept_until_what_it_says_is_wrong(rf, client, clock):
    an_event("Lesestund", ("2027-02-10T13:00", "2027-02-10T14:00"))

    def valid_until(path):
        view, args, kwargs = resolve("/program/2027/")
        return view(rf.get(path), *args, **kwargs).valid_until

    assert valid_until(PROGRAMME) == oslo("2027-02-10T13:00")
    assert 'aria-labelledby="now"' in client.get(PROGRAMME).content.decode()
    # Under a chosen day the list says it, and the page holds till midnight.
    assert valid_until(f"{PROGRAMME}?day=2027-02-10") == oslo("2027-02-11T00:00")
    assert 'aria-labelledby="now"' not in client.get(f"{PROGRAMME}?day=2027-02-10").content.decode()
    clock.set("2027-02-10T13:00")
    assert valid_until(PROGRAMME) == oslo("2027-02-10T14:00")


# Days


def test_quick_choices_keep_the_rest_of_the_filter(clock):
    clock.set("2027-02-10T12:00")
    quick = quick_choices(asked("day=2027-02-10&time=evening&free=1"), house_clock.today())
    assert [(query, is_current) for _label, query, is_current in quick] == [
        ("?day=2027-02-10&free=1", False),
        ("?day=2027-02-10&time=evening&free=1", True),
        ("?day=2027-02-11&free=1", False),
        ("?day=2027-02-13&day=2027-02-14&free=1", False),
    ]
    for now, n in (("2027-02-13T12:00", 3), ("2027-02-14T12:00", 2), ("2027-02-15T00:00", 0)):
        clock.set(now)
        assert len(quick_choices(asked(), house_clock.today())) == n
    clock.set("2027-02-07T23:59")
    assert quick_choices(asked(), house_clock.today()) == []


def test_the_day_bar_counts_what_the_filter_form_counts_and_leads_there():
    an_event("Før", "2027-02-06T12:00")
    an_event("Mandag", "2027-02-08T12:00", "2027-02-08T18:00")
    an_event("Onsdag", "2027-02-10T12:00", price_type="paid")
    an_event("Utstilling", ("2027-02-12T10:00", "2027-02-16T15:00"))
    now = house_clock.now()

    def bar(query, view="year", **how):
        chosen = asked(query)
        found = frame(chosen, now, view, found_nothing=False, **how)["daybar"]
        return [(day.n_events, day.url) for day in found]

    everything = programme_days(a_week(), asked(), now)
    assert bar("", shown=everything) == [
        (1, "#d2027-02-06"),
        (1, "#d2027-02-08"),
        (0, ""),
        (1, "#d2027-02-10"),
        (0, ""),
        *([(1, "#lasting")] * 3),
    ]
    chosen = bar("day=2027-02-08&free=1", view="map")
    assert chosen[:4] == [
        (1, "?free=1&day=before"),
        (1, "?free=1&day=2027-02-08"),
        (0, ""),
        (0, ""),
    ]
    assert bar("q=finnesikke") == []


def test_the_bar_tells_today_and_the_chosen_day_in_more_than_colour(client):
    an_event("I dag", "2027-02-10T18:00")
    an_event("Fredag", "2027-02-12T18:00")
    bar = (
        client.get(PROGRAMME).content.decode().partition('class="daybar')[2].partition("</nav>")[0]
    )
    assert re.findall(r'href="(#[^"]+)" aria-current="date"', bar) == ["#d2027-02-10"]
    assert "I dag, onsdag 10. februar: 1 arrangement" in bar
    chosen = client.get(f"{PROGRAMME}?day=2027-02-12").content.decode()
    bar = chosen.partition('class="daybar')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current="true"', bar) == ["?day=2027-02-12"]


def test_hits_stand_in_the_title_and_the_form_leads_to_them(client):
    an_event("Kor", topics=["kunst"])
    for path in (PROGRAMME, COMPACT, "/program/2027/kart/", "/program/2027/tidstabell/"):
        html = client.get(f"{path}?topic=kunst&free=1").content.decode()
        title = re.search(r"<title>([^<]*)</title>", html)[1]
        assert title.partition(" – ")[0].endswith("(1 arrangement)"), title
        assert re.search(r'<form class="filter"[^>]* action="[^"]+#hits"', html)
        assert 'id="hits" tabindex="-1"' in html


def test_what_stands_open_day_after_day_is_shown_once(client, clock):
    days = [(f"2027-02-{day:02}T10:00", f"2027-02-{day:02}T18:00") for day in range(8, 13)]
    stand = an_event("Utstilling", *days, ("2027-02-13T10:00", "2027-02-13T14:00"))
    an_event("Kafé hver dag", *((f"2027-02-{day:02}T12:00", None) for day in range(8, 13)))
    an_event("To dager", *days[:2])
    off = stand.times.get(starts_at=oslo("2027-02-11T10:00"))
    off.session.status = HappeningStatus.CANCELLED
    off.session.status_changed_at = LONG_AGO
    off.session.save()

    def shown(query=""):
        found = programme_days(a_week(), asked(query), house_clock.now())
        before = {card.time.pk for card in found.rows}
        gather_steady(found, house_clock.now())
        assert {card.time.pk for card in found.rows} == before
        return found

    found = shown()
    (steady,) = found.steady
    assert steady.span == "man. 8. feb., tir. 9. feb., ons. 10. feb., fre. 12. feb."
    assert steady.card.day.day == 10
    left = [card for day in found.days for card in day.rows if str(card.title) == "Utstilling"]
    # The day it is called off, and the one with other hours, are told of in their days.
    assert [card.day.day for card in left] == [11, 13]
    assert shown("day=2027-02-10").steady == []
    for path in (PROGRAMME, COMPACT):
        html = client.get(path).content.decode()
        assert html.partition('id="lasting"')[2].partition("</section>")[0].count("Utstilling") == 1
    stand.times.filter(starts_at__gt=oslo("2027-02-11T00:00")).delete()
    (steady,) = shown().steady
    with translation.override("en"):
        assert steady.span == "Mon 8 Feb – Wed 10 Feb, every day"


# Districts


@pytest.fixture
def near():
    """Things in two districts, one of them typed, one online, and one that is nobody's yet."""
    lund = a_venue("badet", district="lund", yes=["lift"])
    an_event("Bad", "2027-02-09T12:00", "2027-02-10T12:00", venue=lund)
    an_event("Torg", place_name="Torget", place_district=a_district("lund"))
    an_event("Kor")
    an_event("Nett", attendance="online")
    an_event("Utkast", venue=lund, state="draft")
    a_district("flekkeroy")
    return a_week()


def test_a_district_counts_what_its_page_and_the_filter_show(near, client):
    now = house_clock.now()
    rows = spread(near, now)
    assert {row.district.slug for row in rows.dark} == {"flekkeroy"}
    assert rows.n_online == 1
    for row in rows.districts:
        shown = in_district(near, row.district, now)
        assert (row.n_events, row.n_sessions) == (shown.n_events, shown.n_sessions)
        assert row.n_events == event_counts(asked(), now)["district"].get(row.district.slug, 0)
    html = client.get(DISTRICTS).content.decode()
    assert set(re.findall(r'href="(/program/2027/bydel/[^"]+)"', html)) == {
        "/program/2027/bydel/lund/",
        "/program/2027/bydel/sentrum/",
    }


def test_a_district_has_a_page_of_its_own(near, client):
    html = client.get(DISTRICT).content.decode()
    assert set(re.findall(r'<h4><a href="[^"]+">(\w+)', html)) == {"Bad", "Torg"}
    assert "<title>Lund: " in html
    assert "noindex" not in html
    assert '<link rel="canonical" href="https://enbyforalle.test/program/2027/bydel/lund/">' in html
    assert 'hreflang="en" href="https://enbyforalle.test/en/programme/2027/district/lund/"' in html
    # One where nothing is on says so and leads to the others; one nobody knows is none.
    empty = client.get("/en/programme/2027/district/flekkeroy/").content.decode()
    assert "No events here yet" in empty
    assert 'href="/en/programme/2027/district/lund/"' in empty
    assert "noindex" in empty
    assert client.get("/program/2027/bydel/finnesikke/").status_code == 404
    assert client.get("/program/2028/bydel/lund/").status_code == 404


# What is over


def a_material(version, title, kind=MaterialKind.DOCUMENT, **fields):
    decided = {"decided_at": LONG_AGO, "decided_by": someone()}
    fields = {"state": VersionState.APPROVED, "created_by": someone()} | decided | fields
    if fields["state"] not in (VersionState.APPROVED, VersionState.REJECTED):
        fields |= {"decided_at": None, "decided_by": None}
    captions = {"caption_type": "auto"} if kind == MaterialKind.RECORDING else {}
    return Material.objects.create(
        event=version.event, kind=kind, title_nb=title, **captions, **fields
    )


def test_a_past_week_begins_with_recordings_and_shows_only_pictures_with_consent(client, clock):
    shown = an_event("Foredrag", "2027-02-10T18:00")
    a_material(shown, "Lysark")
    a_material(shown, "Opptaket", MaterialKind.RECORDING)
    a_material(shown, "Venter", state=VersionState.SUBMITTED)
    a_material(shown, "Kommer", available_on="2027-04-01")
    a_material(an_event("Utkast", state="draft"), "Hemmelig")
    kept = a_picture(shown, consent_expires_on="2027-03-10")
    over = an_event("Fest", "2027-02-11T18:00")
    gone = a_picture(over, consent_expires_on="2027-03-09")
    assert "Opptaket" not in client.get(PROGRAMME).content.decode()
    clock.set("2027-03-10T12:00")
    (left,) = left_after(a_week(), house_clock.now())
    assert [str(row) for row in left.materials] == ["Opptaket", "Lysark"]
    html = client.get(PROGRAMME).content.decode()
    assert 0 < html.index("Opptaket") < html.index("Lysark") < html.index('class="card')
    assert not {"Venter", "Kommer", "Hemmelig"} & set(re.findall(r"\w+", html))
    assert str(kept.image_id) in html
    assert str(gone.image_id) not in html
    assert "Opptaket" not in client.get(f"{PROGRAMME}?free=1").content.decode()
    assert "#recording" in client.get("/program/arkiv/").content.decode()


# What it costs


@pytest.mark.parametrize(("path", "queries"), [(COMPACT, 20), (DISTRICTS, 5), (DISTRICT, 19)])
def test_the_queries_are_the_same_however_long_the_week_is(
    client, django_assert_num_queries, path, queries
):
    venue = a_venue("badet", district="lund")
    an_event("Bad", venue=venue)
    an_event("Varer", ("2027-02-08T10:00", "2027-02-12T15:00"), venue=venue)
    for count in (1, 3, 300):
        make.make_events(count - SessionTime.objects.count() + 2)
        SessionTime.objects.update(venue=venue)
        with django_assert_num_queries(queries):
            client.get(f"{path}?n={count}")
