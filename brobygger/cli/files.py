"""Reading what a person points at, and writing an answer whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from brobygger.kernel.errors import DomainError

STANDARD_INPUT = "-"


def read(path: str) -> bytes:
    """What a file holds, or standard input for a dash."""
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except FileNotFoundError as refusal:
        raise DomainError(f"Filen {path} finnes ikke.") from refusal
    except OSError as refusal:
        raise DomainError(f"Får ikke lest {path}: {refusal.strerror}.") from refusal


def write(answer: object, path: Path | None) -> None:
    """Put an answer as JSON on standard output, or in a file that is there complete or not there at all."""
    text = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    if path is None:
        sys.stdout.write(text)
        return
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.absolute().parent, prefix=f".{path.name}-", delete=False) as file:
            new = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                new.chmod(0o666 & ~_mask())
                new.replace(path)
            except BaseException:
                new.unlink()
                raise
    except OSError as refusal:
        raise DomainError(f"Får ikke skrevet {path}: {refusal.strerror}.") from refusal


def _mask() -> int:
    """What the person's shell takes away from the rights of new files; the system tells only when it is set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
