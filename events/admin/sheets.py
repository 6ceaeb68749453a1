"""What the spreadsheets of the queue and of the events hold beyond the columns of their lists."""

from django.contrib import admin
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib.tables import Sheet
from events import permissions
from events.enums import VersionState
from events.models import SessionTime
from organisers.models import Organiser

CONTACTS = ("contact_name", "contact_email", "contact_phone")
# So many sessions are in memory at a time, with what belongs to them.
CHUNK = 200


def contacts_for(request):
    """The columns of whom to call: for those who enter events for others, and for nobody else.

    The review page shows one contact person at a time to whoever decides; a file with all of
    them is another thing.
    """
    return list(CONTACTS) if permissions.can_enter(request.user) else []


class QueueSheet:
    """For the list of versions."""

    spreadsheet_title = gettext_lazy("Queue")

    def get_spreadsheet_extra(self, request):
        extra = ["reference", "week", "state", "submitted_at", "decided_at"]
        return extra + contacts_for(request)

    @admin.display(description=gettext_lazy("reference"))
    def reference(self, version):
        return version.event.reference

    @admin.display(description=gettext_lazy("week"))
    def week(self, version):
        return version.event.week.year


class EventSheets:
    """For the list of events: their contacts, and all their sessions on a sheet of their own."""

    def get_spreadsheet_extra(self, request):
        return ["status", "assigned_to", "created_at", *contacts_for(request)]

    @admin.display(description=gettext_lazy("contact person (not shown)"))
    def contact_name(self, event):
        return _of(event, "contact_name")

    @admin.display(description=gettext_lazy("contact person's email (not shown)"))
    def contact_email(self, event):
        return _of(event, "contact_email")

    @admin.display(description=gettext_lazy("contact person's phone (not shown)"))
    def contact_phone(self, event):
        return _of(event, "contact_phone")

    def spreadsheet_more(self, request, queryset):
        """The sessions of the same events, as they are public and as they wait."""
        headings = [
            *(_("Reference"), _("Title"), _("Organiser"), _("Starts"), _("Ends")),
            *(_("Venue"), _("Room"), _("Address"), _("District or area")),
            *(_("In person or online"), _("Status"), _("State")),
        ]
        return [Sheet(_("Sessions"), headings, _sessions(queryset))]


def _of(event, name):
    version = event.open or event.live
    return getattr(version, name) if version else ""


def _sessions(queryset):
    counts = Q(version__is_live=True) | Q(version__state=VersionState.SUBMITTED)
    times = (
        SessionTime.objects.filter(counts, version__event__in=queryset.order_by().values("pk"))
        .select_related("session", "venue__district", "place_district", "version__event")
        .prefetch_related(Prefetch("version__event__organiser", Organiser.objects.with_texts()))
        .order_by("starts_at", "pk")
    )
    for time in times.iterator(chunk_size=CHUNK):
        version, venue = time.version, time.venue
        yield [
            version.event.reference,
            version.title,
            version.event.organiser or version.event.organiser_names,
            time.starts_at,
            time.ends_at,
            venue.name if venue else time.place_name,
            time.shown_room,
            venue.address_line if venue else time.place_address,
            time.district or "",
            time.get_attendance_display(),
            time.session.get_status_display(),
            version.get_state_display(),
        ]
