from django.db import models

from enbyforalle.lib.i18n import page_language


class PageQuerySet(models.QuerySet):
    def public(self):
        """Pages a visitor may read."""
        return self.filter(is_published=True)

    def listed(self):
        """The coordinator's own public pages, in their order: all but the fixed ones."""
        return self.public().filter(code__isnull=True)

    def by_slug(self, slug):
        """Pages with this slug in either language, the active language's own first."""
        own, other = ("en", "nb") if page_language() == "en" else ("nb", "en")
        is_own = models.Q(**{f"slug_{own}": slug})
        return self.filter(is_own | models.Q(**{f"slug_{other}": slug})).order_by(
            models.Case(models.When(is_own, then=0), default=1)
        )


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


class RedirectQuerySet(models.QuerySet):
    def for_path(self, path):
        """The row for this path, with or without a slash at its end."""
        bare = path.rstrip("/")
        return self.filter(old_path__in=(bare, f"{bare}/")).order_by("old_path")
