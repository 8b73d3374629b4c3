from datetime import timedelta

import pytest

from brobygger.audit.models import Entry
from brobygger.followup.actions.matters import WORKING_DAYS_TO_SOLVE, raise_matter
from brobygger.followup.models import Matter, MatterState
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.kernel.working_days import working_days_after
from brobygger.loops.models import Loop, Participant
from brobygger.loops.states import LoopState
from brobygger.outbox.letters import Page
from brobygger.outbox.models import Message
from brobygger.parties.models import Grant, Membership, Person, Protection, Role
from tests.factories import LoopEmployerFactory, ParticipantFactory, UserFactory

TODAY = clock.today()


def test_a_new_matter_is_the_coordinators_within_three_working_days(scene):
    matter = scene.raised()

    assert matter.owner == scene.lise
    assert matter.due_on == working_days_after(TODAY, WORKING_DAYS_TO_SOLVE)
    assert matter.state == MatterState.OPEN
    assert matter.raised_by_person == scene.amina.person
    assert matter.raised_by_user is None
    assert not matter.is_shared_with_employer
    assert Entry.objects.get(event="followup.matter_raised").subject_id == matter.public_id


def test_the_owner_and_the_counsellor_are_told_at_once_and_never_what_it_is(scene):
    scene.raised()

    letters = Message.objects.filter(template="followup/waits")
    assert {letter.recipient_address for letter in letters} == {"lise@brovik.invalid", "kari@brovik.invalid"}
    assert Message.objects.count() == 2
    for letter in letters:
        assert "Buss" not in str(letter.values)
        assert "Amina" not in str(letter.values)
        assert (letter.page, letter.page_of) == (Page.MATTER, Matter.objects.get().public_id)


def test_whoever_raises_it_gets_no_letter_about_it(scene):
    scene.raised(role=Role.LOOP_COORDINATOR, actor=scene.lise)

    assert [letter.recipient_address for letter in Message.objects.all()] == ["kari@brovik.invalid"]


def test_a_candidate_who_lets_the_employer_be_part_has_it_told(scene):
    matter = scene.raised(is_shared=True)

    assert matter.is_shared_with_employer
    letter = Message.objects.get(template="followup/news_employer")
    assert letter.recipient_address == "tor@brovik.invalid"
    assert "Buss" not in str(letter.values)
    assert letter.link is not None


def test_an_employer_that_raises_it_is_no_part_before_the_candidate_has_said_yes(scene):
    matter = scene.raised(role=Role.EMPLOYER, actor=scene.bakery.contact, what="Kommer sent om morgenen.")

    assert not matter.is_shared_with_employer
    assert matter.raised_by_person == scene.bakery.contact
    assert not Message.objects.filter(template__startswith="followup/news").exists()


@pytest.mark.parametrize("state", [LoopState.RUNNING, LoopState.DECIDED])
def test_it_can_be_raised_while_the_loop_is_decided_or_running(scene, state):
    Loop.objects.update(state=state)

    assert scene.raised().pk


def test_it_cannot_be_raised_once_the_loop_is_finished(scene):
    Loop.objects.update(state=LoopState.FINISHED)

    with pytest.raises(DomainError, match="Ring Lise Dalby"):
        scene.raised()

    assert not Matter.objects.exists()
    assert not Message.objects.exists()


def test_it_cannot_be_raised_for_one_who_has_left_or_has_no_place(scene):
    without = ParticipantFactory(loop=scene.loop, turned_up=True, granted=True)
    Participant.objects.filter(pk=scene.amina.pk).update(left_on=TODAY - timedelta(days=1), left_for="job")

    with pytest.raises(DomainError, match="for dem som har plass"):
        scene.raised()
    with pytest.raises(DomainError, match="for dem som har plass"):
        raise_matter(without, what="x", role=Role.CANDIDATE, actor=without.person, today=TODAY, now=clock.now())


def test_an_employer_that_is_not_theirs_is_refused(scene):
    elsewhere = LoopEmployerFactory(loop=scene.loop, committed=True)

    with pytest.raises(DomainError, match="skal ikke være hos") as refusal:
        scene.raised(workplace=elsewhere.workplace)

    assert refusal.value.field == "workplace"


def test_an_employer_the_candidate_no_longer_shares_with_cannot_be_part(scene):
    Grant.objects.filter(workplace=scene.bakery.workplace).update(withdrawn_at=clock.now())

    with pytest.raises(DomainError, match="deler ikke opplysninger"):
        scene.raised(is_shared=True)


def test_a_deadline_that_has_been_is_refused(scene):
    with pytest.raises(DomainError, match="har vært") as refusal:
        scene.raised(due_on=TODAY - timedelta(days=1))

    assert refusal.value.field == "due_on"


def test_one_who_could_not_open_it_cannot_be_given_it(scene):
    stranger = UserFactory(role=Role.COUNSELLOR)

    with pytest.raises(DomainError, match="kan ikke åpne") as refusal:
        scene.raised(owner=stranger)

    assert refusal.value.field == "owner"


def test_the_counsellor_gets_it_when_the_candidate_does_not_share_with_the_coordinator(scene):
    Grant.objects.filter(unit=scene.centre).update(withdrawn_at=clock.now())

    assert scene.raised().owner == scene.kari


def test_the_counsellor_gets_it_when_the_coordinator_has_left(scene):
    Membership.objects.filter(user=scene.lise).update(ends_on=TODAY - timedelta(days=1))

    assert scene.raised().owner == scene.kari


def test_the_counsellor_gets_it_when_it_is_about_the_coordinator(scene):
    Person.objects.filter(pk=scene.amina.person_id).update(user=scene.lise)

    assert scene.raised().owner == scene.kari


def test_nobody_without_clearance_is_given_a_protected_candidate_while_one_with_it_is_there(scene):
    Person.objects.filter(pk=scene.amina.person_id).update(protection=Protection.CODE_7)
    scene.amina.person.refresh_from_db()

    with pytest.raises(DomainError, match="kan ikke åpne"):
        scene.raised(owner=scene.kari)
