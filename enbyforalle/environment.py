"""Reads the environment for settings.py, and says in a sentence what is wrong with it.

Every variable can also be given as NAME_FILE, the path of a file that holds the value: the way
containers hand over secrets. `names_read` remembers what was asked for, so that a test can
compare it with docs/operations.md.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from enbyforalle.lib import orgnr

names_read: set[str] = set()

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}

_MAIL_BACKENDS = {
    "smtp": "smtp",
    "smtp+plain": "smtp",
    "smtps": "smtp",
    "console": "console",
    "file": "filebased",
    "none": "dummy",
}
_MAIL_PORTS = {"smtp": 587, "smtp+plain": 25, "smtps": 465}

# Seconds to wait for a database that does not answer. Short, because the page store can answer
# from its old bytes as soon as it knows that the database is away.
CONNECT_TIMEOUT = 3

# Seconds a writer waits for its turn on SQLite. Writes take milliseconds; half a minute covers
# a nightly backup.
SQLITE_TIMEOUT = 30

# Seconds a thread keeps its connection.
SQLITE_CONNECTION_AGE = 600


def text(name: str, default: str = "") -> str:
    """The value of `name`, stripped, or the content of the file that `<name>_FILE` points to."""
    names_read.add(name)
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {path}, which cannot be read ({error.strerror})."
            ) from error
    return os.environ.get(name, default).strip()


def fingerprint(base: Path, folders: tuple[str, ...]) -> str:
    """A text that differs when a file under the folders does, or a variable that was read."""
    told = hashlib.sha256()
    for folder in folders:
        for root, inner, names in os.walk(base / folder):
            inner[:] = sorted(name for name in inner if name != "__pycache__")
            for name in sorted(names):
                stat = os.stat(os.path.join(root, name))
                told.update(f"{root}/{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for name in sorted(names_read):
        told.update(f"{name}={text(name)}\n".encode())
    return told.hexdigest()


def required(name: str, advice: str) -> str:
    """The value of `name`; stops the start with `advice` when there is none."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {advice}")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1 (on) or 0 (off).")
    return value in _TRUE


def number(name: str, default: int, *, minimum: int = 0, maximum: int = 10**10) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Set it to a whole number from {minimum} to {maximum}."
        )
    return int(value)


def listed(name: str, default: str = "") -> list[str]:
    """A value with commas as a list, without the empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def web_address(name: str, default: str = "", *, secure: bool = False) -> str:
    """An absolute web address without the last slash; `secure` asks for https."""
    value = text(name, default).rstrip("/")
    if not value:
        return ""
    schemes = ("https",) if secure else ("https", "http")
    try:
        parts = urlsplit(value)
        wrong = parts.scheme not in schemes or not parts.hostname
    except ValueError:
        wrong = True
    if wrong:
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Set it to a full address that starts with {schemes[0]}://"
        )
    return value


def site_address(name: str, default: str, *, secure: bool) -> str:
    """The address the site is reached at: scheme, host and port, and no path."""
    value = web_address(name, default, secure=secure)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to the address that people type, such as "
            "https://www.example.org, or set DEBUG=1 on your own machine."
        )
    if urlsplit(value).path or urlsplit(value).query:
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Leave out everything after the host name: "
            "the site must have the host for itself."
        )
    return value


def organisation_number(name: str, default: str = "") -> str:
    """Nine digits with a right check digit, or an empty string."""
    value = text(name, default)
    digits = orgnr.normalise(value)
    if digits and not orgnr.is_valid(digits):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Set it to an organisation number of nine digits, or to nothing."
        )
    return digits


def moment(name: str) -> str:
    """A local date and time such as 2027-02-10T12:00, or an empty string."""
    value = text(name)
    try:
        parsed = datetime.fromisoformat(value) if value else None
    except ValueError:
        parsed = None
    if value and (parsed is None or parsed.tzinfo or "T" not in value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Set it to a date and a time in Oslo such as 2027-02-10T12:00."
        )
    return value


def database(name: str, default: str, base: Path) -> dict:
    """Django's database settings from sqlite:///path or postgres://user:password@host/name.

    A relative SQLite path is taken from `base`. PostgreSQL takes `?host=/run/postgresql` for a
    unix socket and any other libpq parameter, and keeps a pool of DATABASE_POOL connections in
    each process (0 turns the pool off).
    """
    value = text(name, default)
    parts = _split(name, value, "sqlite:///var/db.sqlite3 or postgres://user:password@host/name")
    if parts.scheme == "sqlite":
        return _sqlite(name, value, unquote(parts.path.removeprefix("/")), base)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgres(name, parts)
    raise ImproperlyConfigured(
        f"{name} starts with {parts.scheme!r}. Start it with sqlite:// or postgres://"
    )


def _split(name: str, value: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = None
    if parts is None or not parts.scheme:
        # The value may hold a password, so it is not repeated here.
        raise ImproperlyConfigured(f"{name} cannot be understood. Write it as {example}.")
    return parts


def _sqlite(name: str, value: str, path: str, base: Path) -> dict:
    if not path or not value.startswith("sqlite:///"):
        raise ImproperlyConfigured(
            f"{name} has no path. Write sqlite:///var/db.sqlite3, or sqlite:////srv/db.sqlite3 "
            "with four slashes for a path from the root."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path if path == ":memory:" else base / path,
        # Opening the file costs ten times what a page from the store does.
        "CONN_MAX_AGE": SQLITE_CONNECTION_AGE,
        "OPTIONS": {
            # A transaction takes the write lock when it begins: it then waits for its turn
            # instead of failing half way. Readers never wait, thanks to the write-ahead log.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_TIMEOUT,
            # FULL, because what was acknowledged must survive a power cut: with the write-ahead
            # log, NORMAL would keep the file whole but could lose the last commits.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgres(name: str, parts: SplitResult) -> dict:
    database_name = unquote(parts.path.removeprefix("/"))
    if not database_name:
        raise ImproperlyConfigured(
            f"{name} names no database. Write postgres://user:password@host/name."
        )
    options: dict = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    options.setdefault("connect_timeout", CONNECT_TIMEOUT)
    # Compiling a query takes PostgreSQL longer than any of ours takes to run, and it is led to
    # compile them since it thinks that everything that may be asked for is.
    options.setdefault("options", "-c jit=off")
    size = number("DATABASE_POOL", 4, maximum=100)
    if size:
        options["pool"] = {
            "min_size": 1,
            "max_size": size,
            "timeout": CONNECT_TIMEOUT,
            # A pool that goes on trying by itself waits longer each time, up to minutes. Ours
            # gives up, and tries at once when somebody wants a connection.
            "reconnect_timeout": 0.5,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail(name: str, default: str) -> dict:
    """Django's e-mail settings from one address.

    smtp://user:password@host:587 (with STARTTLS), smtp+plain://host:25 (without),
    smtps://user:password@host:465, console:// (prints), file:///folder, none:// (sends nothing).
    """
    example = "smtp://user:password@mail.example.org:587"
    value = text(name, default)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to the mail server, such as {example}, "
            "or to none:// where no mail shall leave the machine."
        )
    parts = _split(name, value, example)
    backend = _MAIL_BACKENDS.get(parts.scheme)
    if backend is None:
        raise ImproperlyConfigured(
            f"{name} starts with {parts.scheme!r}. Start it with smtp://, smtp+plain://, smtps://, "
            "console://, file:// or none://"
        )
    found: dict = {"EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend"}
    if backend == "filebased":
        found["EMAIL_FILE_PATH"] = unquote(parts.path)
    if backend == "smtp":
        if not parts.hostname:
            raise ImproperlyConfigured(f"{name} names no mail server. Write {example}.")
        found |= {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }
    return found


def passed_on(defaults: dict[str, str]) -> dict[str, str]:
    """The environment for a process that we start, with what it is told unless ours says more."""
    return defaults | os.environ
