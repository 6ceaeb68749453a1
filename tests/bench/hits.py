"""Where the time of a stored page goes: python -m tests.bench.hits /program/ [304].

Wants the environment of a site (bin/bench prints the one it uses). Calls the application as
gunicorn does, without gunicorn; what remains of a request is gunicorn's and the system's.
"""

import cProfile
import os
import pstats
import sys
import timeit

TIMES = 5000


def main(address, status="200"):
    from django.conf import settings  # noqa: PLC0415 - after the application has set them up
    from django.test import RequestFactory  # noqa: PLC0415

    from enbyforalle.wsgi import application  # noqa: PLC0415

    site = settings.SITE_URL.partition("://")[2]
    environ = RequestFactory(HTTP_HOST=site).get(address, HTTP_ACCEPT_ENCODING="br").environ
    told = []

    def ask():
        told.clear()
        body = application(dict(environ), lambda *words: told.extend(words))
        list(body)
        if hasattr(body, "close"):
            body.close()

    ask()
    if status == "304":
        environ["HTTP_IF_NONE_MATCH"] = dict(told[1])["ETag"]
        ask()
    assert told[0].startswith(status), told[0]
    each = min(timeit.repeat(ask, number=TIMES, repeat=5)) / TIMES
    sys.stdout.write(f"{told[0]}: {each * 1e6:.1f} µs in the application\n")
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(TIMES):
        ask()
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")
    main(*sys.argv[1:])
