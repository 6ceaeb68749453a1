"""Vocabularies: rows with stable codes and names in both languages.

Topics, audiences, event types, access features and notable days are data that the coordinator
edits. Grounds are fixed by law and goals by the United Nations; they are rows too, so that every
facet is filtered the same way, but they are written at migration and never edited.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.i18n import Bilingual
from events.enums import AccessGroup


class Term(models.Model):
    """One word of a vocabulary."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to hide it from forms; old events keep it.")
    )

    name = Bilingual("name")

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self):
        return str(self.name)


class Topic(Term):
    """What an event is about; each topic has its own window shape and colour in the street."""

    window = models.CharField(
        _("window shape"),
        max_length=10,
        choices=[
            ("square", _("square")),
            ("tall", _("tall")),
            ("arch", _("arched")),
            ("round", _("round")),
            ("wide", _("wide")),
        ],
        default="square",
    )
    hue = models.PositiveSmallIntegerField(
        _("colour"), default=0, help_text=_("Which of the twelve lamp colours, 0–11.")
    )

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(condition=Q(hue__lte=11), name="topic_hue_is_a_lamp_colour")
        ]


class EventType(Term):
    """What kind of event it is."""

    class Meta(Term.Meta):
        verbose_name = _("event type")
        verbose_name_plural = _("event types")


class Audience(Term):
    """Who an event is for."""

    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class AccessFeature(Term):
    """Something that lets more people take part, with the definition organisers confirm."""

    group = models.CharField(_("group"), max_length=12, choices=AccessGroup.choices)
    definition_nb = models.CharField(_("definition (Norwegian)"), max_length=300, blank=True)
    definition_en = models.CharField(_("definition (English)"), max_length=300, blank=True)
    is_key = models.BooleanField(
        _("asked first"),
        default=False,
        help_text=_("One of the six questions that stand open in the form and on the card."),
    )
    is_of_venue = models.BooleanField(
        _("a lasting fact of the venue"),
        default=False,
        help_text=_("Inherited by every event at the venue unless the event says otherwise."),
    )

    definition = Bilingual("definition")

    class Meta(Term.Meta):
        verbose_name = _("access feature")
        verbose_name_plural = _("access features")


class GroundTerm(Term):
    """A ground of discrimination; see ``events.vocabularies`` for the source."""

    class Meta(Term.Meta):
        verbose_name = _("ground of discrimination")
        verbose_name_plural = _("grounds of discrimination")


class SustainableGoal(Term):
    """One of the seventeen UN Sustainable Development Goals; ``code`` is its number."""

    class Meta(Term.Meta):
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")

    @property
    def number(self):
        """1 to 17."""
        return int(self.code)


class NotableDay(models.Model):
    """A day organisers should know of when they choose a time, such as Sámi National Day."""

    name_nb = models.CharField(_("name (Norwegian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    note_nb = models.CharField(_("note (Norwegian)"), max_length=300, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=300, blank=True)
    is_approximate = models.BooleanField(_("may move by a day"), default=False)
    is_fast = models.BooleanField(
        _("many fast until sunset"),
        default=False,
        help_text=_("Whoever chooses an evening is told when the sun sets."),
    )

    name = Bilingual("name")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("notable day")
        verbose_name_plural = _("notable days")
        ordering = ["starts_on", "name_nb"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="notable_day_ends_after_start"
            )
        ]

    def __str__(self):
        return str(self.name)
