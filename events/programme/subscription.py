"""The addresses under which a calendar can be followed."""

from dataclasses import dataclass

from django.urls import reverse

from enbyforalle.lib import links


@dataclass(frozen=True)
class Subscription:
    """One calendar: its full address and the forms that calendar programs want it in."""

    url: str
    name: str
    news: str = ""
    data: str = ""
    table: str = ""
    embed: str = ""

    @property
    def webcal(self):
        return links.webcal(self.url)

    @property
    def google(self):
        return links.google_subscribe(self.url)

    @property
    def outlook(self):
        return links.outlook_subscribe(self.url, self.name)


def subscription(view_name, *args, name, query="", **others):
    """The calendar at a URL name with a filter in its query.

    ``others`` are URL names, with the same arguments, of the same content as "news", "data" and
    "table". With them comes the page that makes a frame of it, which has no arguments.
    """

    def address(view_name, *args):
        path = reverse(view_name, args=args)
        return links.absolute(f"{path}?{query}" if query else path)

    found = {kind: address(other, *args) for kind, other in others.items()}
    if others:
        found["embed"] = address("events:embed_make")
    return Subscription(address(view_name, *args), name, **found)
