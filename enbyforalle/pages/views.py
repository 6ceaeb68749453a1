from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from enbyforalle.lib import clock, markdown
from enbyforalle.pages.enums import PageCode
from enbyforalle.pages.models import Meeting, Page
from enbyforalle.publishing import published


def _fixed_page(now, code):
    return [
        (page.get_absolute_url, page.updated_at) for page in Page.objects.public().filter(code=code)
    ]


def _own_pages(now):
    return [(page.get_absolute_url, page.updated_at) for page in Page.objects.listed()]


def _meetings(now):
    public = Meeting.objects.public()
    return [(meeting.get_absolute_url, meeting.updated_at) for meeting in public]


@published(each=_fixed_page)
def fixed_page(request, code):
    """A page that the site itself links to."""
    page = get_object_or_404(Page.objects.public(), code=code)
    # "About us" leads on to the coordinator's own pages, which nothing else may link to.
    more = Page.objects.listed() if code == PageCode.ABOUT else ()
    return _render_page(request, page, more)


def _render_page(request, page, more=()):
    body = markdown.render(str(page.body), is_whole_page=True)
    return render(request, "pages/page.html", {"page": page, "body": body, "more": more})


@published(each=_own_pages)
def page(request, slug):
    """One of the coordinator's own pages.

    The slug of the other language leads to the page's own address, so that switching the
    language, which only changes the words the site knows, finds it.
    """
    found = Page.objects.public().by_slug(slug).first()
    if found is None:
        raise Http404
    if found.get_absolute_url() != request.path:
        return redirect(found, permanent=True)
    return _render_page(request, found)


@published
def meetings(request):
    """The organisers' own meetings: those to come, then those held."""
    now = clock.now()
    public = Meeting.objects.public()
    upcoming = list(public.upcoming(now))
    response = render(
        request,
        "pages/meetings.html",
        {"upcoming": upcoming, "past": public.past(now), "now": now},
    )
    response.valid_until = _next_turn(upcoming, now)
    return response


@published(each=_meetings)
def meeting(request, slug):
    """What one needs to know to come to one of the organisers' meetings."""
    now = clock.now()
    found = get_object_or_404(Meeting.objects.public(), slug=slug)
    context = {
        "meeting": found,
        "description": markdown.render(str(found.description)),
        "has_ended": found.has_ended(now),
        "is_registration_open": found.is_registration_open(now),
    }
    response = render(request, "pages/meeting.html", context)
    response.valid_until = _next_turn([found], now)
    return response


def _next_turn(meetings, now):
    """The first instant at which any of the meetings reads differently, or None."""
    turns = (meeting.next_turn(now) for meeting in meetings)
    return min((turn for turn in turns if turn is not None), default=None)
