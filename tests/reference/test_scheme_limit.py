from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from brobygger.reference.models import LimitKind, LimitUnit, Scheme, SchemeLimit
from brobygger.reference.queries import scheme_limit

GRANT_IS_NEW = date(2026, 1, 1)


def limit(**changes) -> SchemeLimit:
    fields = {
        "scheme_id": "inclusion_grant",
        "kind": LimitKind.HIGHEST_AMOUNT,
        "value": Decimal(1000),
        "unit": LimitUnit.NOK,
        "valid_from": date(2024, 1, 1),
        "valid_to": date(2024, 12, 31),
        "source": "NAV",
        "source_read_year": 2026,
    }
    return SchemeLimit(**(fields | changes))


@pytest.mark.parametrize(
    ("on", "amount_nok"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), 154_800),
        (date(2025, 12, 31), 154_800),
        (GRANT_IS_NEW, 160_400),
        (date(2026, 12, 31), 160_400),
        (date(2027, 1, 1), None),
    ],
)
def test_the_inclusion_grant_changes_at_new_year_and_is_unknown_outside_the_years_read(shipped, on, amount_nok):
    found = scheme_limit("inclusion_grant", LimitKind.HIGHEST_AMOUNT, on=on)

    assert (found.value if found else None) == amount_nok


@pytest.mark.parametrize(
    ("scheme", "kind", "value", "unit"),
    [
        ("work_training", "longest_months", 18, "months"),
        ("temporary_wage_subsidy", "longest_months", 12, "months"),
        ("temporary_wage_subsidy", "longest_months_reduced", 24, "months"),
        ("temporary_wage_subsidy", "share", 40, "percent"),
        ("temporary_wage_subsidy", "share_after_6_months", 30, "percent"),
        ("permanent_wage_subsidy", "highest_share", 75, "percent"),
        ("mentor", "longest_months", 6, "months"),
        ("mentor", "longest_months_reduced", 36, "months"),
        ("inclusion_grant", "longest_months", 12, "months"),
        ("summer_job", "longest_weeks", 4, "weeks"),
        ("summer_job", "age_below_at_start", 30, "years"),
        ("youth_wage_subsidy", "share_year_4", 35, "percent"),
    ],
)
def test_the_limits_read_from_nav_hold_on_a_day_in_autumn_2026(shipped, scheme, kind, value, unit):
    found = scheme_limit(scheme, kind, on=date(2026, 11, 23))

    assert (found.value, found.unit) == (value, unit)


def test_the_youth_subsidy_begins_on_the_first_of_august(shipped):
    assert scheme_limit("youth_wage_subsidy", "share_year_1", on=date(2026, 7, 31)) is None
    assert scheme_limit("youth_wage_subsidy", "share_year_1", on=date(2026, 8, 1)).value == 70


def test_a_limit_that_does_not_exist_is_unknown(shipped):
    assert scheme_limit("permanent_wage_subsidy", LimitKind.LONGEST_MONTHS, on=GRANT_IS_NEW) is None
    assert scheme_limit("apprenticeship", LimitKind.LONGEST_MONTHS, on=GRANT_IS_NEW) is None
    assert scheme_limit("nothing of the kind", "neither", on=GRANT_IS_NEW) is None


def test_a_scheme_may_be_given_as_a_row_or_by_its_code_and_costs_one_query(shipped, django_assert_num_queries):
    grant = Scheme.objects.get(code="inclusion_grant")

    with django_assert_num_queries(1):
        found = scheme_limit(grant, LimitKind.HIGHEST_AMOUNT, on=GRANT_IS_NEW)

    assert found == scheme_limit("inclusion_grant", "highest_amount", on=GRANT_IS_NEW)


def test_a_limit_that_counts_no_more_is_not_given(shipped):
    SchemeLimit.objects.filter(kind="highest_amount", valid_from=GRANT_IS_NEW).update(is_current=False)

    assert scheme_limit("inclusion_grant", "highest_amount", on=GRANT_IS_NEW) is None


@pytest.mark.parametrize("valid_from", [date(2025, 12, 31), date(2025, 6, 1), date(2024, 12, 31)])
def test_the_database_refuses_two_limits_of_a_kind_on_one_day(shipped, valid_from):
    overlapping = limit(valid_from=valid_from, valid_to=date(2025, 12, 31))

    with pytest.raises(IntegrityError, match="scheme_limit_one_of_a_kind_at_a_time"), transaction.atomic():
        overlapping.save()
    with pytest.raises(ValidationError, match="kan ikke gjelde samtidig"):
        overlapping.validate_constraints()


def test_limits_of_another_kind_or_just_before_are_welcome(shipped):
    limit().save()
    limit(kind=LimitKind.LONGEST_WEEKS, unit=LimitUnit.WEEKS, valid_to=None).save()

    assert scheme_limit("inclusion_grant", "highest_amount", on=date(2024, 6, 1)).value == 1000


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"source": " "}, "scheme_limit_has_a_source"),
        ({"valid_to": date(2023, 12, 31)}, "scheme_limit_ends_no_earlier_than_it_begins|range lower bound"),
        ({"value": Decimal(-1)}, "scheme_limit_is_not_negative"),
    ],
)
def test_the_database_refuses_a_limit_without_source_with_dates_turned_or_below_nothing(shipped, changes, constraint):
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        limit(**changes).save()
