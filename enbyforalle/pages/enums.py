from django.db import models
from django.utils.translation import gettext_lazy as _


class PageCode(models.TextChoices):
    """The pages that the site itself links to and that therefore always exist."""

    ABOUT = "about", _("About us")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    PRIVACY = "privacy", _("Privacy")
    COOKIES = "cookies", _("Cookies")
