"""The fixed vocabularies of people and organisers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganiserKind(models.TextChoices):
    """What kind of body arranges the event (terms 72–79)."""

    ASSOCIATION = "association", _("Club or association")
    MUNICIPAL_UNIT = "municipal_unit", _("Municipal service")
    FAITH_COMMUNITY = "faith_community", _("Faith and belief community")
    COMPANY = "company", _("Business")
    FOUNDATION = "foundation", _("Foundation")
    ORGANISATION = "organisation", _("Other organisation")
    INFORMAL_GROUP = "informal_group", _("Informal group")
    INDIVIDUAL = "individual", _("Individual")


class Sector(models.TextChoices):
    """Which part of society the organiser belongs to, for the yearly report."""

    VOLUNTARY = "voluntary", _("Voluntary sector")
    PUBLIC = "public", _("Public sector")
    CULTURE = "culture", _("Arts and culture")
    FAITH = "faith", _("Faith and belief")
    BUSINESS = "business", _("Business")
    SPORT = "sport", _("Sport")
    EDUCATION = "education", _("Education")


class Role(models.TextChoices):
    """What a member may do for the organiser."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")


class TextState(models.TextChoices):
    """Where an organiser's own words stand; the same states as an event's version."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_TEXT_STATES = (TextState.DRAFT, TextState.SUBMITTED, TextState.CHANGES_REQUESTED)
DECIDED_TEXT_STATES = (TextState.APPROVED, TextState.REJECTED)
