"""Where the tests' servers lie, and that none is left behind by a process that was killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres_plugin
from tests.postgres_plugin import NEW_SECONDS, PREFIX, ROOT, clear_left_behind, throw_away_folder

HOLD = """
import sys
from pathlib import Path
from tests import postgres_plugin as plugin

plugin.MEMORY, plugin.ROOM = Path(sys.argv[1]), 0
print(plugin.throw_away_folder(plugin.PREFIX), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def memory(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres_plugin, "MEMORY", tmp_path)
    monkeypatch.setattr(postgres_plugin, "ROOM", 0)
    return tmp_path


def grow_old(folder):
    long_ago = time.time() - 2 * NEW_SECONDS
    os.utime(folder, (long_ago, long_ago))


def test_a_server_lies_in_memory_where_there_is_room_and_in_the_usual_place_elsewhere(memory, tmp_path_factory, monkeypatch):
    usual = tmp_path_factory.mktemp("usual")
    monkeypatch.setattr(postgres_plugin.tempfile, "tempdir", str(usual))

    with_room = throw_away_folder(PREFIX)
    monkeypatch.setattr(postgres_plugin, "ROOM", float("inf"))
    without = throw_away_folder(PREFIX)

    assert with_room.parent == memory
    assert without.parent == usual


def test_what_a_killed_process_left_is_cleared_and_nothing_that_is_held_or_new_or_anothers(memory):
    held, new, strange = throw_away_folder(PREFIX), memory / f"{PREFIX}new", memory / "of-another-program"
    new.mkdir()
    strange.mkdir()
    command = [sys.executable, "-c", HOLD, memory]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        theirs = Path(other.stdout.readline().strip())
        for folder in (held, strange, theirs):
            grow_old(folder)

        clear_left_behind(memory)
        stood_while_it_ran = theirs.exists()
        other.kill()
    clear_left_behind(memory)

    assert stood_while_it_ran
    assert sorted(memory.iterdir()) == sorted([held, new, strange])
