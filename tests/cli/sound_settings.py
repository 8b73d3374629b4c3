"""The settings as in production, but for one thing: without a pool, which would wait long for a database that is not there."""

from __future__ import annotations

from config.settings import *  # noqa: F403  all of Brobygger's settings, and nothing of the tests'
from config.settings import DATABASES

DATABASES["default"]["OPTIONS"] = {}
