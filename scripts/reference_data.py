"""For maintainers: make the files in brobygger/reference/data/ from the collected sources.

    python3 scripts/reference_data.py FOLDER

FOLDER holds the sources as docs/reference-data.md names them. schemes.csv and scheme_limits.csv are kept by hand and left alone.
The same sources give the same bytes, so a changed file means a changed source. Raise the version in
brobygger/reference/datasets.py when a source is a newer edition.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "brobygger" / "reference" / "data"
TRUSTED_WITHIN_KM = 80  # from the municipality's own point; ADR 0022

# GeoNames keeps Svalbard in a file of its own, whose points are partly hundreds of kilometres off, so none is taken.
# Codes, places and number: aprestmo/norway-geodata, data/postal-codes-2025.json, 098e92e (MIT).
SVALBARD = {"number": "2100", "name": "Svalbard", "county_name": "Svalbard", "is_current": "1"}
SVALBARD_CODES = {
    "9170": "Longyearbyen",
    "9171": "Longyearbyen",
    "9173": "Ny-Ålesund",
    "9174": "Hopen",
    "9175": "Sveagruva",
    "9176": "Bjørnøya",
    "9178": "Barentsburg",
}

Row = dict[str, str]


def rows_of(path: Path) -> Iterator[Row]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def write(name: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode()
    if name.endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    (TARGET / name).write_bytes(content)
    print(f"{name}: {len(rows)} rows, {len(content)} bytes")


def municipalities(folder: Path) -> Iterator[Row]:
    for row in rows_of(folder / "geo" / "kommuner_2024.csv"):
        yield {"number": row["kommunenummer"], "name": row["navn"], "county_name": row["fylke"], "is_current": "1"}
    yield SVALBARD


def postal_codes(folder: Path) -> list[Row]:
    sources = list(rows_of(folder / "geo" / "postnummer.csv"))
    # A point that is far off for one code was filled in, not measured, and then it is no better for the other codes that have it.
    fill_ins = {(row["lat"], row["lon"]) for row in sources if float(row["km_til_kommunesentroide"]) > TRUSTED_WITHIN_KM}
    rows = []
    for row in sources:
        is_trusted = (row["lat"], row["lon"]) not in fill_ins
        rows.append(
            {
                "code": row["postnummer"],
                "place": row["poststed"],
                "municipality_number": row["kommunenummer"],
                "latitude": row["lat"] if is_trusted else "",
                "longitude": row["lon"] if is_trusted else "",
                "is_current": row["i_liste_2026"],
            }
        )
    for code, place in SVALBARD_CODES.items():
        rows.append(
            {"code": code, "place": place, "municipality_number": SVALBARD["number"], "latitude": "", "longitude": "", "is_current": "1"}
        )
    return sorted(rows, key=lambda row: row["code"])


def occupations(folder: Path) -> Iterator[Row]:
    from_nav = {row["styrk08"]: row for row in rows_of(folder / "occupations" / "styrk08_nav_yrkeskategori.csv")}
    for row in rows_of(folder / "occupations" / "styrk08.csv"):
        nav = from_nav.get(row["code"], {})
        yield {
            "code": row["code"],
            "level": row["level"],
            "parent_code": row["parent_code"],
            "name": row["name_nb"],
            "nav_name": nav.get("styrk08_name_nb", ""),
            "nav_category": nav.get("nav_category_level1", ""),
            "nav_subcategory": nav.get("nav_category_level2", ""),
        }


def esco_occupations(folder: Path) -> Iterator[Row]:
    styrk_codes = {row["code"] for row in rows_of(folder / "occupations" / "styrk08.csv")}
    for row in sorted(rows_of(folder / "esco" / "occupations.csv.gz"), key=lambda row: row["esco_id"]):
        yield {
            "esco_id": row["esco_id"],
            "isco08": row["isco08"],
            "occupation_code": row["isco08"] if row["isco08"] in styrk_codes else "",
            "label_nb": row["label_nb"],
            "label_en": row["label_en"],
            "alternative_labels_nb": row["alt_labels_nb"],
            "alternative_labels_en": row["alt_labels_en"],
        }


def main(folder: Path) -> None:
    write("municipalities.csv", municipalities(folder))
    write("postal_codes.csv", postal_codes(folder))
    write("occupations.csv", occupations(folder))
    write("esco_occupations.csv.gz", esco_occupations(folder))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
