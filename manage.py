#!/usr/bin/env python
"""Django's command line for En by for alle."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The sentence tells what to set; forty lines of traceback would hide it.
        sys.exit(f"{error}")
