"""A change and two hundred readers; a database that stops; memory; the start."""

import http.client
import json
import threading
import time

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
        json.loads(site.run(environ, "-m", "tests.bench.inside", "change"))
        started = time.perf_counter()
        servers.fetch(server.url + "/program/")
        alone = time.perf_counter() - started
        told = json.loads(site.run(environ, "-m", "tests.bench.inside", "change"))
        times, bodies = _all_at_once(server, "/program/", READERS)
        failed += sum(1 for status, _body in bodies if status != 200)
        old += sum(1 for _status, body in bodies if told["theme"].encode() not in body)
        times.sort()
        p99 = times[int(len(times) * 0.99) - 1]
        ratios.append(p99 / alone)
        said.append(f"{p99 * 1000:.0f}/{alone * 1000:.0f} ms")
    detail = f"{failed} errors, {old} old pages; p99/cold " + " ".join(said)
    title = f"{READERS} readers after a change: p99 against a cold page"
    limit = "two processes each make the page once"
    figures = [Figure("Crowd", title, ratios, "×", None, 3.0, detail, limit, database)]
    title = "Errors and old pages among them"
    figures.append(Figure("Crowd", title, [float(failed + old)], "", None, 0, "", "", database))
    return figures


def _all_at_once(server, address, n):
    """([seconds], [(status, body)]) of so many readers who all ask at the same moment."""
    ready, times, bodies = threading.Barrier(n), [], []

    def read():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.connect()
        ready.wait()
        started = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - started)
        bodies.append((answer.status, body))
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(n)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return times, bodies


def change_behind_nginx(server, environ, database, rounds):
    """Seconds from a committed change to its first showing behind the shipped proxy, under load."""
    seconds = []
    with servers.nginx("edge", servers.edge_config(server.port)) as edge:
        for _ in range(rounds):
            crowd = threading.Thread(target=load.crowd, args=(edge.url + "/program/", 8, 3))
            crowd.start()
            told = json.loads(site.run(environ, "-m", "tests.bench.inside", "change"))
            done = time.perf_counter()
            while told["theme"].encode() not in servers.fetch(edge.url + "/program/")[2]:
                time.sleep(0.01)
            seconds.append(time.perf_counter() - done)
            crowd.join()
    title = "Seconds until a change shows behind nginx, while others read"
    limit = "a page is kept for the second in which it was fetched"
    return [Figure("Edge", title, seconds, "s", None, 1.0, "", limit, database)]


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
    """Growth of the largest worker over the second half of so many mixed requests."""
    sizes, done = [], 0
    part = answers // 10
    address_of = [*MIXED, *(f"/program/?day=2027-02-{day:02}" for day in range(8, 15))]
    while done < answers:
        here = 0
        for n, address in enumerate(address_of):
            seconds = 1
            told = load.crowd(server.url + address, 16, seconds)
            here += told.answers
            servers.fetch(server.url + f"/program/?q={done}-{n}")
            if here >= part:
                break
        done += here
        sizes.append((done, server.memory()))
    half = min(sizes, key=lambda row: abs(row[0] - done / 2))[1]
    growth = sizes[-1][1] / half
    detail = (
        f"{half / 1e6:.0f} MB after half of {done} answers, {sizes[-1][1] / 1e6:.0f} MB at last"
    )
    limit = "the store fills to its bound, and no further"
    title = "Memory of a worker over the last half of the requests"
    return [Figure("Memory", title, [growth], "×", None, 1.05, detail, limit, database)]


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
