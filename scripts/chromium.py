"""Finds a Chromium for the browser tests, or gets one: as a module for the tests, as a command for `start.py test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SENTENCE = (
    "Nettlesertestene trenger Chromium. Installer Chromium eller Chrome, eller sett BROBYGGER_CHROMIUM til stien; "
    "resten av testene kjøres med: python3 start.py test tests --ignore=tests/browser"
)


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    if given := os.environ.get("BROBYGGER_CHROMIUM"):
        return given
    for name in NAMES:
        if path := shutil.which(name):
            return path
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.exists():
        return str(mac)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def get() -> str | None:
    """A Chromium, installed now when none is here and this machine lets us; or None."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installerer Chromium for nettlesertestene …", flush=True)
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if found := find():
            return found
    print("Henter Chromium for nettlesertestene …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stderr=subprocess.DEVNULL, check=False)
    return find()


if __name__ == "__main__":
    if not get():
        sys.exit(SENTENCE)
