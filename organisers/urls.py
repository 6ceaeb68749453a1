"""Addresses under /konto/ and /en/account/, beside those of allauth."""

from django.urls import path

from enbyforalle.lib.i18n import words
from organisers.views import organiser, people, team

app_name = "organisers"


def _own(nb, en, view, name):
    return path(words(f"arrangor/<slug:slug>/{nb}", f"organiser/<slug:slug>/{en}"), view, name=name)


urlpatterns = [
    path("", people.account, name="account"),
    path(words("slett/", "delete/"), people.delete_account, name="delete_account"),
    path(words("ny-arrangor/", "new-organiser/"), organiser.register, name="register"),
    _own("", "", organiser.own, "own"),
    _own("endre/", "change/", organiser.change, "change"),
    _own("opplysninger/", "facts/", organiser.facts, "facts"),
    _own("logo/", "logo/", organiser.logo, "logo"),
    _own("logo/fjern/", "logo/remove/", organiser.remove_logo, "remove_logo"),
    _own("send-inn/", "submit/", organiser.submit, "submit"),
    _own("ta-tilbake/", "take-back/", organiser.take_back, "take_back"),
    _own("trekk/", "withdraw/", organiser.withdraw, "withdraw"),
    _own("medlemmer/", "members/", team.team, "team"),
    _own("medlemmer/inviter/", "members/invite/", team.invite, "invite"),
    _own(
        "invitasjon/<uuid:token>/trekk/",
        "invitation/<uuid:token>/withdraw/",
        team.withdraw_invitation,
        "withdraw_invitation",
    ),
    _own(
        "medlemmer/<int:member>/fjern/",
        "members/<int:member>/remove/",
        team.remove_member,
        "remove_member",
    ),
    _own(
        "medlemmer/<int:member>/rolle/",
        "members/<int:member>/role/",
        team.change_role,
        "change_role",
    ),
    _own("medlemmer/forlat/", "members/leave/", team.leave, "leave"),
    path(
        words("invitasjon/<uuid:token>/", "invitation/<uuid:token>/"),
        team.invitation,
        name="invitation",
    ),
    path(
        words("invitasjon/<uuid:token>/bli-med/", "invitation/<uuid:token>/join/"),
        team.accept,
        name="accept",
    ),
    path("logo/<uuid:key>/<int:width>.webp", organiser.logo_file, name="logo_file"),
]
