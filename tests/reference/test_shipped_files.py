"""What the files must hold for the rest of Brobygger to rely on them."""

from __future__ import annotations

import pytest
from django.db.models import F

from brobygger.reference.models import EscoOccupation, LimitKind, LimitUnit, Municipality, Occupation, PostalCode, Scheme, SchemeLimit
from brobygger.reference.queries import current_postal_codes

pytestmark = pytest.mark.usefixtures("shipped")

ESCO_GROUPS_THAT_STYRK_LACKS = {
    "2230", "3111", "3222", "3252", "3253", "3255", "3314", "3344", "3435", "4120", "4419", "5162", "5412", "6223",
    "7111", "7516", "7521", "7523", "7533", "8321", "9121", "9332", "9411", "9520",
}  # fmt: skip


def test_the_tree_of_occupations_hangs_together():
    levels = {level: Occupation.objects.filter(level=level).count() for level in (1, 2, 3, 4)}

    assert levels == {1: 10, 2: 43, 3: 122, 4: 407}
    for occupation in Occupation.objects.filter(level__gt=1):
        assert occupation.code.startswith(occupation.parent_id)
        assert len(occupation.parent_id) == occupation.level - 1


def test_every_occupation_has_the_categories_people_know_from_vacancies():
    assert not Occupation.objects.filter(level=Occupation.UNIT_LEVEL, nav_category="").exists()


def test_codes_that_only_norway_has_are_there_without_an_esco_occupation():
    for code in ("2223", "2224", "3439", "0000"):
        assert Occupation.objects.filter(code=code, level=4).exists()
        assert not EscoOccupation.objects.filter(isco08=code).exists()


def test_esco_occupations_whose_group_norway_lacks_stand_without_a_group():
    without = EscoOccupation.objects.filter(occupation=None)

    assert set(without.values_list("isco08", flat=True)) == ESCO_GROUPS_THAT_STYRK_LACKS
    assert without.count() == 100
    assert not EscoOccupation.objects.exclude(occupation=None).exclude(occupation_id=F("isco08")).exists()


def test_occupations_without_a_norwegian_name_say_that_their_label_is_english():
    english = EscoOccupation.objects.filter(label_nb="")

    assert english.count() == 102
    assert all(occupation.label_language == "en" and occupation.label for occupation in english)


def test_every_postal_code_of_oslo_has_a_point_in_oslo():
    oslo = PostalCode.objects.filter(municipality_id="0301")

    assert oslo.count() > 600
    for code in oslo:
        assert 59.8 < code.latitude < 60.2, code
        assert 10.4 < code.longitude < 11.0, code


def test_svalbard_has_its_codes_and_no_points():
    svalbard = PostalCode.objects.filter(municipality__name="Svalbard").order_by("code")

    assert [code.code for code in svalbard] == ["9170", "9171", "9173", "9174", "9175", "9176", "9178"]
    assert not any(code.has_known_point for code in svalbard)


@pytest.mark.parametrize("code", ["2442", "3544", "3570", "3575", "3581", "3595", "3550", "3510"])
def test_a_point_that_was_filled_in_is_unknown_for_every_code_that_has_it(code):
    assert not PostalCode.objects.get(code=code).has_known_point


def test_no_more_than_these_points_are_unknown():
    assert PostalCode.objects.filter(latitude=None).count() == 14 + 41 + 7  # far off, with the same point, Svalbard


def test_codes_that_are_gone_are_kept_but_not_offered():
    gone = PostalCode.objects.filter(is_current=False)

    assert gone.count() == 28
    assert gone.filter(code="9290").exists()
    assert "9290" not in {code.code for code in current_postal_codes()}
    assert len(current_postal_codes()) == 5139 - 28


def test_postal_codes_come_in_order_with_their_municipality_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        codes = [(code.code, code.municipality.name) for code in current_postal_codes()]

    assert codes == sorted(codes)
    assert codes[0] == ("0001", "Oslo")


def test_municipalities_of_the_same_name_are_told_apart_by_county():
    herøy = Municipality.objects.filter(name__startswith="Herøy").values_list("county_name", flat=True)

    assert len(herøy) == 2
    assert len(set(herøy)) == 2


def test_every_limit_has_a_source_a_known_kind_and_a_unit_that_fits():
    units = {"longest_months": LimitUnit.MONTHS, "share": LimitUnit.PERCENT, "highest_share": LimitUnit.PERCENT, "age": LimitUnit.YEARS}

    for limit in SchemeLimit.objects.all():
        assert "NAV" in limit.source
        assert limit.source_read_year == 2026
        assert limit.kind in LimitKind.values
        assert limit.unit in LimitUnit.values
        for beginning, unit in units.items():
            assert not limit.kind.startswith(beginning) or limit.unit == unit, limit


def test_every_scheme_with_limits_says_how_young_one_may_be():
    limited = set(SchemeLimit.objects.values_list("scheme_id", flat=True))

    assert set(SchemeLimit.objects.filter(kind="youngest_age", value=16).values_list("scheme_id", flat=True)) == limited
    assert set(Scheme.objects.values_list("code", flat=True)) - limited == {"apprenticeship"}
