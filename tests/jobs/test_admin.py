import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from enbyforalle.jobs.mail import send_mail
from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock as site_clock
from tests.jobs import tasks

pytestmark = pytest.mark.django_db

HTML = (
    "<html lang=nb><head><title>Hidden title</title><style>p { color: red }</style></head><body>"
    "<h1>Hei</h1><p onclick='x()' style='color:red'>Bra &amp; trygt</p><script>alert(1)</script>"
    "<img src='https://example.org/pixel.gif'><a href='javascript:x()'>a</a>"
    "<a href='https://enbyforalle.test/moter/'>Møter</a></body></html>"
)


def write(to="arrangor@example.org", subject="Mottatt", about="E-1", **options):
    return send_mail.enqueue(
        about=about,
        language="nb",
        to=to,
        subject=subject,
        text="Hei <du> & dere\nVennlig hilsen",
        html=HTML,
        reply_to="",
        message_id="<1@enbyforalle.test>",
        date="",
        **options,
    )


@pytest.fixture
def staff(client_for, django_user_model):
    """staff("view_job") is signed in to the admin with these rights on the queue."""

    def sign_in(*codenames):
        user = django_user_model.objects.create_user("koordinator@example.org", is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(content_type__app_label="jobs", codename__in=codenames)
        )
        return client_for(user)

    return sign_in


LIST = "/en/admin/jobs/mail/"


def rows(response):
    return [mail.payload["subject"] for mail in response.context["cl"].result_list]


def test_the_list_shows_mails_and_no_other_work(staff):
    tasks.note.enqueue(text="x")
    write(subject="First")
    write(subject="Second")
    response = staff("view_job").get(LIST)
    assert rows(response) == ["Second", "First"]
    assert "Sent mail" in response.content.decode()


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_takes_a_fixed_number_of_queries(staff, django_assert_num_queries, number):
    client = staff("view_job")
    for _ in range(number):
        write()
    client.get(LIST)
    # Session, user, the user's and the groups' rights, two counts, the dates, rows.
    with django_assert_num_queries(9):
        client.get(LIST)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=bo@example.org", ["Til Bo"]),
        ("q=mottatt", ["Mottatt"]),
        ("q=E-2", ["Til Bo"]),
        ("q=nothing", []),
        ("state__exact=dead", ["Til Bo"]),
        ("state__exact=waiting", ["Mottatt"]),
    ],
)
def test_search_and_filter(staff, query, expected):
    write()
    bo = write(to="bo@example.org", subject="Til Bo", about="E-2")
    Job.objects.filter(pk=bo.pk).update(state="dead", finished_at=site_clock.now())
    assert rows(staff("view_job").get(f"{LIST}?{query}")) == expected


def test_a_mail_is_shown_as_sent_and_harmless(staff):
    mail = write()
    page = staff("view_job").get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "Hei &lt;du&gt; &amp; dere<br>Vennlig hilsen" in page
    shown = page.partition('<div class="mail-as-sent" lang="nb">')[2].partition("</div>")[0]
    assert shown == (
        "<h1>Hei</h1><p>Bra &amp; trygt</p>"
        '<a rel="noopener noreferrer">a</a>'
        '<a href="https://enbyforalle.test/moter/" rel="noopener noreferrer">Møter</a>'
    )


def test_a_confidential_mail_is_shown_in_the_demo_only(staff, settings):
    mail = write(is_confidential=True)
    client = staff("view_job")
    page = client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "Hei &lt;du&gt;" not in page
    assert "Bra &amp; trygt" not in page
    assert page.count("Hidden: it holds a code or a link") == 1
    settings.DEMO = True
    assert "Hei &lt;du&gt;" in client.get(f"{LIST}{mail.pk}/change/").content.decode()


def test_work_is_listed_without_mails_and_payloads(staff):
    job = tasks.note.enqueue(text="between us")
    mail = write()
    client = staff("view_job")
    response = client.get("/en/admin/jobs/job/")
    assert list(response.context["cl"].result_list) == [job]
    assert "between us" not in client.get(f"/en/admin/jobs/job/{job.pk}/change/").content.decode()
    assert client.get(f"/en/admin/jobs/job/{mail.pk}/change/").status_code == 302


def send_again(client, *mails):
    data = {"action": "send_again", "_selected_action": [mail.pk for mail in mails]}
    response = client.post(LIST, data, follow=True)
    return [str(message) for message in response.context.get("messages", ())]


def test_a_dead_letter_is_sent_again(staff):
    dead, waiting = write(), write()
    Job.objects.filter(pk=dead.pk).update(state="dead", attempts=24, finished_at=site_clock.now())
    told = send_again(staff("view_job", "change_job"), dead, waiting)
    assert told == ["1 is in the queue again.", "Only what was given up can be tried again."]
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == ("waiting", 0)


def test_who_may_only_look_cannot_send_again(staff):
    dead = write()
    Job.objects.filter(pk=dead.pk).update(state="dead", finished_at=site_clock.now())
    client = staff("view_job")
    assert "send_again" not in client.get(LIST).content.decode()
    send_again(client, dead)
    dead.refresh_from_db()
    assert dead.state == "dead"


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_nothing_is_added_or_deleted(staff, path):
    mail = write()
    client = staff("view_job", "change_job", "add_job", "delete_job", "delete_mail", "add_mail")
    assert client.get(LIST + path.format(pk=mail.pk)).status_code == 403


def test_nothing_is_edited(staff):
    mail = write()
    client = staff("view_job", "change_job", "change_mail")
    assert client.post(f"{LIST}{mail.pk}/change/", {"about": "other"}).status_code == 403
    mail.refresh_from_db()
    assert mail.about == "E-1"


def test_strangers_and_staff_without_the_right_see_nothing(client, staff):
    write()
    assert client.get(LIST).status_code == 302
    assert staff("add_job").get(LIST).status_code == 403


def test_the_menu_calls_it_sent_mail(staff):
    page = staff("view_job").get(reverse("admin:index")).content.decode()
    assert reverse("admin:jobs_mail_changelist") in page
