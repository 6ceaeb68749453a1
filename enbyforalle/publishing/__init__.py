"""What the public sees, made once and right at once.

`announce` is called by whatever changes the public site, `published` marks the views that show
it, and the page store keeps their bytes until the generation rises or their time is up.
"""

from enbyforalle.publishing import generation
from enbyforalle.publishing.addresses import listed, public_addresses
from enbyforalle.publishing.announcing import NotInTransaction, announce
from enbyforalle.publishing.decorators import PublishedViewError, published
from enbyforalle.publishing.signals import public_change

__all__ = (
    "NotInTransaction",
    "PublishedViewError",
    "announce",
    "generation",
    "listed",
    "public_addresses",
    "public_change",
    "published",
)
