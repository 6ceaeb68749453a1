"""The review page: who may open it, and what stands there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.domain import drafts
from events.models import CoOrganiser, Picture
from events.models import Image as StoredImage
from organisers.models import Membership
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DECISIONS = ("approve", "request-changes", "reject")


def address(version, what="review"):
    return f"/en/admin/events/version/{version.pk}/{what}/"


def page(client, version):
    answer = client.get(address(version))
    assert answer.status_code == 200
    return answer.content.decode()


def has_decisions(text):
    return [name for name in DECISIONS if f"/{name}/" in text]


def test_those_who_decide_see_the_decisions(client_for, coordinator, reviewer, submitted):
    for user in (coordinator, reviewer):
        assert has_decisions(page(client_for(user), submitted)) == list(DECISIONS)


@pytest.mark.parametrize("what", ["review", *DECISIONS])
def test_others_are_kept_out(client_for, client, content_editor, owner, stranger, submitted, what):
    method = "get" if what == "review" else "post"
    for user in (content_editor, owner, stranger):
        answer = getattr(client_for(user), method)(address(submitted, what), follow=True)
        assert answer.status_code == 403, user
        assert "Korkveld" not in answer.content.decode()
    visitor = getattr(client, method)(address(submitted, what))
    assert visitor.status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_staff_without_a_role_stay_out(client_for, submitted):
    nobody = make.make_user("ansatt@example.org")
    nobody.is_staff = True
    nobody.save()
    for path in ("/en/admin/", address(submitted)):
        assert client_for(nobody).get(path, follow=True).status_code == 403


def test_a_version_that_does_not_exist_is_404(at_work):
    assert at_work.get("/en/admin/events/version/4711/review/").status_code == 404


def test_a_get_decides_nothing(at_work, submitted):
    for what in DECISIONS:
        assert at_work.get(address(submitted, what)).status_code == 405


def test_the_own_organiser_is_told_why_there_are_no_buttons(
    client_for, coordinator, reviewer, organiser, submitted
):
    Membership.objects.create(user=reviewer, organiser=organiser)
    text = page(client_for(reviewer), submitted)
    assert has_decisions(text) == []
    assert "Nobody decides in their own cause" in text


def test_a_co_organiser_counts_as_own(client_for, coordinator, reviewer, submitted):
    own = make.make_organiser("Vurderingslaget", owner=reviewer)
    row = CoOrganiser.objects.create(event=submitted.event, organiser=own)
    assert has_decisions(page(client_for(reviewer), submitted)) == list(DECISIONS)
    row.accepted_at = make.LONG_AGO
    row.save()
    assert has_decisions(page(client_for(reviewer), submitted)) == []


def test_whoever_is_alone_may_decide_with_a_reason(client_for, coordinator, organiser, submitted):
    Membership.objects.create(user=coordinator, organiser=organiser)
    text = page(client_for(coordinator), submitted)
    assert has_decisions(text) == list(DECISIONS)
    assert text.count('name="disqualified_reason"') == 3


def test_internal_versions_need_the_right(client_for, reviewer, owner):
    event = make.make_event(state="submitted", visibility="internal", by=owner)
    assert "For employees only" in page(client_for(reviewer), event.open)
    group = reviewer.groups.get()
    group.permissions.remove(group.permissions.get(codename="see_internal"))
    assert client_for(reviewer).get(address(event.open)).status_code == 404


def test_the_text_stands_in_both_languages(at_work, submitted):
    readers = at_work.get(address(submitted)).context["readers"]
    assert [reader["code"] for reader in readers] == ["nb", "en"]
    assert "Korkveld" in readers[0]["html"]
    assert submitted.title_en in readers[1]["html"]
    assert "onsdag 10. februar 2027" in readers[0]["html"]
    assert "Wednesday 10 February 2027" in readers[1]["html"]


def test_what_an_organiser_types_is_never_markup(at_work, submitted):
    submitted.description_nb = '<script>alert(1)</script> <h2 id="x">'
    submitted.save()
    text = page(at_work, submitted)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_private_contacts_are_marked_and_organisers_words_shown(at_work, owner):
    newcomer = make.make_organiser("Helt nye", owner=owner, state="submitted")
    event = make.make_event(organiser=newcomer, by=owner, state="submitted")
    text = page(at_work, event.open)
    assert "Contact person, never shown to the public" in text
    assert "kontakt@example.org" in text
    assert "new to us" in text
    assert "They are approved together with this event." in text
    assert "Helt nye" in text


def test_access_is_yes_no_or_not_known(at_work, submitted):
    make.make_feature("hearing_loop", name_en="Hearing loop", is_key=True)
    make.make_feature("lift", name_en="Lift", is_key=True)
    make.make_venue("hall", "Hallen", access={"hearing_loop": "no"})
    submitted.times.update(venue=make.make_venue("hall"))
    [(venue, groups)] = at_work.get(address(submitted)).context["access"]
    assert str(venue) == "Hallen (English)"
    assert [fact.feature.code for fact in groups["yes"]] == ["step_free_entrance"]
    assert [fact.feature.code for fact in groups["no"]] == ["hearing_loop"]
    assert [feature.code for feature in groups["unknown"]] == ["lift"]


def test_a_change_shows_the_public_text_beside_it(at_work, organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner, title_nb="Før")
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"title_nb": "Etter", "is_drop_in": True})
    lines = at_work.get(address(change)).context["changes"]
    assert {(line.label, line.before, line.after) for line in lines} == {
        ("Title", "Før", "Etter"),
        ("Drop in – come any time", "No", "Yes"),
    }


def test_pictures_of_waiting_events_are_seen_by_staff_alone(
    at_work, client_for, owner, submitted, settings
):
    image = StoredImage.objects.create(
        event=submitted.event, width=480, height=320, widths=[480], uploaded_by=owner
    )
    Picture.objects.create(version=submitted, image=image, alt_nb="Et kor")
    folder = settings.MEDIA_ROOT / "pictures" / str(image.key)
    folder.mkdir(parents=True)
    (folder / "480.jpg").write_bytes(b"bytes of a picture")
    where = reverse("admin:events_version_picture", args=[image.key, 480, "jpg"])
    assert where in page(at_work, submitted)
    answer = at_work.get(where)
    assert b"".join(answer.streaming_content) == b"bytes of a picture"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert client_for(owner).get(where, follow=True).status_code == 403
    assert at_work.get(where.replace("480.jpg", "960.jpg")).status_code == 404
    assert at_work.get(where.replace("480.jpg", "481.jpg")).status_code == 404


def test_what_is_not_filled_in_is_listed(at_work, submitted):
    submitted.contact_name = ""
    submitted.save()
    text = page(at_work, submitted)
    assert "Say who we can talk to." in text


def test_queries_do_not_grow_with_the_sessions(at_work, submitted):
    def count():
        at_work.get(address(submitted))
        with CaptureQueriesContext(connection) as context:
            at_work.get(address(submitted))
        return len(context)

    at_one = count()
    for number in range(2):
        make.make_time(submitted, f"2027-02-1{number} 12:00", None)
    at_three = count()
    for number in range(297):
        make.make_time(submitted, f"2027-02-{1 + number % 28:02d} 12:00", None)
    assert (at_one, at_three, count()) == (at_one, at_one, at_one)
    assert at_one <= 75
