"""What a password must be, where Django's own words are missing in Norwegian."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Django changed this sentence in 5.2, and its Norwegian catalogue has the old one."""

    def get_error_message(self):
        return ngettext(
            "The password is too short. It must have at least %(count)d character.",
            "The password is too short. It must have at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
