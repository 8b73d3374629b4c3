from __future__ import annotations

import pytest
from django.db import IntegrityError

from brobygger.reference.actions import load_reference_data
from brobygger.reference.models import DatasetVersion, EscoOccupation, Municipality, PostalCode, SchemeLimit
from brobygger.reference.queries import find_occupations
from tests.reference.conftest import SMALL
from tests.reference.rows import counts, row_versions


@pytest.mark.django_db
def test_reading_the_same_files_again_writes_no_reference_row(folder):
    load_reference_data(folder=folder)
    DatasetVersion.objects.update(version="an older one")
    before = [row for row in row_versions() if row[0] != DatasetVersion._meta.db_table]

    loaded = load_reference_data(folder=folder)

    assert counts(loaded) == {}
    assert [row for row in row_versions() if row[0] != DatasetVersion._meta.db_table] == before


@pytest.mark.django_db
def test_a_changed_line_updates_that_row_alone(folder, replace_file):
    load_reference_data(folder=folder)
    before = set(row_versions())
    replace_file("postal_codes.csv", SMALL["postal_codes.csv"].replace("9008,Tromsø", "9008,Tromsøya"))

    loaded = load_reference_data(folder=folder)

    assert counts(loaded) == {"postal_codes": (0, 1, 0)}
    assert PostalCode.objects.get(code="9008").place == "Tromsøya"
    written = {table for table, _, _ in set(row_versions()) - before}
    assert written == {"reference_postalcode", "reference_datasetversion"}
    assert len(set(row_versions()) - before) == 2


@pytest.mark.django_db
def test_a_code_that_is_gone_stays_as_not_current_and_comes_back_when_the_file_has_it(folder, replace_file):
    load_reference_data(folder=folder)
    line = "9008,Tromsø,5501,69.6489,18.9551,1\n"
    replace_file("postal_codes.csv", SMALL["postal_codes.csv"].replace(line, ""))

    gone = load_reference_data(folder=folder)
    is_current_when_gone = PostalCode.objects.get(code="9008").is_current
    replace_file("postal_codes.csv", SMALL["postal_codes.csv"])
    back = load_reference_data(folder=folder)

    assert counts(gone) == {"postal_codes": (0, 0, 1)}
    assert is_current_when_gone is False
    assert counts(back) == {"postal_codes": (0, 1, 0)}
    assert PostalCode.objects.get(code="9008").is_current is True


@pytest.mark.django_db
def test_a_municipality_that_is_gone_keeps_the_postal_codes_that_point_to_it(folder, replace_file):
    load_reference_data(folder=folder)
    replace_file("municipalities.csv", SMALL["municipalities.csv"].replace("5501,Tromsø,Troms,1\n", ""))

    load_reference_data(folder=folder)

    assert not Municipality.objects.get(number="5501").is_current
    assert PostalCode.objects.get(code="9008").municipality_id == "5501"


@pytest.mark.django_db
def test_a_new_rate_ends_the_old_one_without_meeting_it(folder, replace_file):
    load_reference_data(folder=folder)
    replace_file(
        "scheme_limits.csv",
        SMALL["scheme_limits.csv"].replace("2026-01-01,,", "2026-01-01,2026-12-31,")
        + "inclusion_grant,highest_amount,170000,nok,2027-01-01,,NAV,2027\n",
    )

    loaded = load_reference_data(folder=folder)

    assert counts(loaded) == {"scheme_limits": (1, 1, 0)}
    assert list(SchemeLimit.objects.order_by("valid_from").values_list("value", flat=True)) == [154800, 160400, 170000]


@pytest.mark.django_db
def test_a_rate_that_was_dated_wrongly_moves_and_the_wrong_one_counts_no_more(folder, replace_file):
    load_reference_data(folder=folder)
    replace_file("scheme_limits.csv", SMALL["scheme_limits.csv"].replace("2026-01-01,,", "2026-02-01,,"))

    loaded = load_reference_data(folder=folder)

    assert counts(loaded) == {"scheme_limits": (1, 0, 1)}
    assert SchemeLimit.objects.filter(is_current=True).count() == 2


@pytest.mark.django_db
def test_changed_names_are_found_by_their_new_words(folder, replace_file):
    load_reference_data(folder=folder)
    replace_file("esco_occupations.csv.gz", SMALL["esco_occupations.csv.gz"].replace(",kokk,", ",kjøkkenmester,"))

    load_reference_data(folder=folder)

    assert [found.label for found in find_occupations("kjøkkenmester")] == ["kjøkkenmester"]
    assert str(EscoOccupation.objects.get()) == "kjøkkenmester"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,name\n", "no lines"),
        ("code,name\nmentor,mentor\nmentor,fadder\n", "twice"),
        ("", "no lines"),
    ],
)
def test_a_file_that_can_not_be_right_is_refused_and_nothing_is_changed(folder, replace_file, text, words):
    load_reference_data(folder=folder)
    before = row_versions()
    replace_file("schemes.csv", text)
    replace_file("municipalities.csv", SMALL["municipalities.csv"].replace("Oslo,Oslo", "Christiania,Oslo"))

    with pytest.raises(ValueError, match=words):
        load_reference_data(folder=folder)

    assert row_versions() == before


@pytest.mark.django_db
def test_limits_that_overlap_in_the_file_are_refused_and_nothing_is_changed(folder, replace_file):
    load_reference_data(folder=folder)
    before = row_versions()
    replace_file("scheme_limits.csv", SMALL["scheme_limits.csv"].replace("2025-12-31", "2026-01-01"))

    with pytest.raises(IntegrityError, match="scheme_limit_one_of_a_kind_at_a_time"):
        load_reference_data(folder=folder)

    assert row_versions() == before
