"""allauth's forms in our words: labels, help above the field, nothing inside it."""

from allauth.account import forms as allauth
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import LineField
from organisers.domain.people import note_address
from organisers.forms.organiser import refuse_addresses

_NEW_PASSWORD = _("At least 10 characters. A few words after each other are easy to remember.")
_CODE = _("Nine digits. You may leave out the dashes.")


class _OurWords:
    """Labels and helps by field name; placeholders go, since they vanish as one types."""

    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                # The longest that the column holds and that mail servers take.
                field.validators.append(MaxLengthValidator(254))
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(_OurWords, allauth.LoginForm):
    """Email, and a password for those who have one: without it a code is sent."""

    words = {
        "login": (_("Email"), ""),
        "password": (_("Password"), _("Leave it empty to get a code by email.")),
        "remember": (_("Keep me signed in on this device for two weeks"), ""),
    }

    def _setup_password_field(self):
        # allauth takes the field away where no password is asked for at sign-up.
        self.fields["password"].required = False

    def login(self, request, redirect_url=None):
        # Read again when the sign-in is through (organisers.adapter), by whichever way.
        request.session["remember"] = self.cleaned_data["remember"]
        if self.user:
            note_address(self.user)
        return super().login(request, redirect_url)


class SignUpForm(_OurWords, allauth.SignupForm):
    """Email, and a name for those who want one."""

    words = {"email": (_("Email"), _("We send a code to this address."))}
    name = LineField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("Shown to the coordinator and to others in your team, never in public."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[refuse_addresses],
    )
    field_order = ["email", "name"]


class RequestCodeForm(_OurWords, allauth.RequestLoginCodeForm):
    words = {"email": (_("Email"), "")}


class _CodeField(_OurWords):
    words = {"code": (_("Code"), _CODE)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "data-wrap": "mid"}


class SignInCodeForm(_CodeField, allauth.ConfirmLoginCodeForm):
    pass


class EmailCodeForm(_CodeField, allauth.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(_CodeField, allauth.ConfirmPasswordResetCodeForm):
    pass


class ForgottenPasswordForm(_OurWords, allauth.ResetPasswordForm):
    words = {"email": (_("Email"), "")}


class _SamePasswordTwice(_OurWords):
    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), _NEW_PASSWORD),
        "password2": (_("New password again"), ""),
    }

    def clean(self):
        """allauth's own comparison, in words that our catalogue has."""
        cleaned = forms.Form.clean(self)
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        return cleaned


class ResetPasswordForm(_SamePasswordTwice, allauth.ResetPasswordKeyForm):
    pass


class SetPasswordForm(_SamePasswordTwice, allauth.SetPasswordForm):
    pass


class ChangePasswordForm(_SamePasswordTwice, allauth.ChangePasswordForm):
    pass


class NewEmailForm(_OurWords, allauth.AddEmailForm):
    words = {"email": (_("New email"), _("We send a code to the new address."))}


class PasswordAgainForm(_OurWords, allauth.ReauthenticateForm):
    words = {"password": (_("Password"), "")}
