from django.db import models


class PageQuerySet(models.QuerySet):
    def public(self):
        """Pages a visitor may read."""
        return self.filter(is_published=True)

    def listed(self):
        """The coordinator's own public pages, in their order: all but the fixed ones."""
        return self.public().filter(code__isnull=True)


class MeetingQuerySet(models.QuerySet):
    def public(self):
        """Meetings a visitor may read of, cancelled ones included: who meant to come must see."""
        return self.filter(is_published=True)

    def upcoming(self, now):
        """Meetings that have not ended at `now`, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now):
        """Meetings that have ended at `now`, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
