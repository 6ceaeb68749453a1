"""Pictures, served one by one: whether a picture is public is asked at every request."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enbyforalle.lib import images
from enbyforalle.publishing import listed
from events.programme import addresses
from events.programme.pictures import Standing, standing_of

_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
# A minute spares a reader who walks through the programme; after a takedown the bytes are gone
# from proxies at once and from a reader's own machine within that minute.
_CACHE = "public, max-age=60, s-maxage=1"


@partial(listed, each=addresses.pictures, is_page=False)
@login_not_required
@require_safe
def picture(request, key, width, ext):
    """One file of a picture; 404 unless it is public now, 410 once it has been taken down.

    Not kept in the page store, where pictures would push out the pages.
    """
    try:
        images.path(key, width, ext)
    except ValueError as error:
        raise Http404 from error
    standing = standing_of(key)
    if standing is Standing.TAKEN_DOWN:
        sentence = _("The picture has been taken down.")
        return HttpResponse(sentence, status=410, content_type="text/plain; charset=utf-8")
    if standing is Standing.UNKNOWN:
        raise Http404
    # A file never changes under its name, so the name says whether the reader has it.
    etag = f'"{key}-{width}-{ext}"'
    response = get_conditional_response(request, etag=etag) or _file(key, width, ext)
    response["ETag"] = etag
    response["Cache-Control"] = _CACHE
    return response


def _file(key, width, ext):
    try:
        with images.opened(key, width, ext) as file:
            return HttpResponse(file.read(), content_type=_TYPES[ext])
    except FileNotFoundError as error:
        raise Http404 from error
