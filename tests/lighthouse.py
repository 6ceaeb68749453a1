"""What Lighthouse says of the open pages on a phone: median of five, as a table.

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
from pathlib import Path
from urllib.parse import urlsplit

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
    report = Path(folder) / "report.json"
    command = shutil.which("lighthouse")
    subprocess.run(
        [
            *([command] if command else ["npx", "--yes", LIGHTHOUSE]),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(GROUPS)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        check=True,
        env=os.environ | {"CHROME_PATH": os.environ.get("CHROME_PATH") or chromium()},
        timeout=180,
    )
    return json.loads(report.read_text())


def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("Lighthouse needs Chromium: apt-get install chromium")
    return found


def medians(reports):
    """The groups from 0 to 100 and the figures, each the median over the reports."""
    groups = [
        statistics.median(100 * report["categories"][name]["score"] for report in reports)
        for name in GROUPS
    ]
    figures = [
        statistics.median(report["audits"][name]["numericValue"] for report in reports) / per
        for name, (_words, per, _unit) in FIGURES.items()
    ]
    return groups, figures


def faults(report):
    """The audits that cost points, by name."""
    counted = {
        one["id"]
        for name in GROUPS
        for one in report["categories"][name]["auditRefs"]
        if one["weight"]
    }
    return [
        f"{name} ({audit['score']})"
        for name, audit in report["audits"].items()
        if name in counted and audit["score"] is not None and audit["score"] < 1
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", metavar="PATH")
    options = parser.parse_args()
    site = options.site.rstrip("/")
    paths = options.only or [
        *("/", "/program/", event_of(site, "/program/")),
        *("/en/", "/en/programme/", event_of(site, "/en/programme/")),
    ]
    words = [f"{words}, {unit}" for words, _per, unit in FIGURES.values()]
    print(f"| page | {' | '.join((*GROUPS, *words))} |")
    print("|---" * (1 + len(GROUPS) + len(words)) + "|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            reports = [measure(site + path, folder) for _run in range(options.runs)]
            groups, figures = medians(reports)
            cells = [f"{value:.0f}" for value in groups] + [f"{value:.1f}" for value in figures]
            print(f"| {path} | {' | '.join(cells)} |", flush=True)
            if any(value < 100 for value in groups):
                print(f"  lost points: {', '.join(faults(reports[-1]))}", file=sys.stderr)


if __name__ == "__main__":
    main()
