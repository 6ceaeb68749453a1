"""A change and two hundred readers; a database that stops; memory; the start."""

import http.client
import itertools
import json
import re
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

import brotli

from tests.bench import load, servers, site
from tests.bench.figures import Figure
from tests.machine import as_owner, postgresql_programs

READERS = 200
MIXED = ("/", "/program/", "/en/programme/", "/program.ics", "/program.json", "/arrangorer/")


def after_a_change(server, environ, database, rounds):
    """One public change, then 200 readers at once: what the slowest waited for, and what he saw.

    The bound is three times a cold page, asked alone with the store thrown away by a change.
    """
    ratios, old, failed, said = [], 0, 0, []
    for _ in range(rounds):
        _change(environ)
        alone = load.at_once(server.port, "/program/", 1)[0].seconds
        told = _change(environ)
        before = server.cpu()
        answers = load.at_once(server.port, "/program/", READERS)
        cpu = server.cpu() - before
        failed += sum(1 for answer in answers if answer.status != 200)
        wrong = {body for body in {one.body for one in answers} if not _shows(body, told)}
        old += sum(1 for answer in answers if answer.body in wrong)
        times = sorted(answer.seconds for answer in answers)
        p99 = times[int(len(times) * 0.99) - 1]
        ratios.append(p99 / alone)
        said.append(f"{p99 * 1000:.0f}/{alone * 1000:.0f} ms, {cpu * 1000:.0f} ms of processor;")
    detail = f"{failed} errors, {old} old pages; p99/cold " + " ".join(said)
    title = f"{READERS} readers after a change: p99 against a cold page"
    limit = "one process makes the page, beside the readers' own work"
    figures = [Figure("Crowd", title, ratios, "×", None, 3.0, detail, limit, database)]
    title = "Errors and old pages among them"
    figures.append(Figure("Crowd", title, [float(failed + old)], "", None, 0, "", "", database))
    return figures


def _change(environ):
    """Make a public change; {"theme": its words, "at": when it was committed, as time.time()}."""
    return json.loads(site.run(environ, "-m", "tests.bench.inside", "change"))


def _shows(body, told):
    return told["theme"].encode() in brotli.decompress(body)


def change_behind_nginx(server, environ, database, rounds):
    """Seconds from a change's commit to its first showing behind the shipped proxy, under load.

    From then on the old page must not come back.
    """
    seconds, back = [], 0
    with servers.nginx("edge", servers.edge_config(server.port)) as edge:
        for _ in range(rounds):
            seen, ended = [], threading.Event()
            readers = [
                threading.Thread(target=load.crowd, args=(edge.url + "/program/", 8, 4)),
                threading.Thread(target=_watch, args=(edge.url + "/program/", seen, ended)),
            ]
            for reader in readers:
                reader.start()
            # The crowd must be there before the change is.
            time.sleep(0.5)
            told = _change(environ)
            time.sleep(max(0.0, told["at"] + 2.0 - time.time()))
            ended.set()
            for reader in readers:
                reader.join()
            shown = [(at, _shows(body, told)) for at, body in seen]
            first = min((at for at, is_new in shown if is_new), default=time.time())
            back += sum(1 for at, is_new in shown if at > first and not is_new)
            seconds.append(first - told["at"])
    title = "Seconds until a change shows behind nginx, while others read"
    limit = "a page is kept for the quarter of a second in which it was fetched, and then made once"
    figures = [Figure("Edge", title, seconds, "s", None, 1.0, "", limit, database)]
    title = "Old pages after its first showing"
    figures.append(Figure("Edge", title, [float(back)], "", None, 0, "", "", database))
    return figures


def _watch(url, seen, ended):
    """Ask until `ended`; put (time.time(), body) into `seen` each time the body is another."""
    before = None
    while not ended.is_set():
        body = servers.fetch(url, **{"Accept-Encoding": "br"})[2]
        if body != before:
            seen.append((time.time(), body))
            before = body
        time.sleep(0.005)


def database_stopped(server, environ, database):
    """PostgreSQL stopped under readers: what they get, and how soon it is right again."""
    folder = site.postgres_folder(environ)
    control = [postgresql_programs() / "pg_ctl", "-D", folder / "data"]
    for address in MIXED:
        for _ in range(8):
            servers.fetch(server.url + address)
    # A process that has not been asked for a page reads it from the folder.
    time.sleep(6)
    as_owner([*control, "-m", "immediate", "-w", "stop"])
    refused, slowest = 0, 0.0
    for address in MIXED * 5:
        started = time.perf_counter()
        status, headers, _body = servers.fetch(server.url + address)
        slowest = max(slowest, time.perf_counter() - started)
        refused += status != 200 or headers.get("x-served-stale") != "1"
    told = load.crowd(server.url + "/program/", 16, 3)
    unread = servers.fetch(server.url + "/program/?day=2027-02-13")[0]
    as_owner([*control, "-l", folder / "log", "-w", "-o", _switches(folder), "start"])
    back, right = time.perf_counter(), 0.0
    while not right:
        status, headers, _body = servers.fetch(server.url + "/program/?day=2027-02-13")
        stale = servers.fetch(server.url + "/program/")[1].get("x-served-stale")
        if status == 200 and not stale:
            right = time.perf_counter() - back
    detail = (
        f"{told.rate:.0f}/s meanwhile with {told.errors} errors; the slowest waited "
        f"{slowest * 1000:.0f} ms; a page that nobody had read: {unread}"
    )
    limit = "a page that nobody has read cannot be told"
    title = "Stored pages refused while the database is stopped"
    figures = [Figure("Database away", title, [float(refused + told.errors)], "", None, 0, detail)]
    title = "Seconds from its return until all is right"
    figures.append(Figure("Database away", title, [right], "s", None, 1.5, "", limit))
    for figure in figures:
        figure.database = database
    return figures


def _switches(folder):
    return (
        f"-c listen_addresses='' -c unix_socket_directories={folder} "
        "-c fsync=off -c synchronous_commit=off"
    )


def memory(server, database, answers):
    """Growth of a worker over the second half of so many requests, of each worker the larger."""
    addresses = _mixed_addresses(server)
    asked, statuses, sizes = itertools.count(), Counter(), []
    parts = 20
    for part in range(parts):
        until = answers * (part + 1) // parts
        readers = [
            threading.Thread(target=_ask_in_turn, args=(server, addresses, asked, until, statuses))
            for _ in range(16)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        sizes.append(server.memory())
        # Each thread takes one number too many to see that it is done.
        asked = itertools.count(until)
    half, last = sizes[parts // 2 - 1], sizes[-1]
    growth = max(last[pid] / half[pid] for pid in half)
    told = "; ".join(
        " ".join(f"{size[pid] / 1e6:.0f}" for size in sizes[1::2]) + " MB" for pid in half
    )
    counted = ", ".join(f"{n} answers {status}" for status, n in sorted(statuses.items()))
    detail = f"{len(addresses)} addresses, {counted}; after each tenth, by worker: {told}"
    limit = "the store fills to its bound, and no further"
    title = "Memory of a worker over the last half of the requests"
    found = [Figure("Memory", title, [growth], "×", None, 1.05, detail, limit, database)]
    errors = sum(n for status, n in statuses.items() if status >= 500)
    title = "Errors among them"
    return [*found, Figure("Memory", title, [float(errors)], "", None, 0, "", "", database)]


def _mixed_addresses(server):
    """What a long day asks for: `@` stands for a word that nobody has asked for before."""
    sitemap = servers.fetch(server.url + "/sitemap.xml")[2].decode()
    listed = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", sitemap)]
    days = [f"/program/?day=2027-02-{day:02}" for day in range(8, 15)]
    often = [*MIXED, *listed, *days]
    # Searches and pages that are not there are made each time, and take what they are worth.
    return [*(often * (1 + 500 // len(often))), "/program/?q=@", "/en/programme/?q=@", "/no/@/"]


def _ask_in_turn(server, addresses, asked, until, statuses):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while (n := next(asked)) < until:
        address = addresses[n % len(addresses)].replace("@", f"ord{n}")
        accepted = ("br", "gzip", "br", "identity")[n % 4]
        connection.request("GET", address, headers={"Accept-Encoding": accepted})
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
    connection.close()


def start(environ, database, rounds):
    """Seconds to the first answer, against the same installed apps without addresses."""
    ratios, said = [], []
    for _ in range(rounds):
        mine = _first_answer("enbyforalle.wsgi", environ)
        other = _first_answer("tests.bench.floors:empty_urls()", environ)
        ratios.append(mine / other)
        said.append(f"{mine:.2f}/{other:.2f}")
    title = "Start to first answer, against the same apps with empty addresses"
    detail = "seconds " + " ".join(said)
    limit = "modules are read"
    return [Figure("Start", title, ratios, "×", None, 1.5, detail, limit, database)]


def _first_answer(application, environ):
    port = servers.free_port()
    started = time.perf_counter()
    with servers.gunicorn("start", application, environ, port=port):
        return time.perf_counter() - started
