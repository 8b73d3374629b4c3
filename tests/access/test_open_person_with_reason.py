from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from brobygger.access import door
from brobygger.access.actions import HowLong, open_person_with_reason
from brobygger.access.models import NeedToKnow
from brobygger.access.verbs import Verb
from brobygger.audit.models import Entry
from brobygger.intake.models import Engagement
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person, Role
from tests.access.principals import TODAY, asking
from tests.factories import EngagementFactory, NeedToKnowFactory, UnitFactory, UserFactory

REASON = "Tar imot besøk mens Kari er på kurs."


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.SPECIALIST, Role.LEADER])
@pytest.mark.parametrize(("how_long", "days"), [(HowLong.A_WEEK, 7), (HowLong.A_MONTH, 30), (HowLong.THREE_MONTHS, 91)])
def test_a_stated_reason_opens_somebody_in_the_unit_until_its_last_day(role, how_long, days):
    office = UnitFactory()
    jonas = UserFactory(role=role, role__unit=office)
    amina = EngagementFactory(unit=office).person

    open_person_with_reason(amina, reason=REASON, how_long=how_long, actor=jonas, today=TODAY)

    for day, opens in [(-1, False), (0, True), (days, True), (days + 1, False)]:
        principal = asking(jonas, TODAY + timedelta(days=day))
        assert door.rows(principal, Verb.READ, Person).exists() is opens
        assert door.rows(principal, Verb.READ, Engagement).exists() is opens


@pytest.mark.django_db
def test_a_stated_reason_is_written_in_the_log_without_its_words():
    jonas = UserFactory()
    amina = EngagementFactory().person

    open_person_with_reason(amina, reason=REASON, how_long=HowLong.A_WEEK, actor=jonas, today=TODAY)

    entry = Entry.objects.get(event="access.reason_stated")
    assert entry.subject_id == amina.public_id
    assert entry.actor_id == jonas.public_id
    assert entry.facts == {"ends_on": "2026-09-08"}


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "    kort    ", "x" * 256])
def test_a_reason_that_is_too_short_or_too_long_is_refused_and_opens_nothing(reason):
    jonas = UserFactory()
    amina = EngagementFactory().person

    with pytest.raises(DomainError, match="10 til 255") as refusal:
        open_person_with_reason(amina, reason=reason, how_long=HowLong.A_WEEK, actor=jonas, today=TODAY)

    assert refusal.value.field == "reason"
    assert not NeedToKnow.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_stated_reason_opens_nobody_outside_the_unit():
    jonas = UserFactory(role=Role.SPECIALIST)
    amina = EngagementFactory().person

    open_person_with_reason(amina, reason=REASON, how_long=HowLong.A_WEEK, actor=jonas, today=TODAY)

    assert not door.rows(asking(jonas), Verb.READ, Person).exists()


@pytest.mark.django_db
def test_the_database_refuses_a_reason_that_lasts_more_than_three_months():
    NeedToKnowFactory(starts_on=TODAY, ends_on=TODAY + timedelta(days=92))

    with pytest.raises(IntegrityError, match="need_to_know_lasts_three_months_at_most"), transaction.atomic():
        NeedToKnowFactory(starts_on=TODAY, ends_on=TODAY + timedelta(days=93))


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["ni tegn --"[:9], "x" * 256])
def test_the_database_refuses_a_reason_of_another_length(reason):
    with pytest.raises(IntegrityError, match="need_to_know_has_a_reason"), transaction.atomic():
        NeedToKnowFactory(reason=reason)
