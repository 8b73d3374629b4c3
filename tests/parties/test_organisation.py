from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from brobygger.parties.models import Organisation
from brobygger.parties.register_numbers import check_digit, is_register_number


@pytest.mark.parametrize("number", ["310000003", "310000070"])
def test_a_number_whose_last_digit_checks_is_a_register_number(number):
    assert is_register_number(number) is (check_digit(number[:8]) == int(number[8]))


@pytest.mark.parametrize("number", ["", "12345678", "1234567890", "31000000x", "٣١٠٠٠٠٠٠٤"])
def test_anything_but_nine_western_digits_is_no_register_number(number):
    assert not is_register_number(number)


@pytest.mark.django_db
def test_the_database_refuses_a_register_number_whose_last_digit_is_wrong():
    right = f"31000001{check_digit('31000001')}"
    wrong = f"31000001{(check_digit('31000001') + 1) % 10}"

    Organisation.objects.create(register_number=right, name="Rugbakken")

    with pytest.raises(IntegrityError, match="organisation_number_has_nine_digits_that_check"), transaction.atomic():
        Organisation.objects.create(register_number=wrong, name="Elvekroken")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parties_organisation")
        assert cursor.fetchone() == (1,)


def test_a_wrong_register_number_is_explained():
    with pytest.raises(ValidationError, match="kontrollsiffer"):
        Organisation(register_number="123456789", name="Elvekroken").full_clean(validate_unique=False, validate_constraints=False)
