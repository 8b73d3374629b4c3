from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from brobygger.loops.models import DateKind, LoopDate, Stay
from brobygger.loops.the_year.actions.dates import bring_in
from brobygger.loops.the_year.calendars import LOADED, named_to
from brobygger.loops.the_year.parties_of_dates import set_parties
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Role
from tests.factories import EngagementFactory, UserFactory
from tests.loops.the_year.rounds import running_round

pytestmark = pytest.mark.django_db
SET_PARTIES = 8  # what is there and whom it should concern; what goes, in a savepoint of the outbox and from the table


def parties(row):
    return sorted((party.role, str(party.person or party.user)) for party in row.appointment.parties.select_related("person", "user"))


def test_a_gathering_is_for_all_candidates_all_employers_and_the_coordinator():
    made = running_round()

    found = parties(LoopDate.objects.get(kind=DateKind.GATHERING, turning=1))

    assert found == sorted(
        [
            *((Role.CANDIDATE, str(row.person)) for row in made.participants),
            *((Role.EMPLOYER, str(row.contact)) for row in made.employers),
            (Role.LOOP_COORDINATOR, str(made.loop.coordinator)),
        ]
    )


def test_a_start_meeting_is_for_the_four_and_not_for_the_other_candidates():
    made = running_round()
    amina, bakery = made.participants[0], made.employers[0]

    found = parties(LoopDate.objects.get(kind=DateKind.START_MEETING, turning=0, participant=amina))

    assert found == sorted(
        [
            (Role.CANDIDATE, str(amina.person)),
            (Role.EMPLOYER, str(bakery.contact)),
            (Role.COUNSELLOR, str(amina.proposed_by)),
            (Role.LOOP_COORDINATOR, str(made.loop.coordinator)),
        ]
    )


def test_on_a_hospitation_day_the_one_who_has_the_place_is_there_too():
    made = running_round()
    amina = made.participants[0]
    day = LoopDate.objects.get(kind=DateKind.HOSPITATION, turning=1, participant=amina)
    holder = next(row for row in made.participants if row.stays.filter(period=0, employer=day.employer_id).exists())

    found = parties(day)

    assert found == sorted(
        [
            (Role.CANDIDATE, str(amina.person)),
            (Role.CANDIDATE, str(holder.person)),
            (Role.EMPLOYER, str(day.employer.contact)),
            (Role.LOOP_COORDINATOR, str(made.loop.coordinator)),
        ]
    )


def test_another_who_follows_a_candidate_up_now_takes_the_place_of_the_one_who_proposed_them():
    made = running_round()
    amina, berit = made.participants[0], UserFactory()
    EngagementFactory(person=amina.person, responsible=berit)
    meeting = LoopDate.objects.select_related(*LOADED).get(kind=DateKind.START_MEETING, turning=1, participant=amina)
    named_before = named_to([meeting], for_role=Role.COUNSELLOR, today=date(2026, 9, 8))

    bring_in(made.loop, now=datetime(2026, 9, 8, 8, tzinfo=UTC))

    assert named_before == set()
    assert (Role.COUNSELLOR, str(berit)) in parties(meeting)
    assert (Role.COUNSELLOR, str(amina.proposed_by)) not in parties(meeting)
    assert named_to([meeting], for_role=Role.COUNSELLOR, today=date(2026, 9, 8)) == {meeting.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_what_nobody_is_reminded_of_any_more_costs_the_same_for_one_and_for_many(count, django_assert_num_queries):
    made = running_round()
    for participant in made.participants[:count]:
        Stay.objects.filter(participant=participant, period=2).delete()
    waiting = Message.objects.filter(template="loops/reminder", state=MessageState.WAITING)
    before = waiting.count()

    with django_assert_num_queries(SET_PARTIES):
        set_parties(made.loop, today=date(2026, 9, 8))

    assert waiting.count() < before
