from django.http import HttpResponsePermanentRedirect

from enbyforalle.pages.models import Redirect
from enbyforalle.publishing.middleware import AWAY, unavailable


class RedirectMiddleware:
    """Leads an address of an older site to where the same stands today.

    It looks only when nothing was found, so that an old address can never hide a page, and
    drops the query, which meant something to the old site only.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            if AWAY in request.META:
                # Whether it leads on cannot be known.
                return unavailable()
            if "\0" in request.path_info:
                # PostgreSQL refuses to be asked for it.
                return response
            found = Redirect.objects.for_path(request.path_info).first()
            if found is not None:
                return HttpResponsePermanentRedirect(found.new_path)
        return response
