"""docs/performance.md and its drawing, from the figures of one run.

The section on Lighthouse is written by tests/lighthouse.py and kept as it is.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median
from xml.sax.saxutils import escape

from enbyforalle.serving import FORM_PROCESSES
from tests.bench.servers import ROOT, THREADS, WORKERS

PAGE = ROOT / "docs" / "performance.md"
LIGHTHOUSE = "## What a phone meets"
DRAWING = ROOT / "docs" / "performance.svg"

_HEAD = """# How fast it is

Written by `{command}`: what it did not print does not stand here. A figure is
a ratio within one run, so that it means the same on another machine: the site and a floor beside
it were asked in turn, under the same gunicorn settings ({workers} processes of {threads} threads)
and with the same bytes in the same encoding. Given are the median of the rounds and the lowest
and highest. **!** marks what misses its bound.

The floors run on gunicorn's own worker, which at times lets one process take all connections of
a crowd and then answers a third as many. A ratio far above the others is such a round of the
floor, and no merit of the site. The site's worker shares them out, answers stored pages without
a thread, all who ask at once after one look, and leaves what is no stored page to {others} further
processes, which have nothing to do while stored pages are measured (`enbyforalle/serving`).

{machine}

![Stored pages against their floors](performance.svg)

"""

_TAIL = """
## What the floors are

| floor | what it does |
|---|---|
| a bare WSGI function | looks the address up in a dictionary and sends headers and bytes |
| a WSGI function with the look | the same, after the one-row question for the generation, asked as the site asks it |
| a bare Django view | a view that sends the bytes, behind the seven middlewares of a new Django project |
| nginx with the file | the same bytes and headers from the disk, by nginx with `sendfile` and nothing else set |
| the template from a ready list | the programme's own template, its context made beforehand |
| a plain writer | one query for what a calendar entry shows, and a loop that folds and escapes (`tests/bench/plain_ical.py`) |

## Where the time goes

| figure | recipe |
|---|---|
| stored pages, and the 304 | `python -m tests.bench.hits /program/` and `… /program/ 304`: what one costs in the application, and a profile. The rest of the processor time in the table is gunicorn's and the system's: `py-spy record -n -p` of a worker while `wrk -t1 -c16 -d10s -H 'Accept-Encoding: br' …/program/` runs |
| the look | `python -m timeit -s 'from enbyforalle.wsgi import application' 'application.look.number()'` |
| bytes | `curl -sH 'Accept-Encoding: br' …/program/ -o /dev/null -D -`: the tag ends in `-br-quick` until the best form has come |
| a crowd after a change | the processor time in the table, over that of one cold page: more than once and a half of it, and a page was made more than once. `LOG_LEVEL=INFO` has a line for each answer, with its milliseconds |
| cold pages | `python -m tests.bench.inside profile /program/` with `PAGE_STORE_BYTES=0`; also `'/program/?q=kaffe'` and the address of an event |
| feed | `python -m tests.bench.inside profile /program.ics` with `PAGE_STORE_BYTES=0` |
| the evening of the deadline | `LOG_LEVEL=INFO` and the lines of `POST`; on PostgreSQL `log_lock_waits=on` with `deadlock_timeout=100ms` |
| memory | `PYTHONTRACEMALLOC=5` and `tracemalloc.take_snapshot()` before and after; `len(pages)` and `pages.size` of `enbyforalle.publishing.store` |
| the database away | the same lines: an answer that took long waited for a connection; logger `psycopg.pool` at INFO tells what the pool does |
| start | `python -X importtime -c 'import enbyforalle.wsgi'` |
| nginx | `strace -c -p` of a worker of nginx; `$upstream_cache_status` and `$upstream_response_time` in its log |

The commands want the environment of a site; `bin/bench` prints the one it uses.
"""


def machine():
    """One paragraph: processor, cores, memory, versions, date."""
    model = _read("/proc/cpuinfo", "model name")
    memory = int(_read("/proc/meminfo", "MemTotal").split()[0]) / 1e6
    names = ("django", "gunicorn", "psycopg", "brotli")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    cores = os.cpu_count()
    made = datetime.now(UTC)
    return (
        f"{made:%d %B %Y}, {cores} cores ({model}), {memory:.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, {versions}, "
        f"{_first_line(['nginx', '-v'])}, {_first_line(['wrk', '-v'])}."
    )


def _read(path, name):
    with open(path) as file:
        found = [line.partition(":")[2].strip() for line in file if line.startswith(name)]
    return found[0] if found else "unknown"


def _first_line(command):
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"no {command[0]}"
    said = (told.stdout + told.stderr).strip().splitlines()[0]
    return said.partition("[")[0].replace("nginx version: ", "").split(" Copyright")[0].strip()


def write(figures, command, seconds, notes):
    """Write the page and the drawing."""
    settings = {"workers": WORKERS, "threads": THREADS, "others": FORM_PROCESSES}
    parts = [_HEAD.format(command=command, machine=machine(), **settings)]
    for group in dict.fromkeys(figure.group for figure in figures):
        rows = [figure for figure in figures if figure.group == group]
        parts.append(_table(group, rows))
    parts += [f"- {note}\n" for note in notes]
    parts.append(f"\nThe run took {seconds / 60:.1f} minutes.\n")
    kept = _section(LIGHTHOUSE)
    PAGE.write_text("".join(parts) + _TAIL + kept, encoding="utf-8")
    DRAWING.write_text(_drawing(figures), encoding="utf-8")
    sys.stdout.write(f"Written: {PAGE.relative_to(ROOT)}, {DRAWING.relative_to(ROOT)}\n")


def _section(heading):
    """The last section of the page, where it has this heading; else nothing."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    _before, found, after = text.partition(f"\n{heading}\n")
    return f"\n{heading}\n{after}" if found else ""


def put_last(heading, words):
    """Write a section that ends the page, in place of an earlier one with the same heading."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# How fast it is\n"
    before = text.partition(f"\n{heading}\n")[0].rstrip()
    PAGE.write_text(f"{before}\n\n{heading}\n\n{words.strip()}\n", encoding="utf-8")


def _table(group, rows):
    lines = [f"## {group}\n\n", "| | figure | median | spread | bound | CPU | made of |\n"]
    lines.append("|---|---|---|---|---|---|---|\n")
    for row in rows:
        bound = f"≥ {row.least:g}" if row.least is not None else ""
        bound = f"≤ {row.most:g}" if row.most is not None else bound
        cpu = row.extra.get("cpu")
        lines.append(
            f"| {'' if row.is_reached else '**!** '}{row.database} | {row.name} "
            f"| {row.median:.2f} {row.unit} | {min(row.values):.2f}–{max(row.values):.2f} "
            f"| {bound} | {f'{median(cpu):.2f} ×' if cpu else ''} | {row.detail} |\n"
        )
    limits = dict.fromkeys(row.limit for row in rows if row.limit)
    if limits:
        lines.append(f"\nWhat limits it now: {'; '.join(limits)}.\n")
    return "".join(lines) + "\n"


def _drawing(figures):
    """Bars of the stored pages' ratios with their spread, and the bound as a line."""
    rows = [row for row in figures if row.group in ("Stored pages", "Edge") and row.least]
    height, top, left, scale = 22, 40, 520, 120
    total = top + height * len(rows) + 30
    widest = left + scale * max([3.0, *(max(row.values) for row in rows)]) + 60
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {widest:.0f} {total}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Stored pages against their floors: medians and spread</title>",
        f'<rect width="{widest:.0f}" height="{total}" fill="#ffffff"/>',
        f'<text x="{left}" y="22" fill="#222222">times the floor; the mark is the bound</text>',
    ]
    for n, row in enumerate(rows):
        y = top + n * height
        colour = "#2b6f77" if row.is_reached else "#b3402a"
        low, high = left + scale * min(row.values), left + scale * max(row.values)
        bound = left + scale * row.least
        out += [
            f'<text x="{left - 8}" y="{y + 13}" text-anchor="end" fill="#222222">'
            f"{escape(f'{row.database}: {row.name}')}</text>",
            f'<rect x="{left}" y="{y + 3}" width="{scale * row.median:.1f}" height="12" '
            f'fill="{colour}"/>',
            f'<path d="M{low:.1f} {y + 9}H{high:.1f}" stroke="#222222" stroke-width="1.5"/>',
            f'<path d="M{bound:.1f} {y}v18" stroke="#111111" stroke-dasharray="3 2"/>',
            f'<text x="{high + 6:.1f}" y="{y + 13}" fill="#222222">{row.median:.2f}</text>',
        ]
    return "\n".join([*out, "</svg>\n"])
