"""brobygger demo: an own PostgreSQL, the invented town, web and worker, until Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger.cli import postgres
from brobygger.cli.demo_town import BUILT, Town, ground_for_building
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from types import FrameType
    from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "brobygger-demo"
MARK_TEXT = "Denne mappen er laget av Brobyggers demo, og slettes av «demo --reset».\n"
READY_SECONDS = 60
STOP_SECONDS = 10
INTERRUPTED = 130


class Stopped(BaseException):
    """Ctrl-C or SIGTERM. Not an Exception, so that nothing on the way swallows it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="porten nettstedet svarer på (vanligvis 8000)")
    parser.add_argument("--data", type=Path, default=ROOT / ".brobygger" / "demo", metavar="MAPPE", help="mappen byen lagres i")
    parser.add_argument("--reset", action="store_true", help="slett byen i mappen og bygg en ny")
    parser.add_argument("--keep", action="store_true", help="når byen bygges på nytt: la den gamle ligge i en egen mappe ved siden av")


def run(given: argparse.Namespace) -> int:
    data = given.data.resolve()
    for demand in (signal.SIGINT, signal.SIGTERM):  # set outright: started with & a shell has told us to ignore Ctrl-C
        signal.signal(demand, _stop)
    try:
        _refuse_a_busy_port(given.port)
        with _kept_for_us(data), _children() as children:
            town = Town.wanted(ROOT, day=clock.today())
            make_room(data, town, reset=given.reset, keep=given.keep)
            return _serve(data, town, given.port, children)
    except Stopped:
        print(f"\nBrobygger er stoppet. {_what_is_left(data)}")
        return INTERRUPTED
    except PermissionError as refusal:
        raise DomainError(f"Får ikke skrive i {refusal.filename or data}. Velg en mappe som er din med --data.") from refusal


def _what_is_left(data: Path) -> str:
    if (data / BUILT).exists():
        return "Byen ligger igjen ut dagen. En annen dag bygges den på nytt."
    return "Byen var ikke ferdig, og bygges neste gang."


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _refuse_a_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as refusal:
            raise DomainError(
                f"Port {port} er opptatt eller ikke lov å bruke. Velg en annen: python3 start.py demo --port 8001"
            ) from refusal


@contextlib.contextmanager
def _kept_for_us(data: Path) -> Iterator[None]:
    """The data folder, marked as ours and locked so that two demos never share it."""
    if data.is_dir() and not _may_be_emptied(data):
        raise DomainError(f"Mappen {data} er ikke tom og ikke laget av demoen. Velg en annen med --data.")
    data.mkdir(parents=True, exist_ok=True)
    with (data / MARK).open("a", encoding="utf-8") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as refusal:
            raise DomainError(
                f"Demoen kjører allerede fra mappen {data}. Stopp den først, eller velg en annen mappe med --data."
            ) from refusal
        if not mark.tell():
            mark.write(MARK_TEXT)
            mark.flush()
        yield


def _may_be_emptied(data: Path) -> bool:
    """Whether a folder is the demo's own, or has nothing in it. A file of that name alone is no mark: any start may empty the folder."""
    mark = data / MARK
    text = mark.read_text(encoding="utf-8", errors="replace") if mark.is_file() else None
    return text == MARK_TEXT or all(path == mark and text == "" for path in data.iterdir())


def make_room(data: Path, wanted: Town, *, reset: bool, keep: bool) -> None:
    """Take a town away that can't be used as it is, and say so in a sentence: it is built anew.

    Takes   data  a folder that is the demo's own and locked by us
            keep  whether the old town is laid in a folder beside, and not deleted
    """
    standing = Town.standing_in(data)
    ground = "Du ba om en ny by" if reset else ground_for_building(standing, wanted) if standing else ""
    if standing and not ground:
        return
    postgres.stop_left_over(data)
    if standing:
        fate = f"og den gamle ligger i {_lay_aside(data, standing)}" if keep else "og det som ble skrevet i den gamle, er slettet"
        print(f"{ground}, så byen bygges på nytt, {fate}.", flush=True)
    _empty(data)  # a town that was never finished goes without a word: nobody has been let into it


def _lay_aside(data: Path, standing: Town) -> Path:
    """Move all of a town to a folder beside its own. It gets no mark, so that no demo ever empties it."""
    wanted = f"{data.name}-{standing.day or 'gammel'}"
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in itertools.count(1))
    kept = next(path for path in (data.with_name(name) for name in names) if not path.exists())
    kept.mkdir(mode=0o700)
    for path in _all_but_the_mark(data):
        shutil.move(path, kept / path.name)
    return kept


def _empty(data: Path) -> None:
    for path in _all_but_the_mark(data):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _all_but_the_mark(data: Path) -> list[Path]:
    """The note of a finished town comes first: a town that is half gone must not seem to stand."""
    return sorted((path for path in data.iterdir() if path.name != MARK), key=lambda path: path.name != BUILT)


@contextlib.contextmanager
def _children() -> Iterator[contextlib.ExitStack]:
    """A stack of what was started; all of it is stopped, last first, whatever happens, and a second Ctrl-C does not break in."""
    stack = contextlib.ExitStack()
    try:
        yield stack
    finally:
        for demand in (signal.SIGINT, signal.SIGTERM):
            signal.signal(demand, signal.SIG_IGN)
        stack.close()


def _serve(data: Path, town: Town, port: int, children: contextlib.ExitStack) -> int:
    server = postgres.start(data)
    children.callback(postgres.stop, server)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": server.url,
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_FILES_ROOT": str(data / "files"),
        "BROBYGGER_BASE_URL": f"http://localhost:{port}",
        "BROBYGGER_BIND": f"127.0.0.1:{port}",
        "BROBYGGER_ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BROBYGGER_WEB_GRACE_SECONDS": "3",
        "PROMETHEUS_MULTIPROC_DIR": str(_empty_folder(data / "metrics")),
        "PYTHONUNBUFFERED": "1",
    }
    if not (data / BUILT).exists():
        preparing = _start_child(["-m", "brobygger.cli", "prepare-demo", "--day", f"{town.day}"], environment, None, children)
        if code := preparing.wait():
            return code
        town.note_in(data)
    web = _start_web(environment, data, children)
    worker = _start_child(["-m", "brobygger.cli", "worker"], environment, data / "worker.log", children)
    _wait_until_ready(port, web, data / "web.log")
    print(
        f"\nBrobygger kjører. Åpne http://localhost:{port}/demo/ i nettleseren og velg hvem du vil være.\n"
        "Begynn gjerne som Lise, som er koordinator og har kick-off i dag.\n"
        "Stopp med Ctrl-C.",
        flush=True,
    )
    return watch({"Nettstedet": (web, data / "web.log"), "Arbeideren": (worker, data / "worker.log")}, town)


def watch(running: Mapping[str, tuple[subprocess.Popen[bytes], Path]], town: Town) -> NoReturn:
    """Stand by until Ctrl-C, and say it once when midnight makes the kick-off yesterday's. The town is left as it is: it is in use.

    Raises  DomainError when one of the programs stops by itself
    """
    is_told = False
    while True:
        if not is_told and clock.today() != town.day:
            is_told = True
            print("Det er en ny dag, og kick-offen i byen er ikke lenger i dag. Stopp demoen og start den igjen for en ny by.", flush=True)
        for name, (process, log) in running.items():
            if process.poll() is not None:
                raise DomainError(f"{name} stoppet av seg selv. Årsaken står i {log}.")
        time.sleep(0.5)


def _start_web(environment: dict[str, str], data: Path, children: contextlib.ExitStack) -> subprocess.Popen[bytes]:
    words = ["-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
    return _start_child(words, environment, data / "web.log", children)


def _empty_folder(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path


def _start_child(
    words: list[str], environment: dict[str, str], log: Path | None, children: contextlib.ExitStack
) -> subprocess.Popen[bytes]:
    output: IO[bytes] | None = children.enter_context(log.open("wb")) if log else None
    process = subprocess.Popen(
        [*postgres.end_with_parent("TERM"), sys.executable, *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,  # Ctrl-C in the terminal reaches us alone, and we stop the rest in order
    )
    children.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    for demand in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(demand)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_SECONDS)


def _wait_until_ready(port: int, web: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + READY_SECONDS
    while web.poll() is None and time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise DomainError(f"Nettstedet startet ikke. Årsaken står i {log}.")
