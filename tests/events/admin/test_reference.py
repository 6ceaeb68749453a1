"""Reference data: a change is on the public page at the next request, and on record."""

import pytest
from django.contrib.admin.models import LogEntry as AdminLog

from enbyforalle.publishing import generation
from events.models import (
    Event,
    EventType,
    GroundTerm,
    LogEntry,
    Material,
    Publication,
    Session,
    Topic,
    Venue,
    VenueAccess,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

ADMIN = "/en/admin/events"


def fields(client, address):
    """What the browser would send back from the page's form, inlines and all."""
    answer = client.get(address)
    form = answer.context["adminform"].form
    sent = {}
    for one in (form, *_rows(answer)):
        for bound in one:
            value = bound.value()
            widget = bound.field.widget
            if getattr(widget, "input_type", "") == "checkbox":
                sent |= {bound.html_name: "on"} if value else {}
            else:
                shown = widget.format_value(value)
                shown = shown[0] if isinstance(shown, list) and shown else shown
                sent[bound.html_name] = shown if isinstance(shown, str | int) else ""
    return sent


def _rows(answer):
    for inline in answer.context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms


def change(client, address, **changed):
    answer = client.post(address, fields(client, address) | changed)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


@pytest.fixture
def shown(owner):
    """A public event at the library, about a topic."""
    return make.make_event(by=owner, title_nb="Korfest", slug="korfest")


def public(client, event):
    return client.get(event.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("one_by_one")
def test_a_venues_new_name_is_public_at_the_next_request(at_work, client, shown):
    venue = Venue.objects.get()
    assert "Den nye salen" not in public(client, shown)
    before = generation.current()
    change(
        at_work, f"{ADMIN}/venue/{venue.pk}/change/", name_nb="Den nye salen", name_en="The hall"
    )
    assert generation.current() == before + 1
    client.get(shown.get_absolute_url())
    assert "The hall" in client.get(f"/en/programme/2027/{shown.slug}/").content.decode()
    [publication] = Publication.objects.filter(event=shown)
    assert publication.what == "reference:venue"
    assert publication.content["nb"]["sessions"][0]["place"] == "Den nye salen"


@pytest.mark.parametrize(("model", "word"), [(Topic, "topic"), (EventType, "eventtype")])
def test_a_word_of_a_vocabulary_is_public_at_the_next_request(at_work, client, shown, model, word):
    row = model.objects.get()
    change(at_work, f"{ADMIN}/{word}/{row.pk}/change/", name_en="Something new")
    assert "Something new" in client.get(f"/en/programme/2027/{shown.slug}/").content.decode()
    assert [row.what for row in Publication.objects.filter(event=shown)] == [f"reference:{word}"]


def test_codes_do_not_change_and_used_words_are_not_deleted(at_work, shown):
    topic, unused = Topic.objects.get(), make.make_term(Topic, "unused")
    page = at_work.get(f"{ADMIN}/topic/{topic.pk}/change/")
    assert "code" not in page.context["adminform"].form.fields
    assert at_work.get(f"{ADMIN}/topic/{topic.pk}/delete/").status_code == 403
    assert at_work.post(f"{ADMIN}/topic/{unused.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Topic.objects.all()) == [topic]
    assert at_work.get(f"{ADMIN}/venue/{Venue.objects.get().pk}/delete/").status_code == 403


def test_access_is_answered_yes_no_or_not_known(at_work, shown):
    venue = Venue.objects.get()
    for code in ("lift", "loop", "toilet"):
        make.make_feature(code, is_of_venue=True)
    VenueAccess.objects.create(venue=venue, feature=make.make_feature("loop"), answer="yes")
    address = f"{ADMIN}/venue/{venue.pk}/change/"
    formset = at_work.get(address).context["inline_admin_formsets"][0].formset
    names = {form.question.code: form.prefix for form in formset.ordered()}
    assert set(names) == {"lift", "loop", "toilet"}
    change(
        at_work,
        address,
        **{
            f"{names['lift']}-answer": "no",
            f"{names['lift']}-confirmed_on": "2027-01-20",
            f"{names['loop']}-answer": "",
        },
    )
    rows = VenueAccess.objects.values_list("feature__code", "answer", "confirmed_on")
    assert [(code, answer, str(day)) for code, answer, day in rows] == [
        ("lift", "no", "2027-01-20")
    ]


def test_moments_have_one_control_with_a_label(at_work):
    week = make.make_week()
    text = at_work.get(f"{ADMIN}/week/{week.pk}/change/").content.decode()
    assert 'type="datetime-local" name="programme_released_at"' in text
    assert 'name="programme_released_at_0"' not in text
    change(at_work, f"{ADMIN}/week/{week.pk}/change/", programme_released_at="2027-01-15T09:30")
    week.refresh_from_db()
    assert week.programme_released_at == make.oslo("2027-01-15 09:30")


def test_a_wrong_week_is_refused_beside_the_field(at_work):
    week = make.make_week()
    address = f"{ADMIN}/week/{week.pk}/change/"
    answer = at_work.post(address, fields(at_work, address) | {"ends_on": "2027-02-01"})
    assert answer.status_code == 200
    assert "The last day must not be before the first." in answer.content.decode()


@pytest.mark.parametrize("model", ["groundterm", "sustainablegoal", "logentry", "publication"])
def test_what_others_fixed_is_read_only(at_work, client_for, shown, coordinator, model):
    super_user = make.make_user("super@example.org", is_superuser=True)
    super_user.is_staff = True
    super_user.save()
    LogEntry.objects.create(event=shown, by=coordinator, verb="edit")
    Publication.objects.create(event=shown, by=coordinator, what="approve", content={})
    row = {"groundterm": GroundTerm, "logentry": LogEntry, "publication": Publication}.get(model)
    for client in (at_work, client_for(super_user)):
        assert client.get(f"{ADMIN}/{model}/").status_code == 200
        assert client.get(f"{ADMIN}/{model}/add/").status_code == 403
        if row and row.objects.exists():
            pk = row.objects.first().pk
            assert client.get(f"{ADMIN}/{model}/{pk}/change/").status_code == 200
            assert client.post(f"{ADMIN}/{model}/{pk}/change/", {"what": "x"}).status_code == 403
            assert client.post(f"{ADMIN}/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_reviewers_read_reference_data_and_change_none(client_for, reviewer, shown):
    topic = Topic.objects.get()
    client = client_for(reviewer)
    assert client.get(f"{ADMIN}/topic/{topic.pk}/change/").status_code == 200
    answer = client.post(f"{ADMIN}/topic/{topic.pk}/change/", {"name_nb": "x", "name_en": "x"})
    assert answer.status_code == 403


def typed(organiser, owner, **more):
    event = make.make_event(organiser=organiser, by=owner, times=(), **more)
    version = event.latest
    time = make.make_time(
        version,
        place_name="Det gamle pakkhuset",
        place_address="Gravane 4",
        place_district=make.make_district(),
    )
    return event, time


def test_a_typed_place_becomes_a_venue_wherever_it_is_typed(
    at_work, client, clock, organiser, owner
):
    event, time = typed(organiser, owner, slug="pa-pakkhuset")
    _waiting, other = typed(organiser, owner, state="submitted")
    other.place_name = "det gamle  Pakkhuset"
    other.save()
    old, old_time = typed(organiser, owner, state="rejected")
    seen = other.version.updated_at
    clock.set("2027-02-10T12:05")
    address = f"{ADMIN}/sessiontime/{time.pk}/adopt/"
    page = at_work.get(address)
    assert page.context["form"]["name_nb"].value() == "Det gamle pakkhuset"
    data = {
        "name_nb": "Pakkhuset",
        "name_en": "",
        "street_address": "Gravane 4",
        "postal_code": "4610",
        "postal_town": "Kristiansand",
        "district": make.make_district().pk,
    }
    assert at_work.post(address, data).status_code == 302
    venue = Venue.objects.get(slug="pakkhuset")
    assert (venue.name_en, venue.postal_code) == ("Pakkhuset", "4610")
    for row, expected in ((time, venue), (other, venue), (old_time, None)):
        row.refresh_from_db()
        assert row.venue == expected
        assert bool(row.place_name) == (expected is None)
    other.version.refresh_from_db()
    assert other.version.updated_at != seen
    assert "Pakkhuset" in public(client, event)
    assert [row.what for row in Publication.objects.filter(event=event)] == ["reference:venue"]
    assert Session.objects.get(times=time).moved_at is None
    # Adopted once; the second who comes is told.
    assert at_work.post(address, data).status_code == 302
    assert Venue.objects.count() == 1


def test_a_typed_place_may_be_a_venue_we_have(at_work, organiser, owner):
    _event, time = typed(organiser, owner)
    venue = make.make_venue()
    assert (
        at_work.post(f"{ADMIN}/sessiontime/{time.pk}/adopt/", {"venue": venue.pk}).status_code
        == 302
    )
    time.refresh_from_db()
    assert (time.venue, time.place_name) == (venue, "")


def test_a_new_venue_needs_a_name_and_a_district(at_work, organiser, owner):
    _event, time = typed(organiser, owner)
    answer = at_work.post(f"{ADMIN}/sessiontime/{time.pk}/adopt/", {"postal_code": "46"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name_nb", "district", "postal_code"}
    assert not Venue.objects.exists()


def test_places_are_adopted_by_the_coordinator_alone(client_for, reviewer, organiser, owner):
    _event, time = typed(organiser, owner)
    for user in (reviewer, owner):
        path = f"{ADMIN}/sessiontime/{time.pk}/adopt/"
        assert client_for(user).post(path, follow=True).status_code == 403
    assert client_for(reviewer).get(f"{ADMIN}/sessiontime/").status_code == 403


def test_material_waits_until_it_is_approved(at_work, coordinator, shown):
    data = {
        "event": shown.reference,
        "kind": "recording",
        "title_nb": "Opptak av koret",
        "url": "https://example.org/opptak",
        "language": "nb",
        "caption_type": "",
    }
    answer = at_work.post(f"{ADMIN}/material/add/", data)
    assert answer.status_code == 200
    assert "Say how the recording is captioned." in answer.content.decode()
    assert (
        at_work.post(f"{ADMIN}/material/add/", data | {"caption_type": "auto"}).status_code == 302
    )
    material = Material.objects.get()
    assert (material.state, material.created_by) == ("submitted", coordinator)
    assert not Material.objects.public().exists()
    assert at_work.post(f"{ADMIN}/material/{material.pk}/approve/").status_code == 302
    assert list(Material.objects.public()) == [material]
    change(at_work, f"{ADMIN}/material/{material.pk}/change/", title_nb="Hele konserten")
    at_work.post(f"{ADMIN}/material/{material.pk}/reject/", {"comment": ""})
    assert Material.objects.public().exists()
    at_work.post(f"{ADMIN}/material/{material.pk}/reject/", {"comment": "Uten samtykke"})
    assert not Material.objects.public().exists()
    assert Event.objects.get().log.filter(verb="material").count() == 4
    assert Publication.objects.filter(what="material").count() == 3


def test_the_admins_own_log_tells_who_changed_a_venue(at_work, coordinator, shown):
    venue = Venue.objects.get()
    change(at_work, f"{ADMIN}/venue/{venue.pk}/change/", name_nb="Salen")
    assert AdminLog.objects.get().user == coordinator
