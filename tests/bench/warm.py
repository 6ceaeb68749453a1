"""Stored pages against their floors: rates in turn, processor time, 304, and nginx."""

import json
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from enbyforalle.publishing.page import LONGEST_FOR_BEST
from tests.bench import load, servers
from tests.bench.figures import Figure

# Seconds of one crowd.
SECONDS = 0.6

# Seconds for the best forms of a page to come, while others wait for theirs.
PATIENCE = 60

_NOT_KEPT = {"server", "date", "connection", "transfer-encoding"}
_LIMIT = "the system takes the request and sends the bytes; wrk needs one of the two cores"


def measure(site, environ, database, *, rounds, crowds, is_first, paths):
    """Figures of every address in `paths` ({name: address}) for the site that runs."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="bench-pages-")))
        kept = {name: keep(site, address, folder) for name, address in paths.items()}
        (folder / "index.json").write_text(
            json.dumps({paths[name]: found[:2] for name, found in kept.items()})
        )
        floors = _floors(running, folder, environ)
        figures = []
        for number, (name, address) in enumerate(paths.items()):
            for n in crowds:
                others = dict(floors)
                # The barest of them once: it costs a quarter of the time, and no bound is on it.
                if not is_first or number or n != crowds[0]:
                    del others["bytes"]
                figures += _against(site, others, name, address, n, rounds)
        if is_first:
            first = next(iter(paths))
            figures.append(not_modified(site, paths[first], 2 * rounds + 1))
            figures.append(_packed(site, paths[first]))
    for figure in figures:
        figure.database = database
    return figures


def _floors(running, folder, environ):
    environment = environ | {"BENCH_PAGES": str(folder)}
    names = {"look": "bytes_and_look", "view": "django_view", "bytes": "only_bytes"}
    return {
        name: running.enter_context(
            servers.gunicorn(name, f"tests.bench.floors:{function}()", environment)
        )
        for name, function in names.items()
    }


def keep(site, address, folder):
    """(headers, file) of the page as the site sends it once its best form is made.

    Both processes must have it; readers who come at the same moment are met by both.
    """
    ends = time.monotonic() + PATIENCE
    while True:
        answers = load.at_once(site.port, address, 16)
        assert {answer.status for answer in answers} == {200}, address
        bodies = {answer.body for answer in answers}
        if len(bodies) == 1 and not any(_is_quick(site, address, one.head) for one in answers):
            break
        assert time.monotonic() < ends, f"{address} is still not packed"
        time.sleep(0.5)
    _status, headers, body = servers.fetch(site.url + address, **{"Accept-Encoding": "br"})
    name = f"page-{len(list(folder.iterdir()))}"
    (folder / name).write_bytes(body)
    sent = [(key, value) for key, value in headers.items() if key not in _NOT_KEPT]
    return sent, name


def _is_quick(site, address, head):
    """Whether a smaller form is still to come."""
    if b'-quick"' not in head:
        return False
    plain = servers.fetch(site.url + address, **{"Accept-Encoding": "identity"})[2]
    return len(plain) <= LONGEST_FOR_BEST


def _against(site, floors, name, address, n, rounds):
    """The ratios for one address and one number of connections."""
    everyone = {"site": site} | floors
    samples = {key: [] for key in everyone}
    for turn in range(rounds):
        # Each round begins with another, so that no one always follows the same.
        order = list(everyone)[turn % len(everyone) :] + list(everyone)[: turn % len(everyone)]
        for key in order:
            samples[key].append(_sample(everyone[key], address, n))
    rates = " ".join(
        f"{key} {sorted(row[0] for row in rows)[rounds // 2]:.0f}/s"
        f" {sorted(row[1] for row in rows)[rounds // 2]:.0f} µs"
        for key, rows in samples.items()
    )
    of_site = samples["site"]
    errors = sum(row[2] for row in of_site)
    bounds = {"view": 1.0, "look": 0.7}
    said = {"view": "a bare Django view", "look": "a WSGI function with the look"}
    said["bytes"] = "a bare WSGI function"
    found = []
    for key in floors:
        ratio = [mine[0] / other[0] for mine, other in zip(of_site, samples[key], strict=True)]
        cpu = [mine[1] / other[1] for mine, other in zip(of_site, samples[key], strict=True)]
        extra = {"cpu": cpu, "rates": [row[0] for row in of_site], "errors": errors}
        title = f"{name}, {n} connections, against {said[key]}"
        found.append(
            Figure("Stored pages", title, ratio, "×", bounds.get(key), None, rates, _LIMIT)
        )
        found[-1].extra = extra
    return found


def _sample(server, address, n):
    """(answers a second, microseconds of processor time an answer, errors) of one crowd."""
    before = server.cpu()
    told = load.crowd(server.url + address, n, SECONDS)
    return told.rate, (server.cpu() - before) / max(1, told.answers) * 1e6, told.errors


def not_modified(site, address, rounds):
    """Processor time of a 304 as a share of that of the 200."""
    _status, headers, _body = servers.fetch(site.url + address, **{"Accept-Encoding": "br"})
    condition = {"If-None-Match": headers["etag"]}
    status, _headers, body = servers.fetch(
        site.url + address, **{"Accept-Encoding": "br"}, **condition
    )
    assert (status, body) == (304, b""), (status, len(body))
    ratios = []
    for turn in range(rounds):
        costs = {}
        for status in (200, 304) if turn % 2 else (304, 200):
            before = site.cpu()
            headers = condition if status == 304 else {}
            told = load.crowd(site.url + address, 16, SECONDS, headers, expected=(200, 304))
            costs[status] = (site.cpu() - before) / told.answers
        ratios.append(costs[304] / costs[200])
    limit = "a 304 is read as a 200 is; it saves five headers and the body"
    title = "Processor time of a 304 against the 200"
    return Figure("Stored pages", title, ratios, "×", None, 1.0, "no body", limit)


def _packed(site, address):
    """How large the page is once the second compression is done, against brotli's best."""
    import brotli  # noqa: PLC0415

    plain = servers.fetch(site.url + address, **{"Accept-Encoding": "identity"})[2]
    sizes = []
    for _ in range(8):
        sizes.append(len(servers.fetch(site.url + address, **{"Accept-Encoding": "br"})[2]))
    best = len(brotli.compress(plain, quality=11))
    title = "Bytes by brotli against its best"
    detail = f"{len(plain)} bytes plain, {max(sizes)} sent, {best} at best"
    return Figure("Stored pages", title, [max(sizes) / best], "×", None, 1.05, detail, "none")


def behind_nginx(site, database, rounds):
    """The shipped proxy against nginx with the same bytes as a file; and how late a change is."""
    address = "/program/"
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="bench-file-")))
        folder.chmod(0o755)
        headers, name = keep(site, address, folder)
        (folder / name).rename(folder / "page")
        (folder / "page").chmod(0o644)
        skipped = {"content-length", "content-type", "etag", "last-modified"}
        kept = [row for row in headers if row[0] not in skipped]
        file = running.enter_context(servers.nginx("file", servers.file_config(folder, kept)))
        edge = running.enter_context(servers.nginx("edge", servers.edge_config(site.port)))
        ratios, rates = [], []
        for _ in range(rounds):
            mine = load.crowd(edge.url + address, 64, SECONDS)
            assert not mine.errors, mine
            other = load.crowd(file.url + address, 64, SECONDS)
            ratios.append(mine.rate / other.rate)
            rates.append(f"{mine.rate:.0f}/{other.rate:.0f}")
    limit = (
        "nginx reads the head of the kept page, and one reader of each moment goes on to the site"
    )
    title = "Behind the shipped nginx, against nginx with the file, 64 connections"
    detail = "edge/file " + " ".join(rates)
    return [Figure("Edge", title, ratios, "×", 0.9, None, detail, limit, database)]
