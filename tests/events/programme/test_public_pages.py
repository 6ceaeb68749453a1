"""What anyone may read, in both languages, at every time of the year, and never more than that."""

import re
from datetime import UTC

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from enbyforalle.publishing.store import pages
from events.enums import VersionState
from events.models import CoOrganiser, Session
from tests.factories import (
    LONG_AGO,
    make_district,
    make_event,
    make_events,
    make_feature,
    make_organiser,
    make_time,
    make_user,
    make_venue,
    make_version,
    make_week,
    oslo,
)

HOME, PROGRAMME, ARCHIVE, ORGANISERS = "/", "/program/", "/program/arkiv/", "/arrangorer/"
OFF = {"status": "cancelled", "status_changed_at": oslo("2027-02-09 10:00")}


@pytest.fixture
def read(client, db):
    """read(path) gives the page's text with white space made single."""

    def fetch(path, status=200):
        response = client.get(path)
        assert response.status_code == status, path
        return re.sub(r"\s+", " ", response.content.decode())

    return fetch


def page_of(event, language="nb"):
    with translation.override(language):
        return reverse("events:detail", args=[event.week.year, event.slug])


def words_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


# What is public, and what is not


@pytest.fixture
def secrets(db):
    """One event in each state that must not be seen, beside one that must."""
    make_event(title_nb="Synlig")
    for state in VersionState:
        if state != VersionState.APPROVED:
            make_event(state=state, title_nb=f"Hemmelig {state}", slug=f"hemmelig-{state}")
    make_event(title_nb="Hemmelig intern", slug="hemmelig-intern", visibility="internal")
    taken = {
        "unpublished_at": oslo("2027-02-01 10:00"),
        "unpublished_by": make_user(),
        "unpublished_reason": "Feil",
    }
    make_event(title_nb="Hemmelig tatt ned", slug="hemmelig-tatt-ned", facts=taken)
    later = make_week(2028, released=False)
    make_event(week=later, title_nb="Hemmelig 2028", slug="hemmelig-2028",
               times=[("2028-02-08 18:00", "2028-02-08 19:00")])  # fmt: skip


@pytest.mark.parametrize(
    "path", [HOME, PROGRAMME, "/program/2027/", "/program/?q=hemmelig", ARCHIVE, ORGANISERS]
)
def test_what_is_not_public_stands_on_no_list(secrets, read, path):
    assert "Hemmelig" not in read(path)


@pytest.mark.parametrize(
    "slug", ["draft", "submitted", "changes_requested", "rejected", "withdrawn", "intern"]
)  # fmt: skip
def test_a_guessed_address_of_what_is_not_public_is_unknown(secrets, read, slug):
    read(f"/program/2027/hemmelig-{slug}/", status=404)
    read(f"/en/programme/2027/hemmelig-{slug}/", status=404)


def test_an_event_taken_off_the_site_is_gone_without_a_word_of_what_it_was(secrets, read):
    for path in ("/program/2027/hemmelig-tatt-ned/", "/en/programme/2027/hemmelig-tatt-ned/"):
        assert "hemmelig tatt ned" not in read(path, status=410).lower()


def test_what_was_taken_off_before_the_release_is_unknown(read):
    week = make_week(released=False)
    by = make_user()
    taken = {"unpublished_at": LONG_AGO, "unpublished_by": by, "unpublished_reason": "Feil"}
    make_event(week=week, slug="hemmelig-aldri-ute", facts=taken)
    read("/program/2027/hemmelig-aldri-ute/", status=404)


def test_a_week_before_its_release_is_unknown(secrets, read):
    read("/program/2028/", status=404)
    read("/program/2028/hemmelig-2028/", status=404)


def test_a_change_that_waits_is_not_read_by_anyone(read):
    event = make_event(title_nb="Godkjent tittel")

    make_version(event, state=VersionState.SUBMITTED, live=False, title_nb="Ny tittel")
    html = read(page_of(event))
    assert "Godkjent tittel" in html
    assert "Ny tittel" not in html


def test_private_contacts_are_on_no_page(read):
    event = make_event(contact_name="Kari Kontakt", contact_email="kari@hjemme.example.org")
    for path in (page_of(event), PROGRAMME, HOME):
        html = read(path)
        assert "Kari Kontakt" not in html
        assert "kari@hjemme" not in html


def test_a_hidden_address_hides_venue_room_and_way(read):
    venue = make_venue("krisesenteret", "Krisesenteret", street_address="Hemmelig gate 1",
                       directions_nb="Bak kirka")  # fmt: skip
    event = make_event(times=())
    make_time(event.live, venue=venue, room="Rom 7", is_address_hidden=True)
    for path in (page_of(event), PROGRAMME, HOME):
        html = read(path)
        assert "Adressen oppgis ved påmelding" in html
        for secret in ("Krisesenteret", "Hemmelig gate", "Rom 7", "Bak kirka"):
            assert secret not in html


def test_a_typed_place_with_hidden_address_is_hidden_too(read):
    event = make_event(times=())
    make_time(event.live, place_name="Hjemme hos Kari", place_address="Stien 3",
              place_district=make_district(), is_address_hidden=True)  # fmt: skip
    html = read(page_of(event))
    assert "Hjemme hos Kari" not in html
    assert "Stien 3" not in html
    assert "Kvadraturen" in html


def test_a_hidden_joining_link_is_not_on_the_page(read):
    url = "https://mote.example.org/hemmelig"
    hidden = make_event(joining_url=url, is_joining_url_hidden=True, times=())
    make_time(hidden.live, attendance="online")
    shown = make_event(joining_url=url, times=())
    make_time(shown.live, attendance="online")
    assert url not in read(page_of(hidden))
    assert url in read(page_of(shown))


def test_a_private_person_is_not_named_unless_listed(read):
    person = make_organiser("Kari Nordmann", kind="individual")
    event = make_event(organiser=person)
    assert "Kari Nordmann" not in read(page_of(event))
    assert "Kari Nordmann" not in read(ORGANISERS)
    read(f"/arrangorer/{person.slug}/", status=404)
    person.is_listed = True
    person.save()
    pages.clear()
    assert "Kari Nordmann" in read(page_of(event))
    assert "Kari Nordmann" in read(ORGANISERS)


def test_an_organisers_unreviewed_words_are_not_read(read):
    organiser = make_organiser("Uprøvde ord", state="submitted")
    event = make_event(organiser=organiser)
    assert "Uprøvde ord" not in read(page_of(event))
    assert "Uprøvde ord" not in read(ORGANISERS)
    read(f"/arrangorer/{organiser.slug}/", status=404)


def test_a_co_organiser_is_named_after_it_has_accepted_and_been_approved(read):
    event, other = make_event(), make_organiser("Medarrangøren")
    row = CoOrganiser.objects.create(event=event, organiser=other)
    assert "Medarrangøren" not in read(page_of(event))
    row.accepted_at = oslo("2027-01-02 10:00")
    row.save()
    pages.clear()
    assert "Medarrangøren" not in read(page_of(event))
    row.approved_at = oslo("2027-01-03 10:00")
    row.save()
    pages.clear()
    assert "Medarrangøren" in read(page_of(event))


# The same for everyone


@pytest.mark.parametrize("path", [HOME, PROGRAMME, ARCHIVE, ORGANISERS, "/en/", "/en/programme/"])
def test_public_pages_know_nobody(client, db, path):
    make_event()
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    html = response.content.decode()
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*src=)(?![^>]*ld\+json)", html)
    assert not re.search(
        r'(?:src|href)="https?://(?!enbyforalle\.test)[^"]*\.(?:css|js|woff)', html
    )


def test_each_page_names_itself_and_its_other_language(read):
    html = read("/program/2027/") if make_event() else ""
    assert '<link rel="canonical" href="https://enbyforalle.test/program/2027/">' in html
    assert 'hreflang="en" href="https://enbyforalle.test/en/programme/2027/"' in html
    assert 'lang="en" hreflang="en">' in html


def test_filtered_pages_are_not_indexed_and_keep_their_filter_in_the_other_language(read):
    make_event()
    html = read("/program/?topic=language_integration")
    assert '<meta name="robots" content="noindex">' in html
    assert 'href="/en/programme/?topic=language_integration"' in html
    assert 'content="noindex"' not in read(PROGRAMME)


# The programme


def test_the_programme_is_by_day_and_hour_with_a_card_each(read):
    make_event(title_nb="Kveldsmat", times=[("2027-02-08 18:30", "2027-02-08 20:00")])
    make_event(title_nb="Frokost", times=[("2027-02-08 09:00", "2027-02-08 10:00")])
    html = words_of(read(PROGRAMME))
    order = ["Mandag 8. februar 2027", "Kl. 09", "Frokost", "Kl. 18", "Kveldsmat"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)


def test_the_card_says_in_words_what_matters(read):
    event = make_event(title_nb="Språkkafé", times=())
    make_time(event.live, venue=make_venue(access={"step_free_entrance": "no"}))
    event.live.access_answers.all().delete()
    html = words_of(read(PROGRAMME))
    for part in ("18.00", "–20.00", "Hovedbiblioteket · Kvadraturen", "Gratis", "norsk"):
        assert part in html
    assert "step_free_entrance nb: nei" in html


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "cancelled", "notice_nb": "Innleder er syk."}, "Avlyst Innleder er syk."),
        ({"status": "postponed"}, "Utsatt, nytt tidspunkt kommer"),
        ({"is_full": True}, "Fullt"),
        ({"has_few_left": True}, "Få plasser igjen"),
        ({"room": "Salen"}, "Annet rom: Salen"),
        ({"moved_at": oslo("2027-02-01 10:00"), "previous_place_nb": "Kirka"}, "Flyttet var Kirka"),
        (
            {"reported_starts_at": oslo("2027-02-10 19:00")},
            "ikke bekreftet: kl.\xa019.00",
        ),
    ],
)  # fmt: skip
def test_states_are_said_in_words_on_card_and_page(read, facts, words):
    event = make_event(times=())
    make_time(event.live, facts=facts)
    words = words.replace("\xa0", " ")
    spaced = re.compile(r"\s*".join(re.escape(part) for part in words.split()))
    assert spaced.search(words_of(read(PROGRAMME)))
    assert spaced.search(words_of(read(page_of(event))))


def test_a_cancelled_event_keeps_its_page_and_its_row(read):
    event = make_event(title_nb="Konserten", facts=OFF | {"status_reason_nb": "Uvær."})
    html = read(page_of(event))
    assert "<title>Avlyst: Konserten" in html
    assert "Uvær." in html
    assert "calendar-add" not in html.split('id="when"')[1].split("</section>")[0]
    assert "Konserten" in read(PROGRAMME)


def test_the_form_keeps_what_was_chosen(read):
    make_event()
    html = read("/program/?topic=language_integration&free=1&q=kaffe&day=2027-02-10")
    assert 'name="topic" value="language_integration" checked' in html
    assert 'name="free" value="1" checked' in html
    assert 'value="kaffe"' in html
    assert 'name="day" value="2027-02-10" checked' in html


def test_nothing_found_is_said_and_an_unknown_value_is_named(read):
    make_event()
    html = words_of(read("/program/?topic=finnesikke"))
    assert "Ingen arrangementer passer med valgene dine" in html
    assert "Vi kjenner ikke «finnesikke» (Emne), så det gir ingen treff." in html


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "day=2027-13-45",
        "day=' or 1=1",
        "topic=<script>alert(1)</script>",
        "q=" + "x" * 5000,
        "time=noon",
        "free=maybe",
        "&".join(f"topic=t{n}" for n in range(500)),
    ],
)
def test_hostile_queries_never_fail(read, query):
    make_event()
    html = read(f"/program/?{query}")
    assert "<script>alert" not in html


def test_a_long_programme_shows_one_day_and_leads_to_the_others(read, monkeypatch):
    monkeypatch.setattr("events.programme.days.ONE_PAGE", 5)
    make_events(14)
    html = read(PROGRAMME)
    assert 'id="d2027-02-10"' in html
    assert 'id="d2027-02-08"' not in html
    assert 'href="?day=2027-02-08"' in html


def test_an_empty_week_has_one_light_and_an_invitation(read):
    make_week()
    html = read(PROGRAMME)
    assert html.count("s-win") == 1
    assert "Vær den første." in html


def test_without_any_week_every_page_still_answers(read):
    for path in (HOME, PROGRAMME, ARCHIVE, ORGANISERS):
        read(path)
    read("/program/2027/", status=404)


# Home through the year


def test_home_on_a_day_of_the_week_has_cancellations_first(read):
    make_event(title_nb="Morgenkaffe", times=[("2027-02-10 13:00", "2027-02-10 14:00")])
    make_event(title_nb="Avlyst kveld", facts=OFF)
    html = words_of(read(HOME)).replace("\xa0", " ")
    order = ["I dag, onsdag 10. februar 2027", "Avlyst kveld", "Neste: kl. 13.00", "Morgenkaffe"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2027-01-29T12:00", "10 dager igjen"),
        ("2027-02-07T12:00", "1 dag igjen"),
        ("2027-02-08T00:00", "I dag, mandag 8. februar 2027"),
        ("2027-02-14T23:59", "Ikke noe mer i dag."),
        ("2027-02-15T00:00", "Takk for denne gangen"),
    ],
)
def test_home_follows_the_year(read, clock, now, words):
    make_event()
    clock.set(now)
    assert words in words_of(read(HOME))


def test_home_before_the_release_tells_when_it_comes(read, clock):
    make_week()
    clock.set("2026-12-20T12:00")
    html = words_of(read(HOME))
    assert "50 dager igjen" in html
    assert "Programmet publiseres tirsdag 5. januar 2027 kl. 00.00." in html.replace("\xa0", " ")


def test_home_moves_from_later_to_now_with_the_clock(client, db, clock):
    """The page is kept, and its words depend on the hour: it must be right after the hour."""
    make_event(title_nb="Lesestund", times=[("2027-02-10 13:00", "2027-02-10 14:00")])
    before = client.get(HOME)
    assert "Neste: kl." in before.content.decode()
    clock.set("2027-02-10T13:00")
    after = client.get(HOME).content.decode()
    assert "Pågår nå" in after
    assert "Neste: kl." not in after


@pytest.mark.parametrize(
    ("path", "until"),
    [
        (HOME, "2027-02-10 13:00"),
        (PROGRAMME, "2027-02-10 13:00"),
        (ARCHIVE, "2027-02-11 00:00"),
        (ORGANISERS, "2027-02-11 00:00"),
    ],
)
def test_pages_say_when_they_change_by_themselves(rf, db, path, until):
    make_event(times=[("2027-02-10 13:00", "2027-02-10 14:00")])

    view, args, kwargs = resolve(path)
    response = view(rf.get(path), *args, **kwargs)
    assert response.valid_until == oslo(until).astimezone(UTC)


def test_registration_closes_on_the_page_when_its_deadline_passes(client, db, clock):
    event = make_event(
        registration_mode="required",
        registration_url="https://pamelding.example.org/",
        registration_deadline=oslo("2027-02-10 12:30"),
    )
    assert "https://pamelding.example.org/" in client.get(page_of(event)).content.decode()
    clock.set("2027-02-10T12:30")
    html = client.get(page_of(event)).content.decode()
    assert "Påmeldingen er stengt" in html
    assert "https://pamelding.example.org/" not in html


# Languages


def test_english_pages_mark_what_is_norwegian_only(read):
    event = make_event(title_nb="Bare norsk", title_en="", summary_en="", description_en="")
    html = read(page_of(event, "en"))
    assert '<html lang="en">' in html
    assert '<h1 lang="nb" dir="ltr">Bare norsk</h1>' in html
    assert "This event is described in Norwegian only." in words_of(html)
    listed = read("/en/programme/")
    assert '<span lang="nb" dir="ltr">Bare norsk</span>' in listed
    assert "This event is described in Norwegian only." in words_of(listed)


def test_a_text_in_another_language_has_its_code_and_direction(read):
    event = make_event(title_nb="حكايات بالعربية", language_nb="ar")
    assert '<h1 lang="ar" dir="rtl">حكايات بالعربية</h1>' in read(page_of(event))


def test_each_session_has_its_own_place_in_the_calendar(read):
    event = make_event(times=[("2027-02-10 18:00", None), ("2027-02-11 18:00", None)])
    html = read(page_of(event))
    for session in Session.objects.filter(event=event):
        assert f"{event.slug}.ics?s={session.uid}" in html


def test_not_known_is_said_and_is_not_no(read):

    event = make_event()
    make_feature("hearing_loop", "hearing", is_key=True, name_nb="Teleslynge", name_en="Loop")
    html = words_of(read(page_of(event)))
    assert "Ikke oppgitt: Teleslynge" in html
    assert "Teleslynge: nei" not in html


# Organisers and archive


def test_an_organisers_page_has_what_comes_and_what_has_been(read):
    organiser = make_organiser("Språkvennene")
    make_event(organiser=organiser, title_nb="Har vært", times=[("2027-02-08 10:00", None)])
    make_event(organiser=organiser, title_nb="Kommer", times=[("2027-02-12 10:00", None)])
    html = words_of(read(f"/arrangorer/{organiser.slug}/"))
    order = ["Språkvennene", "Dette arrangerer vi", "Kommer", "Dette har vi arrangert", "Har vært"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)


def test_the_archive_tells_what_is_known_and_whence(read):
    make_week(2018, theme_nb="Åpning", events_total=60, events_total_qualifier="announced",
              source_url="https://example.org/2018")  # fmt: skip
    make_week(2021)
    html = read(ARCHIVE)
    assert "60 annonserte arrangementer" in html
    assert 'href="https://example.org/2018"' in html
    assert "Antallet arrangementer er ikke kjent" in html
    assert "60 annonserte arrangementer" in read("/program/2018/")


def test_a_week_to_come_is_not_in_the_archive(read):
    make_week(2027)
    make_week(2028, released=False)
    assert "/program/2028/" not in read(ARCHIVE)


def test_a_session_that_is_over_says_so_and_is_in_no_way_to_a_calendar(read):
    make_event(
        slug="to-kvelder",
        times=[
            ("2027-02-08 18:00", "2027-02-08 20:00"),
            ("2027-02-11 18:00", "2027-02-11 20:00"),
        ],
    )
    html = read("/en/programme/2027/to-kvelder/")
    assert html.count('<p class="tag">Over</p>') == 1
    assert html.count("Add to calendar") == 1
