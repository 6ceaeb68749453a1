"""The application that gunicorn serves: stored pages in front, Django behind them."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")
_django = get_wsgi_application()

# These read the settings, which stand only now.
from enbyforalle.middleware import log_stored  # noqa: E402
from enbyforalle.publishing import ahead, finishing  # noqa: E402
from enbyforalle.publishing.front import PageFront  # noqa: E402

# Seconds that a thread may go on while another waits for its turn. A stored page takes several
# turns of a fraction of a millisecond; with Python's own five milliseconds it would wait for each
# while another thread draws a form.
sys.setswitchinterval(0.0002)

# What is loaded now stays for good. Left to the collector it would be walked over again and again:
# a third of the time of a long page that has to be made.
get_resolver().url_patterns  # noqa: B018 - the views, which the first request would load
gc.collect()
gc.freeze()

finishing.start()
ahead.start(_django.get_response)
application = PageFront(_django, log=log_stored)
