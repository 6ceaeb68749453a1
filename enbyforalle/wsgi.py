"""The application that gunicorn serves: stored pages in front, Django behind them."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")
_django = get_wsgi_application()

# These read the settings, which stand only now.
from enbyforalle.middleware import log_stored  # noqa: E402
from enbyforalle.publishing import finishing  # noqa: E402
from enbyforalle.publishing.front import PageFront  # noqa: E402

finishing.start()
application = PageFront(_django, log=log_stored)
