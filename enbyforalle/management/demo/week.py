"""The demo week: its events written, sent in, decided on, and what happened on the day."""

from datetime import date, timedelta

from enbyforalle.lib import clock
from enbyforalle.management.demo.calendar import at, oslo
from enbyforalle.management.demo.people import (
    COORDINATOR_EMAIL,
    REVIEWER_EMAIL,
    owner_of,
)
from enbyforalle.management.demo.pictures import add_picture
from enbyforalle.management.demo.writing import write
from events import permissions
from events.domain import drafts, facts, materials, review, rows
from events.enums import MaterialKind
from events.models import Venue, Week

FIRST_SUBMISSION = oslo("2026-11-02T09:00")
COMMENTS = {
    "changes_requested": "Så fint med salsa! Skriv hvor gammel man må være, og hvordan en som "
    "bruker rullestol, kan danse med.",
    "rejected": "Salg av møbler er ikke i tråd med kriteriet om at arrangementene ikke skal være "
    "kommersielle. Et byttemarked er hjertelig velkommen.",
}


def make_week():
    """The week of 2027, released, with a window that is open so that the form can be tried."""
    values = {
        "starts_on": oslo("2027-02-08T00:00").date(),
        "ends_on": oslo("2027-02-14T00:00").date(),
        "theme_nb": "Ti år med åpne dører",
        "theme_en": "Ten years of open doors",
        "intro_nb": "I sju dager tenner byen lys i vinduene: frokoster, fester, samtaler, turer og "
        "stille rom, laget av lag, naboer og virksomheter i hele byen. Det meste er gratis.",
        "intro_en": "For seven days the city lights its windows: breakfasts, parties, "
        "conversations, walks and quiet rooms, made by associations, neighbours and workplaces all "
        "over Kristiansand. Most of it is free.",
        "submissions_open_at": oslo("2026-10-01T08:00"),
        "submissions_close_at": oslo("2027-02-11T23:59"),
        "print_deadline_at": oslo("2026-12-01T12:00"),
        "pre_programme_released_at": oslo("2027-01-04T10:00"),
        "programme_released_at": oslo("2027-01-11T10:00"),
    }
    return Week.objects.update_or_create(year=2027, defaults=values)[0]


class Loader:
    """Loads events one after another as if weeks had passed, reporting each."""

    def __init__(self, week, organisers, cast, pictures, report):
        self.week, self.organisers, self.report = week, organisers, report
        self.coordinator, self.reviewer = cast[COORDINATOR_EMAIL], cast[REVIEWER_EMAIL]
        self.pictures = pictures
        self.events = {}
        self.loaded = 0

    def decider(self, event):
        """The coordinator, or the reviewer where the coordinator would be in their own cause."""
        own = permissions.is_disqualified(self.coordinator, event)
        return self.reviewer if own else self.coordinator

    def load(self, row):
        """Write ``row`` and bring it to the state it names."""
        if "days_waiting" in row:
            submitted = clock.now() - timedelta(days=row["days_waiting"], hours=2)
        else:
            submitted = FIRST_SUBMISSION + timedelta(hours=7 * self.loaded)
        with at(submitted - timedelta(days=1)):
            version = write(row, week=self.week, organisers=self.organisers)
            if row["slug"] in self.pictures:
                add_picture(version, row, by=owner_of(version.event.organiser))
        with at(submitted):
            self.send_in(version, row["status"])
        with at(submitted + timedelta(days=3)):
            self.decide(version, row)
        with at(submitted + timedelta(days=4)):
            self.add_materials(version.event, row)
        self.events[row["slug"]] = version.event
        self.loaded += 1
        self.report(self.loaded)
        return version

    def send_in(self, version, status):
        by = owner_of(version.event.organiser)
        if status == "withdrawn":
            review.withdraw(version, by=by)
        elif status != "draft":
            review.submit(version, by=by)

    def decide(self, version, row):
        status, by = row["status"], self.decider(version.event)
        if status == "approved":
            review.approve(version, by=by)
        elif status == "changes_requested":
            review.request_changes(version, by=by, comment=COMMENTS[status])
        elif status == "rejected":
            review.reject(version, by=by, comment=COMMENTS[status])

    def add_materials(self, event, row):
        """Recordings and papers the data tell of; each becomes public on its day."""
        by, decider = owner_of(event.organiser), self.decider(event)
        recording = row.get("recording")
        if recording:
            material = materials.add_material(
                event,
                by=by,
                kind=MaterialKind.RECORDING,
                title_nb=f"Opptak: {row['title_nb']}",
                title_en=f"Recording: {row['title_en']}",
                url=f"https://example.org/opptak/{row['slug']}",
                caption_type=recording["caption_type"],
                available_on=date.fromisoformat(recording["available_from"]),
            )
            materials.approve_material(material, by=decider)
        for paper in row.get("resources", ()):
            material = materials.add_material(
                event,
                by=by,
                kind=paper["type"],
                title_nb=paper["title_nb"],
                title_en=paper["title_en"],
                url=f"https://example.org/filer/{row['slug']}.{paper['format'].lower()}",
                file_format=paper["format"],
                size_kb=paper["size_kb"],
            )
            materials.approve_material(material, by=decider)

    def move(self, row, moved):
        """Load an event as it first was, and approve the change of place that came later."""
        place = {"name": moved["place"], "address": "", "district": moved["district"]}
        version = self.load(row | {"venue": None, "place": place})
        by = owner_of(version.event.organiser)
        with at(oslo("2027-01-28T10:00")):
            change = drafts.open_change(version.event, by=by)
            for time in change.times.all():
                venue = Venue.objects.get(slug=row["venue"])
                drafts.change_time(
                    time,
                    by=by,
                    venue=venue,
                    place_name="",
                    place_address="",
                    place_district=None,
                )
            drafts.save_draft(change, by=by, changed={"accepts_criteria": True})
            review.submit(change, by=by)
            review.approve(change, by=self.decider(version.event))
            session = version.event.sessions.get()
            note = row["sessions"][0]
            facts.set_notice(session, by=by, nb=note["note_nb"], en=note["note_en"])

    def cancelled_days(self, row):
        """The cancellations that the demo data tell of."""
        event = self.events[row["slug"]]
        by = owner_of(event.organiser)
        with at(clock.now() - timedelta(hours=20)):
            if row["cancelled"]:
                facts.cancel_event(
                    event, by=by, reason_nb=row["notice_nb"], reason_en=row["notice_en"]
                )
                return
            times = event.live.times.order_by("starts_at", "pk")
            for time, note in zip(times, row["sessions"], strict=True):
                if note["status"] == "cancelled":
                    facts.cancel_session(
                        time.session, by=by, reason_nb=note["note_nb"], reason_en=note["note_en"]
                    )

    def change(self, row):
        """A change to an approved event that waits for the coordinator."""
        event = self.events[row["slug"]]
        by = owner_of(event.organiser)
        with at(clock.now() - timedelta(hours=6)):
            version = drafts.open_change(event, by=by)
            names = ("title_nb", "summary_nb")
            changed = {name: row[name] for name in names if name in row}
            if "description_nb_add" in row:
                changed["description_nb"] = version.description_nb + row["description_nb_add"]
            drafts.save_draft(version, by=by, changed=changed | {"accepts_criteria": True})
            rows.set_access(version, dict.fromkeys(row.get("accessibility_add", ()), "yes"), by=by)
            for time in version.times.all():
                self.shift(time, row, by)
            review.submit(version, by=by)

    def shift(self, time, row, by):
        if "venue" in row:
            drafts.change_time(time, by=by, venue=Venue.objects.get(slug=row["venue"]))
        later = timedelta(hours=row.get("sessions_shift_hours", 0))
        if later:
            drafts.change_time(
                time, by=by, starts_at=time.starts_at + later, ends_at=time.ends_at + later
            )

    def happen(self, row):
        """A fact of the day, reported by the organiser this morning."""
        event = self.events[row["slug"]]
        by = owner_of(event.organiser)
        times = list(event.live.times.order_by("starts_at", "pk"))
        session = times[row.get("session", 0)].session
        verbs = {
            "full": lambda: facts.mark_places(session, by=by, full=True),
            "few": lambda: facts.mark_places(session, by=by, few=True),
            "room": lambda: facts.change_room(session, by=by, room=row["room"]),
            "postpone": lambda: facts.postpone_session(
                session, by=by, reason_nb=row["nb"], reason_en=row["en"]
            ),
            "notice": lambda: facts.set_notice(session, by=by, nb=row["nb"], en=row["en"]),
            "time": lambda: facts.report_time(
                session, by=by, starts_at=oslo(row["starts"]), ends_at=oslo(row["ends"])
            ),
        }
        with at(clock.now() - timedelta(hours=3)):
            verbs[row["verb"]]()
