"""What `manage.py check` looks for beyond Django's own checks."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

LOCAL_CACHES = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
}


@register(Tags.caches)
def cache_is_shared(app_configs, **kwargs):
    """Limits on guessing are counted in the cache; one cache per process multiplies them."""
    if settings.CACHES["default"]["BACKEND"] in LOCAL_CACHES:
        return [
            Error(
                "The cache is private to each process, so limits on guessing would not hold.",
                hint="Leave REDIS_URL empty for the database's cache, or set it.",
                id="enbyforalle.E001",
            )
        ]
    return []


@register(Tags.caches)
def redis_can_be_reached_for(app_configs, **kwargs):
    if not settings.REDIS_URL or find_spec("redis"):
        return []
    return [
        Error(
            "REDIS_URL is set, and the package that speaks to Redis is missing.",
            hint="pip install redis, or leave REDIS_URL empty for the database's cache.",
            id="enbyforalle.E003",
        )
    ]


@register(Tags.files)
def media_folder_can_be_written(app_configs, **kwargs):
    folder = Path(settings.MEDIA_ROOT)
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if os.access(nearest, os.W_OK):
        return []
    return [
        Warning(
            f"MEDIA_ROOT is {folder}, where this user may not write.",
            hint="Set MEDIA_ROOT to a folder that belongs to the user the site runs as.",
            id="enbyforalle.W001",
        )
    ]


@register(Tags.translation)
def catalogues_are_compiled(app_configs, **kwargs):
    """Without the compiled file the Norwegian site is silently in English."""
    return [
        Error(
            f"{source.with_suffix('.mo')} is missing.",
            hint="Run manage.py compilemessages.",
            id="enbyforalle.E002",
        )
        for folder in settings.LOCALE_PATHS
        for source in Path(folder).glob("*/LC_MESSAGES/*.po")
        if not source.with_suffix(".mo").exists()
    ]


@register(Tags.security, deploy=True)
def identity_is_set(app_configs, **kwargs):
    """Names from the example world would go into every calendar and every mail."""
    left = [
        name
        for name in ("CONTACT_EMAIL", "UID_DOMAIN", "DEFAULT_FROM_EMAIL")
        if "example.org" in getattr(settings, name)
    ]
    found = [
        Warning(
            f"{name} still holds the made-up address of the demo.",
            hint=f"Set {name}; docs/operations.md tells what it is used for.",
            id="enbyforalle.W002",
        )
        for name in left
    ]
    if settings.DEMO:
        found.append(
            Warning(
                "The demo is on: its accounts have a known password.",
                hint="Unset DEMO.",
                id="enbyforalle.W003",
            )
        )
    return found
