"""A browser as far as forms go: it keeps cookies, fills in what a page holds, and sends it."""

import http.client
import re
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

PATIENCE = 60  # seconds for one answer

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_CONTROL = re.compile(
    r"<(?P<kind>input|textarea|select)\b(?P<tag>[^>]*)>"
    r"(?:(?<=>)(?P<inside>(?:(?!<(?:input|textarea|select)\b).)*?)</(?:textarea|select)>)?",
    re.S,
)
_OPTION = re.compile(r"<option\b([^>]*)>(.*?)</option>", re.S)
_WORD = re.compile(r'([\w-]+)(?:="([^"]*)")?')


@dataclass
class Form:
    """What a form of a page would send: its address and its fields in their order."""

    action: str
    fields: list = field(default_factory=list)

    def value(self, name):
        return next((value for key, value in self.fields if key == name), "")

    def fill(self, name, value):
        """Write in a field that the page has; KeyError where it has none."""
        if name not in dict(self.fields):
            raise KeyError(name)
        self.fields = [(key, value if key == name else old) for key, old in self.fields]


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    location: str
    text: str
    seconds: float

    def form(self, marked):
        """The form whose first tag has these words; LookupError where the page has none."""
        for tag, inside in _FORM.findall(self.text):
            if marked in tag:
                return Form(unescape(_words(tag).get("action", "")), list(_fields(inside)))
        raise LookupError(f"no form with {marked} in an answer {self.status}")


class Browser:
    """One window of somebody who is signed in; every answer is counted by its status."""

    def __init__(self, url, session):
        self.parts = urlsplit(url)
        self.cookies = {"session": session}
        self.statuses = Counter()
        self.connection = http.client.HTTPConnection(self.parts.netloc, timeout=PATIENCE)

    def get(self, address):
        return self._ask("GET", address, None, {})

    def post(self, form, *, button, file=None):
        """Send the form by one of its buttons ((name, value)); `file` is (field, name, bytes)."""
        boundary = uuid.uuid4().hex
        kind = f"multipart/form-data; boundary={boundary}"
        body = _multipart([*form.fields, button], file, boundary)
        origin = f"{self.parts.scheme}://{self.parts.netloc}"
        return self._ask("POST", form.action, body, {"Content-Type": kind, "Origin": origin})

    def follow(self, answer):
        """The page that an answer leads to, without what is behind the hash."""
        return self.get(answer.location.partition("#")[0])

    def _ask(self, method, address, body, headers):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = headers | {"Cookie": cookies, "Accept": "text/html", "Accept-Encoding": ""}
        started = time.monotonic()
        try:
            self.connection.request(method, address, body=body, headers=headers)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")  # A picture is no text.
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.statuses[type(error).__name__] += 1
            raise
        seconds = time.monotonic() - started
        self.statuses[answer.status] += 1
        for line in answer.headers.get_all("Set-Cookie", ()):
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers.get("Location", ""), text, seconds)


def _words(tag):
    return dict(_WORD.findall(tag))


def _fields(text):
    """What a browser sends of the controls between the tags of a form, files left out."""
    for found in _CONTROL.finditer(text):
        words, kind = _words(found["tag"]), found["kind"]
        name = words.get("name")
        if not name or "disabled" in words:
            continue
        if kind == "textarea":
            # The first line break belongs to the tag, and browsers send both signs of each.
            value = unescape(found["inside"] or "").removeprefix("\n")
            yield name, re.sub(r"\r\n|\r|\n", "\r\n", value)
        elif kind == "select":
            yield from ((name, value) for value in _chosen(found["inside"] or "", words))
        elif words.get("type") not in ("file", "submit", "button", "checkbox", "radio"):
            yield name, unescape(words.get("value", ""))
        elif words.get("type") in ("checkbox", "radio") and "checked" in words:
            yield name, unescape(words.get("value", "on"))


def _chosen(text, words):
    options = [(_words(tag), unescape(inside)) for tag, inside in _OPTION.findall(text)]
    chosen = [pair for pair in options if "selected" in pair[0]]
    if not chosen and "multiple" not in words:
        chosen = options[:1]
    return [unescape(pair[0].get("value", pair[1])) for pair in chosen]


def _multipart(fields, file, boundary):
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    if file is not None:
        name, called, content = file
        head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"'
        parts.append(f"--{boundary}\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode())
        parts += [content, b"\r\n"]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])
