from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from brobygger.accounts.models import Language
from brobygger.followup.actions.placing import call_off_placement
from brobygger.followup.actions.suggesting import (
    agree_meeting,
    ask_candidate,
    ask_employer,
    begins,
    candidate_says_yes,
    not_now,
    think_of,
)
from brobygger.followup.suggesting import kept_reasons, openings_for, who_may_like
from brobygger.jobdev.models import Opening, OpeningState, SaidBy, Suggestion, SuggestionState
from brobygger.jobdev.states import SUGGESTION_MOVES
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.parties.models import Person, Protection
from brobygger.placements.models import Placement, PlacementKind
from brobygger.proposals.models import Decision, Proposal, ProposalKind
from brobygger.talent.models import VocationalProfile
from tests.factories import (
    ContactPersonFactory,
    DisclosureFactory,
    OpeningFactory,
    PersonFactory,
    PlacementFactory,
    SuggestionFactory,
    UserFactory,
    VocationalProfileFactory,
)

pytestmark = pytest.mark.django_db
S = SuggestionState


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid", email="jonas@brovik.invalid")


@pytest.fixture
def gro():
    return UserFactory(name="Gro Viken", email="gro@brovik.invalid")


@pytest.fixture
def viktor():
    person = PersonFactory(first_name="Viktor", email="viktor@brovik.invalid")
    VocationalProfileFactory(person=person, wishes="Skru og skifte dekk.", hours_from=20, hours_to=30, work_times=["day"])
    return person


@pytest.fixture
def opening(gro):
    return OpeningFactory(owner=gro, hours_per_week=25, work_times=["day"])


@pytest.fixture
def tor(opening):
    return ContactPersonFactory(workplace=opening.workplace, person__first_name="Tor", person__email="tor@brovik.invalid")


def now(minutes=0):
    return clock.now() + timedelta(minutes=minutes)


def thought(opening, person, actor, **given):
    return think_of(opening, person, **{"today": clock.today(), "now": now(), "actor": actor, **given})


def at_the_employer(opening, person, actor, contact):
    suggestion = ask_candidate(thought(opening, person, actor), now=now(1), actor=actor)
    suggestion = candidate_says_yes(suggestion, now=now(2), actor=person)
    DisclosureFactory(person=person, workplace=opening.workplace, made_by=actor)
    return ask_employer(suggestion, contact=contact, today=clock.today(), now=now(3), actor=actor)


def profile_of(person):
    return VocationalProfile.objects.prefetch_related("occupations").get(person=person)


def test_the_whole_way_from_a_thought_to_a_first_day(opening, viktor, jonas, tor):
    suggestion = at_the_employer(opening, viktor, jonas, tor)

    agree_meeting(suggestion, at=now(60), now=now(4), actor=tor.person)
    placement = begins(
        suggestion,
        kind=PlacementKind.PRACTICE,
        starts_on=clock.today() + timedelta(days=3),
        today=clock.today(),
        now=now(5),
        actor=jonas,
    )

    suggestion.refresh_from_db()
    opening.refresh_from_db()
    assert suggestion.state == S.BEGINS
    assert (placement.person, placement.workplace, placement.opening) == (viktor, opening.workplace, opening)
    assert opening.state == OpeningState.FILLED
    assert set(Message.objects.values_list("template", "recipient_address")) == {
        ("followup/opening_question", "viktor@brovik.invalid"),
        ("followup/opening_answer", "gro@brovik.invalid"),
        ("followup/opening_answer", "jonas@brovik.invalid"),
        ("followup/opening_employer", "tor@brovik.invalid"),
        ("followup/opening_meeting", "viktor@brovik.invalid"),
    }


def test_why_is_kept_with_what_it_was_worked_out_from_and_who_decided(opening, viktor, jonas):
    suggestion = thought(opening, viktor, jonas)

    proposal = Proposal.objects.get(kind=ProposalKind.OPENING, subject_id=suggestion.public_id)
    assert proposal.inputs["wishes"]["words"] == ["dekk", "skifte", "skru"]
    assert {each["code"] for each in proposal.result["because"]} == {"word", "hours_within", "times_within"}
    assert (Decision.objects.get(proposal=proposal).decided_by, Decision.objects.get().departs) == (jonas, False)
    assert kept_reasons([suggestion])[suggestion.public_id].for_it == [
        "Står både i ønskene og i oppgavene: «dekk», «skifte»",
        "25 timer i uka, som ønsket",
        "Dag, som ønsket",
    ]


def test_an_opening_with_nothing_that_is_wished_for_needs_a_reason_and_is_kept_as_departing(jonas, opening):
    person = PersonFactory(first_name="Ella")

    with pytest.raises(DomainError, match="Skriv hva du tenker") as refusal:
        thought(opening, person, jonas)
    thought(opening, person, jonas, because="Hun har snakket om biler.")

    assert refusal.value.field == "because"
    decision = Decision.objects.get()
    assert (decision.departs, decision.reason) == (True, "Hun har snakket om biler.")


@pytest.mark.parametrize("trait", [{}, {"state": S.CANDIDATE_ASKED, "candidate_asked_at": clock.now()}])
def test_an_employer_is_never_asked_before_the_candidates_yes(opening, viktor, jonas, trait):
    suggestion = SuggestionFactory(opening=opening, person=viktor, **trait)
    DisclosureFactory(person=viktor, workplace=opening.workplace)

    with pytest.raises(DomainError, match="Spør Viktor først"):
        ask_employer(suggestion, contact=None, today=clock.today(), now=now(), actor=jonas)
    with pytest.raises(IntegrityError, match="before_the_employer"), transaction.atomic():
        Suggestion.objects.filter(pk=suggestion.pk).update(employer_asked_at=now())
    with pytest.raises(IntegrityError, match="before_an_employer"), transaction.atomic():
        Suggestion.objects.filter(pk=suggestion.pk).update(state=S.EMPLOYER_ASKED)

    suggestion.refresh_from_db()
    assert suggestion.employer_asked_at is None


def test_what_the_workplace_may_know_is_gone_through_before_it_is_asked(opening, viktor, jonas):
    suggestion = SuggestionFactory(candidate_will=True, opening=opening, person=viktor)
    DisclosureFactory(person=viktor, workplace=opening.workplace, withdrawn=True)
    DisclosureFactory(person=viktor)

    with pytest.raises(DomainError, match="Gå først gjennom sammen med Viktor"):
        ask_employer(suggestion, contact=None, today=clock.today(), now=now(), actor=jonas)


def test_nobody_is_asked_about_an_opening_that_is_taken(opening, viktor, jonas):
    suggestion = SuggestionFactory(candidate_will=True, opening=opening, person=viktor)
    DisclosureFactory(person=viktor, workplace=opening.workplace)
    Opening.objects.update(state=OpeningState.FILLED)

    with pytest.raises(DomainError, match="ikke ledig lenger"):
        ask_employer(suggestion, contact=None, today=clock.today(), now=now(), actor=jonas)
    with pytest.raises(DomainError, match="ikke ledig lenger"):
        thought(opening, PersonFactory(), jonas, because="Kan.")
    not_now(suggestion, side=SaidBy.OFFICE, because="Plassen gikk til en annen.", now=now(), actor=jonas)


@pytest.mark.parametrize("protection", [kind for kind in Protection if kind != Protection.NONE])
def test_somebody_with_a_protected_address_is_never_thought_of_nor_asked_about(opening, viktor, jonas, protection):
    suggestion = SuggestionFactory(candidate_will=True, opening=OpeningFactory(workplace=opening.workplace), person=viktor)
    DisclosureFactory(person=viktor, workplace=opening.workplace)
    Person.objects.filter(pk=viktor.pk).update(protection=protection)
    viktor.refresh_from_db()

    for step in (
        lambda: thought(opening, viktor, jonas),
        lambda: ask_employer(suggestion, contact=None, today=clock.today(), now=now(), actor=jonas),
    ):
        with pytest.raises(DomainError, match="skjermet"):
            step()

    assert openings_for(viktor, profile=None, openings=Opening.objects.all(), today=clock.today()) == []
    assert who_may_like(opening, people=Person.objects.all(), profiles=VocationalProfile.objects.all(), today=clock.today()) == []


def test_staff_who_write_a_yes_down_say_how_it_was_said(opening, viktor, jonas):
    suggestion = ask_candidate(thought(opening, viktor, jonas), now=now(1), actor=jonas)

    with pytest.raises(DomainError, match="Skriv hvordan Viktor sa det"):
        candidate_says_yes(suggestion, now=now(2), actor=jonas)
    said = candidate_says_yes(suggestion, said_how="På telefon.", now=now(2), actor=jonas)

    assert (said.state, said.candidate_said_how) == (S.CANDIDATE_WILL, "På telefon.")


def test_a_candidate_may_change_a_not_now_of_their_own_and_an_employers_stands(opening, viktor, jonas, tor):
    suggestion = at_the_employer(opening, viktor, jonas, tor)
    not_now(suggestion, side=SaidBy.CANDIDATE, now=now(5), actor=viktor)

    again = candidate_says_yes(suggestion, now=now(6), actor=viktor)
    asked = ask_employer(suggestion, contact=None, today=clock.today(), now=now(7), actor=jonas)
    not_now(suggestion, side=SaidBy.EMPLOYER, now=now(8), actor=tor.person)
    with pytest.raises(DomainError, match="ble ikke noe av"):
        candidate_says_yes(suggestion, now=now(9), actor=viktor)

    assert (again.employer_asked_at, again.closed_by) == (None, "")
    assert asked.state == S.EMPLOYER_ASKED


def test_staff_say_why_not_and_nobody_blames_an_employer_who_was_not_asked(opening, viktor, jonas):
    suggestion = thought(opening, viktor, jonas)

    with pytest.raises(DomainError, match="Skriv hvorfor"):
        not_now(suggestion, side=SaidBy.OFFICE, now=now(), actor=jonas)
    with pytest.raises(DomainError, match="er ikke spurt"):
        not_now(suggestion, side=SaidBy.EMPLOYER, because="Ville ikke.", now=now(), actor=jonas)


def test_a_meeting_that_has_been_cannot_be_agreed_and_the_same_again_writes_no_new_letter(opening, viktor, jonas, tor):
    suggestion = at_the_employer(opening, viktor, jonas, tor)
    at = now(600)

    with pytest.raises(DomainError, match="ikke har vært"):
        agree_meeting(suggestion, at=now(-1), now=now(), actor=jonas)
    agree_meeting(suggestion, at=at, now=now(4), actor=jonas)
    agree_meeting(suggestion, at=at, now=now(5), actor=tor.person)

    assert Message.objects.filter(template="followup/opening_meeting").count() == 1


def test_a_place_more_keeps_the_opening_open_until_the_last_is_taken(viktor, jonas):
    opening = OpeningFactory(places=2)
    PlacementFactory(opening=opening, workplace=opening.workplace)
    suggestion = SuggestionFactory(employer_asked=True, opening=OpeningFactory(places=2), person=viktor)
    last = SuggestionFactory(employer_asked=True, opening=opening, person=viktor)

    for each in (suggestion, last):
        begins(each, kind=PlacementKind.PRACTICE, starts_on=clock.today(), today=clock.today(), now=now(), actor=jonas)

    suggestion.opening.refresh_from_db()
    opening.refresh_from_db()
    assert (suggestion.opening.state, opening.state) == (OpeningState.OPEN, OpeningState.FILLED)


def test_each_step_counts_as_following_the_opening_up(opening, viktor, jonas):
    before = opening.followed_up_at

    suggestion = thought(opening, viktor, jonas)
    opening.refresh_from_db()
    first = opening.followed_up_at
    ask_candidate(suggestion, now=now(5), actor=jonas)
    opening.refresh_from_db()

    assert before < first < opening.followed_up_at


def test_one_who_is_thought_of_or_is_there_is_not_suggested_again(opening, viktor, jonas):
    elsewhere = OpeningFactory(title="Rydding")
    PlacementFactory(person=viktor, workplace=elsewhere.workplace)
    thought(opening, viktor, jonas)

    found = openings_for(viktor, profile=profile_of(viktor), openings=Opening.objects.all(), today=clock.today())
    with pytest.raises(DomainError, match="allerede tenkt på"):
        thought(opening, viktor, jonas)
    with pytest.raises(DomainError, match="har allerede en plass"):
        thought(elsewhere, viktor, jonas, because="Kan.")

    assert found == []
    assert who_may_like(opening, people=Person.objects.all(), profiles=VocationalProfile.objects.all(), today=clock.today()) == []


def test_an_opening_whose_last_day_has_been_is_not_offered(viktor):
    OpeningFactory(starts_on=date(2020, 1, 1), ends_on=clock.today() - timedelta(days=1))

    assert openings_for(viktor, profile=None, openings=Opening.objects.all(), today=clock.today()) == []


def test_who_somebody_is_changes_nothing_of_what_is_said(viktor):
    OpeningFactory.create_batch(3)
    OpeningFactory(title="Sykler", tasks="Skru sammen sykler.", hours_per_week=40)
    before = [(each.opening, each.about) for each in found_for(viktor)]

    viktor.first_name, viktor.last_name, viktor.language = "Fatima", "Nordal", Language.ENGLISH
    viktor.born_on = date(1960, 1, 1)
    viktor.save()

    assert [(each.opening, each.about) for each in found_for(Person.objects.get(pk=viktor.pk))] == before


def found_for(person):
    return openings_for(person, profile=profile_of(person), openings=Opening.objects.all(), today=clock.today())


def test_those_who_may_like_an_opening_stand_by_the_alphabet_however_well_it_fits(opening):
    for last_name, wishes in (("Å", "Skifte dekk og rydde på lageret."), ("Berg", "Noe med dekk."), ("Dal", "Bake.")):
        VocationalProfileFactory(person=PersonFactory(last_name=last_name), wishes=wishes)

    found = who_may_like(opening, people=Person.objects.all(), profiles=VocationalProfile.objects.all(), today=clock.today())

    assert [each.person.last_name for each in found] == ["Berg", "Å"]


@pytest.mark.parametrize("count", [1, 40])
def test_openings_for_somebody_and_people_for_an_opening_cost_the_same_for_one_and_forty(viktor, opening, count):
    OpeningFactory.create_batch(count)
    for _number in range(count):
        VocationalProfileFactory(wishes="Noe med dekk.")
    profile = profile_of(viktor)

    with CaptureQueriesContext(
        connection,
    ) as first:
        [each.for_it for each in openings_for(viktor, profile=profile, openings=Opening.objects.all(), today=clock.today())]
    with CaptureQueriesContext(connection) as second:
        who_may_like(opening, people=Person.objects.all(), profiles=VocationalProfile.objects.all(), today=clock.today())

    assert (len(first) <= 2, len(second)) == (True, 2)


def test_every_state_of_a_suggestion_has_its_row_of_moves():
    assert set(SUGGESTION_MOVES) == set(SuggestionState)


def test_a_refused_beginning_leaves_no_trace(viktor, jonas):
    suggestion = SuggestionFactory(candidate_will=True, person=viktor)

    with pytest.raises(DomainError, match="kan ikke bli"):
        begins(suggestion, kind=PlacementKind.PRACTICE, starts_on=clock.today(), today=clock.today(), now=now(), actor=jonas)

    assert not Placement.objects.exists()


@pytest.mark.parametrize(("places", "was"), [(1, OpeningState.FILLED), (2, OpeningState.OPEN)])
def test_when_a_placement_is_called_off_its_opening_has_room_and_the_suggestion_is_closed(viktor, jonas, places, was):
    suggestion = SuggestionFactory(employer_asked=True, person=viktor, opening__places=places)
    tomorrow = clock.today() + timedelta(days=1)
    placement = begins(suggestion, kind=PlacementKind.PRACTICE, starts_on=tomorrow, today=clock.today(), now=now(), actor=jonas)
    before = Opening.objects.get().state

    with pytest.raises(DomainError, match="avlys plassen på siden til"):
        not_now(suggestion, side=SaidBy.OFFICE, because="Det ble ikke noe av.", now=now(), actor=jonas)
    call_off_placement(placement, now=now(), actor=jonas)

    suggestion.refresh_from_db()
    assert (before, Opening.objects.get().state) == (was, OpeningState.OPEN)
    assert (suggestion.state, suggestion.closed_by) == (SuggestionState.NOT_NOW, SaidBy.OFFICE)
