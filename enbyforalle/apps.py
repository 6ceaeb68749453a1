from django.apps import AppConfig


class EnByForAlleConfig(AppConfig):
    name = "enbyforalle"
    verbose_name = "En by for alle"
