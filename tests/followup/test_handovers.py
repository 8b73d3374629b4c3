from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.http import Http404

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.audit.models import Entry
from brobygger.followup.actions.handovers import accept_handover, decline_handover, propose_handover, withdraw_handover
from brobygger.followup.handovers import handovers_asked, handovers_waiting, responsibilities_in, to_hand_over
from brobygger.followup.models import Contact, Handover, HandoverState
from brobygger.intake.models import Engagement, Part, Responsibility
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Person, Protection, Role
from tests.access.principals import asking
from tests.factories import (
    AppointmentFactory,
    ClearanceFactory,
    ContactFactory,
    EmployerRelationFactory,
    EngagementFactory,
    SpecialistProfileFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=OSLO)
ONE = timedelta(days=1)
MONDAY = date(2026, 9, 7)
AT = {"today": TODAY, "now": NOW}


class Team:
    """Kari, Jonas and Hanne are specialists in one unit that Siri leads."""

    def __init__(self) -> None:
        self.unit = UnitFactory()
        names = ("Kari Moseby", "Jonas Hauglid", "Hanne Lie")
        self.kari, self.jonas, self.hanne = (UserFactory(name=name, role=Role.SPECIALIST, role__unit=self.unit) for name in names)
        self.siri = UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=self.unit)

    def engagement(self, **named):
        return EngagementFactory(unit=self.unit, **{"responsible": self.kari, **named})

    def asked(self, *, to=None, actor=None, starts_on=MONDAY, **named):
        held = list(to_hand_over(Responsibility.objects.all(), user=self.kari, today=TODAY))
        words = {"because": "Kari begynner i ny jobb.", "answer_by": min(starts_on, TODAY + 2 * ONE)}
        return propose_handover(held, to=to or self.jonas, starts_on=starts_on, actor=actor or self.kari, **{**words, **AT, **named})


@pytest.fixture
def team(db):
    return Team()


def answers(engagement, day):
    return who_picks_up(Engagement.objects.filter(pk=engagement.pk), today=day)[0].answers


def test_a_question_changes_nothing_until_it_is_answered(team):
    engagement = team.engagement()

    handover = team.asked()

    assert handover.state == HandoverState.PROPOSED
    assert answers(engagement, MONDAY) == team.kari
    (letter,) = Message.objects.all()
    assert (letter.template, letter.recipient_address) == ("followup/handover_asked", team.jonas.email)
    assert str(engagement.person) not in str(letter.values)


def test_a_whole_caseload_goes_over_on_the_day_and_what_was_done_stays_credited(team):
    engagement = team.engagement(deputy=team.hanne)
    relation = EmployerRelationFactory(unit=team.unit, responsible=team.kari)
    contact = ContactFactory(engagement=engagement, written_by=team.kari)
    handover = team.asked(actor=team.siri)

    accept_handover(handover, actor=team.jonas, **AT)

    assert [answers(engagement, day) for day in (MONDAY - ONE, MONDAY)] == [team.kari, team.jonas]
    held = Responsibility.objects.filter(relation=relation).order_by("starts_on")
    assert [(each.user, each.ends_on) for each in held] == [(team.kari, MONDAY - ONE), (team.jonas, None)]
    assert Contact.objects.get(pk=contact.pk).written_by == team.kari
    told = Message.objects.filter(template="followup/handover_accepted").values_list("recipient_address", flat=True)
    assert set(told) == {team.kari.email, team.siri.email}


def test_the_one_who_leaves_loses_access_the_same_day(team):
    engagement = team.engagement()
    handover = team.asked(starts_on=TODAY)
    readable = door.rows(asking(team.kari), Verb.READ, Person).filter(pk=engagement.person_id)
    assert readable.exists()

    accept_handover(handover, actor=team.jonas, **AT)

    assert not readable.all().exists()
    with pytest.raises(Http404):
        door.get(asking(team.kari), Verb.READ, Person, engagement.person.public_id)
    assert door.rows(asking(team.jonas), Verb.READ, Person).filter(pk=engagement.person_id).exists()


def test_a_yes_after_the_first_day_counts_from_the_day_it_is_said(team):
    engagement = team.engagement()
    handover = team.asked()

    accept_handover(handover, today=MONDAY + 2 * ONE, now=NOW, actor=team.jonas)

    assert [answers(engagement, MONDAY + each * ONE) for each in (1, 2)] == [team.kari, team.jonas]
    handover.refresh_from_db()
    assert handover.starts_on == MONDAY + 2 * ONE


def test_saying_yes_twice_makes_one_of_each(team):
    team.engagement()
    handover = team.asked()

    accept_handover(handover, actor=team.jonas, **AT)
    again = accept_handover(handover, actor=team.jonas, **AT)

    assert again.state == HandoverState.ACCEPTED
    assert Responsibility.objects.count() == 2
    assert Entry.objects.filter(event="followup.handover_accepted").count() == 1


def test_a_no_needs_a_reason_and_leaves_everything(team):
    engagement = team.engagement()
    handover = team.asked()

    with pytest.raises(DomainError, match="Skriv hvorfor"):
        decline_handover(handover, because="  ", now=NOW, actor=team.jonas)
    decline_handover(handover, because="Jeg har fullt.", now=NOW, actor=team.jonas)

    assert answers(engagement, MONDAY) == team.kari
    assert Message.objects.get(template="followup/handover_asked").state == MessageState.CANCELLED
    with pytest.raises(DomainError, match="besvart"):
        accept_handover(handover, actor=team.jonas, **AT)


def test_a_question_can_be_taken_back_until_it_is_answered(team):
    team.engagement()
    handover = team.asked()

    withdraw_handover(handover, now=NOW, actor=team.kari)

    with pytest.raises(DomainError, match="trukket tilbake"):
        accept_handover(handover, actor=team.jonas, **AT)
    accepted = team.asked()
    accept_handover(accepted, actor=team.jonas, **AT)
    with pytest.raises(DomainError, match="besvart"):
        withdraw_handover(accepted, now=NOW, actor=team.kari)


def test_nobody_is_asked_about_the_same_twice(team):
    team.engagement(person__first_name="Amina", person__last_name="Rahimi")
    held = list(Responsibility.objects.all())
    team.asked()

    with pytest.raises(DomainError, match="allerede spurt om Amina Rahimi"):
        propose_handover(held, to=team.hanne, starts_on=MONDAY, answer_by=TODAY, because="Kari begynner i ny jobb.", actor=team.siri, **AT)
    assert not to_hand_over(Responsibility.objects.all(), user=team.kari, today=TODAY).exists()


def test_a_question_nobody_answers_in_time_stands_in_no_ones_way(team):
    team.engagement()
    first = team.asked(answer_by=TODAY)
    tomorrow = {"today": TODAY + ONE, "now": NOW + ONE}
    held = list(to_hand_over(Responsibility.objects.all(), user=team.kari, today=TODAY + ONE))

    days = {"starts_on": MONDAY, "answer_by": MONDAY}
    second = propose_handover(held, to=team.hanne, because="Jonas svarer ikke.", actor=team.siri, **days, **tomorrow)
    first.refresh_from_db()

    assert (len(held), second.state, first.state) == (1, HandoverState.PROPOSED, HandoverState.WITHDRAWN)
    assert Message.objects.get(template="followup/handover_withdrawn").recipient_address == team.jonas.email
    with pytest.raises(DomainError, match="besvart eller trukket tilbake"):
        accept_handover(first, actor=team.jonas, **tomorrow)


def test_what_is_no_longer_theirs_stops_the_whole_answer(team):
    stays, moved = team.engagement(), team.engagement(person__first_name="Amina", person__last_name="Rahimi")
    handover = team.asked()
    Responsibility.objects.filter(engagement=moved).update(ends_on=TODAY)

    with pytest.raises(DomainError, match="Amina Rahimi lenger"):
        accept_handover(handover, actor=team.jonas, **AT)

    assert answers(stays, MONDAY) == team.kari
    assert Handover.objects.get().state == HandoverState.PROPOSED


def test_above_twenty_a_reason_is_wanted_and_kept(team):
    for _each in range(20):
        team.engagement(responsible=team.jonas)
    engagement = team.engagement()
    handover = team.asked()

    with pytest.raises(DomainError, match="følger du opp 21") as refusal:
        accept_handover(handover, actor=team.jonas, **AT)
    assert refusal.value.field == "above_range_because"
    accept_handover(handover, above_range_because="To slutter i august.", actor=team.jonas, **AT)

    new = Responsibility.objects.get(engagement=engagement, user=team.jonas)
    assert new.above_range_because == "To slutter i august."


def test_exactly_twenty_needs_no_reason(team):
    for _each in range(19):
        team.engagement(responsible=team.jonas)
    team.engagement()

    assert accept_handover(team.asked(), actor=team.jonas, **AT).state == HandoverState.ACCEPTED


def test_a_deputy_who_takes_over_is_deputy_no_more_and_their_usual_one_comes_in(team):
    SpecialistProfileFactory(user=team.jonas, usual_deputy=team.hanne)
    engagement = team.engagement(deputy=team.jonas)

    accept_handover(team.asked(), actor=team.jonas, **AT)

    (pick_up,) = who_picks_up(Engagement.objects.all(), today=MONDAY)
    assert (pick_up.responsible, pick_up.deputy) == (team.jonas, team.hanne)
    assert Responsibility.objects.get(engagement=engagement, user=team.jonas, part=Part.DEPUTY).ends_on == MONDAY - ONE


@pytest.mark.parametrize(
    ("starts_on", "answer_by", "words"),
    [
        (TODAY - ONE, TODAY, "i dag eller en dag som kommer"),
        (MONDAY, MONDAY + ONE, "Svarfristen"),
        (MONDAY, TODAY - ONE, "Svarfristen"),
    ],
)
def test_days_that_make_no_sense_are_refused(team, starts_on, answer_by, words):
    team.engagement()

    with pytest.raises(DomainError, match=words):
        team.asked(starts_on=starts_on, answer_by=answer_by)


def test_only_one_who_could_open_all_of_it_can_be_asked(team):
    team.engagement(person__protection=Protection.SHIELDED)
    elsewhere = UserFactory(role=Role.SPECIALIST)

    for colleague in (team.jonas, elsewhere, team.siri):
        with pytest.raises(DomainError, match="kan ikke følge opp alle"):
            team.asked(to=colleague)
    with pytest.raises(DomainError, match="en annen enn"):
        team.asked(to=team.kari)
    ClearanceFactory(user=team.jonas)

    assert team.asked(to=team.jonas).to_user == team.jonas


def test_what_two_have_or_what_one_stands_in_for_is_not_one_question(team):
    mine, other = team.engagement(), team.engagement(responsible=team.hanne)
    deputy = Responsibility.objects.create(engagement=mine, user=team.hanne, part=Part.DEPUTY, starts_on=TODAY)
    first, second = Responsibility.objects.get(engagement=mine, part=Part.RESPONSIBLE), Responsibility.objects.get(engagement=other)
    words = {"to": team.jonas, "starts_on": MONDAY, "answer_by": TODAY, "because": "Ny jobb.", "actor": team.siri, **AT}

    for held in ([first, second], [deputy]):
        with pytest.raises(DomainError, match="én person har ansvar for"):
            propose_handover(held, **words)
    with pytest.raises(DomainError, match="Velg hvem"):
        propose_handover([], **words)


@pytest.mark.parametrize("row_count", [1, 8])
def test_the_lists_cost_the_same_however_many(row_count, team, django_assert_num_queries):
    for _each in range(row_count):
        team.engagement()
        team.asked()

    with django_assert_num_queries(1):
        waiting = [each.item_count for each in handovers_waiting(Handover.objects.all(), to=team.jonas)]
    with django_assert_num_queries(1):
        asked = [each.to_user.name for each in handovers_asked(Handover.objects.all(), by=team.kari, since=TODAY)]
    assert len(waiting) == len(asked) == row_count


@pytest.mark.parametrize("row_count", [1, 8])
def test_what_one_handover_is_about_costs_one_query_however_much(row_count, team, django_assert_num_queries):
    for _each in range(row_count):
        team.engagement()
    asked = team.asked()

    with django_assert_num_queries(1):
        names = [str(each.engagement.person) for each in responsibilities_in(asked)]
    assert len(names) == row_count


def test_what_was_agreed_with_those_handed_over_is_the_others_to_go_to_from_the_first_day(team):
    engagement = team.engagement()
    before, after = (
        AppointmentFactory(unit=team.unit, starts_at=NOW.replace(day=day), with_user=team.kari, with_candidate=engagement.person)
        for day in (MONDAY.day - 1, MONDAY.day)
    )
    anothers = AppointmentFactory(unit=team.unit, starts_at=NOW.replace(day=MONDAY.day), with_user=team.kari)

    accept_handover(team.asked(), actor=team.jonas, **AT)

    assert {party.user for each in (before, anothers) for party in each.parties.filter(user__isnull=False)} == {team.kari}
    assert after.parties.get(user__isnull=False).user == team.jonas
