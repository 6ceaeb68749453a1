"""What an organiser says about an event: every field of the form, bilingual where it is words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.i18n import LANGUAGE_CHOICES, Bilingual
from events.enums import PriceType, RegistrationMode, Visibility
from events.models.terms import Audience, EventType, GroundTerm, SustainableGoal, Topic


class Words(models.Model):
    """Step 1: what it is."""

    language_nb = models.CharField(
        _("language of the main text"),
        max_length=3,
        choices=LANGUAGE_CHOICES,
        default="nb",
        help_text=_("The language you write in, such as Bokmål, Nynorsk or Northern Sámi."),
    )
    title_nb = models.CharField(_("title"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    summary_nb = models.CharField(_("summary"), max_length=200, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=200, blank=True)
    description_nb = models.TextField(_("description"), max_length=5000, blank=True)
    description_en = models.TextField(_("description in English"), max_length=5000, blank=True)
    contribution_nb = models.TextField(
        _("how does the event contribute?"), max_length=600, blank=True
    )
    contribution_en = models.TextField(
        _("how does the event contribute? (English)"), max_length=600, blank=True
    )
    needs_english = models.BooleanField(_("help me with the English text"), default=False)
    is_machine_translated = models.BooleanField(
        _("the English is machine translated"), default=False
    )
    types = models.ManyToManyField(EventType, blank=True, verbose_name=_("event type"))
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    grounds = models.ManyToManyField(
        GroundTerm, blank=True, verbose_name=_("grounds of discrimination")
    )
    goals = models.ManyToManyField(
        SustainableGoal, blank=True, verbose_name=_("Sustainable Development Goals")
    )
    visibility = models.CharField(
        _("who is it open to?"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )

    title = Bilingual("title")
    summary = Bilingual("summary")
    description = Bilingual("description")
    contribution = Bilingual("contribution")

    class Meta:
        abstract = True


class Joining(models.Model):
    """Step 2, beside the sessions: how to join online, the weather, dropping in."""

    online_platform_nb = models.CharField(_("platform"), max_length=80, blank=True)
    online_platform_en = models.CharField(_("platform (English)"), max_length=80, blank=True)
    joining_url = models.URLField(_("joining link"), blank=True)
    is_joining_url_hidden = models.BooleanField(
        _("give the link only to those who register"), default=False
    )
    has_live_captions = models.BooleanField(_("live captions"), default=False)
    directions_nb = models.TextField(_("getting there"), max_length=600, blank=True)
    directions_en = models.TextField(_("getting there (English)"), max_length=600, blank=True)
    weather_plan_nb = models.CharField(_("plan for bad weather"), max_length=300, blank=True)
    weather_plan_en = models.CharField(
        _("plan for bad weather (English)"), max_length=300, blank=True
    )
    is_drop_in = models.BooleanField(_("drop in – come any time"), default=False)

    online_platform = Bilingual("online_platform")
    directions = Bilingual("directions")
    weather_plan = Bilingual("weather_plan")

    class Meta:
        abstract = True


class ForWhom(models.Model):
    """Step 3: who it is for and what lets them take part."""

    audiences = models.ManyToManyField(Audience, blank=True, verbose_name=_("audience"))
    age_min = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    is_limited = models.BooleanField(_("limited audience"), default=False)
    audience_restriction_nb = models.CharField(
        _("who the event is limited to, and why"), max_length=300, blank=True
    )
    audience_restriction_en = models.CharField(
        _("who the event is limited to, and why (English)"), max_length=300, blank=True
    )
    is_interpretation_on_request = models.BooleanField(_("interpreter on request"), default=False)
    access_note_nb = models.TextField(_("anything else about access"), max_length=600, blank=True)
    access_note_en = models.TextField(
        _("anything else about access (English)"), max_length=600, blank=True
    )
    access_contact = models.CharField(
        _("contact for questions about access"),
        max_length=160,
        blank=True,
        help_text=_("An email address or phone number people may use, and how soon you answer."),
    )
    food_note_nb = models.CharField(_("food and drink"), max_length=400, blank=True)
    food_note_en = models.CharField(_("food and drink (English)"), max_length=400, blank=True)
    is_photo_free = models.BooleanField(_("photo-free"), default=False)
    content_warning_nb = models.CharField(_("content warning"), max_length=300, blank=True)
    content_warning_en = models.CharField(
        _("content warning (English)"), max_length=300, blank=True
    )
    good_to_know_nb = models.CharField(_("good to know"), max_length=300, blank=True)
    good_to_know_en = models.CharField(_("good to know (English)"), max_length=300, blank=True)

    audience_restriction = Bilingual("audience_restriction")
    access_note = Bilingual("access_note")
    food_note = Bilingual("food_note")
    content_warning = Bilingual("content_warning")
    good_to_know = Bilingual("good_to_know")

    class Meta:
        abstract = True


class PriceAndRegistration(models.Model):
    """Step 4. No attendee is ever stored here: this says where and how to register."""

    # Empty until somebody has answered: «Gratis» must never stand for a question nobody saw.
    price_type = models.CharField(_("price"), max_length=20, choices=PriceType.choices, blank=True)
    is_companion_free = models.BooleanField(
        _("companion pass: companion free"), null=True, blank=True
    )
    price_note_nb = models.CharField(_("note on the price"), max_length=200, blank=True)
    price_note_en = models.CharField(_("note on the price (English)"), max_length=200, blank=True)
    registration_mode = models.CharField(
        _("registration"),
        max_length=12,
        choices=RegistrationMode.choices,
        blank=True,
    )
    registration_url = models.URLField(_("registration link"), blank=True)
    registration_email = models.EmailField(_("registration by email"), blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_deadline = models.DateTimeField(_("registration deadline"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("number of places"), null=True, blank=True)
    has_waitlist = models.BooleanField(_("waiting list"), default=False)
    is_non_binding = models.BooleanField(_("registration is not binding"), default=False)
    registration_note_nb = models.CharField(_("note on registration"), max_length=300, blank=True)
    registration_note_en = models.CharField(
        _("note on registration (English)"), max_length=300, blank=True
    )

    price_note = Bilingual("price_note")
    registration_note = Bilingual("registration_note")

    class Meta:
        abstract = True


class Contacts(models.Model):
    """Step 5: who is behind it, in public and for the coordinator alone."""

    partners = models.CharField(
        _("other partners"),
        max_length=300,
        blank=True,
        help_text=_("Partners that are not registered here, as they want to be named."),
    )
    public_email = models.EmailField(_("public email"), blank=True)
    public_phone = models.CharField(_("public phone"), max_length=20, blank=True)
    website = models.URLField(_("web page about the event"), blank=True)
    contact_name = models.CharField(_("contact person (not shown)"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact person's email (not shown)"), blank=True)
    contact_phone = models.CharField(
        _("contact person's phone (not shown)"), max_length=20, blank=True
    )
    accepts_criteria = models.BooleanField(
        _("the event follows the criteria and shared values"), default=False
    )

    class Meta:
        abstract = True


class Content(Words, Joining, ForWhom, PriceAndRegistration, Contacts):
    """All of it."""

    class Meta:
        abstract = True
