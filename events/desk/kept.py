"""Keeping what somebody typed when it could not be saved.

Something was not understood or was changed in two windows, or the sign-in had ended (then
`unsent` has it). The text lies in the session under the page it belongs to, until that page is
saved or the session ends. Files are not kept.
"""

from django.http import QueryDict

from enbyforalle.lib import unsent

SESSION_KEY = "kept_texts"
# A page of the form is some tens of kilobytes at most; a session must not grow without end.
MOST_BYTES = 120_000
MOST_PAGES = 4
NOT_KEPT = ("csrfmiddlewaretoken", "add", "remove", "go")


def keep(request, data):
    """Keep what was posted, if it is not too long."""
    data = data.copy()
    for name in NOT_KEPT:
        data.pop(name, None)
    written = data.urlencode()
    if len(written) > MOST_BYTES:
        return
    texts = request.session.get(SESSION_KEY, {})
    texts.pop(_page(request), None)
    newest = list(texts.items())[-(MOST_PAGES - 1) :]
    request.session[SESSION_KEY] = dict([*newest, (_page(request), written)])


def kept(request):
    """What was kept for this page, as it was posted, or None."""
    returned = unsent.take(request)
    if returned is not None:
        keep(request, returned)
    written = request.session.get(SESSION_KEY, {}).get(_page(request))
    return QueryDict(written, mutable=True) if written else None


def forget(request):
    """The page was saved: what was kept for it is no longer needed."""
    texts = request.session.get(SESSION_KEY, {})
    if texts.pop(_page(request), None) is not None:
        request.session[SESSION_KEY] = texts


def _page(request):
    """The page whatever the language of its address: the view's name and its arguments."""
    match = request.resolver_match
    return ":".join([match.view_name, *(str(value) for value in match.kwargs.values())])
