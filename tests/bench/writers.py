"""Organisers and a coordinator at work, through the verbs."""

import io
import threading
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from events.domain import drafts, review, rows
from events.models import Event, Version, Week
from organisers.models import User
from tests import factories as make

MEGAPIXELS_12 = (4000, 3000)


class Evening:
    """The drafts of so many organisers, the events that wait, and what has been acknowledged."""

    def __init__(self, n):
        week = Week.objects.current()
        self.people, stamp = [], time.time_ns()
        for number in range(n):
            owner = make.make_user(f"kveld-{number}-{stamp}@example.org")
            organiser = make.make_organiser(f"Kveldslag {number} {stamp}", owner=owner)
            event = make.make_event(week=week, organiser=organiser, by=owner, state="draft")
            self.people.append((owner, event.versions.get().pk))
        self.coordinator = User.objects.get(email="koordinator@example.org")
        self.waiting = [make.make_event(week=week, state="submitted") for _ in range(12)]
        self.saved, self.pictures, self.errors, self.times = {}, {}, [], []
        self.approved = []
        self.lock = threading.Lock()
        drawn = io.BytesIO()
        Image.effect_noise(MEGAPIXELS_12, 40).convert("RGB").save(drawn, "JPEG", quality=60)
        self.picture = drawn.getvalue()

    def save(self, n, *, with_picture):
        """One save of one organiser, as a page of the form makes it."""
        owner, pk = self.people[n]
        text = f"Lagret {time.time_ns()}"
        started = time.monotonic()
        try:
            version = Version.objects.get(pk=pk)
            if with_picture:
                upload = SimpleUploadedFile("bilde.jpg", self.picture)
                rows.add_picture(version, upload, by=owner, alt_nb=text)
                self.pictures[n] = self.pictures.get(n, 0) + 1
            drafts.save_draft(version, by=owner, changed={"summary_nb": text})
        except Exception as error:  # noqa: BLE001 - counted and told, whatever it is
            self.errors.append(f"{type(error).__name__}: {error}")
        else:
            self.saved.setdefault(n, []).append(text)
        self.times.append(time.monotonic() - started)

    def approve_next(self):
        """Approve one event that waits; False when there is none."""
        if not self.waiting:
            return False
        event = self.waiting.pop()
        try:
            review.approve(event.open, by=self.coordinator)
        except Exception as error:  # noqa: BLE001 - the same
            self.errors.append(f"{type(error).__name__}: {error}")
        else:
            self.approved.append(event.pk)
        return True

    @staticmethod
    def leave():
        """Each thread has a connection of its own."""
        connection.close()

    def told(self):
        """Counts, with what was acknowledged and is not found."""
        lost = 0
        for n, texts in self.saved.items():
            version = Version.objects.get(pk=self.people[n][1])
            lost += version.summary_nb != texts[-1]
            lost += version.pictures.count() < self.pictures.get(n, 0)
        live = Version.objects.filter(event__in=self.approved, is_live=True).count()
        return {
            "saves": sum(map(len, self.saved.values())),
            "pictures": sum(self.pictures.values()),
            "approved": len(self.approved),
            "lost": lost + len(self.approved) - live,
            "errors": self.errors,
            "slowest": max(self.times, default=0.0),
            "events": Event.objects.count(),
        }
