"""One published page as finished bytes."""

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import brotli
from django.http import HttpResponse, HttpResponseNotModified

from enbyforalle.publishing.negotiation import best_encoding, has_already

# Browsers ask each time, so that a change shows on the next request; a proxy in front may
# answer everyone who comes within the same second.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=1"

# Said on old bytes that are served because the database does not answer.
STALE_HEADER = "X-Served-Stale"

# The key in the WSGI environment under which an answer tells which page and form it was made of.
SENT = "enbyforalle.sent"

# Below this compression makes a page larger or saves less than a packet.
WORTH_COMPRESSING = 500

_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/javascript",
    "application/xml",
    "application/rss+xml",
    "image/svg+xml",
)
# The quick levels stand between the first reader and the page; the best ones are made afterwards.
_QUICK = {
    "br": lambda body: brotli.compress(body, quality=1),
    "gzip": lambda body: gzip.compress(body, compresslevel=1, mtime=0),
    "identity": lambda body: body,
}
_BEST = {
    "br": lambda body: brotli.compress(body, quality=11),
    "gzip": lambda body: gzip.compress(body, compresslevel=9, mtime=0),
}
# The best brotli takes two seconds for a megabyte; a longer page keeps its quick forms.
LONGEST_FOR_BEST = 1024 * 1024

# How the tag of a quick form ends.
_QUICK_END = '-quick"'

# Set anew for each answer.
_OWN_HEADERS = {"content-length", "content-encoding", "etag", "vary", "set-cookie"}

# Ways in which one page is sent: by encoding, by 200 or 304, and by how the site was addressed.
MOST_WAYS = 24

# What a browser sends is one of few texts; whoever sends others pays for it.
_best_encoding = lru_cache(maxsize=256)(best_encoding)


class Form(NamedTuple):
    """The bytes of a page in one encoding and their strong tag."""

    data: bytes
    etag: str


class Sending(NamedTuple):
    """Headers as they left the outermost layer, also as bytes, and the form they were made for."""

    headers: list[tuple[str, str]]
    form: Form
    head: bytes


@dataclass
class StoredPage:
    """A page's body and headers, what they are right for, and its compressed forms.

    `generation` is the number the page was built under, `valid_until` the instant from which it
    would read differently, or None. `sendings` are the answers that have been given from it, and
    `asked` is how often one was repeated since that was last told (see `demand`).
    """

    body: bytes
    headers: dict[str, str]
    generation: int
    valid_until: object = None
    forms: dict[str, Form] = field(default_factory=dict)
    sendings: dict[tuple, Sending] = field(default_factory=dict)
    asked: int = 0

    @classmethod
    def of(cls, response, generation):
        """Take the finished bytes out of a response with status 200."""
        headers = {k: v for k, v in response.items() if k.lower() not in _OWN_HEADERS}
        headers.setdefault("Cache-Control", CACHE_CONTROL)
        headers["Vary"] = "Accept-Encoding"
        valid_until = getattr(response, "valid_until", None)
        return cls(response.content, headers, generation, valid_until)

    def __post_init__(self):
        self.tag = hashlib.sha256(self.body).hexdigest()[:32]
        kind = self.headers.get("Content-Type", "")
        self.is_compressible = len(self.body) >= WORTH_COMPRESSING and kind.startswith(
            _COMPRESSIBLE
        )

    def is_right(self, generation, now):
        """Whether the page would be built to the same bytes now."""
        is_in_time = self.valid_until is None or now < self.valid_until
        return self.generation == generation and is_in_time

    def form(self, encoding):
        """The body in this encoding; made quickly on the first call."""
        form = self.forms.get(encoding)
        if form is None:
            # Strong tags name bytes: each encoding has its own, and so has each way to pack it.
            ending = "" if encoding == "identity" else f"-{encoding}-quick"
            data = _QUICK[encoding](self.body)
            # Another thread may have been first, and its tag has been sent.
            form = self.forms.setdefault(encoding, Form(data, f'"{self.tag}{ending}"'))
        return form

    @property
    def is_finished(self):
        """Whether no smaller form is to come."""
        if not self.is_compressible or len(self.body) > LONGEST_FOR_BEST:
            return True
        forms = [self.forms.get(encoding) for encoding in _BEST]
        return all(form is not None and not form.etag.endswith(_QUICK_END) for form in forms)

    def pack_best(self):
        """Put the smallest forms in the place of the quick ones. Takes long; not for a request."""
        if not self.is_finished:
            self.adopt(
                {
                    encoding: Form(pack(self.body), f'"{self.tag}-{encoding}"')
                    for encoding, pack in _BEST.items()
                }
            )

    def adopt(self, forms):
        """Put these forms of the same body in the place of those there are."""
        self.forms.update(forms)
        self.sendings.clear()

    def size(self):
        """Bytes of memory this page takes, forms that are still to come included, nearly enough."""
        # HTML packs to a fifth by gzip and less by brotli.
        packed = len(self.body) // 2 if self.is_compressible else 0
        return len(self.body) + packed + 8000

    def choose(self, accepted, condition):
        """(encoding, form, whether the browser has it) for two request headers, empty if absent."""
        encoding = _best_encoding(accepted) if self.is_compressible and accepted else "identity"
        form = self.form(encoding)
        # Whoever has the quick form has the same page in the same encoding.
        has_it = bool(condition) and (
            has_already(condition, form.etag)
            or (encoding != "identity" and has_already(condition, self._other_tag(form)))
        )
        return encoding, form, has_it

    def answer(self, request, *, is_stale=False):
        """The response to this request: 200 in its encoding, or 304 when it has these bytes."""
        encoding, form, has_it = self.choose(
            request.META.get("HTTP_ACCEPT_ENCODING", ""),
            request.META.get("HTTP_IF_NONE_MATCH", ""),
        )
        if has_it:
            response = HttpResponseNotModified()
            for name in ("Cache-Control", "Vary", "Content-Security-Policy"):
                if name in self.headers:
                    response[name] = self.headers[name]
        else:
            response = HttpResponse(
                b"" if request.method == "HEAD" else form.data,
                headers={**self.headers, "Content-Length": str(len(form.data))},
            )
            if encoding != "identity":
                response["Content-Encoding"] = encoding
        response["ETag"] = form.etag
        if is_stale:
            response[STALE_HEADER] = "1"
        else:
            # For the layer in front, which remembers how the answer left the site.
            request.META[SENT] = (self, encoding, form, has_it)
        return response

    def learn(self, way, headers, form):
        """Remember how the page was sent; `way` begins with the encoding."""
        if len(self.sendings) >= MOST_WAYS:
            self.sendings.clear()
        head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")
        self.sendings[way] = Sending(headers, form, head)
        if self.forms.get(way[0]) is not form:
            # A smaller form came meanwhile.
            self.sendings.pop(way, None)

    def _other_tag(self, form):
        is_quick = form.etag.endswith(_QUICK_END)
        return form.etag.removesuffix(_QUICK_END) + '"' if is_quick else form.etag[:-1] + _QUICK_END
