"""One event in every situation the workflow knows, and one person in every role."""

from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction

from enbyforalle.lib import clock
from events.enums import VersionState as S
from events.models import Event, LateAccess, Material, Picture, Report, Version, Week
from events.models import Image as StoredImage
from events.search import refresh_search_text
from organisers.models import Organiser
from tests import factories as make

ROLES = (
    "coordinator",
    "reviewer",
    "own_reviewer",
    "content_editor",
    "owner",
    "editor",
    "co_organiser",
    "stranger",
    "visitor",
)

# What is public of the event, and what somebody works on: (live or not, the open or last state).
SITUATIONS = {
    "draft": (False, S.DRAFT),
    "submitted": (False, S.SUBMITTED),
    "being edited": (False, S.SUBMITTED),
    "changes requested": (False, S.CHANGES_REQUESTED),
    "rejected": (False, S.REJECTED),
    "withdrawn": (False, S.WITHDRAWN),
    "approved": (True, S.APPROVED),
    "change begun": (True, S.DRAFT),
    "change waiting": (True, S.SUBMITTED),
    "change rejected": (True, S.REJECTED),
    "correction begun": (True, S.DRAFT),
}
LIVE = tuple(name for name, (is_live, _state) in SITUATIONS.items() if is_live)
WRITABLE = ("draft", "changes requested", "change begun", "correction begun")


@dataclass
class Scene:
    """One event, the version that is worked on (or was last), and what hangs on it."""

    event: Event
    version: Version
    cast: dict
    week: Week
    next_week: Week
    other: Organiser
    by: object = None
    extra: dict = field(default_factory=dict)

    @property
    def time(self):
        return self.version.times.get()

    @property
    def session(self):
        """The session that is public, or the only one there is."""
        return self.event.sessions.order_by("pk").first()

    @property
    def image(self):
        return self.event.images.get()

    @property
    def material(self):
        return self.event.materials.get()


def cast():
    """One person in each role; the own reviewer belongs to the event's organiser as well."""
    people = {
        name: make.make_user(f"{name}@example.org", name=name.capitalize())
        for name in ("owner", "editor", "co_organiser", "stranger")
    }
    people["coordinator"] = make.make_coordinator("coordinator@example.org")
    people["reviewer"] = make.make_reviewer("reviewer@example.org")
    people["own_reviewer"] = make.make_reviewer("own@example.org")
    people["content_editor"] = make.make_content_editor("content@example.org")
    people["visitor"] = AnonymousUser()
    return people


def scene_of(name):
    """An event in one situation; all was written long ago."""
    people = cast()
    organiser = make.make_organiser(owner=people["owner"], editor=people["editor"])
    organiser.memberships.create(user=people["own_reviewer"])
    helper = make.make_organiser("Medarrangør", owner=people["co_organiser"])
    make.make_organiser("Fremmed", owner=people["stranger"])
    other = make.make_organiser("Annen forening", owner=make.make_user("annen@example.org"))
    week = make.make_week()
    next_week = make.make_week(2028, submissions_open_at=make.LONG_AGO)
    # An event of somebody else, to which nothing may happen.
    make.make_event(organiser=other, by=people["stranger"], week=week)
    event, version = _event(name, organiser, people["owner"], week)
    event.co_organisers.create(
        organiser=helper, accepted_at=make.LONG_AGO, approved_at=make.LONG_AGO
    )
    # What can be searched for is as approving leaves it.
    refresh_search_text(Version.objects.filter(is_live=True))
    Version.objects.update(updated_at=make.LONG_AGO)
    version.refresh_from_db()
    return Scene(event, version, people, week, next_week, other)


def _event(name, organiser, owner, week):
    is_live, state = SITUATIONS[name]
    first = S.APPROVED if is_live else state
    event = make.make_event(
        organiser=organiser,
        by=owner,
        week=week,
        state=first,
        times=[("2027-02-13 18:00", "2027-02-13 20:00")],
    )
    version = event.versions.get()
    if is_live and name != "approved":
        fields = {"based_on": version, "is_correction": name == "correction begun"}
        version = make.make_version(event, state=state, live=False, **fields)
        make.make_time(
            version, "2027-02-13 19:00", "2027-02-13 20:00", session=event.sessions.get()
        )
    if name == "being edited":
        Version.objects.filter(pk=version.pk).update(state=S.REPLACED)
        sent = version
        version = make.make_version(event, state=state, edit_of=sent, title_nb="Rettet")
        make.make_time(
            version, "2027-02-13 18:00", "2027-02-13 20:00", session=event.sessions.get()
        )
    return event, version


def add_picture(scene):
    """A picture in the event's public version, or in the only one."""
    image = StoredImage.objects.create(
        event=scene.event,
        width=480,
        height=320,
        widths=[480],
        uploaded_by=scene.cast["owner"],
    )
    Picture.objects.create(version=scene.event.live or scene.version, image=image, alt_nb="Et kor")


def take_down_picture(scene):
    """A picture that was taken down."""
    add_picture(scene)
    by = scene.cast["coordinator"]
    scene.event.images.update(taken_down_at=clock.now(), taken_down_by=by)


def report_time(scene):
    """Another time is reported, where the event is public."""
    if scene.event.live is not None:
        scene.event.sessions.update(reported_starts_at=make.oslo("2027-02-13 18:30"))


def ask_anew(scene):
    """The co-organiser is asked, and has not answered."""
    scene.event.co_organisers.update(accepted_at=None, approved_at=None)


def add_own_picture(scene):
    """A picture in the version that is worked on."""
    image = StoredImage.objects.create(
        event=scene.event, width=480, height=320, widths=[480], uploaded_by=scene.cast["owner"]
    )
    Picture.objects.create(version=scene.version, image=image, alt_nb="Et kor")


def add_material(scene):
    """A presentation that waits for a decision."""
    Material.objects.create(
        event=scene.event,
        kind="slides",
        title_nb="Lysbilder",
        url="https://example.org/slides",
        state=S.SUBMITTED,
        created_by=scene.cast["owner"],
    )


def add_report(scene):
    """A resident has reported the event."""
    scene.extra["report"] = Report.objects.create(event=scene.event, reason="wrong", text="Feil")


def add_late_access(scene):
    """The event's organiser may send in after the deadline."""
    scene.extra["late"] = LateAccess.objects.create(
        week=scene.week,
        organiser=scene.event.organiser,
        until=make.oslo("2027-04-01 12:00"),
        granted_by=scene.cast["coordinator"],
    )


def call_off(scene):
    """The event and its session are cancelled, where they were public."""
    if scene.event.live is None:
        return
    now = clock.now()
    Event.objects.filter(pk=scene.event.pk).update(status="cancelled", status_changed_at=now)
    scene.event.sessions.update(status="cancelled", status_changed_at=now)
    scene.event.refresh_from_db()


def take_off(scene):
    """The event is off the site, where it was on it."""
    if scene.event.live is None:
        return
    Event.objects.filter(pk=scene.event.pk).update(
        unpublished_at=clock.now(),
        unpublished_by=scene.cast["coordinator"],
        unpublished_reason="Trusler",
    )
    scene.event.refresh_from_db()


def type_place(scene):
    """The session's place was typed by the organiser."""
    for version in scene.event.versions.all():
        version.times.update(
            venue=None, place_name="Bydelshuset", place_district=make.make_district()
        )


class Rows:
    """Every row there is, to be compared: ``Rows() - before`` names the tables that differ."""

    def __init__(self):
        self.tables = {}
        with connection.cursor() as cursor:
            for table in _tables():
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                self.tables[table] = sorted(map(repr, cursor.fetchall()))

    def __sub__(self, before):
        """Tables with other rows than before: lists of many count as their owner's own."""
        return {
            table.split("_")[1].replace("logentry", "log").replace("job", "mail")
            for table, rows in self.tables.items()
            if rows != before.tables[table]
        }


@cache
def _tables():
    """The tables of our own apps, in which verbs write."""
    own = ("events_", "organisers_", "jobs_", "publishing_")
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(name for name in found if name.startswith(own))


class Undo(Exception):
    """Ends a savepoint whose rows shall not stay."""


def undone(act):
    """Run ``act`` and take back all it wrote; returns what it returned."""
    result = []
    try:
        with transaction.atomic():
            result.append(act())
            raise Undo
    except Undo:
        return result[0]


def fresh(row):
    """The row as the database has it now."""
    assert isinstance(row, models.Model)
    return type(row).objects.get(pk=row.pk)
