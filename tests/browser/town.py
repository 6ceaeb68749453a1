"""A small week in which something of every kind has happened, for tests that visit every page."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image as Pillow

from enbyforalle.jobs import domain as queue
from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock
from enbyforalle.management.reference import load_reference
from enbyforalle.pages.models import Meeting
from enbyforalle.roles import make_groups
from events.domain import conversation, drafts, facts, review, rows
from events.domain.reports import report_event
from events.enums import Attendance, CaptionType, ContributorRole, MaterialKind, VersionState
from events.models import (
    AccessFeature,
    Audience,
    CoOrganiser,
    District,
    EventType,
    GroundTerm,
    Material,
    SustainableGoal,
    Topic,
    VersionAccess,
)
from events.vocabularies import ensure_fixed_terms
from organisers.domain.team import invite
from organisers.domain.texts import submit_text
from tests import factories as make

LONG_WORD = "Likestillingsmangfoldsinkluderingskoordinatornettverksmøte"
ARABIC = {
    "language_nb": "ar",
    "title_nb": "مقهى اللغة للجميع",
    "summary_nb": "نتحدث معاً ونشرب القهوة.",
    "description_nb": "أهلاً بكم جميعاً.\n\nلا حاجة إلى التسجيل.",
    "title_en": "",
    "summary_en": "",
    "description_en": "",
}
HIDDEN = {"place_name": "Hos Eva", "place_address": "Lia 1", "is_address_hidden": True}
NORWEGIAN_ONLY = {"title_en": "", "summary_en": "", "description_en": ""}


def lay_out():
    """The words, the week and one venue: what a first organiser meets."""
    make_groups()
    ensure_fixed_terms()
    load_reference()
    make.make_venue(
        access={"step_free_entrance": "yes", "hearing_loop": "no"},
        directions_nb="Buss til Rådhuset.\n\nInngang fra torget.",
        district=District.objects.order_by("position").first(),
    )
    return make.make_week(theme_nb="Sammen er vi byen", theme_en="Together we are the city")


def picture_file():
    """A photograph as a telephone would send it."""
    buffer = BytesIO()
    Pillow.new("RGB", (1000, 600), "#3f6ad8").save(buffer, "JPEG")
    return SimpleUploadedFile("bilde.jpg", buffer.getvalue(), "image/jpeg")


@transaction.atomic  # In one go: a test that waits for a disk after each row waits for seconds.
def build():
    """The whole town: people, organisers, events in every state, a past week, a meeting, mail."""
    week = lay_out()
    coordinator = make.make_coordinator(name="Kari Koordinator")
    owner = make.make_user("eier@example.org", name="Eva Eier")
    editor = make.make_user("skribent@example.org", name="Ola Skribent")
    ours = make.make_organiser("Naboforeningen", owner=owner, editor=editor, slug="naboene")
    other = make.make_organiser(f"{LONG_WORD} i Kristiansand", slug="andre")
    town = SimpleNamespace(
        venue=make.make_venue(),
        week=week,
        coordinator=coordinator,
        owner=owner,
        editor=editor,
        ours=ours,
        other=other,
    )
    for user in (owner, editor, coordinator):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    town.rich = _rich(town)
    town.arabic = make.make_event(organiser=ours, slug="arabisk", **ARABIC)
    town.norwegian = make.make_event(
        organiser=ours, slug="bare-norsk", title_nb=LONG_WORD, **NORWEGIAN_ONLY
    )
    town.called_off = make.make_event(organiser=ours, slug="avlyst", title_nb="Konsert")
    facts.cancel_event(
        town.called_off, by=owner, reason_nb="Musikeren er syk.", reason_en="The musician is ill."
    )
    _drafts(town)
    _waiting(town)
    _past(town)
    _meeting()
    _conversation(town)
    town.report = report_event(
        town.rich, reason="wrong", text="Det er ikke trinnfritt.", email="nabo@example.org"
    )
    town.publication = town.called_off.publications.get()
    return town


def _conversation(town):
    """Both sides have written, there is a note, and one mail is held back."""
    event = town.rich
    conversation.write_to_coordinator(event, by=town.owner, text="Er salen ledig?\n\nHilsen Eva")
    conversation.add_note(event, by=town.coordinator, text="Spør biblioteket først.")
    conversation.write_to_organiser(event, by=town.coordinator, text=f"Ja. {LONG_WORD}")
    conversation.write_to_coordinator(event, by=town.owner, text="Takk!")
    mail = Job.objects.mails().filter(about=event.reference, state="waiting").latest("pk")
    town.held_mail = queue.hold(mail, by=town.coordinator)


def _rich(town):
    """An approved event that says yes to every question and has had every kind of day."""
    event = make.make_event(
        organiser=town.ours,
        by=town.owner,
        state=VersionState.DRAFT,
        times=(),
        title_nb="Åpen dag med alt på én gang",
        title_en="Open day with everything at once",
        description_nb=f"Velkommen.\n\nVi møtes på {LONG_WORD}.",
        age_min=13,
        is_limited=True,
        audience_restriction_nb="For kvinner, fordi samtalen handler om dem.",
        price_type="paid",
        price_note_nb="Vipps i døra",
        is_companion_free=True,
        registration_mode="required",
        registration_url="https://pamelding.example/en-lang-adresse-uten-et-eneste-mellomrom/2027",
        registration_email="pamelding@example.org",
        registration_deadline=make.oslo("2027-02-10 15:00"),
        capacity=40,
        has_waitlist=True,
        joining_url="https://mote.example/rom",
        online_platform_nb="Teams",
        has_live_captions=True,
        directions_nb="Følg lysene.",
        weather_plan_nb="Vi går inn i telt.",
        is_drop_in=True,
        food_note_nb="Suppe uten gluten",
        is_photo_free=True,
        content_warning_nb="Høy lyd",
        good_to_know_nb="Ta med lue",
        access_note_nb="Spør oss om alt.",
        access_contact="tilgang@example.org, svar samme dag",
        is_interpretation_on_request=True,
        partners="Byens kor",
        public_phone="38075000",
        website="https://naboene.example/",
    )
    version = event.open
    _tag(version)
    sessions = [
        make.make_time(version, f"2027-02-{day} 18:00", f"2027-02-{day} 20:00", **place).session
        for day, place in (
            ("10", {"label_nb": "Første kveld", "room": "Storsalen"}),
            ("11", {"doors_at": make.oslo("2027-02-11 17:30")}),
            ("12", HIDDEN | {"place_district": District.objects.last()}),
            ("13", {"attendance": Attendance.BOTH, "venue": make.make_venue()}),
            ("14", {"attendance": Attendance.ONLINE}),
        )
    ]
    rows.set_prices(version, [{"label_nb": "Voksen", "amount": 150}], by=town.owner)
    rows.set_languages(version, "interpreted", ["ar", "uk"], by=town.owner)
    person = {"name": "Nora Nord", "role": ContributorRole.SPEAKER, "subject_nb": "Om byen"}
    rows.set_contributors(version, [person], by=town.owner)
    words = {"alt_nb": "Blått lys over et torg", "alt_en": "Blue light over a square"}
    words |= {"caption_nb": "Torget", "credit": "Eva Eier", "consent_basis": "no_people"}
    rows.add_picture(version, picture_file(), by=town.owner, **words)
    version.refresh_from_db()
    review.approve(review.submit(version, by=town.owner), by=town.coordinator)
    facts.mark_places(sessions[0], by=town.owner, full=True)
    facts.cancel_session(sessions[1], by=town.owner, reason_nb="Sykdom", reason_en="Illness")
    facts.postpone_session(sessions[2], by=town.owner)
    facts.mark_places(sessions[3], by=town.owner, few=True)
    facts.set_notice(sessions[3], by=town.owner, nb="Inngang fra bakgården.")
    CoOrganiser.objects.create(
        event=event, organiser=town.other, accepted_at=make.LONG_AGO, approved_at=make.LONG_AGO
    )
    _material(event, town.coordinator)
    event.refresh_from_db()
    return event


def _tag(version):
    """Several words of each vocabulary, and access facts that say no."""
    version.types.set(EventType.objects.all()[:2])
    version.topics.set(Topic.objects.all()[:4])
    version.audiences.set(Audience.objects.all()[:3])
    version.grounds.set(GroundTerm.objects.all()[:2])
    version.goals.set(SustainableGoal.objects.all()[:2])
    answered = {row.feature_id for row in version.access_answers.all()}
    for at, feature in enumerate(AccessFeature.objects.exclude(pk__in=answered)[:8]):
        answer = "no" if at % 2 else "yes"
        VersionAccess.objects.create(version=version, feature=feature, answer=answer)


def _material(event, by):
    Material.objects.create(
        event=event,
        kind=MaterialKind.RECORDING,
        title_nb="Opptak av åpningen",
        url="https://film.example/1",
        caption_type=CaptionType.AUTO,
        state=VersionState.APPROVED,
        created_by=by,
        decided_at=make.LONG_AGO,
        decided_by=by,
    )


def _drafts(town):
    """Work in the hands of the owner: nothing written, half written, asked to change."""
    town.empty = drafts.start_event(town.week, town.ours, by=town.owner).event
    place = {"place_name": "Grendehuset", "place_address": "Bygdeveien 3"}
    town.draft = make.make_event(
        organiser=town.ours, by=town.owner, state=VersionState.DRAFT, title_nb="Kladd til kafé"
    )
    make.make_time(town.draft.open, "2027-02-12 10:00", "2027-02-12 11:00", **place)
    words = {"alt_nb": "Et torg", "credit": "Eva", "consent_basis": "no_people"}
    rows.add_picture(town.draft.open, picture_file(), by=town.owner, **words)
    asked = make.make_event(organiser=town.ours, by=town.owner, state="changes_requested")
    town.asked = asked


def _waiting(town):
    """What the coordinator has to decide on: a new event, a change, words, a place to adopt."""
    town.submitted = make.make_event(
        organiser=town.ours, by=town.owner, state=VersionState.DRAFT, title_nb="Ny tur i skogen"
    )
    place = {"place_name": "Gapahuken", "place_district": District.objects.last()}
    town.typed_place = make.make_time(
        town.submitted.open, "2027-02-09 10:00", "2027-02-09 12:00", **place
    )
    review.submit(town.submitted.open, by=town.owner)
    live = make.make_event(organiser=town.ours, by=town.owner, slug="endres")
    change = drafts.open_change(live, by=town.owner)
    changed = {"title_nb": "En annen tittel", "capacity": 20, "accepts_criteria": True}
    drafts.save_draft(change, by=town.owner, changed=changed)
    change.refresh_from_db()
    town.change = review.submit(change, by=town.owner)
    newcomer = make.make_organiser("Nykommerne", owner=town.owner, state="draft", slug="nye")
    town.words = submit_text(newcomer.texts.get(), by=town.owner)
    CoOrganiser.objects.create(event=town.change.event, organiser=newcomer)
    invite(town.ours, by=town.owner, email="ny@example.org")


def _past(town):
    """Last year, of which a source tells."""
    week = make.make_week(2026, events_total=60, source_url="https://kilde.example/2026")
    make.make_event(
        week=week,
        organiser=town.other,
        slug="i-fjor",
        times=(("2026-02-04 18:00", "2026-02-04 20:00"),),
        facts={"source_url": "https://kilde.example/2026/arrangement"},
    )


def _meeting():
    starts = clock.day_span(date(2027, 3, 3))[0] + timedelta(hours=17)
    Meeting.objects.create(
        slug="evaluering",
        title_nb="Evalueringsmøte",
        title_en="Evaluation meeting",
        summary_nb="Hva lærte vi?",
        description_nb="## Program\n\n- Kaffe\n- Samtale",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Hovedbiblioteket",
        address="Rådhusgata 11",
        registration_url="https://pamelding.example/",
        languages=["nb"],
        is_published=True,
        updated_at=starts,
    )
