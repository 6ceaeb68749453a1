"""The Django admin as the coordinator's workplace: who gets in, and what stands where.

Only the order and the front page are ours; lists and forms are Django's own.
"""

from functools import wraps
from urllib.parse import unquote

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import NoReverseMatch, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from enbyforalle import spreadsheets
from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Job
from events.overview.desk import desk_of
from events.overview.workload import Waiting, waiting_for
from events.permissions import can_enter

# The order of the job: what is decided on, what the programme is made of, who makes it, the
# pages round it, the post, and the records. What is registered and not named here comes last.
SECTIONS = (
    (
        _("Events"),
        (
            "events.Version",
            "events.Event",
            "events.Report",
            "events.SessionTime",
            "events.Material",
        ),
    ),
    (
        _("Programme data"),
        (
            "events.Week",
            "events.LateAccess",
            "events.Venue",
            "events.District",
            "events.Topic",
            "events.EventType",
            "events.Audience",
            "events.AccessFeature",
            "events.NotableDay",
            "events.StockReason",
            "events.GroundTerm",
            "events.SustainableGoal",
        ),
    ),
    (
        _("Organisers and people"),
        (
            "organisers.Organiser",
            "organisers.OrganiserText",
            "organisers.Invitation",
            "organisers.User",
            "auth.Group",
        ),
    ),
    (_("Pages and meetings"), ("pages.Page", "pages.Meeting", "pages.Redirect")),
    (_("Mail and background work"), ("jobs.Mail", "jobs.Job")),
    (_("Records"), ("events.LogEntry", "events.Publication")),
)

# What a list is for, where that is another thing than what its rows are.
CALLED = {"events.Version": _("Queue"), "events.SessionTime": _("Places to adopt")}


class Administration(AdminSite):
    """Named in ``enbyforalle.apps.AdministrationConfig``."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("What waits for you")
    index_template = "admin/index.html"
    # The links of a side bar would be the same as those of the front page, on every page.
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request):
        """Staff with a role: an employee who is marked as staff and has no rights stays out."""
        user = request.user
        return user.is_active and user.is_staff and bool(user.get_all_permissions())

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Whoever is signed in and may not come in is told so, instead of asked to sign in."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return super().login(request, extra_context)

    def admin_view(self, view, cacheable=False):
        """No page of ours leads to a NUL, and PostgreSQL refuses a question with one in it."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def without_nul(request, *args, **kwargs):
            if "\0" in unquote(request.get_full_path()):
                raise Http404
            return inner(request, *args, **kwargs)

        return without_nul

    def get_urls(self):
        """Before Django's own, of which one takes every address that begins like a list's."""
        address = "<slug:app_label>/<slug:model_name>/spreadsheet/"
        return [
            path(address, spreadsheets.view_of(self), name="spreadsheet"),
            *super().get_urls(),
        ]

    def each_context(self, request):
        return super().each_context(request) | {"places": self._places(request)}

    def index(self, request, extra_context=None):
        desk = desk_of(request.user) if request.user.has_perm("events.view_version") else None
        extra = {
            "waiting": self._waiting(request.user, desk),
            "desk": desk,
            "sections": self._sections(request),
            "may_enter": can_enter(request.user),
        }
        return super().index(request, extra | (extra_context or {}))

    def _waiting(self, user, desk):
        waiting = waiting_for(user, desk)
        if user.has_perm("jobs.view_job"):
            dead = Job.objects.filter(state=State.DEAD).count()
            address = _address("admin:jobs_job_changelist") + f"?state__exact={State.DEAD}"
            waiting.append(Waiting(_("emails and jobs given up"), dead, address, "warn"))
        return [item for item in waiting if item.count or item.is_always_shown]

    def _sections(self, request):
        """The registered models under the headings of SECTIONS, as the user may see them."""
        models = {
            label: model | {"name": CALLED.get(label, model["name"])}
            for app in self.get_app_list(request)
            for model in app["models"]
            for label in [model["model"]._meta.label]
        }
        sections = [
            (heading, [models.pop(label) for label in labels if label in models])
            for heading, labels in SECTIONS
        ]
        sections.append((_("Other"), list(models.values())))
        return [(heading, found) for heading, found in sections if found]

    def _places(self, request):
        """The handful of links that stand at the top of every page."""
        wanted = (
            ("events.view_version", _("Queue"), "admin:events_version_changelist"),
            ("events.view_event", _("Events"), "admin:events_event_changelist"),
            ("events.view_venue", _("Venues"), "admin:events_venue_changelist"),
            ("organisers.view_organiser", _("Organisers"), "admin:organisers_organiser_changelist"),
            ("pages.view_page", _("Pages"), "admin:pages_page_changelist"),
            ("jobs.view_job", _("Mail"), "admin:jobs_mail_changelist"),
        )
        if not request.user.is_authenticated:
            return []
        places = [
            (words, _address(name))
            for permission, words, name in wanted
            if request.user.has_perm(permission)
        ]
        return [(words, to, request.path.startswith(to)) for words, to in places if to]


def _address(name):
    """The address, or nothing where the app has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
