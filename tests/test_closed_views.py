"""Every view is closed unless it is marked, and what is marked is listed here."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

# What anyone may read. A new public page is added here on purpose, never by accident.
PUBLISHED = {
    "catalogue",
    "events:archive",
    "events:card",
    "events:compact",
    "events:copy_list",
    "events:data",
    "events:detail",
    "events:detail_ics",
    "events:district",
    "events:districts",
    "events:embed",
    "events:embed_make",
    "events:feed",
    "events:fits",
    "events:fits_words",
    "events:home",
    "events:map",
    "events:news",
    "events:offline",
    "events:open_data",
    "events:organiser",
    "events:organiser_ics",
    "events:organisers",
    "events:plan",
    "events:plan_ics",
    "events:programme",
    "events:table",
    "events:timetable",
    "events:week_card",
    "events:year",
    "events:year_data",
    "events:year_feed",
    "events:year_news",
    "events:year_table",
    "pages:meeting",
    "pages:meetings",
    "pages:page",
    "pages:page_about",
    "pages:page_accessibility",
    "pages:page_cookies",
    "pages:page_privacy",
    "robots",
    "sitemap",
    "worker",
}

# What strangers must reach although it is no published page.
DOORS = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_signup",
    "admin:login",
    # The link in a reminder is the key, and mail programs that use it have no account.
    "desk:switch_off",
    # The letter is the key: whoever is invited may have no account yet.
    "organisers:invitation",
    # Forms for residents, who have no account: never stored, and no cookie.
    "events:report",
    "events:reported",
    # Asks at each request whether the picture is public now, so it is never stored.
    "events:picture",
    # Files that are kept outside the store of pages, or the word that they are being made.
    "events:pdf",
    "events:poster",
    "events:year_pdf",
}


def views(resolver=None, namespace="", route=""):
    """(name, route, view) of every address, with the namespaces in the name."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from views(entry, inner, here)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", here, entry.callback


def open_views():
    return {
        name: view for name, _route, view in views() if not getattr(view, "login_required", True)
    }


def test_only_listed_views_are_open():
    # The gallery is there where the addresses were first read as the demo's, by a test before.
    assert set(open_views()) - {"gallery"} == PUBLISHED | DOORS


def test_open_pages_are_published_ones():
    assert {name for name, view in open_views().items() if hasattr(view, "published")} == PUBLISHED


def test_every_address_has_a_name():
    nameless = [route for name, route, _view in views() if name.endswith("None")]
    # The admin's last address catches what is none of its own.
    assert [route for route in nameless if not route.startswith(("admin/", "en/admin/"))] == []


@pytest.mark.parametrize("path", ["/arrangor/", "/en/organiser/", "/admin/", "/en/admin/"])
def test_a_stranger_is_sent_to_sign_in(client, db, path):
    answer = client.get(path, follow=True)
    last = answer.redirect_chain[-1][0]
    language = "/en/account/" if path.startswith("/en/") else "/konto/"
    assert last.startswith(language)
    assert f"next={path}" in last.replace("%2F", "/")


def test_no_form_of_the_admin_writes_a_state(rf, db):
    """A state changes in a verb, which logs it and tells the organiser; a form would not."""
    request = rf.get("/admin/")
    request.user = get_user_model()(email="root@uka.test", is_superuser=True, is_staff=True)
    wrong = [
        f"{model.__name__}.{name}"
        for model, page in admin.site._registry.items()
        if model._meta.app_label in ("events", "organisers")
        and (page.has_add_permission(request) or page.has_change_permission(request))
        for name in {"state", "is_live", "status"} & set(page.get_form(request).base_fields)
    ]
    assert wrong == []
