"""Nothing typed is lost: signed out, a second tab, a closed window, too old a page."""

import json

import pytest
from django.test import Client

from events.domain import review
from events.enums import VersionState
from tests.events.desk.conftest import url
from tests.events.desk.sheet import Sheet, open_sheet, send
from tests.factories import make_time

pytestmark = pytest.mark.one_database

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def about(version):
    return url("about", version.event)


def stored(version):
    version.refresh_from_db()
    return version


# Signed out


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_text_is_back_after_signing_in_again(client, owner, version, language):
    address = url("about", version.event, language=language)
    fields = open_sheet(client, address).fields | {"title_nb": "Skrevet for sent", "types": []}
    gone = Client()
    response = gone.post(address, fields)
    assert response.status_code == 302
    assert "next=" in response.url
    assert stored(version).title_nb != "Skrevet for sent"
    gone.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    sheet = open_sheet(gone, address)
    assert sheet.fields["title_nb"] == "Skrevet for sent"
    assert "types" not in sheet.fields
    assert gone.post(address, sheet.fields).status_code == 302
    assert stored(version).title_nb == "Skrevet for sent"
    assert version.types.count() == 0
    # It was saved, so it does not come back a second time.
    assert open_sheet(gone, address).html.count("attn") == 0


def test_a_stranger_on_the_same_machine_never_sees_it(client, stranger, version, about):
    fields = open_sheet(client, about).fields | {"title_nb": "Hemmelig utkast"}
    gone = Client()
    gone.post(about, fields)
    gone.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    response = gone.get(about)
    assert response.status_code == 404
    assert "Hemmelig utkast" not in response.content.decode()


def test_the_script_that_saves_is_sent_to_sign_in_and_the_text_kept(client, owner, version, about):
    fields = open_sheet(client, about).fields | {"summary_nb": "Skrevet mens du sov"}
    gone = Client()
    assert gone.post(about, fields, **JSON).status_code == 302
    gone.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert open_sheet(gone, about).fields["summary_nb"] == "Skrevet mens du sov"


# A page that was too old


def test_a_page_older_than_the_sign_in_keeps_the_text(owner, version, about):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    fields = open_sheet(browser, about).fields | {"title_nb": "Fra en gammel side"}
    fields["csrfmiddlewaretoken"] = "x" * 64
    response = browser.post(about, fields, HTTP_ORIGIN="http://testserver", HTTP_REFERER=about)
    assert response.status_code == 403
    assert f'href="{about}"' in response.content.decode()
    sheet = open_sheet(browser, about)
    assert sheet.fields["title_nb"] == "Fra en gammel side"
    response = browser.post(about, sheet.fields, HTTP_ORIGIN="http://testserver")
    assert response.status_code == 302
    assert stored(version).title_nb == "Fra en gammel side"


def test_another_site_cannot_fill_in_the_form(owner, version, about):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    response = browser.post(
        about, {"title_nb": "Fra ondt sted"}, HTTP_ORIGIN="https://evil.example"
    )
    assert response.status_code == 403
    assert "Fra ondt sted" not in open_sheet(browser, about).html


# A second tab


def test_different_fields_in_two_tabs_are_both_saved(client, version, about):
    first, second = open_sheet(client, about).fields, open_sheet(client, about).fields
    assert send(client, about, {"title_nb": "Ny tittel"}, fields=first).status_code == 302
    assert send(client, about, {"summary_nb": "Ny tekst"}, fields=second).status_code == 302
    assert stored(version).title_nb == "Ny tittel"
    assert version.summary_nb == "Ny tekst"


def test_the_same_field_in_two_tabs_shows_both_texts_and_loses_neither(client, version, about):
    first, second = open_sheet(client, about).fields, open_sheet(client, about).fields
    send(client, about, {"title_nb": "Fra den første"}, fields=first)
    changes = {"title_nb": "Fra den andre", "summary_nb": "Bare her"}
    response = send(client, about, changes, fields=second)
    assert response.status_code == 409
    sheet = Sheet(response)
    assert sheet.fields["title_nb"] == "Fra den andre"
    assert sheet.error("title_nb") != ""
    assert "Fra den første" in sheet.html
    assert stored(version).title_nb == "Fra den første"
    assert version.summary_nb == "Bare her"
    # Saved once more, the one that was seen last is kept.
    assert client.post(about, sheet.fields).status_code == 302
    assert stored(version).title_nb == "Fra den andre"


def test_an_error_does_not_undo_what_the_other_tab_saved(client, version, about):
    first, second = open_sheet(client, about).fields, open_sheet(client, about).fields
    send(client, about, {"title_nb": "Fra den første", "types": []}, fields=first)
    response = send(client, about, {"summary_nb": "x" * 300}, fields=second)
    assert response.status_code == 422
    sheet = Sheet(response)
    assert sheet.fields["title_nb"] == "Fra den første"
    assert "types" not in sheet.fields
    client.post(about, sheet.fields | {"summary_nb": "Kort"})
    assert stored(version).title_nb == "Fra den første"
    assert version.types.count() == 0


def test_a_colleague_who_writes_at_the_same_time_loses_nothing(
    client, client_for, editor, version, about
):
    colleague = client_for(editor)
    mine = open_sheet(client, about).fields
    send(colleague, about, {"title_nb": "Kollegaens"})
    response = send(client, about, {"title_nb": "Min"}, fields=mine)
    assert response.status_code == 409
    assert "Kollegaens" in response.content.decode()


def test_the_button_pressed_twice_is_no_conflict(client, version, about):
    fields = open_sheet(client, about).fields
    for _time in range(2):
        assert send(client, about, {"title_nb": "To ganger"}, fields=fields).status_code == 302
    assert stored(version).title_nb == "To ganger"


def test_a_session_changed_here_and_removed_there_is_kept(client, version):
    make_time(version, "2027-02-11 18:00", "2027-02-11 20:00")
    when = url("when", version.event)
    here, there = open_sheet(client, when).fields, open_sheet(client, when).fields
    send(client, when, {"remove": "times-0"}, fields=there)
    assert version.times.count() == 1
    response = send(client, when, {"times-0-room": "Loftet"}, fields=here)
    assert response.status_code == 302
    assert sorted(row.room for row in version.times.all()) == ["", "Loftet"]


def test_a_session_removed_there_and_untouched_here_stays_away(client, version):
    make_time(version, "2027-02-11 18:00", "2027-02-11 20:00")
    when = url("when", version.event)
    here, there = open_sheet(client, when).fields, open_sheet(client, when).fields
    send(client, when, {"remove": "times-0"}, fields=there)
    assert send(client, when, {"times-1-room": "Loftet"}, fields=here).status_code == 302
    assert [row.room for row in version.times.all()] == ["Loftet"]


def test_two_tabs_with_prices_show_both_lists(client, version):
    price = url("price", version.event)
    first, second = open_sheet(client, price).fields, open_sheet(client, price).fields
    send(client, price, {"prices-0-label_nb": "Barn", "prices-0-amount": "20"}, fields=first)
    changes = {"prices-0-label_nb": "Voksen", "prices-0-amount": "90"}
    response = send(client, price, changes, fields=second)
    assert response.status_code == 409
    sheet = Sheet(response)
    assert "Barn" in sheet.html
    assert sheet.fields["prices-0-label_nb"] == "Voksen"
    assert client.post(price, sheet.fields).status_code == 302
    assert [row.label_nb for row in version.price_tiers.all()] == ["Voksen"]


# A closed window


def test_saving_in_the_background_answers_in_json(client, version, about):
    fields = open_sheet(client, about).fields | {"title_nb": "Halvskrevet"}
    response = client.post(about, fields, **JSON)
    assert response.status_code == 200
    told = response.json()
    assert (told["complete"], told["ids"]) == (True, {})
    assert stored(version).title_nb == "Halvskrevet"
    # The page goes on with the new marks.
    fields |= {"seen": told["seen"], "title_nb": "Ferdig skrevet"}
    assert client.post(about, fields).status_code == 302
    assert stored(version).title_nb == "Ferdig skrevet"


def test_what_is_not_understood_in_the_background_is_there_when_one_returns(client, version):
    when = url("when", version.event)
    fields = open_sheet(client, when).fields | {
        "times-0-starts": "halv åtte",
        "times-0-room": "Salen",
    }
    told = client.post(when, fields, **JSON).json()
    assert told["complete"] is False
    assert version.times.get().room == "Salen"
    sheet = open_sheet(client, when)
    assert sheet.fields["times-0-starts"] == "halv åtte"
    assert sheet.error("times-0-starts") != ""


def test_a_new_session_saved_in_the_background_is_not_added_again(client, version):
    when = url("when", version.event)
    fields = open_sheet(client, f"{when}?add=times").fields
    fields |= {"times-1-date": "11.2", "times-1-starts": "10"}
    told = client.post(when, fields, **JSON).json()
    new = version.times.order_by("pk").last()
    assert told["ids"] == {"times-1-id": str(new.pk)}
    fields |= told["ids"] | {"seen": told["seen"], "times-1-starts": "11"}
    assert client.post(when, fields).status_code == 302
    assert version.times.count() == 2


def test_a_text_typed_while_a_colleague_sends_in_is_kept(client, owner, version, about):
    fields = open_sheet(client, about).fields | {"title_nb": "For sent"}
    review.submit(version, by=owner)
    response = client.post(about, fields)
    assert response.status_code == 409
    assert Sheet(response).fields["title_nb"] == "For sent"
    assert stored(version).state == VersionState.SUBMITTED
    review.take_back(version, by=owner)
    sheet = open_sheet(client, about)
    assert sheet.fields["title_nb"] == "For sent"
    assert client.post(about, sheet.fields).status_code == 302
    assert stored(version).title_nb == "For sent"


def test_the_mark_is_json(client, about):
    assert set(json.loads(open_sheet(client, about).fields["seen"])) >= {"title_nb", "types"}
