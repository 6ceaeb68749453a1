"""How allauth works here: its mails through our queue, its sentences in our words."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.i18n import page_language
from organisers import emails
from organisers.models import User

# allauth's name of a mail → ours. Those that say the same share one.
_MAILS = {
    "login_code": "sign-in-code",
    "email_confirmation": "email-code",
    "email_confirmation_signup": "email-code",
    "password_reset_code": "password-code",
    "unknown_account": "unknown-account",
    "account_already_exists": "account-exists",
    "password_changed": "password-changed",
    "password_set": "password-changed",
    "password_reset": "password-changed",
    "email_changed": "email-changed",
}

# allauth's name of a message → what we say; nothing for what the next page says itself.
_MESSAGES = {
    "email_confirmed": _("Your email address is confirmed."),
    "email_confirmation_failed": _("Another account has this email address already."),
    "password_changed": _("Your password is changed."),
    "password_set": _("Your password is set."),
    "cannot_delete_primary_email": _("You cannot remove the address you sign in with."),
    "unverified_primary_email": _("The email address must be confirmed first."),
}

_WAIT = _("Too many attempts. Wait a few minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Named in settings as ACCOUNT_ADAPTER."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _MESSAGES["cannot_delete_primary_email"],
        "duplicate_email": _("This is the address you have already."),
        "email_password_mismatch": _(
            "The email address and the password do not match. Leave the password empty to get a "
            "code by email instead."
        ),
        "email_taken": _("Another account has this email address already."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code we sent. Use the newest email."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("We could not sign you in with this."),
        "invalid_or_expired_key": _("The link is not valid any more."),
        "invalid_password_reset": _("The link is not valid any more."),
        "rate_limited": _WAIT,
        "same_as_current": _("This is the address you have already."),
        "too_many_login_attempts": _WAIT,
        "unknown_email": _("We know no account with this address."),
        "unverified_primary_email": _MESSAGES["unverified_primary_email"],
    }

    def send_mail(self, template_prefix, email, context):
        """Queue one of allauth's mails, in the language the receiver chose.

        A stranger gets the language of the page they stood on.
        """
        known = User.objects.filter(email__iexact=email).values_list("language", flat=True)
        # The address may be new to somebody who is signed in and changes theirs.
        user = context.get("user")
        language = known.first() or getattr(user, "language", "") or page_language()
        name = _MAILS[template_prefix.rpartition("/")[2]]
        kept = {key: context[key] for key in ("code", "to_email") if key in context}
        emails.account_mail(name, to=email, language=language, **kept)

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        """Say it in our words, where there is something to say."""
        if message is None and message_template:
            name = message_template.rpartition("/")[2].removesuffix(".txt")
            message = _MESSAGES.get(name)
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def save_user(self, request, user, form, commit=True):
        """A new person writes in the language they were reading when they signed up."""
        user.name = form.cleaned_data.get("name", "")
        user.language = page_language()
        return super().save_user(request, user, form, commit)

    def post_login(self, request, user, **kwargs):
        """However one signs in, the sign-in ends with the browser unless the box was ticked."""
        response = super().post_login(request, user, **kwargs)
        remember = request.session.pop("remember", False)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
        return response

    def get_login_redirect_url(self, request):
        """The administration for those who work there, else the desk, else what comes before it."""
        if request.user.is_staff:
            return reverse("admin:index")
        if request.user.memberships.exists():
            return resolve_url(settings.LOGIN_REDIRECT_URL)
        return reverse("organisers:register")

    def get_signup_redirect_url(self, request):
        """Somebody new has no organiser; asked before the person is signed in."""
        return reverse("organisers:register")

    def get_password_change_redirect_url(self, request):
        return reverse("organisers:account")

    def get_email_verification_redirect_url(self, email_address):
        if self.request.user.is_authenticated:
            return reverse("organisers:account")
        return super().get_email_verification_redirect_url(email_address)
