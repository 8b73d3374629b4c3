from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.audit.models import Entry
from brobygger.followup.actions.callbacks import ask_to_be_rung, record_missed_call, ring_back
from brobygger.followup.actions.contacts import correct_contact, withdraw_contact
from brobygger.followup.call_letters import is_waiting, late_call_as_it_is_now
from brobygger.followup.models import CallBack, CallBackKind, Contact, ContactKind, ContactWith
from brobygger.kernel.clock import OSLO
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Role
from tests.factories import (
    AbsenceFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EngagementFactory,
    PersonFactory,
    UserFactory,
)
from tests.followup.test_log_contact import logged

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=OSLO)
AT = {"today": TODAY, "now": NOW}


@pytest.fixture
def engagement(db):
    return EngagementFactory(responsible=UserFactory(name="Kari Moseby"), deputy=UserFactory(name="Ida Berg"))


def users_of(engagement):
    return [each.user for each in engagement.responsibilities.order_by("part").reverse()]


def letters(template="followup/ring"):
    return [row.recipient_address for row in Message.objects.filter(template=template).order_by("pk")]


def test_asking_starts_a_clock_of_two_hours_and_tells_the_one_who_answers(engagement):
    kari, _ida = users_of(engagement)

    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)

    assert (call.kind, call.due_at, call.recorded_by) == (CallBackKind.RING_ME, NOW + timedelta(hours=2), None)
    assert letters() == [kari.email]
    late = Message.objects.get(template="followup/ring_late")
    assert (late.recipient_address, late.send_after) == (kari.email, call.due_at)
    assert engagement.person.first_name not in str([row.values for row in Message.objects.all()])


def test_asking_twice_while_one_waits_gives_the_same_one_with_the_first_deadline(engagement):
    first = ask_to_be_rung(engagement, actor=engagement.person, **AT)

    second = ask_to_be_rung(engagement, actor=engagement.person, today=TODAY, now=NOW + timedelta(hours=1))
    third = record_missed_call(engagement, person=engagement.person, actor=UserFactory(), **AT)

    assert first == second == third
    assert second.due_at == first.due_at
    assert len(letters()) == 1


def test_the_deputy_is_told_while_the_responsible_one_is_away(engagement):
    kari, ida = users_of(engagement)
    AbsenceFactory(user=kari, starts_on=TODAY)

    ask_to_be_rung(engagement, actor=engagement.person, **AT)

    assert letters() == [ida.email]


def test_the_leaders_are_told_when_nobody_answers(engagement):
    for user in users_of(engagement):
        AbsenceFactory(user=user, starts_on=TODAY)
    siri = UserFactory(role=Role.LEADER, role__unit=engagement.unit)
    UserFactory(role=Role.LEADER)

    ask_to_be_rung(engagement, actor=engagement.person, **AT)

    assert (letters(), letters("followup/ring_nobody"), letters("followup/ring_late")) == ([], [siri.email], [siri.email])


def test_with_nobody_at_all_the_call_waits_without_a_letter(db):
    engagement = EngagementFactory()

    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)

    assert call.rung_at is None
    assert not Message.objects.exists()


def test_a_colleague_who_took_the_phone_writes_it_down_and_the_right_one_is_told(engagement):
    kari, _ida = users_of(engagement)
    colleague = UserFactory()

    call = record_missed_call(engagement, person=engagement.person, actor=colleague, **AT)

    assert (call.kind, call.recorded_by) == (CallBackKind.MISSED_CALL, colleague)
    assert letters() == [kari.email]


def test_one_who_writes_down_a_call_to_themselves_is_only_reminded(engagement):
    kari, _ida = users_of(engagement)

    record_missed_call(engagement, person=engagement.person, actor=kari, **AT)

    assert (letters(), letters("followup/ring_late")) == ([], [kari.email])


def test_a_contact_at_the_employer_asks_the_one_they_know(db):
    jonas = UserFactory()
    relation = EmployerRelationFactory(responsible=jonas)
    tor = ContactPersonFactory(workplace=relation.workplace).person

    call = ask_to_be_rung(relation, actor=tor, **AT)

    assert (call.relation, call.person) == (relation, tor)
    assert letters() == [jonas.email]


def test_somebody_who_has_nothing_to_do_with_it_can_not_be_written_down(engagement):
    relation = EmployerRelationFactory()

    for about in (engagement, relation):
        with pytest.raises(DomainError, match="hører ikke til her"):
            record_missed_call(about, person=PersonFactory(), actor=UserFactory(), **AT)


def test_when_the_follow_up_has_ended_nobody_is_promised_a_call(db):
    engagement = EngagementFactory(ends_on=TODAY - timedelta(days=1))

    with pytest.raises(DomainError, match="Oppfølgingen er avsluttet"):
        ask_to_be_rung(engagement, actor=engagement.person, **AT)


def test_ringing_stops_the_clock_and_the_reminder_and_a_second_click_changes_nothing(engagement):
    kari, ida = users_of(engagement)
    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)

    ring_back(call, now=NOW + timedelta(minutes=38), actor=kari)
    again = ring_back(call, now=NOW + timedelta(minutes=50), actor=ida)

    assert (again.rung_by, again.rung_at) == (kari, NOW + timedelta(minutes=38))
    assert Entry.objects.filter(event="followup.rung_back").count() == 1
    assert not is_waiting(call.public_id, TODAY)


def test_a_call_back_to_a_candidate_is_one_contact_in_the_log_by_the_one_who_rang(engagement):
    _kari, ida = users_of(engagement)
    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)

    for _each in range(2):
        ring_back(call, now=NOW + timedelta(minutes=5), actor=ida)

    contact = Contact.objects.get()
    assert (contact.engagement, contact.kind, contact.written_by) == (engagement, ContactKind.PHONE, ida)


@pytest.mark.parametrize(
    ("said", "stops"),
    [
        ({}, True),
        ({"kind": ContactKind.AT_WORK, "whom": ContactWith.BOTH}, True),
        ({"whom": ContactWith.EMPLOYER}, False),
        ({"kind": ContactKind.NO_ANSWER}, False),
        ({"happened_at": NOW - timedelta(minutes=1)}, False),
    ],
)
def test_talking_with_one_who_waits_stops_their_clock(said, stops, engagement):
    _kari, ida = users_of(engagement)
    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)

    logged(engagement, **{"happened_at": NOW + timedelta(minutes=20), "now": NOW + timedelta(hours=1), "actor": ida, **said})

    call.refresh_from_db()
    assert (call.rung_by, call.rung_at) == ((ida, NOW + timedelta(minutes=20)) if stops else (None, None))


def test_when_the_talk_is_taken_back_they_wait_again_with_the_deadline_they_had(engagement):
    _kari, ida = users_of(engagement)
    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)
    ring_back(call, now=NOW + timedelta(minutes=5), actor=ida)

    withdraw_contact(Contact.objects.get(), now=NOW + timedelta(minutes=6), actor=ida)
    waits = CallBack.objects.get()
    rung = ring_back(call, now=NOW + timedelta(minutes=30), actor=ida)

    assert (waits.rung_at, waits.rung_by, waits.due_at) == (None, None, call.due_at)
    assert Message.objects.get(template="followup/ring_late").state == MessageState.WAITING
    assert rung.rung_at == NOW + timedelta(minutes=30)


def test_another_talk_since_they_asked_is_the_answer_when_the_first_is_taken_back(engagement):
    kari, ida = users_of(engagement)
    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)
    first, tried, second = (
        logged(engagement, kind=kind, happened_at=NOW + timedelta(minutes=later), now=NOW + timedelta(hours=1), actor=actor)
        for kind, later, actor in ((ContactKind.PHONE, 20, ida), (ContactKind.NO_ANSWER, 25, ida), (ContactKind.PHONE, 30, kari))
    )

    withdraw_contact(first, now=NOW + timedelta(hours=1), actor=ida)
    after_first = CallBack.objects.get()
    withdraw_contact(second, now=NOW + timedelta(hours=1), actor=kari)
    call.refresh_from_db()

    assert (after_first.rung_at, after_first.rung_by) == (second.happened_at, kari)
    assert (call.rung_at, tried.kind) == (None, ContactKind.NO_ANSWER)


@pytest.mark.parametrize(("changed", "answered"), [({"line": "Trives."}, 20), ({"whom": ContactWith.EMPLOYER}, 30)])
def test_a_talk_that_is_put_right_is_still_the_answer_if_it_was_one(changed, answered, engagement):
    _kari, ida = users_of(engagement)
    ask_to_be_rung(engagement, actor=engagement.person, **AT)
    first, _second = (
        logged(engagement, happened_at=NOW + timedelta(minutes=later), now=NOW + timedelta(hours=1), actor=ida) for later in (20, 30)
    )

    correct_contact(first, key=uuid4(), now=NOW + timedelta(hours=1), actor=ida, **changed)

    assert CallBack.objects.get().rung_at == NOW + timedelta(minutes=answered)


def test_one_who_has_asked_anew_waits_once(engagement):
    _kari, ida = users_of(engagement)
    ring_back(ask_to_be_rung(engagement, actor=engagement.person, **AT), now=NOW, actor=ida)
    second = ask_to_be_rung(engagement, actor=engagement.person, today=TODAY, now=NOW + timedelta(hours=1))

    withdraw_contact(Contact.objects.get(), now=NOW + timedelta(hours=1), actor=ida)

    assert CallBack.objects.get(rung_at__isnull=True) == second


def test_a_call_back_to_an_employer_is_no_contact_about_a_candidate(db):
    relation = EmployerRelationFactory(responsible=UserFactory())
    call = ask_to_be_rung(relation, actor=ContactPersonFactory(workplace=relation.workplace).person, **AT)

    ring_back(call, now=NOW, actor=UserFactory())

    assert not Contact.objects.exists()


def test_after_being_rung_one_can_ask_again(engagement):
    first = ask_to_be_rung(engagement, actor=engagement.person, **AT)
    ring_back(first, now=NOW, actor=UserFactory())

    second = ask_to_be_rung(engagement, actor=engagement.person, today=TODAY, now=NOW + timedelta(hours=1))

    assert second != first
    assert CallBack.objects.count() == 2


def test_a_reminder_sent_late_after_an_outage_goes_to_the_one_who_is_to_ring_by_then(engagement):
    kari, ida = users_of(engagement)
    call = ask_to_be_rung(engagement, actor=engagement.person, **AT)
    AbsenceFactory(user=kari, starts_on=TODAY + timedelta(days=1))

    same_day, day_after = (late_call_as_it_is_now(call.public_id, TODAY + timedelta(days=each)) for each in (0, 1))

    assert [draft.to.address for draft in (same_day, day_after)] == [kari.email, ida.email]
    assert same_day.once == day_after.once
    assert day_after.send_before == call.due_at + timedelta(days=3)
