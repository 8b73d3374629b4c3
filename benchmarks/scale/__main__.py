"""python -m benchmarks.scale: what the daily pages cost, in the demo's town and with a region's worth of people.

Each of the two databases is made, filled and measured by processes of its own, so that neither's memory counts as the other's. Says no
when a page breaks a bound of benchmarks/scale/bounds.py. With --keep FOLDER the databases stay in the folder and are used again the next
time: the region until the folder is deleted, the town until the day is over, since what it shows is about the day it was built.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from brobygger.cli import postgres
from brobygger.kernel import clock

ROOT = Path(__file__).resolve().parent.parent.parent
TOWN, REGION = "town", "region"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="What the daily pages cost, in a town and in a region.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the databases in a folder, and use what is there")
    parser.add_argument("--only", choices=(TOWN, REGION), help="measure in one of the two databases")
    given = parser.parse_args()
    databases = [given.only] if given.only else [TOWN, REGION]
    if given.keep is not None:
        return measure_in(given.keep.resolve(), databases)
    with tempfile.TemporaryDirectory(prefix="brobygger-scale-") as folder:
        return measure_in(Path(folder), databases)


def measure_in(folder: Path, databases: list[str]) -> int:
    return max([measure(database, folder_of(database, folder)) for database in databases])


def folder_of(database: str, kept: Path) -> Path:
    """Where a database lies. A town of another day is thrown away."""
    if database == REGION:
        return kept / REGION
    ours = kept / f"{TOWN}-{clock.today()}"
    for town in kept.glob(f"{TOWN}-????-??-??"):
        if town != ours:
            shutil.rmtree(town)
    return ours


def measure(database: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    server = postgres.start(folder, throw_away=True)
    try:
        with tempfile.TemporaryDirectory(prefix="brobygger-metrics-", ignore_cleanup_errors=True) as metrics:
            environment = os.environ | settings_of(server, folder) | {"PROMETHEUS_MULTIPROC_DIR": metrics}
            return step("filling", database, environment) or step("measuring", database, environment)
    finally:
        postgres.stop(server)


def settings_of(server: postgres.Server, folder: Path) -> dict[str, str]:
    address = f"127.0.0.1:{free_port()}"
    return {
        "DATABASE_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_BIND": address,
        "BROBYGGER_WEB_WORKERS": "2",
        "BROBYGGER_BASE_URL": f"http://{address}",
        "BROBYGGER_FILES_ROOT": str(folder / "files"),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def step(name: str, database: str, environment: dict[str, str]) -> int:
    return subprocess.call([sys.executable, "-m", "benchmarks.scale.step", name, database], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
