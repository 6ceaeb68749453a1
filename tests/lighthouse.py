"""What Lighthouse says of the open pages on a phone: median of five, into docs/performance.md.

.venv/bin/python -m tests.lighthouse http://127.0.0.1:8000 [--runs 5] [--only /program/ …]

Start bin/demo first, on a quiet machine. Needs Chromium, and Node, whose npx fetches Lighthouse.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench import report
from tests.bench.report import put_last

LIGHTHOUSE = "lighthouse@12.8.2"
GROUPS = ("performance", "accessibility", "best-practices", "seo")
# Name and unit of the figures that stand behind the first group.
FIGURES = {
    "first-contentful-paint": ("first paint", 1000, "s"),
    "largest-contentful-paint": ("largest paint", 1000, "s"),
    "total-blocking-time": ("blocked", 1, "ms"),
    "total-byte-weight": ("over the wire", 1000, "kB"),
}


def event_of(site, programme):
    """The path of the first event of the programme."""
    with urllib.request.urlopen(site + programme.rstrip("/") + ".json", timeout=30) as answer:
        return urlsplit(json.load(answer)["sessions"][0]["url"]).path


def measure(address, folder):
    """Lighthouse's report on one page, seen by a phone on a slow network, as it ships."""
    kept = Path(folder) / "report.json"
    command = shutil.which("lighthouse")
    subprocess.run(
        [
            *([command] if command else ["npx", "--yes", LIGHTHOUSE]),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={kept}",
            f"--only-categories={','.join(GROUPS)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        check=True,
        env=os.environ | {"CHROME_PATH": os.environ.get("CHROME_PATH") or chromium()},
        timeout=180,
    )
    return json.loads(kept.read_text())


def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("Lighthouse needs Chromium: apt-get install chromium")
    return found


def medians(reports):
    """The groups from 0 to 100 and the figures, each the median over the reports."""
    groups = [
        statistics.median(100 * one["categories"][name]["score"] for one in reports)
        for name in GROUPS
    ]
    figures = [
        statistics.median(one["audits"][name]["numericValue"] for one in reports) / per
        for name, (_words, per, _unit) in FIGURES.items()
    ]
    return groups, figures


def faults(found):
    """The audits that cost points, by name."""
    counted = {
        one["id"]
        for name in GROUPS
        for one in found["categories"][name]["auditRefs"]
        if one["weight"]
    }
    return [
        f"{name} ({audit['score']})"
        for name, audit in found["audits"].items()
        if name in counted and audit["score"] is not None and audit["score"] < 1
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", metavar="PATH", help="these pages; writes nothing")
    options = parser.parse_args()
    site = options.site.rstrip("/")
    paths = options.only or [
        *("/", "/program/", event_of(site, "/program/")),
        *("/en/", "/en/programme/", event_of(site, "/en/programme/")),
    ]
    table = list(rows(site, paths, options.runs))
    if not options.only:
        command = f"`python -m tests.lighthouse {site}`, beside `bin/demo`"
        words = (
            f"Written by {command}: Lighthouse {LIGHTHOUSE.partition('@')[2]}, a mid-range phone "
            f"on a slow network as Lighthouse imitates them, median of {options.runs}, "
            f"{datetime.now(UTC):%d %B %Y}.\n\n"
        )
        put_last(report.LIGHTHOUSE, words + "\n".join(table))


def rows(site, paths, runs):
    """The lines of the table, each printed as soon as it is measured."""
    words = [f"{words}, {unit}" for words, _per, unit in FIGURES.values()]
    yield told(f"| page | {' | '.join((*GROUPS, *words))} |")
    yield told("|---" * (1 + len(GROUPS) + len(words)) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            found = [measure(site + path, folder) for _run in range(runs)]
            groups, figures = medians(found)
            cells = [f"{value:.0f}" for value in groups] + [f"{value:.1f}" for value in figures]
            yield told(f"| {path} | {' | '.join(cells)} |")
            if any(value < 100 for value in groups):
                print(f"  lost points: {', '.join(faults(found[-1]))}", file=sys.stderr)


def told(line):
    print(line, flush=True)
    return line


if __name__ == "__main__":
    main()
