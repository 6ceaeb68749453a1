"""Each verb's address × each role: which status, and nothing changed for those who are refused."""

from functools import partial

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.events.address_rows import ADDRESSES, READABLE, STEPS
from tests.events.situations import ROLES, Rows, scene_of, undone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_role_gets_its_answer(name):
    row = ADDRESSES[name]
    scene = scene_of(row.situation)
    if row.prepare:
        row.prepare(scene)
    clients = {role: client_of(scene, role) for role in ROLES}
    url, before, wrong = row.url(scene), Rows(), []
    for role, client in clients.items():
        found = undone(partial(posted, client, url, row.posted(scene), before))
        expected = row.status(role), role in row.who
        if found != expected:
            wrong.append(f"{role}: {found}, but the table says {expected}")
        if role in row.who:
            status = client.get(url).status_code
            if status != row.get:
                wrong.append(f"{role}: GET answers {status}, but the table says {row.get}")
    if changed := Rows() - before:
        wrong.append(f"reading it changed {changed}")
    assert not wrong, "\n".join(wrong)


def client_of(scene, role):
    client = Client()
    if role != "visitor":
        client.force_login(scene.cast[role], "django.contrib.auth.backends.ModelBackend")
    return client


def posted(client, url, data, before):
    """(status, whether anything of ours is other than before)."""
    status = client.post(url, data).status_code
    return status, bool(Rows() - before)


@pytest.mark.parametrize("name", READABLE)
def test_each_role_reads_what_it_may(name):
    row = READABLE[name]
    scene = scene_of(row.situation)
    clients = {role: client_of(scene, role) for role in ROLES}
    url, before = row.url(scene), Rows()
    found = {role: client.get(url).status_code for role, client in clients.items()}
    assert found == {role: 200 if role in row.who else row.status(role) for role in ROLES}
    assert not Rows() - before


@pytest.mark.parametrize("name", [row.name.partition(":")[2] for row in STEPS])
def test_nobody_writes_in_another_s_form(name):
    row = READABLE[name]
    scene = scene_of(row.situation)
    clients = {role: client_of(scene, role) for role in ROLES if role not in row.who}
    url, before = row.url(scene), Rows()
    found = {
        role: client.post(url, {"title_nb": "X"}).status_code for role, client in clients.items()
    }
    assert found == {role: row.status(role) for role in clients}
    assert not Rows() - before


# Addresses that belong to no one event, or whose roles are tried where the page is: the person's
# own start and reminders, lists, spreadsheets, pictures.
ELSEWHERE = {
    "desk": {"start", "earlier", "deadlines", "reminders", "switch_off", "go_on", "picture"},
    "admin": {
        "events_version_picture",
        "events_version_many",
        "events_event_history_public",
        "events_event_import",
        "events_event_import_confirm",
        "events_event_import_template",
        "events_publication_as_of",
        "events_publication_as_of_json",
        "events_publication_as_of_xlsx",
    },
}
# Those that Django's admin makes for every model.
DJANGO_S = ("_changelist", "_add", "_change", "_delete", "_history")


@pytest.mark.parametrize("namespace", ["desk", "admin"])
def test_every_address_is_in_the_table(namespace):
    """Of the admin, what belongs to this app and is not Django's own."""
    names = set(get_resolver().namespace_dict[namespace][1].reverse_dict)
    names = {name for name in names if isinstance(name, str)}
    if namespace == "admin":
        names = {n for n in names if n.startswith("events_") and not n.endswith(DJANGO_S)}
    in_table = {row.name.partition(":")[2] for row in (*ADDRESSES.values(), *READABLE.values())}
    assert names - ELSEWHERE[namespace] - in_table == set()
