"""What bin/test needs of the machine: Debian packages, and a PostgreSQL to throw away."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

# Program looked for, the Debian package that has it, and what cannot be done without it.
NEEDS = {
    "chromium": ("chromium", "browser tests"),
    "postgresql": ("postgresql", "tests on PostgreSQL"),
    "gettext": ("gettext", "comparing the catalogues with the code"),
    "nginx": ("nginx", "test of the nginx that is shipped"),
}
INSTALL = ("install", "-y", "--no-install-recommends")
# Without these no step is left out, only some tests of one: told in a note.
PARTS_OF_STEPS = ("gettext", "nginx")


def install_missing():
    """Install by apt what is missing, if this is root on Debian.

    Returns ({need: why its steps cannot run}, [notes]).
    """
    missing = [need for need in NEEDS if not is_there(need)]
    if not missing:
        return {}, []
    packages = [NEEDS[need][0] for need in missing]
    notes = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(packages)} …", flush=True)
        install(packages)
        still = [NEEDS[need][0] for need in missing if not is_there(need)]
        notes += [
            f"apt-get could not install {package}; its words stand above" for package in still
        ]
    else:
        command = " ".join(["apt-get", *INSTALL, *packages])
        notes.append(f"not root on Debian, so nothing was installed; run: sudo {command}")
    lacks = {
        need: f"{NEEDS[need][0]} is missing, so no {NEEDS[need][1]}"
        for need in missing
        if not is_there(need)
    }
    return lacks, notes + [why for need, why in lacks.items() if need in PARTS_OF_STEPS]


def install(packages):
    """All at once; where apt refuses because of one of them, each of the others by itself."""
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    if subprocess.run(["apt-get", *INSTALL, *packages], check=False, **quiet).returncode:
        for package in packages:
            subprocess.run(["apt-get", *INSTALL, package], check=False, **quiet)


def is_there(need):
    if need == "postgresql":
        return postgresql_programs() is not None
    if need == "gettext":
        return shutil.which("xgettext") is not None
    return shutil.which(need) is not None


def postgresql_programs():
    """The folder of initdb and pg_ctl, the newest of several, or None."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(versions, key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def throwaway_postgresql():
    """A PostgreSQL of our own in a temporary folder, reached by a unix socket, stopped at the end.

    Yields (address for DATABASE_URL, None), or (None, why there is none).
    """
    programs = postgresql_programs()
    if programs is None:
        yield None, "postgresql is missing"
        return
    folder = Path(tempfile.mkdtemp(prefix="enbyforalle-pg-"))
    try:
        refusal = start(programs, folder)
        yield (None, refusal) if refusal else (f"postgres://postgres@/test?host={folder}", None)
    finally:
        as_owner([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def start(programs, folder):
    """Make and start the cluster; returns None, or why that did not work."""
    if os.geteuid() == 0:
        # PostgreSQL will not run as root, so the user that the package made owns the folder.
        shutil.chown(folder, "postgres")
    made = as_owner(
        [programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust"]
        + ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    )
    if made.returncode:
        return f"initdb refused: {made.stderr.strip()[-200:]}"
    # No network, and no waiting for a disk whose content is thrown away.
    switches = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    # Tests roll back, so the only statistics there could be are of empty tables, and with those
    # the planner reads 300 rows as if they were one.
    switches += " -c autovacuum=off"
    switches += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    started = as_owner(
        [programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "30"]
        + ["-o", switches, "start"]
    )
    if started.returncode:
        return f"PostgreSQL did not start: {started.stdout.strip()[-200:]}"
    return None


def as_owner(command):
    """Run as the user that owns the cluster: ourselves, or `postgres` when we are root."""
    command = [str(part) for part in command]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    return subprocess.run(
        command, cwd="/", capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


if __name__ == "__main__":
    # For a developer who wants one to try things on: prints its address until Enter is pressed.
    with throwaway_postgresql() as (address, refusal):
        print(address or refusal)
        sys.stdin.readline()
