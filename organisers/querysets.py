"""Named questions about many organisers, texts, members and invitations."""

from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects

from enbyforalle.lib import clock
from organisers.enums import OPEN_TEXT_STATES, OrganiserKind


class OrganiserQuerySet(models.QuerySet):
    """Organisers."""

    def for_user(self, user):
        """Those the user is a member of; nobody's for an anonymous visitor."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user)

    def named(self):
        """Those with words the public may read: a live, approved text."""
        return self.filter(texts__is_live=True)

    def listable(self):
        """Those that may have a public page.

        A private person is listed only after ticking the box (design, section 2); whether there is
        a public event to list them for is a question for the events app.
        """
        return self.named().filter(~Q(kind=OrganiserKind.INDIVIDUAL) | Q(is_listed=True))

    def with_texts(self):
        """Prefetch the live text as ``live_texts`` and the open one as ``open_texts``."""
        return self.prefetch_related(*self._texts())

    def read_texts(self, organisers):
        """The same for organisers that have been read already. Two queries, or none for none."""
        prefetch_related_objects(organisers, *self._texts())

    def _texts(self):
        texts = self.model._meta.get_field("texts").related_model.objects
        return (
            Prefetch("texts", queryset=texts.filter(is_live=True), to_attr="live_texts"),
            Prefetch("texts", queryset=texts.open(), to_attr="open_texts"),
        )


class OrganiserTextQuerySet(models.QuerySet):
    """Reviewed words of organisers."""

    def open(self):
        """Texts that can still change: draft, submitted or with changes requested."""
        return self.filter(state__in=OPEN_TEXT_STATES)

    def live(self):
        """The approved words that the public reads now."""
        return self.filter(is_live=True)


class InvitationQuerySet(models.QuerySet):
    """Invitations to join an organiser."""

    def pending(self):
        """Not answered, not withdrawn and not out of date."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
