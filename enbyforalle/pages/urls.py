from django.urls import path

from enbyforalle.lib.i18n import words
from enbyforalle.pages import views
from enbyforalle.pages.enums import PageCode

app_name = "pages"


urlpatterns = [
    path(
        words("om/", "about/"),
        views.fixed_page,
        {"code": PageCode.ABOUT},
        name="page_about",
    ),
    path(
        words("tilgjengelighet/", "accessibility/"),
        views.fixed_page,
        {"code": PageCode.ACCESSIBILITY},
        name="page_accessibility",
    ),
    path(
        words("personvern/", "privacy/"),
        views.fixed_page,
        {"code": PageCode.PRIVACY},
        name="page_privacy",
    ),
    path(
        words("informasjonskapsler/", "cookies/"),
        views.fixed_page,
        {"code": PageCode.COOKIES},
        name="page_cookies",
    ),
    path(words("om/<slug:slug>/", "about/<slug:slug>/"), views.page, name="page"),
    path(words("moter/", "meetings/"), views.meetings, name="meetings"),
    path(words("moter/<slug:slug>/", "meetings/<slug:slug>/"), views.meeting, name="meeting"),
]
