"""What cannot be understood is answered beside the field, in the reader's language, and kept.

Each row is a page, a field and a value; sometimes other fields that must stand with it. For every
row and both languages: no 500, words at the field, all that was typed still in the page, and a
good change elsewhere on the page saved.
"""

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.events.desk.conftest import url
from tests.events.desk.pictures import jpeg
from tests.events.desk.sheet import Sheet, open_sheet, send
from tests.events.situations import undone

pytestmark = pytest.mark.one_database

LONG = "å" * 6000
OK_CHANGE = {
    "about": ("contribution_nb", "Noe nytt"),
    "when": ("directions_nb", "Bak kirka"),
    "who": ("good_to_know_nb", "Ta med sko"),
    "price": ("price_note_nb", "Vipps"),
    "organiser": ("partners", "Biblioteket"),
    "short": ("contribution_nb", "Noe nytt"),
    "short_more": ("price_note_nb", "Vipps"),
}
SESSION = {"times-0-date": "9.2.2027", "times-0-starts": "18.00", "times-0-ends": "20.00"}

# page, field that has the error, what is typed
ROWS = [
    *[
        ("about", name, {name: value})
        for name, value in [
            ("title_nb", "T" * 121),
            ("title_en", "T" * 500),
            ("summary_nb", "S" * 201),
            ("summary_en", "S" * 201),
            ("description_nb", LONG),
            ("description_en", LONG),
            ("contribution_en", "x" * 601),
            ("types", ["99999"]),
            ("types", ["alle"]),
            ("types", ["-1", "'; DROP TABLE"]),
            ("topics", ["99999"]),
            ("topics", ["9" * 400]),
            ("grounds", ["99999"]),
            ("goals", ["x"]),
            ("language_nb", "klingon"),
            ("language_nb", "nb; nn"),
        ]
    ],
    *[
        ("when", "times-0-date", SESSION | {"times-0-date": value})
        for value in [
            "i morgen",
            "32.1.2027",
            "30.2.2027",
            "8.13.2027",
            "2027-02-30",
            "mandag 9. februar 2027",
            "8.2.20277",
            "0.0.0000",
            "08022027",
            "8.2.1027",
            "neste mandag kl. 18",
            "８．２．２０２７x",
        ]
    ],
    *[
        ("when", f"times-0-{name}", SESSION | {f"times-0-{name}": value})
        for name, value in [
            ("starts", "25.00"),
            ("starts", "18.75"),
            ("starts", "ettermiddag"),
            ("starts", "6 pm"),
            ("starts", "180"),
            ("starts", "-1"),
            ("starts", "18.00-20.00"),
            ("ends", "24.30"),
            ("ends", "sent"),
            ("ends", "17.00"),
            ("ends", "18.00"),
            ("ends", "20,5"),
            ("doors", "19.00"),
            ("doors", "tidlig"),
            ("ends_on", "8.2.2027"),
            ("ends_on", "fredag"),
            ("ends_on", "31.2.2027"),
            ("venue", "finnes-ikke"),
            ("venue", "<script>"),
            ("attendance", "telepathy"),
            ("room", "R" * 81),
            ("place_address", "A" * 201),
            ("place_district", "atlantis"),
            ("place_name", "P" * 161),
            ("place_name", "Et annet sted"),
            ("label_nb", "L" * 121),
            ("label_en", "L" * 121),
        ]
    ],
    ("when", "times-0-date", SESSION | {"times-0-date": ""}),
    ("when", "times-0-starts", SESSION | {"times-0-starts": ""}),
    ("when", "times-0-ends", SESSION | {"times-0-ends": "", "times-0-ends_on": "10.2.2027"}),
    ("when", "times-1-date", {"times-1-room": "Sal 2"}),
    ("when", "times-1-date", {"times-1-starts": "18", "times-1-date": "aldri"}),
    *[
        ("when", name, {name: value})
        for name, value in [
            ("joining_url", "javascript:alert(1)"),
            ("joining_url", "teams"),
            ("joining_url", "http://"),
            ("joining_url", "https://bank.no@evil.example"),
            ("joining_url", "https://example.org/" + "x" * 300),
            ("directions_en", "x" * 601),
            ("weather_plan_nb", "x" * 301),
            ("online_platform_nb", "x" * 81),
        ]
    ],
    *[
        ("who", name, {name: value})
        for name, value in [
            ("age_min", "seks"),
            ("age_min", "-1"),
            ("age_min", "6.5"),
            ("age_min", "121"),
            ("age_min", "99999999999999999999"),
            ("age_max", "1e3"),
            ("age_max", "½"),
            ("age_max", "1000"),
            ("audiences", ["99999"]),
            ("audiences", ["alle"]),
            ("spoken", "klingon"),
            ("spoken", "norsk, volapyk"),
            ("interpreted", "???"),
            ("written", "nb nn se"),
            ("access-step_free_entrance", "maybe"),
            ("access_contact", "x" * 161),
            ("content_warning_nb", "x" * 301),
            ("food_note_en", "x" * 401),
        ]
    ],
    ("who", "age_max", {"age_min": "18", "age_max": "12"}),
    *[
        ("price", name, {name: value})
        for name, value in [
            ("price_type", "cheap"),
            ("is_companion_free", "perhaps"),
            ("registration_mode", "maybe"),
            ("registration_url", "meld deg på her"),
            ("registration_url", "ftp://example.org"),
            ("registration_email", "post@"),
            ("registration_email", "post example.org"),
            ("registration_email", "a@b.no, c@d.no"),
            ("registration_deadline", "snart"),
            ("registration_deadline", "31.2.2027"),
            ("registration_deadline_time", "midnatt"),
            ("registration_opens", "nå"),
            ("registration_opens_time", "12.60"),
            ("capacity", "mange"),
            ("capacity", "0"),
            ("capacity", "-5"),
            ("capacity", "1000001"),
            ("capacity", "12,5"),
            ("registration_note_nb", "x" * 301),
        ]
    ],
    ("price", "registration_deadline", {"registration_deadline_time": "12"}),
    (
        "price",
        "registration_deadline",
        {"registration_deadline": "1.2.2027", "registration_opens": "5.2.2027"},
    ),
    *[
        ("price", "prices-0-amount", {"prices-0-label_nb": "Ordinær", "prices-0-amount": value})
        for value in ["femti", "-50", "50 euro", "1e9", "12345678901", "50,1234", "", "50-100"]
    ],
    ("price", "prices-0-label_nb", {"prices-0-amount": "50"}),
    ("price", "prices-0-label_nb", {"prices-0-amount": "50", "prices-0-label_nb": "x" * 61}),
    *[
        ("organiser", name, {name: value})
        for name, value in [
            ("public_email", "meg"),
            ("public_email", "@example.org"),
            ("public_email", "x" * 300 + "@example.org"),
            ("public_phone", "123"),
            ("public_phone", "ring meg"),
            ("public_phone", "+99 1234"),
            ("website", "nettsiden vår"),
            ("website", "data:text/html,x"),
            ("contact_name", "N" * 121),
            ("contact_email", "kari(at)example.org"),
            ("contact_phone", "38 07 50"),
            ("contributors-0-name", "N" * 121),
            ("contributors-0-organisation", "O" * 121),
            ("co_organiser", "Finnes ikke AS"),
        ]
    ],
    (
        "organiser",
        "contributors-0-role",
        {"contributors-0-name": "Kari", "contributors-0-role": "boss"},
    ),
    ("organiser", "contributors-0-name", {"contributors-0-organisation": "Uten navn"}),
    ("organiser", "picture-new-file", {"picture-new-alt_nb": "Et bilde som ikke er valgt"}),
    ("organiser", "picture-new-consent_expires_on", {"picture-new-consent_expires_on": "alltid"}),
    ("organiser", "picture-new-alt_nb", {"picture-new-alt_nb": "x" * 251}),
    ("short", "summary_nb", {"summary_nb": "S" * 201}),
    ("short", "times-0-starts", {"times-0-starts": "klokka mye"}),
    ("short_more", "spoken", {"spoken": "tullespråk"}),
    ("short_more", "contact_phone", {"contact_phone": "000"}),
]


def test_the_table_is_long_enough():
    assert len(ROWS) >= 80
    assert {page for page, _field, _typed in ROWS} == set(OK_CHANGE)


@pytest.mark.parametrize("page", OK_CHANGE)
def test_what_is_not_understood_is_answered_and_kept(client, version, page):
    """Each row is sent to the page as it was first opened, and then taken back."""
    opened = {
        language: open_sheet(client, url(page, version.event, language=language))
        for language in ("nb", "en")
    }
    for row_page, field, typed in ROWS:
        if row_page != page:
            continue
        answers = {
            undone(
                partial(answer_to, client, version, language, sheet.fields, (page, field, typed))
            )
            for language, sheet in opened.items()
        }
        # There are words, they differ by language, and nothing was left to be filled in.
        assert "" not in answers, typed
        assert len(answers) == 2, typed
        assert not any("%(" in answer for answer in answers), typed


def answer_to(client, version, language, opened, row):
    """The words beside the field of one row, where all that was typed is kept and shown."""
    page, field, typed = row
    name, value = OK_CHANGE[page]
    fields = dict(opened)
    if name not in typed:
        fields[name] = f"{value} {language}"
    fields |= typed
    response = client.post(url(page, version.event, language=language), fields)
    assert response.status_code == 422, row
    sheet = Sheet(response)
    for key, wanted in fields.items():
        if key not in ("seen", "csrfmiddlewaretoken") and not _is_choice(key):
            assert sheet.fields.get(key) == wanted, (key, row)
    version.refresh_from_db()
    if name not in typed:
        assert getattr(version, name) == f"{value} {language}", row
    return sheet.error(field)


def _is_choice(key):
    """What is chosen from a list cannot be typed: only a made-up request sends another value."""
    endings = ("venue", "place_district", "attendance", "role", "language_nb", "_type", "_mode")
    chosen = ("types", "topics", "grounds", "goals", "audiences", "is_companion_free")
    return key in chosen or key.startswith("access-") or key.endswith(endings)


FILES = {
    "text": b"not a picture",
    "empty": b"",
    "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;",
    "cut short": jpeg()[:300],
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "too long and narrow": jpeg((4000, 20)),
    "too large": jpeg() + b"\0" * (10 * 1024 * 1024),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_refused_file_says_what_to_send_and_the_rest_is_kept(client, version, kind):
    answers = set()
    for language in ("nb", "en"):
        changes = {
            "picture-new-file": SimpleUploadedFile("bilde.jpg", FILES[kind]),
            "picture-new-alt_nb": "Et hus i snø",
            "partners": f"Biblioteket {language}",
        }
        response = send(client, url("organiser", version.event, language=language), changes)
        assert response.status_code == 422
        sheet = Sheet(response)
        answers.add(sheet.error("picture-new-file"))
        assert sheet.fields["picture-new-alt_nb"] == "Et hus i snø"
        version.refresh_from_db()
        assert (version.partners, version.pictures.count()) == (f"Biblioteket {language}", 0)
    assert "" not in answers
    assert len(answers) == 2


def test_invisible_characters_are_taken_out_quietly(client, version):
    address = url("about", version.event)
    response = send(client, address, {"title_nb": "Til\x00tel \u202etset\u2028 \ufeff"})
    assert response.status_code == 302
    version.refresh_from_db()
    assert version.title_nb == "Tiltel tset"


@pytest.mark.parametrize("seen", ["", "{", "[]", '"x"', '{"title_nb": 3}', "x" * 5000])
def test_a_broken_mark_loses_nothing(client, version, seen):
    response = send(client, url("about", version.event), {"seen": seen, "title_nb": "Ny tittel"})
    version.refresh_from_db()
    is_saved = response.status_code == 302 and version.title_nb == "Ny tittel"
    assert is_saved or Sheet(response).fields["title_nb"] == "Ny tittel"
    assert version.types.count() == 1
