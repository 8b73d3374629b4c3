#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""python3 start.py demo | test | setup | check | bench | bench scale | WORD …

Needs the standard library only: makes .venv from the hashed lock, then runs the command in it. Any other word goes to `brobygger`.
The file is written so that an old Python can read it and get as far as the sentence about its age.
"""

import hashlib
import os
import signal
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
UNFINISHED = os.path.join(VENV, "unfinished")
PIP_LOG = os.path.join(VENV, "install.log")
LOCALE = os.path.join(ROOT, "brobygger", "locale")
DEVELOPER_WORDS = ("test", "check", "bench")
NO_NETWORK = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError", "Max retries exceeded", "Temporary failure")
COMMAND = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/python" -m brobygger.cli "$@"
"""


def main(words):
    if sys.version_info < OLDEST:
        sys.exit(
            "Brobygger trenger Python 3.11 eller nyere, og dette er %d.%d. Installer en nyere Python og prøv igjen." % sys.version_info[:2]
        )
    if os.name != "posix":
        sys.exit("Brobygger kjører på Linux og macOS. På Windows: bruk WSL, og kjør kommandoen der.")
    # A shell that starts us with & has told us to ignore Ctrl-C; what we start must hear it all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    word, rest = (words[0], words[1:]) if words else ("demo", [])
    try:
        set_up(for_developers=word in DEVELOPER_WORDS)
        go_on(word, rest)
    except KeyboardInterrupt:
        sys.exit(130)
    except PermissionError as refusal:
        sys.exit("Får ikke skrive i %s. Bruk brukeren som eier mappen, eller hent Brobygger til en mappe som er din." % refusal.filename)


def set_up(for_developers):
    """Make .venv, install what is locked, put the command in place and compile the catalogues; skip what is done."""
    try:
        import ensurepip  # noqa: F401  the import is the question: Debian leaves it out
        import venv
    except ImportError:
        sys.exit("Python mangler venv. Installer den (på Debian og Ubuntu: sudo apt install python3-venv) og prøv igjen.")
    if os.path.exists(UNFINISHED) or not works():
        venv.create(VENV, with_pip=True, clear=True)
    lock = "requirements-dev.lock" if for_developers else "requirements.lock"
    stamp = os.path.join(VENV, lock + ".installed")
    wanted = fingerprint(os.path.join(ROOT, lock))
    if read(stamp) != wanted:
        install(lock)
        write(stamp, wanted)
    put_command_in_place()
    compile_catalogues()


def works():
    """Whether .venv has a Python that runs, which it has not when the Python it was made from is gone."""
    try:
        return subprocess.call([PYTHON, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(lock):
    print("Henter det Brobygger trenger. Det tar et minutt eller to, bare første gang …")
    sys.stdout.flush()
    write(UNFINISHED, lock)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    with open(PIP_LOG, "w") as log:
        failed = subprocess.call(
            pip + ["--require-hashes", "--only-binary=:all:", "-r", os.path.join(ROOT, lock)], stdout=log, stderr=subprocess.STDOUT
        )
    if failed and any(word in read(PIP_LOG) for word in NO_NETWORK):
        sys.exit("Kom ikke ut på nettet for å hente det Brobygger trenger. Sjekk nettforbindelsen og prøv igjen.")
    if failed:
        sys.exit("Kunne ikke installere det Brobygger trenger. Årsaken står i %s." % PIP_LOG)
    os.remove(UNFINISHED)


def put_command_in_place():
    """Make `.venv/bin/brobygger`, found relative to itself so that the folder may be moved and have spaces in its name."""
    version = "python%d.%d" % sys.version_info[:2]
    packages = os.path.join(VENV, "lib", version, "site-packages")
    pointer = os.path.relpath(ROOT, packages) + "\n"
    if os.path.isdir(packages) and read(os.path.join(packages, "brobygger.pth")) != pointer:
        write(os.path.join(packages, "brobygger.pth"), pointer)
    command = os.path.join(VENV, "bin", "brobygger")
    if read(command) != COMMAND:
        write(command, COMMAND)
        os.chmod(command, 0o755)


def compile_catalogues():
    for folder, _, names in os.walk(LOCALE):
        if "django.po" in names and age(os.path.join(folder, "django.mo")) < age(os.path.join(folder, "django.po")):
            subprocess.check_call([PYTHON, os.path.join(ROOT, "scripts", "catalogues.py"), "compile"])
            return


def go_on(word, rest):
    if word == "setup":
        print("Brobygger er klar. Start demoen med: python3 start.py demo")
        return
    if word in DEVELOPER_WORDS:
        os.chdir(ROOT)
    if word == "test":
        if not leaves_out_the_browser(rest):
            subprocess.check_call([PYTHON, "-m", "scripts.chromium"])
        command = ["-m", "pytest", "-n", "2"] + rest
    elif word == "check":
        command = ["-m", "scripts.check"] + rest
    elif word == "bench":
        command = ["-m", "benchmarks.scale"] + rest[1:] if rest[:1] == ["scale"] else ["-m", "benchmarks.matching"] + rest
    else:
        command = ["-m", "brobygger.cli", word] + rest
    os.execv(PYTHON, [PYTHON] + command)


def leaves_out_the_browser(rest):
    paths = [word for word in rest if word.startswith("tests")]
    return bool(paths) and not any(path in "tests/browser/" or path.startswith("tests/browser") for path in paths)


def fingerprint(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read() + sys.version.encode()).hexdigest()


def age(path):
    return os.path.getmtime(path) if os.path.exists(path) else 0


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace")
    except IOError:
        return ""


def write(path, text):
    with open(path, "wb") as file:
        file.write(text.encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
