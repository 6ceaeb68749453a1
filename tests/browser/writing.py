"""Filling in the whole form as an organiser does, in Norwegian, with or without JavaScript."""

import re

from playwright.sync_api import expect

from enbyforalle.jobs.models import Job


def go_on(page):
    page.get_by_role("button", name="Lagre og gå videre").last.click()


def write_about(page):
    page.get_by_label("Tittel (må fylles ut)").fill("Fjelltur for alle føtter")
    page.get_by_label("Kort om arrangementet (må fylles ut)").fill("En rolig tur med kaffe.")
    page.get_by_label("Beskrivelse (må fylles ut)").fill("Vi går i ditt tempo.")
    page.get_by_label(re.compile("Hvordan bidrar")).first.fill("Folk møtes på tur.")
    page.get_by_label("Idrett og aktivitet").check()
    page.get_by_label("Idrett og friluftsliv").check()
    page.locator("summary", has_text="Engelsk").click()
    page.locator("[name=title_en]").fill("Mountain walk for all feet")
    page.locator("[name=summary_en]").fill("A calm walk with coffee.")
    page.locator("[name=description_en]").fill("We walk at your pace.")
    go_on(page)


def write_session(page, number, date):
    page.locator(f"[name=times-{number}-date]").fill(date)
    page.locator(f"[name=times-{number}-starts]").fill("kl. 18")
    page.locator(f"[name=times-{number}-ends]").fill("2030")
    page.locator(f"[name=times-{number}-attendance][value=in_person]").check()
    venue = page.locator(f"[name=times-{number}-venue]")
    venue.select_option(label="Hovedbiblioteket, Rådhusgata 11")


def write_when(page):
    write_session(page, 0, "11.2.2027")
    go_on(page)


def write_who(page):
    page.get_by_label("Alle", exact=True).check()
    page.locator("[name=spoken]").fill("norsk, arabisk")
    page.locator("[name=access-accessible_toilet][value=no]").check()
    go_on(page)


def write_price(page):
    page.locator("[name=price_type][value=free]").check()
    page.locator("[name=registration_mode][value=none]").check()
    go_on(page)


def write_organiser(page):
    page.locator("[name=public_email]").fill("fjelltrimmen@example.org")
    page.locator("[name=contact_name]").fill("Nina Ny")
    page.locator("[name=contact_email]").fill("nina@example.org")
    page.locator("[name=accepts_criteria]").check()
    go_on(page)


def write_event(page, when=write_when):
    """The five steps of a new event; `when` fills in the second."""
    page.goto("/arrangor/nytt/")
    page.get_by_label("Hele skjemaet", exact=False).check()
    page.get_by_role("button", name="Begynn").click()
    for step in (write_about, when, write_who, write_price, write_organiser):
        step(page)


def mails(to):
    """Subjects and texts of the mails queued for an address, oldest first."""
    rows = Job.objects.mails().filter(payload__to=to).order_by("pk")
    return [(row.payload["subject"], row.payload["text"]) for row in rows]


def sign_up(page, email):
    page.goto("/konto/signup/")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Navn").fill("Nina Ny")
    page.get_by_role("main").get_by_role("button", name="Lag en konto").click()
    code = re.search(r"\d{3}-\d{3}-\d{3}", mails(email)[-1][1]).group()
    page.get_by_label("Kode").fill(code)
    page.get_by_role("main").get_by_role("button", name=re.compile("Bekreft")).click()
    expect(page).to_have_url(re.compile("/konto/ny-arrangor/"))


def register(page, name):
    page.get_by_label("Lag eller forening").check()
    page.get_by_label("Navn (må fylles ut)").fill(name)
    page.get_by_role("button", name="Registrer deg som arrangør").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
