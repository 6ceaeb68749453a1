"""One published page as finished bytes."""

import gzip
import hashlib
from dataclasses import dataclass, field

import brotli
from django.http import HttpResponse, HttpResponseNotModified

from enbyforalle.publishing.negotiation import ENCODINGS, best_encoding, has_already

# Browsers ask each time, so that a change shows on the next request; a proxy in front may
# answer everyone who comes within the same second.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=1"

# Said on old bytes that are served because the database does not answer.
STALE_HEADER = "X-Served-Stale"

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
# Quick levels: compression stands between the first reader and the page.
_COMPRESS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "identity": lambda body: body,
}
# Set anew for each answer.
_OWN_HEADERS = {"content-length", "content-encoding", "etag", "vary", "set-cookie"}


@dataclass
class StoredPage:
    """A page's body and headers, what they are right for, and its compressed forms.

    `generation` is the number the page was built under, `valid_until` the instant from which it
    would read differently, or None.
    """

    body: bytes
    headers: dict[str, str]
    generation: int
    valid_until: object = None
    forms: dict[str, bytes] = field(default_factory=dict)

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
        """The body in this encoding; made on the first call."""
        if encoding not in self.forms:
            self.forms[encoding] = _COMPRESS[encoding](self.body)
        return self.forms[encoding]

    def compress(self):
        """Make every form now, so that no reader of the stored page waits for one."""
        for encoding in ENCODINGS if self.is_compressible else ("identity",):
            self.form(encoding)

    def size(self):
        """Bytes of memory this page takes, near enough for a limit."""
        texts = sum(len(name) + len(value) for name, value in self.headers.items())
        # Plain bytes are held once: the form "identity" is the body itself.
        packed = sum(len(data) for name, data in self.forms.items() if name != "identity")
        return len(self.body) + packed + texts + 1000

    def answer(self, request, *, is_stale=False):
        """The response to this request: 200 in its encoding, or 304 when it has these bytes."""
        accepted = request.headers.get("Accept-Encoding", "") if self.is_compressible else ""
        encoding = best_encoding(accepted)
        # Strong tags name bytes, and each encoding has its own.
        etag = f'"{self.tag}"' if encoding == "identity" else f'"{self.tag}-{encoding}"'
        if has_already(request.headers.get("If-None-Match", ""), etag):
            response = HttpResponseNotModified()
            for name in ("Cache-Control", "Vary", "Content-Security-Policy"):
                if name in self.headers:
                    response[name] = self.headers[name]
        else:
            body = self.form(encoding)
            response = HttpResponse(
                b"" if request.method == "HEAD" else body,
                headers={**self.headers, "Content-Length": str(len(body))},
            )
            if encoding != "identity":
                response["Content-Encoding"] = encoding
        response["ETag"] = etag
        if is_stale:
            response[STALE_HEADER] = "1"
        return response
