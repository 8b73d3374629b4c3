"""What was done together is contact, wherever it was entered: each act once, and what only looks like one never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from brobygger.accounts.models import User
from brobygger.followup.actions.callbacks import ask_to_be_rung
from brobygger.followup.actions.contacts import correct_contact, withdraw_contact
from brobygger.followup.actions.experiences import record_interview
from brobygger.followup.actions.matters import write_agreement
from brobygger.followup.actions.suggesting import ask_candidate, candidate_says_yes, not_now
from brobygger.followup.actions.together import (
    agree_on_goals,
    find_way_on,
    go_through_disclosure,
    go_through_profile,
    hold_date,
    talked,
    type_evaluation,
)
from brobygger.followup.due_dates import NEVER, with_due_dates
from brobygger.followup.models import Act, CallBack, Contact, ContactKind, ContactWith, Guide
from brobygger.intake.models import Engagement
from brobygger.jobdev.models import SaidBy
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import moment_on
from brobygger.loops.models import DateKind, Side, Stay
from brobygger.parties.models import Person
from brobygger.talent.actions.disclosing import Item
from brobygger.talent.actions.profile import ProfileContent
from brobygger.talent.models import DisclosureDecision
from tests.factories import (
    ContactFactory,
    EngagementFactory,
    LoopDateFactory,
    MatterFactory,
    OpeningFactory,
    ParticipantFactory,
    PlacementFactory,
    StayFactory,
    SuggestionFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.followup.phases import load_phases

pytestmark = pytest.mark.django_db
Acting = Callable[[Engagement, User], object]


@pytest.fixture
def jonas() -> User:
    return UserFactory(name="Jonas Hauglid")


@pytest.fixture
def engagement(jonas) -> Engagement:
    load_phases()
    return EngagementFactory(starts_on=clock.today() - timedelta(days=30), responsible=jonas)


def asked(person: Person, actor: User):
    return ask_candidate(SuggestionFactory(person=person, opening=OpeningFactory(), made_by=actor), now=clock.now(), actor=actor)


def stay_of(person: Person) -> Stay:
    """At work in a loop whose year runs."""
    participant = ParticipantFactory(person=person, loop__running=True, granted=True)
    stay = StayFactory(participant=participant, starts_on=clock.today() - timedelta(days=20), ends_on=clock.today() + timedelta(days=60))
    stay.placement = PlacementFactory(person=person, workplace=stay.employer.workplace, starts_on=stay.starts_on, active=True)
    stay.save()
    return stay


def says_yes(engagement: Engagement, actor: User) -> None:
    candidate_says_yes(asked(engagement.person, actor), said_how="På telefon i dag.", now=clock.now(), actor=actor)


def says_not_now(engagement: Engagement, actor: User) -> None:
    not_now(asked(engagement.person, actor), side=SaidBy.CANDIDATE, because="Vil vente.", now=clock.now(), actor=actor)


def writes_profile(engagement: Engagement, actor: User, *, on: date | None = None, after: int = 0) -> None:
    today = clock.today()
    content = ProfileContent(wishes="Planter.")
    given = {"gone_through_on": on or today, "today": today, "now": clock.now(), "actor": actor}
    go_through_profile(engagement.person, content=content, after=after, **given)


def reads_disclosure(engagement: Engagement, actor: User) -> None:
    items = [Item("Starter etter kl. 9", DisclosureDecision.SHARE)]
    given = {"replaces": None, "previewed_at": clock.now(), "actor": actor}
    go_through_disclosure(engagement.person, WorkplaceFactory(), items=items, **given)


def tells_how_it_was(engagement: Engagement, actor: User) -> None:
    record_interview(
        guide=Guide.JOB_SEEKER,
        person=engagement.person,
        unit=engagement.unit,
        answers={"listened": "Ja."},
        held_on=clock.today(),
        today=clock.today(),
        now=clock.now(),
        actor=actor,
    )


def agrees_goals(engagement: Engagement, actor: User) -> None:
    agree_on_goals(stay_of(engagement.person), goals="Lære å steke.", mentor=None, now=clock.now(), actor=actor)


def holds(kind: DateKind) -> Acting:
    def hold(engagement: Engagement, actor: User) -> None:
        stay = stay_of(engagement.person)
        begins = clock.now() - timedelta(hours=2)
        row = LoopDateFactory(
            loop=stay.participant.loop,
            kind=kind,
            participant=stay.participant,
            employer=stay.employer,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )
        hold_date(row, now=clock.now(), actor=actor)

    return hold


def evaluates(engagement: Engagement, actor: User) -> None:
    type_evaluation(stay_of(engagement.person), side=Side.CANDIDATE, worked="Kundene.", now=clock.now(), actor=actor)


def writes_way_on(engagement: Engagement, actor: User) -> None:
    stay = stay_of(engagement.person)
    given = {"aim": "Bake.", "first_step": "Ringe.", "owner": actor, "due_on": clock.today()}
    find_way_on(stay.participant, **given, today=clock.today(), now=clock.now(), actor=actor)


def agrees_on_what_is_hard(engagement: Engagement, actor: User) -> None:
    matter = MatterFactory(person=engagement.person, participant=ParticipantFactory(person=engagement.person))
    write_agreement(matter, text="Begynner klokka ni.", now=clock.now(), actor=actor)


DONE_TOGETHER: dict[str, tuple[Act, Acting]] = {
    "a yes that staff write down": (Act.ANSWER, says_yes),
    "a not now that staff write down": (Act.ANSWER, says_not_now),
    "what they want": (Act.PROFILE, writes_profile),
    "what a workplace may know": (Act.DISCLOSURE, reads_disclosure),
    "how it was": (Act.EXPERIENCE, tells_how_it_was),
    "goals": (Act.START_MEETING, agrees_goals),
    "a start meeting": (Act.START_MEETING, holds(DateKind.START_MEETING)),
    "an evaluation meeting": (Act.EVALUATION, holds(DateKind.EVALUATION)),
    "an evaluation by telephone": (Act.EVALUATION, evaluates),
    "the way on": (Act.WAY_ON, writes_way_on),
    "what is hard": (Act.MATTER, agrees_on_what_is_hard),
}


def due(engagement: Engagement):
    return with_due_dates(Engagement.objects.filter(pk=engagement.pk), today=clock.today()).get()


def test_every_act_there_is_has_a_case():
    assert {act for act, _acting in DONE_TOGETHER.values()} == set(Act)


@pytest.mark.parametrize(("act", "acting"), DONE_TOGETHER.values(), ids=DONE_TOGETHER)
def test_what_was_done_together_is_contact_once_and_moves_the_due_date(act, acting, engagement, jonas):
    assert due(engagement).due_phase == NEVER

    acting(engagement, jonas)

    contact = Contact.objects.get()
    assert (contact.engagement, contact.person, contact.act, contact.kind) == (engagement, engagement.person, act, ContactKind.TOGETHER)
    assert contact.written_by == jonas
    assert contact.whom in {ContactWith.CANDIDATE, ContactWith.BOTH}
    assert due(engagement).due_phase != NEVER
    assert due(engagement).last_contact_at == contact.happened_at


def test_what_the_candidate_says_themselves_in_their_window_is_no_talk(engagement, jonas):
    suggestion = asked(engagement.person, jonas)

    candidate_says_yes(suggestion, now=clock.now(), actor=engagement.person)
    not_now(suggestion, side=SaidBy.CANDIDATE, now=clock.now(), actor=engagement.person)

    assert not Contact.objects.exists()


def test_what_others_say_is_no_talk_with_the_candidate(engagement, jonas):
    stay = stay_of(engagement.person)

    not_now(asked(engagement.person, jonas), side=SaidBy.OFFICE, because="Tatt.", now=clock.now(), actor=jonas)
    type_evaluation(stay, side=Side.EMPLOYER, worked="Rolig.", now=clock.now(), actor=jonas)

    assert not Contact.objects.exists()


def test_the_same_gone_through_twice_a_day_is_one_talk_and_another_day_is_another(engagement, jonas):
    yesterday = clock.today() - timedelta(days=1)

    writes_profile(engagement, jonas, on=yesterday)
    writes_profile(engagement, jonas, on=yesterday, after=1)
    writes_profile(engagement, jonas, after=2)

    first, second = Contact.objects.order_by("happened_at")
    assert (first.happened_at, second.person) == (moment_on(yesterday, time(12)), engagement.person)


def test_a_meeting_that_is_put_right_later_is_the_same_meeting(engagement, jonas):
    stay = stay_of(engagement.person)
    agree_on_goals(stay, goals="Lære å steke.", mentor=None, now=clock.now(), actor=jonas)

    agree_on_goals(stay, goals="Lære å bake.", mentor=None, now=clock.now() + timedelta(days=3), actor=jonas)

    assert Contact.objects.count() == 1


def test_a_note_in_the_log_beside_it_is_a_row_of_its_own(engagement, jonas):
    ContactFactory(engagement=engagement, written_by=jonas, happened_at=clock.now())

    says_yes(engagement, jonas)

    assert [contact.act for contact in Contact.objects.order_by("pk")] == ["", Act.ANSWER]


def test_one_the_writer_does_not_follow_up_is_met_all_the_same_in_the_engagement_that_has_run_longest(engagement):
    later = EngagementFactory(person=engagement.person, starts_on=clock.today() - timedelta(days=2))
    lise = UserFactory(name="Lise Haug")

    agrees_goals(engagement, lise)

    assert not later.contacts.exists()
    assert engagement.contacts.get().written_by == lise


def test_it_counts_in_the_engagement_of_the_one_who_was_there(engagement):
    kari = UserFactory(name="Kari Moseby")
    hers = EngagementFactory(person=engagement.person, starts_on=clock.today() - timedelta(days=2), responsible=kari)

    writes_profile(engagement, kari)

    assert hers.contacts.count() == 1
    assert not engagement.contacts.exists()


def test_nobody_follows_them_up_that_day_and_nothing_is_counted(jonas):
    over = EngagementFactory(starts_on=clock.today() - timedelta(days=30), ends_on=clock.today() - timedelta(days=1))

    writes_profile(over, jonas)

    assert not Contact.objects.exists()


def test_one_who_waits_to_be_rung_has_been_talked_with(engagement, jonas):
    ask_to_be_rung(engagement, today=clock.today(), now=clock.now() - timedelta(hours=1), actor=engagement.person)

    says_yes(engagement, jonas)

    assert CallBack.objects.get().rung_by == jonas


def test_it_can_be_taken_back_but_not_put_right_in_the_log(engagement, jonas):
    says_yes(engagement, jonas)
    contact = Contact.objects.get()

    with pytest.raises(DomainError, match="Rett det der"):
        correct_contact(contact, key=contact.public_id, now=clock.now(), actor=jonas, line="Noe annet.")
    withdraw_contact(contact, now=clock.now(), actor=jonas)

    assert due(engagement).due_phase == NEVER


def test_what_is_taken_back_and_done_again_is_counted_again(engagement, jonas):
    writes_profile(engagement, jonas)
    withdraw_contact(Contact.objects.get(), now=clock.now(), actor=jonas)

    writes_profile(engagement, jonas, after=1)

    assert due(engagement).last_contact_at is not None


def test_two_at_once_are_one(engagement, jonas):
    given: dict[str, object] = {"about": engagement.person.public_id, "at": clock.now(), "now": clock.now(), "actor": jonas}
    first = talked(engagement.person, Act.PROFILE, **given)

    assert talked(engagement.person, Act.PROFILE, **given) == first


@pytest.mark.parametrize("fields", [{"act": "profile"}, {"kind": "together"}, {"act": "party", "together": True}])
def test_the_database_refuses_half_an_act(fields, engagement):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactFactory(engagement=engagement, **fields)
