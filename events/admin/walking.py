"""From one case to the next in the order of the queue, under the filters somebody came with."""

from copy import copy
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from events.models import Version

# The name Django gives the filters of a list in the addresses of the pages that it leads to.
FILTERS = "_changelist_filters"


@dataclass(frozen=True)
class Walk:
    """Where one stands in the queue: keys of the neighbours, the place from 1, and how many."""

    filters: str = ""
    previous: int | None = None
    next: int | None = None
    place: int = 0
    count: int = 0

    @property
    def kept(self):
        """«?…» with the filters, for the addresses of forms; nothing without filters."""
        return f"?{urlencode({FILTERS: self.filters})}" if self.filters else ""

    @property
    def back(self):
        """The queue as it was left."""
        address = reverse("admin:events_version_changelist")
        return f"{address}?{self.filters}" if self.filters else address

    @property
    def previous_address(self):
        return self.address_of(self.previous)

    @property
    def next_address(self):
        return self.address_of(self.next)

    def address_of(self, pk):
        """A review page under the same filters, or nothing for nobody."""
        return reverse("admin:events_version_review", args=[pk]) + self.kept if pk else ""


def walk(request, pk):
    """The walk of whoever looks at the version ``pk`` now."""
    filters = request.GET.get(FILTERS, "")
    keys = _keys(request, filters)
    if pk not in keys:
        # It has been decided on, or the filters never held it: on from the beginning.
        return Walk(filters, next=keys[0] if keys else None, count=len(keys))
    at = keys.index(pk)
    return Walk(
        filters,
        previous=keys[at - 1] if at else None,
        next=keys[at + 1] if at + 1 < len(keys) else None,
        place=at + 1,
        count=len(keys),
    )


def follow(request, before):
    """After a decision: the next case that waits, or the queue where none does.

    ``before`` is the walk as it was before the decision. Own events are passed by, since somebody
    else must decide on them.
    """
    if request.GET.get("then") == "queue":
        return redirect(before.back)
    keys = _keys(request, before.filters)
    own = request.user.organisers.values("pk")
    waiting = Version.objects.seen_by(request.user).waiting().exclude(event__organiser__in=own)
    still = set(waiting.filter(pk__in=keys).values_list("pk", flat=True))
    order = [key for key in keys if key in still]
    if before.next in still:
        return redirect(before.address_of(before.next))
    if order:
        return redirect(before.address_of(order[0]))
    if before.filters:
        messages.info(request, _("Nothing more waits under these filters."))
    else:
        messages.info(request, _("Nothing more waits for a decision."))
    return redirect(before.back)


def _keys(request, filters):
    """The keys of all that the queue shows under the filters, in its order."""
    asked = copy(request)
    # Which page of the list one came from does not matter: the walk goes through all of them.
    asked.GET = QueryDict(filters, mutable=True)
    asked.GET.pop("p", None)
    queue = admin.site.get_model_admin(Version)
    try:
        found = queue.get_changelist_instance(asked).queryset
    except IncorrectLookupParameters:
        return []
    return list(dict.fromkeys(found.values_list("pk", flat=True)))
