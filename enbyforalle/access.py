"""Every view is closed unless it is marked otherwise."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login

from enbyforalle.lib import unsent


class ClosedViewsMiddleware(LoginRequiredMiddleware):
    """Asks who is signed in only where the view is closed.

    Django's own asks first of all, so that even an open page would read the visitor's session,
    vary on the cookie, and cost whoever is signed in two queries.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        """To the sign-in page; what a stranger was about to send waits until they are back."""
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        unsent.keep(request)
        # The address of a button answers to no GET, so one comes back to the page it stood on.
        return redirect_to_login(unsent.page_of(request))
