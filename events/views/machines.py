"""What machines ask for by a fixed name."""

from django.http import HttpResponse
from django.shortcuts import render

from enbyforalle.lib import clock
from enbyforalle.lib.links import absolute
from enbyforalle.publishing import published
from events.machines.sitemap import entries
from events.programme.instants import next_release

# What is behind a sign-in. Filtered lists say noindex themselves: here they would take the
# calendars with them, and Google's calendar obeys this file.
_CLOSED = (
    *("/admin/", "/arrangor/", "/konto/", "/internt/"),
    *("/en/admin/", "/en/organiser/", "/en/account/", "/en/internal/"),
)


@published(is_page=False)
def sitemap(request):
    """All public pages, each with its other language."""
    now = clock.now()
    context = {"entries": entries(now)}
    response = render(request, "events/sitemap.xml", context, content_type="application/xml")
    response.valid_until = next_release(now)
    return response


@published(is_page=False)
def robots(request):
    """Where robots need not go."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
    lines += [f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
