"""A database full of what must not come out, each row with a word of its own to be looked for.

Secret words begin with ``zq``, public ones with ``pq``; no real word does. Every row also carries
a plain word, ``finn`` and its name, so that a search for it shows what it finds without repeating
the secret in the search field.
"""

from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import models
from django.utils.text import slugify
from PIL import Image as Drawing

from enbyforalle.lib import clock, images
from enbyforalle.pages.domain import ensure_pages
from enbyforalle.pages.models import Meeting, Page
from events.enums import VersionState
from events.models import Image, Version
from events.models.content import Content
from events.search import search_text_for
from organisers.enums import TextState
from organisers.models import OrganiserText
from tests import factories as make

PRIVATE_CONTACT = ("contact_name", "contact_email", "contact_phone")
UNREAD = (
    VersionState.DRAFT,
    VersionState.SUBMITTED,
    VersionState.CHANGES_REQUESTED,
    VersionState.REJECTED,
    VersionState.WITHDRAWN,
)


def marked(field, mark, plain=""):
    """The mark in the shape that this column takes, or None for a column without words."""
    if isinstance(field, models.EmailField):
        return f"{mark}@example.org"
    if isinstance(field, models.URLField):
        return f"https://{mark}.example.org/"
    if field.choices or not isinstance(field, models.CharField | models.TextField):
        return None
    return f"{mark} {plain}".strip()[: field.max_length]


def words(mark, plain="", model=Content):
    """Columns for every text of a model."""
    columns = {
        field.name: marked(field, mark, plain)
        for field in model._meta.get_fields()
        if not field.is_relation
    }
    return {name: value for name, value in columns.items() if value is not None}


def words_by_field(prefix, model=Content):
    """The same with another mark in each column: ``{"title_nb": "pqtitlenb", …}``."""
    return {
        field.name: marked(field, prefix + field.name.replace("_", ""))
        for field in model._meta.get_fields()
        if not field.is_relation and marked(field, "x")
    }


class World:
    """``secrets`` maps a mark to what it is of; ``public`` are marks that must be found."""

    def __init__(self):
        self.secrets, self.public = {}, []
        self.searches, self.addresses, self.pictures = [], [], []
        self.week = make.make_week()
        self.boss = make.make_coordinator("zquser@example.org", name="zquser")
        self.secret("zquser", "whoever acted")

    def secret(self, mark, of):
        self.secrets[mark] = of
        return mark

    def build(self):
        self.add_shown()
        for state in UNREAD:
            self.add_unread(state)
            self.add_change(state)
        self.add_internal()
        self.add_off_site()
        self.add_unreleased()
        self.add_old_text()
        self.add_organisers()
        self.add_co_organisers()
        self.add_hidden()
        self.add_pictures()
        self.add_materials()
        self.add_pages()
        return self

    # Rows

    def event(self, mark, name, **fields):
        """An event whose every word holds the mark, with a picture, a session and a material."""
        plain = f"finn{name}"
        fields = words(mark, plain) | {"title_nb": f"{name} {mark} {plain}"} | fields
        event = make.make_event(by=self.boss, times=(), **fields)
        self.fill(event.versions.get(), mark)
        self.searches.append(plain)
        self.guess(event, f"{name} {mark} {plain}")
        return event

    def fill(self, version, mark, session=None):
        make.make_time(
            version,
            place_name=f"{mark} sted",
            place_address=f"{mark} gate 1",
            place_district=make.make_district(),
            room=f"{mark} rom",
            label_nb=f"{mark} del",
            label_en=f"{mark} part",
            session=session,
        )
        version.price_tiers.create(label_nb=f"{mark} pris", label_en=f"{mark} price", amount=5)
        version.contributors.create(
            name=f"{mark} navn", organisation=f"{mark} org", subject_nb=f"{mark} om"
        )
        self.picture(version, mark)
        version.search_text = search_text_for(version)
        version.save(update_fields=["search_text"])

    def picture(self, version, mark, image=None, is_secret=True, **fields):
        image = image or Image.objects.create(
            event=version.event, width=640, height=400, widths=[480], uploaded_by=self.boss
        )
        if is_secret:
            buffer = BytesIO()
            Drawing.new("RGB", (640, 400), "navy").save(buffer, "PNG")
            images.store(ContentFile(buffer.getvalue(), name="x.png"), image.key)
            self.pictures.append(image.key)
        about = {
            "alt_nb": f"{mark} bilde",
            "alt_en": f"{mark} picture",
            "caption_nb": f"{mark} tekst",
            "caption_en": f"{mark} caption",
            "credit": f"{mark} foto",
        }
        return version.pictures.create(image=image, **(about | fields))

    def guess(self, event, title):
        """Addresses that somebody could think of."""
        year = event.week.year
        slugs = {event.slug, event.reference, slugify(title), *event.versions.values_list("pk")[0]}
        for slug in filter(None, map(str, slugs)):
            self.addresses += [f"/program/{year}/{slug}/", f"/program/{year}/{slug}.ics"]
            uids = event.sessions.values_list("uid", flat=True)
            self.addresses += [f"/program/{year}/{slug}.ics?s={uid}" for uid in uids]

    # Parts of the world

    def add_shown(self):
        """One event of which every public word must be found, and no private one."""
        public = {
            name: value
            for name, value in words_by_field("pq").items()
            if name not in PRIVATE_CONTACT
        }
        private = {
            name: marked(Content._meta.get_field(name), "zqcontact") for name in PRIVATE_CONTACT
        }
        self.secret("zqcontact", "the contact person of a public event")
        flags = {"is_limited": True, "registration_mode": "required", "price_type": "paid"}
        organiser = make.make_organiser("pqorganiser", owner=self.boss)
        event = make.make_event(
            by=self.boss, organiser=organiser, **(public | private | flags), slug="vises"
        )
        version = event.live
        self.fill(version, "pqrow")
        make.make_time(version, attendance="both", venue=make.make_venue())
        self.public += ["pqorganiser", "pqrow sted", "pqrow gate", "pqrow rom", "pqrow del"]
        self.public += ["pqrow part", "pqrow pris", "pqrow price", "pqrow navn", "pqrow org"]
        self.public += ["pqrow om", "pqrow bilde", "pqrow picture", "pqrow tekst", "pqrow foto"]
        self.public += [
            value.removeprefix("https://").partition(".")[0].partition("@")[0].lower()
            for value in public.values()
        ]
        self.shown_picture = self.pictures.pop()
        self.shown = event
        self.decide_with_comment(version)

    def decide_with_comment(self, version):
        mark = self.secret("zqcomment", "what the coordinator wrote to the organiser")
        Version.objects.filter(pk=version.pk).update(decision_comment=mark)
        version.event.log.create(by=self.boss, verb="approve", comment=mark, version=version)

    def add_unread(self, state):
        mark = self.secret(f"zq{state.replace('_', '')}", f"an event that is {state}")
        self.event(mark, state.replace("_", ""), state=state)

    def add_change(self, state):
        """A public event with a newer text that nobody approved."""
        name = f"change{state.replace('_', '')}"
        mark = self.secret(f"zq{name}", f"a change that is {state}")
        event = make.make_event(by=self.boss, title_nb=f"pqstays{name}", title_en="")
        self.public.append(f"pqstays{name}")
        plain = f"finn{name}"
        columns = words(mark, plain)
        version = make.make_version(event, state=state, live=False, **columns)
        self.fill(version, mark)
        self.fill_same_session(version, event, mark)
        self.searches.append(plain)
        self.guess(event, f"{name} {mark} {plain}")

    def fill_same_session(self, version, event, mark):
        session = event.live.times.get().session
        make.make_time(version, place_name=f"{mark} nytt sted", session=session)
        kept = Image.objects.create(
            event=event, width=640, height=400, widths=[480], uploaded_by=self.boss
        )
        self.picture(event.live, "pqsamepicture", kept, is_secret=False)
        self.picture(version, mark, kept, is_secret=False)

    def add_internal(self):
        mark = self.secret("zqinternal", "an event for employees only")
        name = self.secret("zqinternalorg", "an organiser of nothing but internal events")
        organiser = make.make_organiser(name)
        organiser.texts.update(**words(name, model=OrganiserText))
        self.organiser_addresses(organiser)
        event = self.event(mark, "internal", visibility="internal", organiser=organiser)
        self.add_material(event, mark, "approved")
        change = make.make_version(event, state="submitted", visibility="public", title_nb=mark)
        make.make_time(change, session=event.sessions.first())

    def add_off_site(self):
        mark = self.secret("zqoffsite", "an event taken off the site")
        facts = {
            "unpublished_at": make.LONG_AGO,
            "unpublished_by": self.boss,
            "unpublished_reason": "zqoffsite",
        }
        event = self.event(mark, "offsite", facts=facts)
        self.add_material(event, mark, "approved")

    def add_unreleased(self):
        mark = self.secret("zqunreleased", "an approved event of a week that is not released")
        week = make.make_week(2028, released=False)
        event = self.event(mark, "unreleased", week=week)
        event.live.times.update(starts_at=make.oslo("2028-02-09 18:00"), ends_at=None)

    def add_old_text(self):
        mark = self.secret("zqold", "an approved text that another has replaced")
        event = make.make_event(by=self.boss, title_nb="pqnewest")
        self.public.append("pqnewest")
        old = make.make_version(event, live=False, **words(mark, "finnold"))
        self.fill(old, mark)
        self.searches.append("finnold")

    def organiser_addresses(self, organiser):
        self.addresses += [f"/arrangorer/{organiser.slug}/", f"/arrangorer/{organiser.slug}.ics"]
        self.addresses.append(f"/program/2027/?organiser={organiser.slug}")

    def add_organisers(self):
        """Public events of organisers whose words are not, or not all, approved."""
        for state in ("draft", "submitted", "changes_requested"):
            mark = self.secret(f"zqwords{state.replace('_', '')}", f"first words that are {state}")
            organiser = make.make_organiser(mark, state=state)
            organiser.texts.update(**words(mark, model=OrganiserText))
            make.make_event(by=self.boss, organiser=organiser)
            self.organiser_addresses(organiser)
        mark = self.secret("zqnewwords", "new words of a known organiser")
        known = make.make_organiser("pqknown")
        self.public.append("pqknown")
        columns = words(mark, model=OrganiserText)
        OrganiserText.objects.create(organiser=known, state=TextState.SUBMITTED, **columns)
        make.make_event(by=self.boss, organiser=known)
        mark = self.secret("zqperson", "a private person who asked for no page")
        person = make.make_organiser(mark, kind="individual")
        person.texts.update(**words(mark, "finnperson", model=OrganiserText))
        self.searches.append("finnperson")
        make.make_event(by=self.boss, organiser=person)
        self.organiser_addresses(person)

    def add_co_organisers(self):
        event = self.shown
        yes = {"accepted_at": make.LONG_AGO}
        for mark, answer in (
            (self.secret("zqasked", "a co-organiser that has not answered"), {}),
            (
                self.secret("zqaskedok", "one asked in an approved text"),
                {"approved_at": make.LONG_AGO},
            ),
            (self.secret("zqunapproved", "a co-organiser nobody has approved"), yes),
            (self.secret("zqdeclined", "one that has declined"), {"declined_at": make.LONG_AGO}),
        ):
            organiser = make.make_organiser(mark)
            event.co_organisers.create(organiser=organiser, **answer)
            self.organiser_addresses(organiser)
        friend = make.make_organiser("pqpartner")
        self.public.append("pqpartner")
        event.co_organisers.create(organiser=friend, approved_at=make.LONG_AGO, **yes)

    def add_hidden(self):
        """What of a public event is given to those who register alone."""
        place = self.secret("zqplace", "a hidden address")
        link = self.secret("zqlink", "a hidden joining link")
        venue = make.make_venue("zqplace", f"{place} venue", street_address=f"{place} street")
        venue.directions_nb = venue.directions_en = f"{place} way"
        venue.latitude, venue.longitude = "58.12345", "7.98765"
        venue.save()
        self.secret("58.12345", "the position of a hidden address")
        event = make.make_event(
            by=self.boss,
            times=(),
            joining_url=f"https://{link}.example.org/",
            is_joining_url_hidden=True,
        )
        hidden = {"is_address_hidden": True, "attendance": "both"}
        make.make_time(event.live, venue=venue, room=f"{place} room", **hidden)
        make.make_time(event.live, place_name=f"{place} home", place_address=f"{place} 2", **hidden)
        live = event.live
        live.search_text = search_text_for(live)
        live.save(update_fields=["search_text"])
        self.searches += ["street", "home"]

    def add_pictures(self):
        """The picture that was public once, and the one whose consent has run out."""
        for mark, of, fields in (
            (
                "zqexpired",
                "a picture whose consent has run out",
                {"consent_expires_on": date(2027, 2, 9)},
            ),
            ("zqdown", "a picture that was taken down", {}),
        ):
            picture = self.picture(self.shown.live, self.secret(mark, of), **fields)
            if not fields:
                Image.objects.filter(pk=picture.image_id).update(
                    taken_down_at=clock.now(), taken_down_by=self.boss
                )

    def add_material(self, event, mark, state, **fields):
        is_decided = state in ("approved", "rejected")
        event.materials.create(
            kind="slides",
            title_nb=f"{mark} lysark",
            url=f"https://{mark}.example.org/",
            created_by=self.boss,
            state=state,
            decided_at=make.LONG_AGO if is_decided else None,
            decided_by=self.boss if is_decided else None,
            **fields,
        )

    def add_materials(self):
        self.add_material(self.shown, "pqmaterial", "approved")
        self.public.append("pqmaterial")
        for state in ("submitted", "rejected"):
            self.add_material(self.shown, self.secret(f"zqslides{state}", f"{state} slides"), state)
        mark = self.secret("zqslideslater", "slides whose day has not come")
        self.add_material(self.shown, mark, "approved", available_on=date(2027, 2, 11))

    def add_pages(self):
        ensure_pages()
        mark = self.secret("zqpage", "an unpublished page")
        texts = {"title_nb": mark, "title_en": mark, "body_nb": mark, "updated_at": clock.now()}
        Page.objects.create(slug_nb="hemmelig", slug_en="secret", **texts)
        mark = self.secret("zqmeeting", "an unpublished meeting")
        Meeting.objects.create(
            slug="hemmelig",
            title_nb=mark,
            description_nb=mark,
            starts_at=make.oslo("2027-03-01 10:00"),
            ends_at=make.oslo("2027-03-01 12:00"),
            updated_at=clock.now(),
        )
        self.addresses += ["/om/hemmelig/", "/en/about/secret/", "/moter/hemmelig/"]
