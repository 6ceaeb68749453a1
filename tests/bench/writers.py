"""Organisers and a coordinator at work, each in a browser of their own.

python -m tests.bench.writers FILE: what FILE says (see ``cast``) is done over HTTP, and what came
of it is printed as JSON. Nothing of the site is imported here: what is known is what was answered.
"""

import json
import random
import re
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from tests.bench.browser import Browser

EVERY = 10.0  # seconds between two saves of one organiser
WITH_PICTURE = 10  # one save in so many brings a picture
DECIDES_EVERY = 10.0  # seconds between two approvals: faster than anybody reads an event

# The pages of the form by the end of their address, and the field that each save writes in.
FIELDS = {
    "om": "description_nb",
    "nar-og-hvor": "directions_nb",
    "for-hvem": "access_note_nb",
    "pris": "registration_note_nb",
    "arrangor": "contact_name",
}
FIRST, LAST = "om", "arrangor"


class Told:
    """What all of them have been answered; threads add to it."""

    def __init__(self):
        self.saved, self.pictures, self.approved = {}, {}, []
        self.times, self.picture_times = [], []
        self.refused, self.statuses = [], Counter()
        self._lock = threading.Lock()

    def acknowledge(self, version, field, token, seconds):
        with self._lock:
            self.saved.setdefault(version, []).append((field, token))
            (self.picture_times if field == "picture" else self.times).append(seconds)

    def refuse(self, what):
        with self._lock:
            self.refused.append(what)

    def leave(self, browser):
        with self._lock:
            self.statuses += browser.statuses

    def as_json(self):
        return json.dumps(
            {
                "saved": self.saved,
                "approved": self.approved,
                "times": self.times,
                "picture_times": self.picture_times,
                "refused": self.refused,
                "statuses": {str(key): n for key, n in self.statuses.items()},
            }
        )


class Organiser:
    """Fills in a draft page by page, by «Save and continue», and looks at the page that follows."""

    def __init__(self, url, person, picture, told):
        self.browser = Browser(url, person["session"])
        self.version, self.picture, self.told = person["version"], picture, told
        self.desk = f"/arrangor/{person['reference']}/"
        self.page, self.name, self.n = None, "", 0

    def work(self, chance, ends):
        """Save every ten seconds until the evening ends."""
        time.sleep(chance.random() * EVERY)
        while time.monotonic() < ends:
            started = time.monotonic()
            try:
                self.save(with_picture=chance.randrange(WITH_PICTURE) == 0)
            except Exception as error:  # noqa: BLE001 - counted and told, whatever it is
                self.told.refuse(f"{type(error).__name__}: {error}")
                self.page = None
            time.sleep(max(0.0, EVERY - (time.monotonic() - started)))
        self.told.leave(self.browser)

    def save(self, *, with_picture):
        if with_picture and self.name != LAST:
            self._open(LAST)
        elif self.page is None or self.name not in FIELDS:
            self._open(FIRST)
        form, self.n = self.page.form('id="step-form"'), self.n + 1
        token, field, file = f"nr{self.n}.", FIELDS[self.name], None
        if with_picture:
            field, file = "picture", ("picture-new-file", "IMG_2041.jpg", self.picture)
            form.fill("picture-new-alt_nb", token)
            form.fill("picture-new-credit", "Oss selv")
        else:
            form.fill(field, f"{form.value(field)} {token}".strip())
        answer = self.browser.post(form, button=("go", "next"), file=file)
        if answer.status != 302 or not answer.location.startswith(self.desk):
            self.told.refuse(f"{self.name}: {answer.status} {answer.location}")
            self.page = None
            return
        self.told.acknowledge(self.version, field, token, answer.seconds)
        self._arrive(answer.location, self.browser.follow(answer))

    def _open(self, name):
        address = f"{self.desk}{name}/"
        self._arrive(address, self.browser.get(address))

    def _arrive(self, address, answer):
        if answer.status != 200:
            raise LookupError(f"{address}: {answer.status} {answer.location}")
        self.page, self.name = answer, address.removeprefix(self.desk).partition("/")[0]
        # A browser shows the pictures that a page has.
        for source in re.findall(r'<img src="(/arrangor/[^"]+)"', answer.text):
            self.browser.get(source)


def decide(url, session, waiting, ends, told):
    """The coordinator opens each event that waits, reads it and approves it."""
    browser = Browser(url, session)
    for version in waiting:
        started = time.monotonic()
        if started > ends:
            break
        try:
            page = browser.get(f"/admin/events/version/{version}/review/")
            answer = browser.post(page.form("/approve/"), button=("", ""))
            if answer.status == 302:
                told.approved.append(version)
                browser.follow(answer)
            else:
                told.refuse(f"approve: {answer.status}")
        except Exception as error:  # noqa: BLE001 - the same
            told.refuse(f"approve: {type(error).__name__}: {error}")
        time.sleep(max(0.0, DECIDES_EVERY - (time.monotonic() - started)))
    told.leave(browser)


def main(path):
    cast = json.loads(Path(path).read_text(encoding="utf-8"))
    url, ends, told = cast["url"], time.monotonic() + cast["seconds"], Told()
    picture = Path(cast["picture"]).read_bytes()
    threads = [
        # When somebody presses a button is no secret, and the same in every run.
        threading.Thread(
            target=Organiser(url, person, picture, told).work,
            args=(random.Random(n), ends),  # noqa: S311
        )
        for n, person in enumerate(cast["people"])
    ]
    arguments = (url, cast["coordinator"], cast["waiting"], ends, told)
    threads.append(threading.Thread(target=decide, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(told.as_json())


if __name__ == "__main__":
    main(sys.argv[1])
