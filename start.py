#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""python3 start.py demo | test | setup | check | bench | bench scale | WORD …

Needs the standard library only: makes .venv from the hashed locks, then runs the command in it. Any other word goes to `brobygger`.
uv installs what is locked, in seconds; where it cannot, pip does. See docs/adr/0111.
The file is written so that an old Python can read it and get as far as the sentence about its age.
"""

import ast
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
UV = os.path.join(VENV, "bin", "uv")
UV_LOG = os.path.join(VENV, "uv.log")
PIP_LOG = os.path.join(VENV, "install.log")
LOCALE = os.path.join(ROOT, "brobygger", "locale")
DEVELOPER_WORDS = ("test", "check", "bench")
HOW_TESTS_RUN = ["-n", "2", "--dist", "worksteal", "--durations", "30", "--durations-min", "1"]
NO_NETWORK = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError", "Max retries exceeded", "Temporary failure")
HASHED_WHEELS = ["--require-hashes", "--only-binary=:all:"]
PIP_INSTALLS = ["install", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"] + HASHED_WHEELS
UV_INSTALLS = ["pip", "install", "--quiet", "--python", PYTHON] + HASHED_WHEELS
# What pip may have been told of an office's own mirror, as uv is told it: the variable, and what stands between several values.
PIP_TO_UV = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_OFFLINE", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "),
    "default-timeout": ("UV_HTTP_TIMEOUT", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "client-cert": ("SSL_CLIENT_CERT", " "),
    "proxy": ("ALL_PROXY", " "),
}
# Several indexes are one to pip, which the hashes make safe; and a new pip trusts whom the machine trusts.
LIKE_PIP = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "1"}
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
        # On a server another user runs what is set up, and may not write down what was compiled as it was first met.
        set_up(for_developers=word in DEVELOPER_WORDS, compiled=word == "setup" or sys.dont_write_bytecode)
        go_on(word, rest)
    except KeyboardInterrupt:
        sys.exit(130)
    except PermissionError as refusal:
        sys.exit("Får ikke skrive i %s. Bruk brukeren som eier mappen, eller hent Brobygger til en mappe som er din." % refusal.filename)


def set_up(for_developers, compiled):
    """Make .venv, install what is locked, put the command in place and compile the catalogues; skip what is done."""
    try:
        import ensurepip  # noqa: F401  the import is the question: Debian leaves it out
        import venv
    except ImportError:
        sys.exit("Python mangler venv. Installer den (på Debian og Ubuntu: sudo apt install python3-venv) og prøv igjen.")
    if os.path.exists(UNFINISHED) or not works():
        say("Brobygger henter det den trenger. Det skjer bare første gang, i tre steg.")
        say("1 av 3: Lager mappen .venv, som alt legges i …")
        venv.create(VENV, clear=True)
    lock = "requirements-dev.lock" if for_developers else "requirements.lock"
    stamp = os.path.join(VENV, lock + ".installed")
    wanted = fingerprint(os.path.join(ROOT, lock))
    if read(stamp) != wanted:
        install(os.path.join(ROOT, lock), compiled)
        write(stamp, wanted)
    put_command_in_place()
    compile_catalogues()


def works():
    """Whether .venv has a Python that runs, which it has not when the Python it was made from is gone."""
    return run([PYTHON, "-c", ""], os.devnull)


def install(lock, compiled):
    """Install what is locked, by uv in seconds, or else by pip. Until it is done, a file says that .venv must be made anew."""
    write(UNFINISHED, lock)
    say("2 av 3: Henter uv, som henter resten …")
    pip = pip_nearby()
    if not (get_uv(pip) and install_by_uv(lock, compiled, pip)):
        say("uv virker ikke her. Henter pakkene med pip i stedet. Det tar et minutt eller to …")
        install_by_pip(lock)
    os.remove(UNFINISHED)


def pip_nearby():
    """The words that start pip: that of the Python we run in, which spares the seconds of putting one into .venv, or else .venv's own."""
    import importlib.util

    return [sys.executable, "-m", "pip", "--python", PYTHON] if importlib.util.find_spec("pip") else pip_of_venv()


def pip_of_venv():
    run([PYTHON, "-m", "ensurepip"], os.devnull)
    return [PYTHON, "-m", "pip"]


def get_uv(pip):
    """Whether pip could install uv, which it finds wherever it has been told to look."""
    done = run(pip + PIP_INSTALLS + ["--no-deps", "-r", os.path.join(ROOT, "requirements-uv.lock")], PIP_LOG)
    if not done:
        exit_without_network()
    return done


def install_by_uv(lock, compiled, pip):
    say("3 av 3: Henter og installerer pakkene …")
    environment = dict(settings_of_pip(pip), **LIKE_PIP)
    environment.update(os.environ)
    return run([UV] + UV_INSTALLS + (["--compile-bytecode"] if compiled else []) + ["-r", lock], UV_LOG, environment)


def settings_of_pip(pip):
    """What pip has been told, by files and variables, of where to look and whom to trust, as variables that uv reads."""
    said = subprocess.run(pip + ["config", "list"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    lines = said.decode("utf-8", "replace").splitlines()
    settings = {}
    for section in ("global.", "install.", ":env:."):  # a later one is stronger, as pip reads them
        for name, _, value in [line[len(section) :].partition("=") for line in lines if line.startswith(section)]:
            if name in PIP_TO_UV:
                variable, between = PIP_TO_UV[name]
                settings[variable] = between.join(ast.literal_eval(value).split())
    return settings


def install_by_pip(lock):
    if not run(pip_of_venv() + PIP_INSTALLS + ["-r", lock], PIP_LOG):
        exit_without_network()
        sys.exit("Kunne ikke installere det Brobygger trenger. Årsaken står i %s." % PIP_LOG)


def exit_without_network():
    if any(word in read(PIP_LOG) for word in NO_NETWORK):
        sys.exit("Kom ikke ut på nettet for å hente det Brobygger trenger. Sjekk nettforbindelsen og prøv igjen.")


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
        command = ["-m", "pytest"] + HOW_TESTS_RUN + rest
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


def say(sentence):
    print(sentence)
    sys.stdout.flush()


def run(words, log, environment=None):
    """Whether a command could be started and did what it should. What it says goes to the log."""
    with open(log, "w") as said:
        try:
            return subprocess.call(words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said) == 0
        except OSError as refusal:
            said.write("%s: %s" % (words[0], refusal))
            return False


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
