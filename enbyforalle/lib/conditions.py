"""Conditions that constraints of several models have in common."""

from django.db.models import Q


def is_decided_in(states):
    """A row says who decided and when exactly in ``states``: a decision has both, else neither."""
    both = {"decided_at__isnull": False, "decided_by__isnull": False}
    neither = {"decided_at__isnull": True, "decided_by__isnull": True}
    return Q(state__in=states, **both) | (~Q(state__in=states) & Q(**neither))
