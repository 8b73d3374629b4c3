from __future__ import annotations

from pathlib import Path

import pytest

from brobygger.reference.datasets import DATA_FOLDER, DATASETS

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    "line",
    [
        "This service uses the ESCO classification of the European Commission.",
        "Kilde: Statistisk sentralbyrå (CC BY 4.0)",
        "© Kartverket (CC BY 4.0)",
        "Postal data: GeoNames (CC BY 4.0)",
    ],
)
def test_the_notice_has_the_words_each_source_asks_for(line):
    assert line in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_every_shipped_file_is_loaded_and_described():
    described = (ROOT / "docs" / "reference-data.md").read_text(encoding="utf-8")

    shipped = {path.name for path in DATA_FOLDER.iterdir()}

    assert shipped == {dataset.file for dataset in DATASETS}
    assert all(f"`{name}`" in described for name in shipped)
