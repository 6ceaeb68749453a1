"""Who writes on the evening of the deadline, and whether what they wrote is there afterwards.

They are signed in beforehand by a row in the table of sessions: 64 passwords would take the first
seconds of the evening, and a real one begins with organisers who have been at it for an hour.
"""

import io
import time

from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image as Pillow

from enbyforalle.lib import images
from events.models import Picture, Version, Week
from organisers.models import User
from tests import factories as make

MEGAPIXELS_12 = (4000, 3000)


def make_cast(n_organisers, n_waiting):
    """Drafts with an owner each, and events that wait; as JSON for ``tests.bench.writers``."""
    week, people, stamp = Week.objects.current(), [], time.time_ns()
    for number in range(n_organisers):
        owner = User.objects.create_user(f"kveld-{number}-{stamp}@example.org", name="Kveld")
        organiser = make.make_organiser(
            f"Kveldslag {number}", owner=owner, slug=f"kveldslag-{number}-{stamp}"
        )
        event = make.make_event(
            week=week, organiser=organiser, by=owner, state="draft", times=hour_of(number)
        )
        people.append(
            {
                "session": session_of(owner),
                "reference": event.reference,
                "version": event.versions.get().pk,
            }
        )
    waiting = [
        make.make_event(week=week, state="submitted", times=hour_of(n)) for n in range(n_waiting)
    ]
    return {
        "people": people,
        "coordinator": session_of(User.objects.get(email="koordinator@example.org")),
        "waiting": [event.versions.get().pk for event in waiting],
    }


def hour_of(number):
    """One session, of which a week has its share at every hour of every day."""
    day, hour = 8 + number % 7, 9 + number % 11
    return ((f"2027-02-{day:02} {hour:02}:00", f"2027-02-{day:02} {hour:02}:45"),)


def session_of(user):
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def phone_picture():
    """A JPEG of 12 megapixels and three megabytes, with soft shapes and a sensor's noise."""
    noise = Pillow.effect_noise(MEGAPIXELS_12, 40)
    shapes = [
        Pillow.effect_noise((200, 150), 90).resize(MEGAPIXELS_12, Pillow.Resampling.BICUBIC)
        for _ in "RGB"
    ]
    colours = Pillow.merge("RGB", [Pillow.blend(shape, noise, 0.12) for shape in shapes])
    exif = colours.getexif()
    exif[0x0112] = 1  # Upright.
    exif[0x0110] = "Telefon"
    drawn = io.BytesIO()
    colours.save(drawn, "JPEG", quality=88, exif=exif)
    return drawn.getvalue()


def lost(told):
    """What was acknowledged (see ``writers.Told``) and is not there now, each in a few words."""
    missing = []
    for pk, saved in told["saved"].items():
        version = Version.objects.get(pk=pk)
        for field, token in saved:
            if field == "picture":
                missing += _lost_picture(version, token)
            elif token not in getattr(version, field).split():
                missing.append(f"{field} {token} of version {pk}")
    live = Version.objects.filter(pk__in=told["approved"], is_live=True)
    missing += [f"approval of {pk}" for pk in set(told["approved"]) - {row.pk for row in live}]
    return missing


def _lost_picture(version, token):
    """The row with its words, and every file of it."""
    picture = Picture.objects.filter(version=version, alt_nb=token).first()
    if picture is None:
        return [f"picture {token} of version {version.pk}"]
    names = [
        images.path(picture.image_id, width, ext)
        for width in images.WIDTHS
        for ext in images.EXTENSIONS
    ]
    return [f"file {name}" for name in names if not default_storage.exists(name)]
