"""Addresses for machines: one for the whole site, outside the languages."""

from django.urls import path

from events.views import machines, offline, open_data

urlpatterns = [
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sw.js", offline.worker, name="worker"),
    path("robots.txt", machines.robots, name="robots"),
    path("data/catalog.jsonld", open_data.catalogue, name="catalogue"),
]
