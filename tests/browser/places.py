"""Where the pages are: for each kind of visitor the addresses of one language, over a town."""

from uuid import UUID

from django.urls import reverse
from django.utils import translation

FIXED_PAGES = ("about", "accessibility", "privacy", "cookies")
NOWHERE = "finnes-ikke/"
STEPS = ("about", "when", "who", "price", "organiser", "short", "short_more")


def at(language, name, *args, query=""):
    """The address of a page in a language."""
    with translation.override(language):
        return reverse(name, args=args) + query


def visit(page, address):
    """Go there; all of these pages exist but the one that shows what happens where none does."""
    answer = page.goto(address)
    assert (address, answer.status) == (address, 404 if address.endswith(NOWHERE) else 200)


def public(town, language):
    """Every kind of page that is for everyone, the rich ones first."""
    year = town.week.year
    events = (town.rich, town.arabic, town.norwegian, town.called_off)
    return [
        *(at(language, "events:detail", year, event.slug) for event in events),
        at(language, "events:report", year, town.rich.slug),
        at(language, "events:reported", year, town.rich.slug),
        at(language, "events:home"),
        at(language, "events:programme"),
        at(language, "events:year", year, query="?free=1&access=step_free_entrance"),
        at(language, "events:year", year, query="?q=finnesikke"),
        at(language, "events:year", year, query="?day=2027-02-11"),
        at(language, "events:year", 2026),
        at(language, "events:timetable", year),
        at(language, "events:timetable", year, query="?day=2027-02-11&day=2027-02-12"),
        at(language, "events:compact", year),
        at(language, "events:districts", year),
        at(language, "events:district", year, town.venue.district.slug),
        at(language, "events:map", year),
        at(language, "events:map", year, query="?q=finnesikke"),
        at(language, "events:detail", 2026, "i-fjor"),
        at(language, "events:archive"),
        at(language, "events:organisers"),
        at(language, "events:organiser", town.ours.slug),
        at(language, "events:open_data"),
        at(language, "events:embed", query="?theme=dark&accent=fjord"),
        at(language, "events:embed_make", query="?free=1&height=400"),
        at(language, "events:fits"),
        at(language, "events:offline"),
        at(language, "events:plan"),
        at(language, "events:plan", query=plan_query(town)),
        at(language, "pages:meetings"),
        at(language, "pages:meeting", "evaluering"),
        *(at(language, f"pages:page_{code}") for code in FIXED_PAGES),
        at(language, "events:home") + NOWHERE,
    ]


def plan_query(town):
    """A plan with all of the rich event, a session called off, and one that nobody knows."""
    events = (town.rich, town.called_off, town.arabic)
    uids = [session.uid for event in events for session in event.sessions.all()]
    return "?" + "&".join(f"s={uid}" for uid in [*uids, UUID(int=1)])


def account(language):
    """What somebody meets who is not signed in yet."""
    names = ("account_login", "account_signup", "account_reset_password", "desk:home")
    return [at(language, name) for name in names]


def desk(town, language):
    """What the owner of an organiser meets."""
    empty, draft = town.empty.reference, town.draft.reference
    return [
        at(language, "desk:home"),
        at(language, "desk:start"),
        at(language, "desk:earlier"),
        at(language, "desk:deadlines"),
        at(language, "desk:reminders"),
        at(language, "desk:again", town.rich.reference),
        *(at(language, f"desk:{step}", draft) for step in STEPS),
        at(language, "desk:about", town.asked.reference),
        at(language, "desk:preview", empty),
        at(language, "desk:preview", draft),
        at(language, "desk:receipt", town.submitted.reference),
        at(language, "desk:withdraw", town.submitted.reference),
        at(language, "desk:event", town.rich.reference),
        at(language, "desk:write", town.rich.reference),
        at(language, "desk:facts", town.rich.reference),
        at(language, "organisers:register"),
        at(language, "organisers:account"),
        *(
            at(language, f"organisers:{name}", town.ours.slug)
            for name in ("own", "change", "facts", "logo", "team")
        ),
    ]


def admin(town, language):
    """What the coordinator meets."""
    return [
        at(language, "admin:index"),
        at(language, "admin:events_version_changelist"),
        at(language, "admin:events_version_review", town.submitted.open.pk),
        at(language, "admin:events_version_review", town.change.pk),
        at(
            language,
            "admin:events_version_many",
            "request-changes",
            query=f"?pk={town.submitted.open.pk},{town.change.pk}",
        ),
        at(language, "admin:events_version_many", "assign", query=f"?pk={town.change.pk}"),
        at(language, "admin:events_event_english"),
        at(language, "admin:events_event_translate", town.norwegian.live.pk),
        at(language, "admin:events_lateaccess_changelist"),
        at(language, "admin:events_lateaccess_add"),
        at(language, "admin:events_stockreason_changelist"),
        at(language, "admin:events_stockreason_add"),
        at(language, "admin:events_event_changelist"),
        at(language, "admin:events_event_change", town.rich.pk),
        at(language, "admin:events_event_add"),
        at(language, "admin:events_event_hand_over", town.submitted.pk),
        at(language, "admin:events_venue_changelist"),
        at(language, "admin:events_venue_change", town.venue.pk),
        at(language, "admin:events_week_change", town.week.pk),
        at(language, "admin:events_week_open_next", town.week.pk),
        at(language, "admin:events_event_import"),
        at(language, "admin:events_event_history_public", town.rich.pk),
        at(language, "admin:events_report_changelist"),
        at(language, "admin:events_report_change", town.report.pk),
        at(language, "admin:events_publication_as_of"),
        at(language, "admin:events_publication_change", town.publication.pk),
        at(language, "admin:events_logentry_changelist"),
        at(language, "admin:events_topic_add"),
        at(language, "admin:events_material_add"),
        at(language, "admin:events_sessiontime_changelist"),
        at(language, "admin:events_sessiontime_adopt", town.typed_place.pk),
        at(language, "admin:organisers_organisertext_changelist"),
        at(language, "admin:organisers_organisertext_change", town.words.pk),
        at(language, "admin:organisers_organiser_change", town.ours.pk),
        at(language, "admin:events_event_conversation", town.rich.pk),
        at(language, "admin:jobs_mail_changelist"),
        at(language, "admin:jobs_mail_change", town.held_mail.pk),
    ]
