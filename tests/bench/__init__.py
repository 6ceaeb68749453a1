"""How fast the site is: what bin/bench measures, and the floors it is held against.

Every figure is a ratio within one run: the site and the floor are asked in turn, under the same
gunicorn settings and with the same bytes, since figures of two days or two machines say nothing
about each other. docs/performance.md is written by this package and by nothing else.
"""
