"""Forms that anyone may send without a cookie: Origin, a signed moment, a trap and a limit.

    class ReportForm(OpenForm):
        purpose = "report"

    @open_form
    def report(request): …

The view has its own address, is never stored, and sets no cookie. Its template includes
``forms/_open.html``. A form from another site is refused; one that is sent at once, or after more
than a day, has to be sent once more; one with the trap filled in was sent by a program.
"""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

# In seconds. Nobody reads and answers a form faster than this; programs do.
SOONEST = 2
# A page left open over a night can still be sent.
LATEST = 24 * 60 * 60
# In which sendings are counted.
WINDOW = 60 * 60
# Names of the two inputs of forms/_open.html; the trap's is one that programs like to fill in.
MOMENT, TRAP = "moment", "homepage"


class OpenForm(forms.Form):
    """A form with a signed moment and a trap; ``purpose`` keeps a stamp from serving another."""

    purpose = ""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        # Written into the page anew each time, so that a refused form can be sent again.
        self.moment = signing.dumps(time.time(), salt=self._salt)

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled it in: it is thanked, and nothing is kept."""
        return self.is_bound and bool(self.data.get(TRAP))

    def clean(self) -> Any:
        if not self._is_timely():
            raise ValidationError(
                _("The page had been open for too long, or was sent too fast. Send it once more.")
            )
        return super().clean()

    @property
    def _salt(self) -> str:
        return f"open form {self.purpose}"

    def _is_timely(self) -> bool:
        try:
            made = signing.loads(self.data.get(MOMENT, ""), salt=self._salt)
            return SOONEST <= time.time() - float(made) <= LATEST
        except (signing.BadSignature, TypeError, ValueError):
            return False


def open_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view with a form to everyone, without cookies; 403 for a form from another site."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_from_here(request):
            raise PermissionDenied("The form came from another site.")
        return view(request, *args, **kwargs)

    methods = require_http_methods(["GET", "HEAD", "POST"])
    return login_not_required(csrf_exempt(never_cache(methods(wrapper))))


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form was on a page of ours.

    Every browser of the last years sends Origin with a POST; an older one says where the visitor
    came from. What says neither is no browser.
    """
    parts = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def may_send(request: HttpRequest, purpose: str, *, most: int) -> bool:
    """Count one sending from the visitor's place; False where it has sent ``most`` this hour.

    The address itself is not kept: the key is a digest made with the site's secret, and is gone
    within the hour.
    """
    window = int(time.time() // WINDOW)
    signed = signing.Signer(salt="open form place").sign(f"{_place(request)} {window}")
    key = f"openform:{purpose}:{hashlib.sha256(signed.encode()).hexdigest()}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) <= most
    except ValueError:
        # It ran out between the two lines: a new hour has begun.
        return True


def _place(request: HttpRequest) -> str:
    """The visitor's address; behind proxies the one that the outermost trusted one saw."""
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")
