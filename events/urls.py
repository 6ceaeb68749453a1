"""The public addresses. Norwegian words without a prefix, English ones under /en/."""

from django.urls import path, register_converter

from enbyforalle.lib.i18n import words
from events.views import (
    districts,
    embed,
    event,
    feeds,
    fitting,
    layouts,
    machine_feeds,
    offline,
    open_data,
    organisers,
    paper,
    pictures,
    plan,
    public,
    reporting,
    sharing,
)

app_name = "events"


class Year:
    """Four digits, so that a week has one address and not also /program/02027/."""

    regex = "20[0-9]{2}"
    to_python = int
    to_url = str


register_converter(Year, "year")

urlpatterns = [
    path("", public.home, name="home"),
    path(words("program.ics", "programme.ics"), feeds.feed, name="feed"),
    path(words("program.rss", "programme.rss"), machine_feeds.news, name="news"),
    path(
        words("program/<year:year>.rss", "programme/<year:year>.rss"),
        machine_feeds.year_news,
        name="year_news",
    ),
    path(words("program.json", "programme.json"), machine_feeds.data, name="data"),
    path(
        words("program/<year:year>.json", "programme/<year:year>.json"),
        machine_feeds.year_data,
        name="year_data",
    ),
    path(words("program.csv", "programme.csv"), machine_feeds.table, name="table"),
    path(
        words("program/<year:year>.csv", "programme/<year:year>.csv"),
        machine_feeds.year_table,
        name="year_table",
    ),
    path(
        words("program/<year:year>.ics", "programme/<year:year>.ics"),
        feeds.year_feed,
        name="year_feed",
    ),
    path(
        words("program/<year:year>/<slug:slug>.ics", "programme/<year:year>/<slug:slug>.ics"),
        feeds.detail_ics,
        name="detail_ics",
    ),
    path(
        words("arrangorer/<slug:slug>.ics", "organisers/<slug:slug>.ics"),
        feeds.organiser_ics,
        name="organiser_ics",
    ),
    path(words("program.pdf", "programme.pdf"), paper.pdf, name="pdf"),
    path(
        words("program/<year:year>.pdf", "programme/<year:year>.pdf"),
        paper.year_pdf,
        name="year_pdf",
    ),
    path(
        words(
            "program/<year:year>/<slug:slug>/plakat.pdf",
            "programme/<year:year>/<slug:slug>/poster.pdf",
        ),
        paper.poster,
        name="poster",
    ),
    path(words("program/", "programme/"), public.programme, name="programme"),
    path(words("program/innebygd/", "programme/embed/"), embed.embed, name="embed"),
    path(words("program/innebygd/lag/", "programme/embed/make/"), embed.make, name="embed_make"),
    path("data/", open_data.open_data, name="open_data"),
    path(words("program/arkiv/", "programme/archive/"), public.archive, name="archive"),
    path(words("program/<year:year>/", "programme/<year:year>/"), public.year, name="year"),
    path(
        words("program/<year:year>/tidstabell/", "programme/<year:year>/timetable/"),
        layouts.timetable,
        name="timetable",
    ),
    path(
        words("program/<year:year>/kart/", "programme/<year:year>/map/"), layouts.places, name="map"
    ),
    path(
        words("program/<year:year>/kortliste/", "programme/<year:year>/compact/"),
        layouts.compact,
        name="compact",
    ),
    path(
        words("program/<year:year>/bydel/", "programme/<year:year>/district/"),
        districts.districts,
        name="districts",
    ),
    path(
        words(
            "program/<year:year>/bydel/<slug:slug>/", "programme/<year:year>/district/<slug:slug>/"
        ),
        districts.district,
        name="district",
    ),
    path(
        words("program/<year:year>/<slug:slug>/", "programme/<year:year>/<slug:slug>/"),
        event.detail,
        name="detail",
    ),
    path(
        words("program/<year:year>/<slug:slug>/meld/", "programme/<year:year>/<slug:slug>/report/"),
        reporting.report,
        name="report",
    ),
    path(
        words(
            "program/<year:year>/<slug:slug>/meld/takk/",
            "programme/<year:year>/<slug:slug>/report/thanks/",
        ),
        reporting.reported,
        name="reported",
    ),
    path(words("arrangorer/", "organisers/"), organisers.organisers, name="organisers"),
    path(
        words("arrangorer/<slug:slug>/", "organisers/<slug:slug>/"),
        organisers.organiser,
        name="organiser",
    ),
    path(words("min-plan/", "my-plan/"), plan.plan, name="plan"),
    path(words("min-plan.ics", "my-plan.ics"), plan.plan_ics, name="plan_ics"),
    path(words("passer-for-meg/", "fits-me/"), fitting.fits, name="fits"),
    path(words("passer-for-meg.json", "fits-me.json"), fitting.fits_words, name="fits_words"),
    path(words("uten-nett/", "offline/"), offline.offline, name="offline"),
    path(
        words("program/<year:year>/kopi.json", "programme/<year:year>/copy.json"),
        offline.copy_list,
        name="copy_list",
    ),
    path(
        words("program/<year:year>.png", "programme/<year:year>.png"),
        sharing.week,
        name="week_card",
    ),
    path(
        words("program/<year:year>/<slug:slug>.png", "programme/<year:year>/<slug:slug>.png"),
        sharing.card,
        name="card",
    ),
    path("bilder/<uuid:key>/<int:width>.<str:ext>", pictures.picture, name="picture"),
]
