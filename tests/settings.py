"""The settings of the tests: the real file over a small environment, and what only tests change.

DATABASE_URL may come from outside: bin/test runs the same tests on SQLite and on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

# Nothing of a developer's own environment may decide whether a test passes.
for _name in ("DEMO", "DEMO_STARTED", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG"):
    os.environ.pop(_name, None)
_FOLDER = Path(tempfile.gettempdir()) / f"enbyforalle-tests-{os.getuid()}-{os.getpid()}"
os.environ |= {
    "SECRET_KEY": "of-the-tests",
    "SITE_URL": "https://enbyforalle.test",
    "ALLOWED_HOSTS": "enbyforalle.test,testserver,localhost,127.0.0.1",
    "EMAIL_URL": "none://",
    "CONTACT_EMAIL": "post@enbyforalle.test",
    "UID_DOMAIN": "enbyforalle.test",
    # Wednesday of the demo week, where time stands still unless a test moves it.
    "DEMO_NOW": "2027-02-10T12:00",
    "MEDIA_ROOT": str(_FOLDER / "media"),
    "STATIC_ROOT": str(_FOLDER / "static"),
    # A pool would keep connections open that stop the test database from being dropped.
    "DATABASE_POOL": "0",
    "LOG_LEVEL": "WARNING",
    # Finished pages are kept in a folder only by the tests of that folder.
    "PAGE_STORE_FOLDER": "",
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_FOLDER}/db.sqlite3")

from enbyforalle.settings import *  # noqa: E402, F403
from enbyforalle.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402
from tests.strict_templates import Undefined  # noqa: E402

# A file and not the memory: tests with threads need connections of their own, as processes have.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": _FOLDER / "test.sqlite3"}

# The test client speaks http; what https adds is tested in test_settings.py.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
# A public view that looks at who asks is an error here, and a line in the log in production.
PUBLISHED_VIEWS_STRICT = True
# Slow on purpose in production; thousands of sign-ins here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()
# Emptied and taken away when the tests end.
TEST_FOLDER = _FOLDER
