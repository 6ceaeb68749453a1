from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "enbyforalle.pages"
    label = "pages"
    verbose_name = _("Pages and meetings")
    default_auto_field = "django.db.models.BigAutoField"
