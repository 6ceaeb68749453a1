"""Every view is closed unless it is marked otherwise."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class ClosedViewsMiddleware(LoginRequiredMiddleware):
    """Asks who is signed in only where the view is closed.

    Django's own asks first of all, so that even an open page would read the visitor's session,
    vary on the cookie, and cost whoever is signed in two queries.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
