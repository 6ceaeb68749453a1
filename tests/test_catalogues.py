"""The Norwegian catalogue is whole, and what is compiled is what is written.

English stands in the code, so the English catalogue holds only what must differ from it.
"""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
NORWEGIAN = ROOT / "locale" / "nb" / "LC_MESSAGES" / "django.po"

pytestmark = pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="gettext is missing: apt-get install gettext"
)


def compiled(source, folder):
    """{msgid: msgstr} of a .po file."""
    target = folder / "compiled.mo"
    subprocess.run(["msgfmt", "--check", "-o", str(target), str(source)], check=True)
    return read(target)


def read(path):
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def messages(path):
    """The (context, msgid) of every message of a .po file that is not obsolete."""
    text = re.sub(r'"\n"', "", path.read_text(encoding="utf-8"))
    blocks = text.split("\n\n")
    found = set()
    for block in blocks:
        msgid = re.search(r'^msgid "(.*)"$', block, flags=re.M)
        context = re.search(r'^msgctxt "(.*)"$', block, flags=re.M)
        if msgid and msgid[1]:
            found.add((context[1] if context else "", msgid[1]))
    return found


def test_there_is_a_norwegian_catalogue():
    assert NORWEGIAN in CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_nothing_is_untranslated_or_fuzzy(path):
    told = subprocess.run(
        ["msgfmt", "--check", "--statistics", "-o", "/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert re.fullmatch(r"\d+ translated messages?\.", told.splitlines()[-1])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_is_written(path, tmp_path):
    assert read(path.with_suffix(".mo")) == compiled(path, tmp_path)


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """The messages that makemessages finds in a copy of the code."""
    folder = tmp_path_factory.mktemp("code")
    for name in ("enbyforalle", "events", "organisers", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    (folder / "locale").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "nb", "--no-obsolete"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "DEBUG": "1"},
        check=True,
        capture_output=True,
    )
    return Path(folder, "locale", "nb", "LC_MESSAGES", "django.po")


def test_no_message_of_the_code_is_missing_and_none_is_left_over(collected):
    in_code, in_catalogue = messages(collected), messages(NORWEGIAN)
    assert in_code - in_catalogue == set()
    assert in_catalogue - in_code == set()
