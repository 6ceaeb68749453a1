"""Finished pages in a folder of this machine, so that a new process need not make them again.

The folder is bounded and may be thrown away at any time. A file holds one page as one release of
the code made it: its name and its signature depend on the secret key, the code and the
environment (setting PAGE_STORE_RELEASE), so that what another release, another configuration or
another user of the machine has put there is never served.
"""

import fcntl
import hashlib
import hmac
import json
import logging
import os
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from enbyforalle.publishing.page import Form, StoredPage

logger = logging.getLogger(__name__)

# Bytes of all files together, unless the setting PAGE_STORE_FOLDER_BYTES says otherwise.
DEFAULT_BYTES = 256 * 1024 * 1024

# Seconds for which a page of an older generation is kept: for a database that is away, and
# not for longer than anybody would call an outage, since it may hold what was taken off.
LONGEST_AS_OLD = 24 * 3600

# The folder is tidied after so many pages.
TIDY_EVERY = 200

# How names begin of what is not finished, and of pages made for a number that may never come.
NEW = "new-"
NOT_YET = "ahead-"

# Seconds after which such a file was left by a process that was killed.
LONGEST_AS_NEW = 60

# The file whose bytes are the turns: that of a page is taken by its place in it.
TURNS = "turns"

# Seconds after which a process that waits for its turn looks again.
AGAIN = 0.01

_MAC = 32
_written = 0
_tidying = threading.Lock()
_refused: set[str] = set()
_turns: dict[Path, int] = {}


def read(key, generation=None):
    """The page of this generation, or without one the newest there is. None if there is none.

    `generation` is the present one: only its commit makes what was kept for it (see
    `write_ahead`) a page like others.
    """
    folder = directory()
    if folder is None:
        return None
    name = _name(key)
    if generation is None:
        found = sorted(folder.glob(f"{name}.*"), key=_generation_of)
        return _load(found[-1], key) if found else None
    file = folder / f"{name}.{generation}"
    # Where there is none, another process may just have been first.
    with suppress(OSError):
        os.replace(folder / f"{NOT_YET}{file.name}", file)
    return _load(file, key)


def is_there():
    """Whether the processes of this machine can give each other pages."""
    return directory() is not None


def has(key, generation):
    """Whether the page of this generation seems to be there; it is not read."""
    folder = directory()
    if folder is None:
        return False
    name = f"{_name(key)}.{generation}"
    return (folder / name).exists() or (folder / f"{NOT_YET}{name}").exists()


def write(key, page):
    """Keep the page; another process that reads meanwhile sees all of it or nothing."""
    folder = directory()
    if folder is not None:
        _keep(folder, _name(key), key, page)


def write_ahead(key, page):
    """Keep a page for a generation that is not committed yet, and may never be."""
    folder = directory()
    if folder is not None:
        _keep(folder, f"{NOT_YET}{_name(key)}", key, page)


def _keep(folder, name, key, page):
    global _written
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=NEW)
        with open(handle, "wb") as file:
            file.write(_packed(key, page))
        os.replace(temporary, folder / f"{name}.{page.generation}")
    except OSError as error:
        _complain(f"A page could not be kept in {folder}: {error.strerror}.")
        return
    _written += 1
    if _written % TIDY_EVERY == 1:
        tidy(folder, page.generation)


def drop(key):
    """Take away every generation of one page."""
    folder = directory()
    name = _name(key)
    for file in [*folder.glob(f"{name}.*"), *folder.glob(f"{NOT_YET}{name}.*")] if folder else ():
        file.unlink(missing_ok=True)


def drop_ahead(generation):
    """Take away what was kept for a generation that is not to be."""
    folder = directory()
    # What cannot be taken away is tidied away later; nobody asks for it.
    with suppress(OSError):
        for file in folder.glob(f"{NOT_YET}*.{generation}") if folder else ():
            file.unlink(missing_ok=True)


@contextmanager
def turn(what, timeout):
    """One process of this machine at a time for each `what`; gives whether it had to wait.

    It waits `timeout` seconds at most; then the block runs in any case, and so it does where
    there is no folder. A process that dies gives its turn back. Threads of one process do not
    wait for each other here (see `store.turns`).
    """
    folder, waited, has_turn = directory(), False, False
    if folder is not None:
        file, place = _turns_of(folder), int(_name(what)[:12], 16)
        ends = time.monotonic() + timeout
        while file is not None and not (has_turn := _take(file, place)):
            waited = True
            if time.monotonic() > ends:
                break
            time.sleep(AGAIN)
    try:
        yield waited
    finally:
        if has_turn:
            fcntl.lockf(file, fcntl.LOCK_UN, 1, place)


def _turns_of(folder):
    """The open file of turns. It stays open: closing it anywhere would end every turn."""
    if folder not in _turns:
        try:
            _turns[folder] = os.open(folder / TURNS, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            _complain(f"No turns can be taken in {folder}: {error.strerror}.")
            return None
    return _turns[folder]


def _take(file, place):
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except OSError:
        return False
    return True


def tidy(folder, generation):
    """Take away what is of no use: replaced pages, old ones, and more than the folder may hold."""
    with _tidying:
        now, kept, newest = time.time(), [], {}
        for file in folder.iterdir():
            try:
                stat = file.stat()
            except OSError:
                continue
            number, age = _generation_of(file), now - stat.st_mtime
            is_page = number >= 0 and not file.name.startswith(NOT_YET)
            is_old = is_page and number < generation and age > LONGEST_AS_OLD
            is_left = not is_page and file.name != TURNS and age > LONGEST_AS_NEW
            if is_old or is_left:
                file.unlink(missing_ok=True)
            elif is_page:
                kept.append((number, stat.st_mtime, stat.st_size, file))
                newest[file.stem] = max(newest.get(file.stem, 0), number)
        room = getattr(settings, "PAGE_STORE_FOLDER_BYTES", DEFAULT_BYTES)
        for number, _at, size, file in sorted(kept, reverse=True):
            if number < newest[file.stem] or size > room:
                file.unlink(missing_ok=True)
            else:
                room -= size


def directory():
    """The folder of this release, made on demand; None where none is wanted or safe."""
    root = getattr(settings, "PAGE_STORE_FOLDER", None)
    if not root or not settings.PAGE_STORE_BYTES:
        return None
    folder = Path(root) / _secret(b"folder")[:16]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stat = folder.lstat()
    except OSError as error:
        _complain(f"PAGE_STORE_FOLDER {root} cannot be used: {error.strerror}.")
        return None
    if stat.st_uid != os.getuid() or stat.st_mode & 0o022:
        _complain(f"PAGE_STORE_FOLDER {root} can be written by others, so it is not used.")
        return None
    return folder


def _complain(sentence):
    # Once each: it would be said of every page.
    if sentence not in _refused:
        _refused.add(sentence)
        logger.warning(sentence)


def _secret(what, as_bytes=False):
    base = f"{settings.SECRET_KEY}|{getattr(settings, 'PAGE_STORE_RELEASE', '')}".encode()
    made = hmac.new(base, b"enbyforalle.publishing.folder|" + what, hashlib.sha256)
    return made.digest() if as_bytes else made.hexdigest()


def _name(key):
    return _secret(json.dumps(key).encode())[:40]


def _generation_of(file):
    digits = file.suffix[1:]
    return int(digits) if digits.isdigit() else -1


def _packed(key, page):
    forms = [(name, form.etag, len(form.data)) for name, form in page.forms.items()]
    forms = [row for row in forms if row[0] != "identity"]
    head = {
        "key": key,
        "headers": page.headers,
        "generation": page.generation,
        "valid_until": page.valid_until.isoformat() if page.valid_until else None,
        "length": len(page.body),
        "forms": forms,
    }
    told = json.dumps(head).encode()
    packed = [page.forms[name].data for name, _etag, _length in forms]
    content = b"".join([len(told).to_bytes(4, "big"), told, page.body, *packed])
    return _mac(content) + content


def _mac(content):
    return hmac.new(_secret(b"file", as_bytes=True), content, hashlib.sha256).digest()


def _load(file, key):
    try:
        found = file.read_bytes()
    except OSError:
        return None
    if not hmac.compare_digest(found[:_MAC], _mac(found[_MAC:])):
        file.unlink(missing_ok=True)
        return None
    end = _MAC + 4 + int.from_bytes(found[_MAC : _MAC + 4], "big")
    head = json.loads(found[_MAC + 4 : end])
    if head["key"] != json.loads(json.dumps(key)):
        return None
    until = head["valid_until"]
    page = StoredPage(
        found[end : end + head["length"]],
        head["headers"],
        head["generation"],
        datetime.fromisoformat(until) if until else None,
    )
    at = end + head["length"]
    for name, etag, length in head["forms"]:
        page.forms[name] = Form(found[at : at + length], etag)
        at += length
    return page
