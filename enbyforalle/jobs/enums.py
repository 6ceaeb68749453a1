from django.db import models
from django.utils.translation import gettext_lazy as _

# The name under which enbyforalle.jobs.mail registers its task.
MAIL_TASK = "send-mail"


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up")
    # Nothing happens until somebody lets it go or stops it.
    HELD = "held", _("Held back")
    CANCELLED = "cancelled", _("Stopped")


# Nothing more happens to these by themselves.
ENDED = (State.DONE, State.DEAD, State.CANCELLED)
