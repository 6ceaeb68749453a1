"""Every account page in both languages, of which no line reads the same.

A line that does is one that nobody translated, whether it is ours, allauth's or Django's.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from enbyforalle.jobs.models import Job
from organisers.domain import team, texts
from organisers.enums import TextState
from tests.factories import make_organiser, make_user

# Names and addresses, and words that both languages spell alike.
SAME = {
    *("eier@example.org", "ny@example.org", "Eva Eier", "Naboforeningen", "Nykommerne"),
    *("post@enbyforalle.test", "Kristiansand kommune", "Logo", "Team", "–", "·", "website"),
    *("Naboforeningen (English)", "Nykommerne (English)", "arrangor@example.org"),
}
READ_OUT = ("alt", "title", "placeholder", "aria-label")


class Reader(HTMLParser):
    """What a person reads or hears of a page, line by line; what is marked as English is left out.

    Void elements are known by name, since HTML does not close them.
    """

    VOID = {"meta", "link", "input", "img", "br", "hr", "use", "path"}

    def __init__(self):
        super().__init__()
        self.lines, self.silent = set(), []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in self.VOID:
            pass
        elif self.silent or tag in ("style", "script", "svg") or self.is_foreign(tag, attrs):
            self.silent.append(tag)
        if not self.silent:
            self.lines |= {attrs[name].strip() for name in READ_OUT if attrs.get(name)}

    def handle_endtag(self, tag):
        if self.silent and tag not in self.VOID:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.lines.add(" ".join(data.split()))

    @staticmethod
    def is_foreign(tag, attrs):
        return tag != "html" and "lang" in attrs


def lines_of(answer):
    reader = Reader()
    reader.feed(answer.content.decode())
    return {line for line in reader.lines if re.search(r"[^\W\d_]{2}", line)} - SAME


def same_lines(norwegian, english):
    found = lines_of(norwegian) & lines_of(english)
    assert norwegian.status_code == english.status_code
    return {line for line in found if "@" not in line}


OPEN = {
    "login": "login/",
    "signup": "signup/",
    "request code": "login/code/",
    "forgotten": "password/reset/",
    "closed": "inactive/",
}
POSTED = {
    "nothing at sign-in": ("login/", {}),
    "wrong password": ("login/", {"login": "eier@example.org", "password": "feil"}),
    "bad address": ("signup/", {"email": "eier", "name": "x" * 121}),
    "nothing at reset": ("password/reset/", {}),
    "code asked for": ("login/", {"login": "eier@example.org"}),
    "code to confirm": ("signup/", {"email": "ny@example.org"}),
    "code for password": ("password/reset/", {"email": "eier@example.org"}),
}
OWN = {
    "account": "{account}",
    "delete": "{account}{delete}/",
    "register": "{account}{register}/",
    "email": "{account}email/",
    "password": "{account}password/change/",
    "out": "{account}logout/",
    "again": "{account}reauthenticate/",
    "own": "{own}",
    "first words": "{first}",
    "change": "{first}{change}/",
    "facts": "{own}{facts}/",
    "logo": "{own}logo/",
    "team": "{own}{team}/",
    "invitation": "{letter}",
    "used invitation": "{used}",
}


@pytest.fixture(autouse=True)
def no_limits(shared_cache):
    """Every test begins with no guesses counted."""


@pytest.fixture
def owner(db):
    return make_user("eier@example.org", name="Eva Eier")


def both(do):
    """What ``do(client, account)`` answers, Norwegian first."""
    return [do(Client(), root) for root in ("/konto/", "/en/account/")]


@pytest.mark.parametrize("name", OPEN)
def test_open_pages(db, name):
    norwegian, english = both(lambda client, root: client.get(root + OPEN[name]))
    assert same_lines(norwegian, english) == set()


@pytest.mark.parametrize("name", POSTED)
def test_open_pages_after_something_was_sent(owner, name):
    where, data = POSTED[name]

    def post(client, root):
        # A code for one address is sent every ten seconds at most, so each has its own.
        own = {key: value.replace("ny@", f"ny{len(root)}@") for key, value in data.items()}
        return client.post(root + where, own, follow=True)

    norwegian, english = both(post)
    assert same_lines(norwegian, english) == set()


@pytest.mark.parametrize("code", ["", "000-000-000"])
def test_a_code_that_is_wrong(owner, code):
    def write(client, root):
        client.post(root + "login/", {"login": "eier@example.org"})
        return client.post(root + "login/code/confirm/", {"code": code, "action": "verify"})

    norwegian, english = both(write)
    assert same_lines(norwegian, english) == set()


WORDS = {
    "nb": {"delete": "slett", "register": "ny-arrangor", "change": "endre"}
    | {"facts": "opplysninger", "team": "medlemmer", "account": "/konto/"},
    "en": {"delete": "delete", "register": "new-organiser", "change": "change"}
    | {"facts": "facts", "team": "members", "account": "/en/account/"},
}


@pytest.fixture
def addresses(owner):
    """address(name, language): a page of the owner's, with a change that waits and a letter."""
    organiser = make_organiser("Naboforeningen", owner=owner)
    texts.submit_text(texts.change_text(organiser, by=owner), by=owner)
    first = make_organiser("Nykommerne", owner=owner, state=TextState.DRAFT)
    letter, used = (
        team.invite(organiser, by=owner, email=f"{name}@example.org") for name in ("ny", "brukt")
    )
    team.accept_invitation(used.token, by=make_user("brukt@example.org"))

    def address(name, language):
        words = WORDS[language]
        body = "arrangor" if language == "nb" else "organiser"
        invited = words["account"] + ("invitasjon" if language == "nb" else "invitation")
        return OWN[name].format(
            **words,
            own=f"{words['account']}{body}/{organiser.slug}/",
            first=f"{words['account']}{body}/{first.slug}/",
            letter=f"{invited}/{letter.token}/",
            used=f"{invited}/{used.token}/",
        )

    return address


@pytest.mark.parametrize("name", OWN)
def test_pages_of_somebody_signed_in(client_for, owner, addresses, name):
    client = client_for(owner)
    norwegian, english = (client.get(addresses(name, language)) for language in ("nb", "en"))
    assert norwegian.status_code in (200, 410)
    assert same_lines(norwegian, english) == set()


@pytest.mark.parametrize("name", ["register", "change", "facts", "logo", "delete", "password"])
def test_pages_of_somebody_signed_in_after_nothing_was_filled_in(
    client_for, owner, addresses, name
):
    client = client_for(owner)
    norwegian, english = (client.post(addresses(name, language)) for language in ("nb", "en"))
    assert norwegian.context["form"].errors
    assert same_lines(norwegian, english) == set()


@pytest.mark.parametrize(
    "password", ["kort", "1234567890123", "eier@example.org", "password12345", ""]
)
def test_why_a_password_is_not_good_enough(client_for, owner, password):
    owner.set_unusable_password()
    owner.save()
    client = client_for(owner)
    data = {"password1": password, "password2": "noe annet"}
    norwegian, english = (
        client.post(f"{root}password/set/", data) for root in ("/konto/", "/en/account/")
    )
    assert same_lines(norwegian, english) == set()


def test_too_many_attempts(db):
    def knock(client, root):
        return [client.post(root + "login/", {"login": ""}) for _ in range(31)][-1]

    norwegian, english = both(knock)
    assert norwegian.status_code == 429
    assert same_lines(norwegian, english) == set()


def sent_in(language):
    """All account mails, as text lines, sent to somebody who reads this language."""
    Job.objects.all().delete()
    user = make_user(f"{language}@example.org", language=language)
    client = Client()
    root = "/konto/" if language == "nb" else "/en/account/"
    with translation.override(language):
        client.post(root + "login/", {"login": user.email})
        client.post(root + "login/", {"login": "ingen@example.org"})
        Client().post(root + "login/", {"login": "ingen@example.org"})
        Client().post(root + "signup/", {"email": user.email})
        Client().post(root + "signup/", {"email": f"ny-{language}@example.org"})
        Client().post(root + "password/reset/", {"email": user.email})
        signed_in = Client()
        signed_in.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        new = {"password1": "fire lange ord her", "password2": "fire lange ord her"}
        signed_in.post(root + "password/change/", new | {"oldpassword": "hemmelig"})
    mails = [job.payload for job in Job.objects.mails().order_by("pk")]
    lines = {line for mail in mails for line in (mail["subject"], *mail["text"].splitlines())}
    return len(mails), {line for line in lines if re.search(r"[^\W\d_]{2}", line)}


def test_the_mails_of_accounts(shared_cache):
    (count, norwegian), (same_count, english) = sent_in("nb"), sent_in("en")
    assert count == same_count == 6
    assert {line for line in norwegian & english if not line.startswith("https://")} == set()
