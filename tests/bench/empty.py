"""The site's settings with one address, to start as little as the same installed apps allow."""

from enbyforalle.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floors"
# One of the apps will not start without it.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
