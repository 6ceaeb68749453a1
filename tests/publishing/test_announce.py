import time

import pytest
from django.contrib.admin import site as admin_site
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from enbyforalle.pages.models import Redirect
from enbyforalle.publishing import NotInTransaction, announce, generation, public_change
from enbyforalle.publishing.admin import PublishedModelAdmin
from enbyforalle.publishing.models import Generation

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    news = []

    def listen(sender, what, instance, by, **kwargs):
        news.append((sender, what, instance, by, generation.current()))

    public_change.connect(listen)
    yield news
    public_change.disconnect(listen)


@pytest.mark.usefixtures("one_by_one")
def test_announce_sends_the_signal_before_the_generation_rises(heard, django_user_model):
    by = django_user_model.objects.create_user("koordinator@example.org")
    before = generation.current()
    row = Redirect.objects.create(old_path="/a", new_path="/om/")
    with transaction.atomic():
        announce("change redirect", instance=row, by=by)
    assert heard == [(Redirect, "change redirect", row, by, before)]
    assert generation.current() == before + 1


def test_announce_outside_a_transaction_is_refused_and_changes_nothing(heard):
    before = generation.current()
    with pytest.raises(NotInTransaction) as refusal:
        announce("change redirect")
    assert str(refusal.value) == (
        "change redirect: announce() must stand inside transaction.atomic()"
    )
    assert generation.current() == before
    assert heard == []


def test_a_change_that_is_rolled_back_is_not_announced():
    before = generation.current()
    with transaction.atomic():
        announce("change redirect")
        transaction.set_rollback(True)
    assert generation.current() == before


def test_a_database_without_the_row_gets_it(django_assert_num_queries):
    begun = time.time_ns() // 1000
    Generation.objects.all().delete()
    number = generation.current()
    with django_assert_num_queries(1):
        assert generation.current() == number
    Generation.objects.all().delete()
    with transaction.atomic():
        announce("change redirect")
    # Beyond all that an earlier life of the database can have counted to.
    assert begun <= number < generation.current() <= time.time_ns() // 1000 + generation.STEPS


def test_a_database_that_was_put_back_begins_beyond_all_numbers_that_were_used():
    Generation.objects.update(number=7)
    call_command("setup", verbosity=0)
    assert generation.current() >= time.time_ns() // 1000 - 60_000_000
    future = generation.current() + 10**12
    Generation.objects.update(number=future)
    generation.rise()
    assert future < generation.current() <= future + generation.STEPS


@pytest.mark.parametrize("hours", [0, -1])
def test_a_number_that_was_rolled_back_does_not_come_again(monkeypatch, hours):
    used = []
    for number in range(50):
        # Also where the clock is put back meanwhile.
        now = time.time_ns() // 1000 + hours * number * 3_600_000_000
        monkeypatch.setattr(generation, "_unused", lambda now=now: now)
        with transaction.atomic():
            announce("change redirect")
            used.append(generation.current())
            transaction.set_rollback(number % 2 == 0)
    assert len(set(used)) == 50


def test_there_is_one_generation():
    assert Generation.objects.count() == 1
    with pytest.raises(IntegrityError, match="generation_is_one_row"):
        Generation.objects.create(pk=2)


@pytest.mark.django_db(transaction=True)
def test_migrate_makes_the_row():
    Generation.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert list(Generation.objects.values_list("pk", flat=True)) == [1]


class Form:
    """What Django's admin hands to save_related."""

    def __init__(self, instance):
        self.instance = instance

    def save_m2m(self):
        pass


@pytest.fixture
def redirect_admin():
    return PublishedModelAdmin(Redirect, admin_site)


@pytest.fixture
def request_by(django_user_model):
    request = RequestFactory().post("/")
    request.user = django_user_model.objects.create_user("koordinator@example.org")
    return request


@pytest.mark.usefixtures("one_by_one")
def test_admin_announces_after_related_rows_are_saved(redirect_admin, request_by, heard):
    row = Redirect.objects.create(old_path="/a", new_path="/om/")
    before = generation.current()
    with transaction.atomic():
        redirect_admin.save_related(request_by, Form(row), [], change=False)
        redirect_admin.save_related(request_by, Form(row), [], change=True)
    assert [(what, instance, by) for _, what, instance, by, _ in heard] == [
        ("add redirect", row, request_by.user),
        ("change redirect", row, request_by.user),
    ]
    assert generation.current() == before + 2


@pytest.mark.usefixtures("one_by_one")
def test_admin_announces_each_deleted_row(redirect_admin, request_by, heard):
    for path in ("/a", "/b", "/c"):
        Redirect.objects.create(old_path=path, new_path="/om/")
    before = generation.current()
    redirect_admin.delete_queryset(request_by, Redirect.objects.exclude(old_path="/c"))
    assert [(what, instance.old_path) for _, what, instance, _, _ in heard] == [
        ("delete redirect", "/a"),
        ("delete redirect", "/b"),
    ]
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/c"]
    assert generation.current() == before + 2
