"""Keeps signed links and links for a new password out of logs. Also for gunicorn: see `GunicornLogger`. Source: RULES A11; ADR 0053."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

HIDDEN = "***"
# A signed link as access.links writes it, wherever it stands; and whatever stands where a token belongs in an address.
TOKEN = re.compile(r"[0-9a-f]{32}\.\d+(?:~|%7[eE])[\w-]+")
PLACE = re.compile(r"(/v/|/kalender/|/konto/nytt-passord/)[^/\s?#\"']+")


def hide_tokens(text: str) -> str:
    """A text with every token in it replaced by stars."""
    return TOKEN.sub(HIDDEN, PLACE.sub(rf"\g<1>{HIDDEN}", text))


class HideTokens(logging.Filter):
    """On a handler: rewrites the record, its arguments and its traceback, and lets it through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hide_tokens(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = hide_tokens(logging.Formatter().formatException(record.exc_info))
        elif record.exc_text:
            record.exc_text = hide_tokens(record.exc_text)
        return True


class GunicornLogger(Logger):
    """Gunicorn's own log, errors and access alike, without tokens. In its configuration: `logger_class = GunicornLogger`."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(HideTokens())
