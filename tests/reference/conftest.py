"""The shipped files in the database, read once for a module, and a small folder of files for what changes."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

from brobygger.reference.actions import load_reference_data

SMALL = {
    "municipalities.csv": "number,name,county_name,is_current\n0301,Oslo,Oslo,1\n5501,Tromsø,Troms,1\n",
    "postal_codes.csv": (
        "code,place,municipality_number,latitude,longitude,is_current\n"
        "0150,Oslo,0301,59.9127,10.7461,1\n"
        "9008,Tromsø,5501,69.6489,18.9551,1\n"
        "9290,Tromsø,5501,,,0\n"
    ),
    "occupations.csv": (
        "code,level,parent_code,name,nav_name,nav_category,nav_subcategory\n"
        "5,1,,Salgs- og serviceyrker,,,\n"
        "51,2,5,Yrker innen personlig tjenesteyting,,,\n"
        "512,3,51,Kokker,,,\n"
        "5120,4,512,Kokker,Kokker,Reiseliv og mat,Kokk\n"
    ),
    "esco_occupations.csv.gz": (
        "esco_id,isco08,occupation_code,label_nb,label_en,alternative_labels_nb,alternative_labels_en\n"
        "90f75f67-495d-49fa-ab57-2f320e251d7e,5120,5120,kokk,cook,kjøkkenassistent|kokk på skip,chef\n"
    ),
    "schemes.csv": "code,name\ninclusion_grant,inkluderingstilskudd\n",
    "scheme_limits.csv": (
        "scheme,kind,value,unit,valid_from,valid_to,source,source_read_year\n"
        "inclusion_grant,highest_amount,154800,nok,2025-01-01,2025-12-31,NAV,2026\n"
        "inclusion_grant,highest_amount,160400,nok,2026-01-01,,NAV,2026\n"
    ),
    "follow_up_phases.csv": (
        "service,phase,from_day,to_day,every_days,valid_from,valid_to\nsupported_employment,seeking,0,0,14,2000-01-01,\n"
    ),
}

ReplaceFile = Callable[[str, str], None]


@pytest.fixture(scope="module")
def shipped_once(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_data()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shipped(shipped_once: None) -> Iterator[None]:
    """The shipped files are in the database, and what the test does to them is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def replace_file(tmp_path: Path) -> ReplaceFile:
    def replace(name: str, text: str) -> None:
        content = text.encode()
        (tmp_path / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)

    return replace


@pytest.fixture
def folder(tmp_path: Path, replace_file: ReplaceFile) -> Path:
    for name, text in SMALL.items():
        replace_file(name, text)
    return tmp_path
