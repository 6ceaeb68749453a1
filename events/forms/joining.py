"""Step 2: getting there, the weather, and joining online."""

from django.utils.translation import gettext_lazy as _

from events.forms.parts import Group, StepForm
from events.models import Version


class JoiningForm(StepForm):
    """What holds for all sessions."""

    layout = (
        Group(("is_drop_in", "directions_nb", "weather_plan_nb"), legend=_("Practical")),
        Group(
            ("online_platform_nb", "joining_url", "is_joining_url_hidden", "has_live_captions"),
            kind="fold",
            legend=_("Joining online"),
        ),
    )
    short = ("joining_url", "is_joining_url_hidden")

    class Meta(StepForm.Meta):
        model = Version
        fields = (
            "is_drop_in",
            "directions_nb",
            "directions_en",
            "weather_plan_nb",
            "weather_plan_en",
            "online_platform_nb",
            "online_platform_en",
            "joining_url",
            "is_joining_url_hidden",
            "has_live_captions",
        )
        labels = {"is_drop_in": _("Drop in – come any time while it lasts")}
        help_texts = {
            "directions_nb": _("Which entrance, which floor, the nearest bus stop."),
            "weather_plan_nb": _("Only for outdoor events."),
            "online_platform_nb": _("For example Teams, Zoom or YouTube."),
            "joining_url": _("Needed when people can take part online."),
        }
