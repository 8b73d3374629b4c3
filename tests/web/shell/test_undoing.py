"""What one press takes away is given back by «Angre» in the toast. Source: ADR 0124."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from brobygger.accounts.models import User
from brobygger.appointments.models import AppointmentKind
from brobygger.followup.models import Contact
from brobygger.intake.models import Absence, Part
from brobygger.jobdev.models import SaidBy
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.loops.models import NextStep
from brobygger.parties.models import Role, Unit
from brobygger.talent.actions.disclosing import withdraw_disclosure
from tests.factories import (
    AbsenceFactory,
    AppointmentFactory,
    AppointmentPartyFactory,
    CallBackFactory,
    ContactFactory,
    DisclosureFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    EngagementFactory,
    HandoverFactory,
    HandoverItemFactory,
    LoopFactory,
    NextStepFactory,
    OpeningFactory,
    SuggestionFactory,
    UnitFactory,
    UserFactory,
)
from tests.followup.scenes import year
from tests.kit import signed_in, text_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)


@dataclass
class Act:
    """Something that takes away: who presses, where, with what, and how the thing stands now and stood before."""

    user: User
    url: str
    stands: Callable[[], Any]
    sent: dict[str, str] = field(default_factory=dict)


def staff(role: Role = Role.SPECIALIST, unit: Unit | None = None, name: str = "Jonas Hauglid") -> User:
    return UserFactory(name=name, role=role, role__unit=unit or UnitFactory())


def unit_of(user: User) -> Unit:
    return user.memberships.get().unit


def held(about: Any) -> list[tuple[int, str, date | None]]:
    about.refresh_from_db()
    rows = about.responsibilities.order_by("part", "starts_on").values_list("user", "part", "ends_on")
    return [about.ends_on, about.ended_because, *rows] if hasattr(about, "ended_because") else list(rows)


def contact_ends() -> Act:
    jonas = staff()
    relation = EmployerRelationFactory(unit=unit_of(jonas), responsible=jonas, deputy=staff(unit=unit_of(jonas)))
    return Act(jonas, reverse("jobdev:end_relation", args=[relation.public_id]), lambda: held(relation))


def follow_up_ends() -> Act:
    jonas = staff()
    engagement = EngagementFactory(unit=unit_of(jonas), responsible=jonas, deputy=staff(unit=unit_of(jonas)))
    url = reverse("cover:end_engagement", args=[engagement.public_id])
    return Act(jonas, url, lambda: held(engagement), {"slutt-on": day(TODAY)})


def deputy_is_replaced() -> Act:
    jonas = staff()
    unit = unit_of(jonas)
    ahmed, liv = staff(unit=unit, name="Ahmed"), staff(unit=unit, name="Liv")
    engagement = EngagementFactory(unit=unit, responsible=jonas, deputy=ahmed)
    url = reverse("cover:choose_deputy", args=[engagement.public_id])
    return Act(jonas, url, lambda: who_stands_in(engagement), {"stedfortreder-deputy": str(liv.public_id)})


def deputy_of_an_employer_is_replaced() -> Act:
    jonas = staff()
    unit = unit_of(jonas)
    ahmed, liv = staff(unit=unit, name="Ahmed"), staff(unit=unit, name="Liv")
    relation = EmployerRelationFactory(unit=unit, responsible=jonas, deputy=ahmed)
    url = reverse("jobdev:relation_deputy", args=[relation.public_id])
    return Act(jonas, url, lambda: who_stands_in(relation), {"deputy": str(liv.public_id)})


def who_stands_in(about: Any) -> list[int]:
    rows = about.responsibilities.filter(part=Part.DEPUTY, starts_on__lte=TODAY).exclude(ends_on__lt=TODAY)
    return list(rows.values_list("user", flat=True))


def absence_is_called_off() -> Act:
    jonas = staff()
    absence = AbsenceFactory(user=jonas, starts_on=TOMORROW, ends_on=TOMORROW)
    url = reverse("cover:call_off_absence", args=[absence.public_id])
    return Act(jonas, url, lambda: list(Absence.objects.values_list("user", "starts_on", "ends_on")))


def question_is_taken_back() -> Act:
    jonas = staff()
    unit = unit_of(jonas)
    engagement = EngagementFactory(unit=unit, responsible=jonas)
    handover = HandoverFactory(
        from_user=jonas, proposed_by=jonas, to_user=staff(unit=unit), starts_on=TODAY + timedelta(days=9), answer_by=TODAY
    )
    HandoverItemFactory(handover=handover, responsibility=engagement.responsibilities.get())
    return Act(jonas, reverse("cover:withdraw_handover", args=[handover.public_id]), lambda: reread(handover, "state", "answered_at"))


def reread(row: Any, *names: str) -> list[Any]:
    row.refresh_from_db()
    return [getattr(row, name) for name in names]


def one_is_said_to_be_rung() -> Act:
    jonas = staff()
    engagement = EngagementFactory(unit=unit_of(jonas), responsible=jonas)
    call = CallBackFactory(engagement=engagement, asked_at=clock.now() - timedelta(hours=1))
    url = reverse("cover:rung", args=[call.public_id])
    return Act(jonas, url, lambda: [*reread(call, "rung_at", "rung_by"), standing_contacts()])


def an_employer_is_said_to_be_rung() -> Act:
    jonas = staff()
    relation = EmployerRelationFactory(unit=unit_of(jonas), responsible=jonas)
    call = CallBackFactory(from_employer=True, relation=relation, asked_at=clock.now() - timedelta(hours=1))
    return Act(jonas, reverse("cover:rung", args=[call.public_id]), lambda: reread(call, "rung_at", "rung_by"))


def standing_contacts() -> list[tuple[Any, ...]]:
    rows = Contact.objects.filter(withdraws__isnull=True, withdrawn_by__isnull=True)
    return list(rows.values_list("engagement", "kind", "whom", "line", "happened_at", "act", "about"))


def note_is_taken_back() -> Act:
    jonas = staff()
    engagement = EngagementFactory(unit=unit_of(jonas), responsible=jonas)
    contact = ContactFactory(engagement=engagement, written_by=jonas, line="Trives.", happened_at=clock.now())
    return Act(jonas, reverse("contacts:undo", args=[contact.public_id]), standing_contacts)


def visit_is_called_off() -> Act:
    jonas = staff()
    visit = EmployerVisitFactory(visitor=jonas, unit=unit_of(jonas), planned_at=clock.now() + timedelta(days=1))
    return Act(jonas, reverse("jobdev:call_off", args=[visit.public_id]), lambda: reread(visit, "state"))


def opening_is(name: str) -> Callable[[], Act]:
    def act() -> Act:
        jonas = staff()
        opening = OpeningFactory(unit=unit_of(jonas), owner=jonas)
        return Act(jonas, reverse(f"jobdev:{name}", args=[opening.public_id]), lambda: reread(opening, "state"))

    return act


def suggestion_is_not_now(state: str) -> Callable[[], Act]:
    def act() -> Act:
        jonas = staff()
        engagement = EngagementFactory(unit=unit_of(jonas), responsible=jonas)
        when = {"meets_at": clock.now() + timedelta(days=1)} if state == "will_meet" else {}
        suggestion = SuggestionFactory(person=engagement.person, **{state: True}, **when)
        return Act(
            jonas,
            reverse("suggestions:not_now", args=[suggestion.public_id]),
            lambda: [*reread(suggestion, "state", "closed_at", "closed_by", "closed_because"), standing_contacts()],
            {"side": SaidBy.CANDIDATE, "because": "Vil vente litt."},
        )

    return act


def disclosure_is_taken_back() -> Act:
    jonas = staff()
    engagement = EngagementFactory(unit=unit_of(jonas), responsible=jonas)
    disclosure = DisclosureFactory(person=engagement.person)
    return Act(jonas, reverse("talent:withdraw", args=[disclosure.public_id]), lambda: reread(disclosure, "withdrawn_at"))


def employer_is_no_part_of_it() -> Act:
    scene = year()
    matter = scene.raised(is_shared=True)
    return Act(scene.lise, reverse("followup:without_employer", args=[matter.public_id]), lambda: reread(matter, "is_shared_with_employer"))


def step_of_a_day_is_done() -> Act:
    jonas = staff()
    step = AppointmentFactory(kind=AppointmentKind.STEP, unit=unit_of(jonas), about="Ringe Tor")
    AppointmentPartyFactory(appointment=step, user=jonas)
    return Act(jonas, reverse("today:step_done", args=[step.public_id]), lambda: reread(step, "state"))


def step_after_a_visit_is_done() -> Act:
    jonas = staff()
    visit = EmployerVisitFactory(visitor=jonas, unit=unit_of(jonas), held=True)
    visit.agreed = AppointmentFactory(kind=AppointmentKind.STEP, unit=unit_of(jonas), about="Ringe Tor")
    visit.save()
    AppointmentPartyFactory(appointment=visit.agreed, user=jonas)
    return Act(jonas, reverse("jobdev:next_step_done", args=[visit.public_id]), lambda: reread(visit.agreed, "state"))


def step_is_ticked_off() -> Act:
    lise = staff(Role.LOOP_COORDINATOR)
    loop = LoopFactory(unit=unit_of(lise), coordinator=lise)
    NextStepFactory(loop=loop, owner=lise)
    stands = lambda: list(NextStep.objects.values_list("text", "owner", "done_at"))  # noqa: E731  short, and read beside the others
    return Act(lise, reverse("loops:next_step_done", args=[loop.public_id]), stands)


ACTS: dict[str, Callable[[], Act]] = {
    "contact with an employer": contact_ends,
    "follow-up of somebody": follow_up_ends,
    "deputy": deputy_is_replaced,
    "deputy for an employer": deputy_of_an_employer_is_replaced,
    "absence": absence_is_called_off,
    "question about taking over": question_is_taken_back,
    "call-back": one_is_said_to_be_rung,
    "call-back to an employer": an_employer_is_said_to_be_rung,
    "note": note_is_taken_back,
    "visit": visit_is_called_off,
    "opening that is filled": opening_is("fill"),
    "opening that is gone": opening_is("close"),
    **{
        f"suggestion, {state}": suggestion_is_not_now(state)
        for state in ("candidate_asked", "candidate_will", "employer_asked", "will_meet")
    },
    "what a workplace may know": disclosure_is_taken_back,
    "employer in a matter": employer_is_no_part_of_it,
    "next step of a day": step_of_a_day_is_done,
    "next step after a visit": step_after_a_visit_is_done,
    "next step of a loop": step_is_ticked_off,
}


def pressed(client: Client, act: Act) -> str:
    """The address of «Angre» on the page one comes to."""
    answer = client.post(act.url, {**act.sent, "once": str(uuid4())}, follow=True)
    found = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*<button>Angre</button>', text_of(answer), re.DOTALL)
    assert found is not None, text_of(answer)
    return found.group(1).replace("&amp;", "&")


@pytest.mark.parametrize("make", ACTS.values(), ids=ACTS)
def test_undo_gives_back_what_was_taken_and_pressed_twice_is_once(make):
    act = make()
    client, before = signed_in(act.user), act.stands()

    undo = pressed(client, act)
    taken = act.stands()
    answers = [client.post(undo, {"once": str(uuid4())}) for _press in range(2)]

    assert taken != before
    assert [answer.status_code for answer in answers] == [302, 302]
    assert act.stands() == before


@pytest.mark.parametrize("make", ACTS.values(), ids=ACTS)
def test_undo_is_for_those_who_may_do_it_and_comes_back_to_where_one_was(make):
    act = make()
    client = signed_in(act.user)
    undo = pressed(client, act)
    taken = act.stands()

    stranger = signed_in(staff(Role.SPECIALIST)).post(undo, {"once": str(uuid4())})
    asked = client.get(undo)
    back = client.post(undo, {"once": str(uuid4())})

    assert stranger.status_code == 404
    assert asked.status_code in {302, 405}
    assert taken is not None
    assert client.get(back.url).status_code == 200


@pytest.mark.parametrize("name", ["suggestion, candidate_asked", "what a workplace may know", "question about taking over", "call-back"])
def test_what_is_the_other_sides_to_say_is_undone_by_the_one_who_did_it_the_same_day_only(name, monkeypatch):
    act = ACTS[name]()
    client = signed_in(act.user)
    undo = pressed(client, act)
    taken = act.stands()
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    said = text_of(signed_in(act.user).post(undo, {"once": str(uuid4())}, follow=True))

    assert "Dette kan bare angres samme dag." in said
    assert act.stands() == taken


def test_what_the_candidate_took_back_themselves_is_theirs():
    jonas = staff()
    engagement = EngagementFactory(unit=unit_of(jonas), responsible=jonas)
    disclosure = DisclosureFactory(person=engagement.person)
    withdraw_disclosure(disclosure, now=clock.now(), actor=engagement.person)
    said = text_of(signed_in(jonas).post(reverse("talent:keep", args=[disclosure.public_id]), {"once": str(uuid4())}, follow=True))

    assert "Bare den som gjorde dette, kan angre det." in said
    disclosure.refresh_from_db()
    assert disclosure.withdrawn_at is not None


# Every button there is: what takes back what it takes away, or why nothing does. A new one is put in here when it is made.
UNDONE_BY = {
    "placements:call_off": "placements:undo",
    "placements:withdraw_hours": "placements:restore_hours",
    "appointments:hold": "appointments:hold_no_more",
    "contacts:undo": "contacts:again",
    "cover:call_off_absence": "cover:absence_again",
    "cover:rung": "cover:not_rung",
    "cover:withdraw_handover": "cover:ask_handover_again",
    "followup:without_employer": "followup:keep_employer",
    "jobdev:close": "jobdev:reopen",
    "jobdev:fill": "jobdev:reopen",
    "loops:next_step_done": "loops:next_step_not_done",
    "talent:withdraw": "talent:keep",
    "jobdev:next_step_done": "today:step_not_done",
    "today:step_done": "today:step_not_done",
}
HAS_ITS_OWN_WAY_BACK = {
    "placements:not_bankrupt": "the bankruptcy is written down again on the page of the employer",
    "own_calendar:stop": "a new address is made on the same page",
    "experiences:let_read": "the other answer stands on the same page",
    "loops:employer_opened": "the days are written again on the same page",
    "loops:employer_out": "«De sa ja» on the same page; what was shared ends at once, and each candidate is asked anew",
    "loops:plan_release": "the pair is locked again on the same page",
    "loops:plan_veto_withdraw": "the reason is written again on the same page",
    "window:answer": "the other answer stands on the same page",
    "window:answer_suggested": "the other answer stands on the same page",
    "window:decline_asked": "the one who asked can ask again, and is told",
    "window:take_employer_out": "asked anew by the one who follows the matter",
    "window:withdraw": "asked anew by the coordinator; what is shared ends at once",
    "window:withdraw_told": "gone through anew together",
}
FOR_GOOD = {
    "experiences:withdraw": "the words are deleted, as the answerer asks for; the page says so first",
    "window:experience_withdraw": "the words are deleted, as the answerer asks for; the page says so first",
    "loops:candidate_new_link": "a link that has gone astray must never open again",
    "loops:employer_new_link": "a link that has gone astray must never open again",
    "year:held": "what has been held has been; a turning is put right by the repair of the year",
    "year:rotate": "people have begun",
    "year:start": "everybody has got their dates",
}
ADDS_ONLY = {
    "agreements:remind",
    "appointments:hold_no_more",
    "appointments:restore",
    "contacts:again",
    "jobdev:contact_stays",
    "placements:restore_hours",
    "placements:undo",
    "cover:ask_handover_again",
    "cover:deputy_again",
    "cover:keep_engagement",
    "cover:missed_employer",
    "cover:missed_person",
    "cover:not_rung",
    "followup:keep_employer",
    "intake:give",
    "intake:take_on",
    "intake:give_all",
    "jobdev:follow_up",
    "jobdev:keep_relation",
    "jobdev:relation_deputy_again",
    "jobdev:reopen",
    "jobdev:restore",
    "loops:ask_for_wishes",
    "loops:candidate_link",
    "loops:employer_link",
    "loops:employer_pick",
    "loops:employer_tasks_link",
    "loops:employer_yes",
    "loops:interviews",
    "loops:invite_person",
    "loops:next_step_not_done",
    "loops:next_step_renew",
    "loops:plan_adjust",
    "loops:plan_minimum",
    "loops:plan_propose",
    "loops:send_again",
    "placements:begin",
    "suggestions:after_all",
    "suggestions:ask_candidate",
    "talent:keep",
    "today:step_not_done",
    "window:certificate_language",
    "window:experience_read",
    "window:ring_me",
    "window:ring_us",
    "year:has_begun",
    "year:restore",
}


def buttons(patterns: list[URLPattern | URLResolver], area: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from buttons(each.url_patterns, f"{area}{each.namespace}:" if each.namespace else area)
        elif getattr(each.callback, "is_button", False):
            yield f"{area}{each.name}"


def test_every_button_is_one_of_these_and_what_takes_away_says_how_it_is_given_back():
    known = [*UNDONE_BY, *HAS_ITS_OWN_WAY_BACK, *FOR_GOOD, *ADDS_ONLY]

    assert sorted(known) == sorted(set(buttons(get_resolver().url_patterns)))
