"""The three groups of people who may use the admin, and what each may do.

Made anew after every migration, so that a release can change a role. Rights given to a group by
hand in the admin are taken back then: a role is defined here and nowhere else.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

COORDINATOR = "coordinator"
REVIEWER = "reviewer"
CONTENT_EDITOR = "content editor"

# "app.*" is every right on every model of the app; "app.*_model" every right on one model.
ROLES = {
    COORDINATOR: (
        "events.*",
        "organisers.*",
        "pages.*",
        "jobs.view_job",
        "jobs.change_job",
    ),
    REVIEWER: (
        "events.view_*",
        "events.review_event",
        "events.see_internal",
        "organisers.view_organiser",
        "organisers.view_organisertext",
        "organisers.review_organisertext",
    ),
    # Cases hold private contacts and texts nobody has approved: pages are written without them.
    CONTENT_EDITOR: (
        "pages.*",
        "events.see_internal",
    ),
}


def make_groups(using="default", **kwargs):
    """Make the groups and give each exactly the rights of its role; may be run any time."""
    for label in ("events", "organisers", "pages", "jobs"):
        # The signal reaches this app before the later ones have made their permissions.
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for name, patterns in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(permissions_of(patterns, using))


def permissions_of(patterns, using="default"):
    """The Permission rows that the patterns stand for."""
    rows = Permission.objects.using(using).select_related("content_type")
    return [row for row in rows if any(_fits(row, pattern) for pattern in patterns)]


def _fits(permission, pattern):
    app_label, _dot, codename = pattern.partition(".")
    if permission.content_type.app_label != app_label:
        return False
    start, star, end = codename.partition("*")
    if not star:
        return permission.codename == codename
    return permission.codename.startswith(start) and permission.codename.endswith(end)
