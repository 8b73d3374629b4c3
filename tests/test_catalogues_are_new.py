from __future__ import annotations

import os

from tests.conftest import old_catalogues


def test_a_catalogue_is_old_without_a_compiled_one_and_when_its_texts_are_newer(tmp_path):
    written, compiled = tmp_path / "nn" / "django.po", tmp_path / "nn" / "django.mo"
    written.parent.mkdir()
    written.touch()
    without = old_catalogues(tmp_path)
    compiled.touch()
    os.utime(compiled, (2, 2))
    os.utime(written, (1, 1))
    new = old_catalogues(tmp_path)
    os.utime(written, (3, 3))

    assert (without, new, old_catalogues(tmp_path)) == ([written], [], [written])
