from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.followup.actions.assigning import decide_owner, decide_owners
from brobygger.followup.assigning import assignments, proposals_by_intake
from brobygger.followup.models import ContactKind, ContactWith
from brobygger.intake.models import Intake, IntakeState
from brobygger.kernel.errors import DomainError
from brobygger.matching.assignment import instance_as_json
from brobygger.parties.models import Person, Protection, Role
from brobygger.proposals.models import Decision, Proposal, ProposalKind
from tests.factories import (
    AbsenceFactory,
    ClearanceFactory,
    ContactFactory,
    EngagementFactory,
    FamilyTieFactory,
    IntakeFactory,
    PersonFactory,
    PostalCodeFactory,
    SpecialistProfileFactory,
    UnitFactory,
    UserFactory,
)
from tests.intake.scenes import NOW, TODAY, office


@pytest.fixture
def scene(db):
    return office()


def proposed(intake):
    return proposals_by_intake(assignments(Intake.objects.all(), today=TODAY))[intake.pk]


def decided(scene, intake, to, reason=""):
    return decide_owner(Intake.objects.all(), intake, to=to, reason=reason, today=TODAY, now=NOW, actor=scene.siri)


def test_the_proposal_says_room_language_and_who_followed_them_in_one_plain_sentence(scene):
    scene.follows(scene.jonas, 17)
    scene.follows(scene.hanne, 17)
    SpecialistProfileFactory(user=scene.jonas, languages=["ar"])
    EngagementFactory(person=scene.adam, responsible=scene.jonas, ends_on=date(2024, 6, 30), starts_on=date(2023, 1, 1))

    Person.objects.filter(pk=scene.adam.pk).update(talks_best="ar")

    found = proposed(scene.intake())

    assert found.best.user == scene.jonas
    assert found.best.words == "Jonas har plass til tre til, snakker arabisk og fulgte Adam i 2024."
    assert [each.words for each in found.options] == [
        "Hanne har plass til tre til og snakker ikke arabisk.",
        "Jonas har plass til tre til, snakker arabisk og fulgte Adam i 2024.",
    ]


def test_what_speaks_against_is_said_too(scene):
    scene.follows(scene.jonas, 20)
    scene.follows(scene.hanne, 22)

    assert proposed(scene.intake()).best.words == "Jonas har fullt, med 20 i 100 prosent stilling."


def test_distance_is_a_straight_line_in_whole_kilometres(scene):
    near, far = (
        PostalCodeFactory(code="3111", latitude=59.27, longitude=10.41),
        PostalCodeFactory(code="3015", latitude=59.74, longitude=10.21),
    )
    SpecialistProfileFactory(user=scene.jonas, postal_code=near)
    SpecialistProfileFactory(user=scene.hanne, postal_code=far)
    Person.objects.filter(pk=scene.adam.pk).update(postal_code=near)

    found = proposed(scene.intake(person=Person.objects.get(pk=scene.adam.pk)))

    assert found.best.words == "Jonas har plass til 20 til og har 0 km til Adam i luftlinje."
    assert "har 53 km til Adam i luftlinje" in found.option(scene.hanne).words


@pytest.mark.parametrize(
    ("contact", "knows"),
    [
        ({}, True),
        ({"whom": ContactWith.BOTH}, True),
        ({"whom": ContactWith.EMPLOYER}, False),
        ({"kind": ContactKind.NO_ANSWER}, False),
    ],
)
def test_having_talked_with_somebody_counts_and_an_attempt_or_a_talk_about_them_does_not(scene, contact, knows):
    engagement = EngagementFactory(person=scene.adam)
    ContactFactory(engagement=engagement, written_by=scene.jonas, happened_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC), **contact)

    words = proposed(scene.intake()).option(scene.jonas).words

    assert ("snakket med Adam i 2026" in words) is knows  # half past midnight in Norway


def test_a_contact_that_is_taken_back_never_was(scene):
    first = ContactFactory(engagement__person=scene.adam, written_by=scene.jonas, happened_at=NOW)
    ContactFactory(engagement=first.engagement, written_by=scene.jonas, happened_at=NOW, withdraws=first)

    assert "snakket" not in proposed(scene.intake()).option(scene.jonas).words


def test_those_given_to_somebody_and_not_answered_fill_their_list_too(scene):
    for _each in range(5):
        IntakeFactory(unit=scene.unit, owner=scene.jonas)

    found = proposed(scene.intake())

    assert found.best.user == scene.hanne
    assert found.option(scene.jonas).words == "Jonas har plass til 15 til."


def test_two_who_wait_are_shared_and_each_unit_by_itself(scene):
    scene.follows(scene.jonas, 10)
    scene.follows(scene.hanne, 10)
    other = UnitFactory()
    UserFactory(name="Eli Strand", role=Role.SPECIALIST, role__unit=other)

    waiting = [scene.intake(person=PersonFactory()) for _each in range(2)]
    elsewhere = scene.intake(unit=other)

    assert {proposed(intake).best.user for intake in waiting} == {scene.jonas, scene.hanne}
    assert proposed(elsewhere).best.user.name == "Eli Strand"


def test_one_who_has_an_owner_or_an_answer_has_no_proposal(scene):
    scene.intake(owner=scene.jonas)
    scene.intake(person=PersonFactory(), waiting=True)

    assert assignments(Intake.objects.all(), today=TODAY) == []


def test_nobody_is_proposed_to_family_to_themselves_or_without_clearance(scene):
    FamilyTieFactory(person=PersonFactory(user=scene.jonas), relative=scene.adam)
    of_family = scene.intake()
    own = scene.intake(person=PersonFactory(user=scene.hanne))
    protected = scene.intake(person=PersonFactory(protection=Protection.CODE_7))
    ClearanceFactory(user=scene.hanne, protection=Protection.CODE_6)

    assert [each.user for each in proposed(of_family).options] == [scene.hanne]
    assert [each.user for each in proposed(own).options] == [scene.jonas]
    assert proposed(protected).best is None
    ClearanceFactory(user=scene.jonas, protection=Protection.CODE_7)
    assert proposed(protected).best.user == scene.jonas


def away(user, until, since=TODAY):
    return AbsenceFactory(user=user, starts_on=since, ends_on=until)


@pytest.mark.parametrize(("days", "is_left_out"), [(13, False), (14, True), (60, True)])
def test_one_who_is_away_for_more_than_two_weeks_is_not_proposed(scene, days, is_left_out):
    scene.follows(scene.hanne, 12)
    away(scene.jonas, TODAY + timedelta(days=days), since=TODAY - timedelta(days=3))

    scene.intake()

    found = assignments(Intake.objects.all(), today=TODAY)[0]
    assert (found.proposed[0].best.user == scene.hanne) is is_left_out
    assert [each.user for each in found.left_out] == ([scene.jonas] if is_left_out else [])
    assert (scene.jonas in [each.user for each in found.proposed[0].options]) is not is_left_out


def test_absences_that_follow_each_other_are_one_and_one_to_come_is_none(scene):
    away(scene.jonas, TODAY + timedelta(days=6))
    away(scene.jonas, TODAY + timedelta(days=20), since=TODAY + timedelta(days=7))
    away(scene.hanne, TODAY + timedelta(days=90), since=TODAY + timedelta(days=1))
    away(scene.hanne, TODAY - timedelta(days=2), since=TODAY - timedelta(days=60))

    scene.intake()

    (left_out,) = assignments(Intake.objects.all(), today=TODAY)[0].left_out
    assert (left_out.user, left_out.until) == (scene.jonas, TODAY + timedelta(days=20))
    assert left_out.words == "Jonas Hauglid er borte til og med 21.09.2026, og er ikke med i forslagene."


def test_when_all_are_away_the_leader_chooses_without_a_reason_and_who_was_away_is_kept(scene):
    for user in (scene.jonas, scene.hanne):
        away(user, TODAY + timedelta(days=30))
    intake = scene.intake()

    assert proposed(intake).best is None
    decided(scene, intake, scene.siri)

    kept = Proposal.objects.get()
    assert set(kept.settings["away"]) == {str(scene.jonas.public_id), str(scene.hanne.public_id)}
    assert kept.inputs["specialists"] == []


def test_name_age_and_contact_details_make_no_difference(scene):
    intake = scene.intake()
    before = assignments(Intake.objects.all(), today=TODAY)[0]

    Person.objects.filter(pk=scene.adam.pk).update(
        first_name="Kåre", last_name="Hansen", born_on=date(1961, 2, 3), phone="68050999", email="x@y.invalid"
    )
    Intake.objects.filter(pk=intake.pk).update(first_words="Noe helt annet.")

    after = assignments(Intake.objects.all(), today=TODAY)[0]
    assert instance_as_json(after.instance) == instance_as_json(before.instance)
    assert after.proposed[0].best.because == before.proposed[0].best.because


@pytest.mark.parametrize("count", [1, 12])
def test_proposals_cost_three_queries_however_many_wait(scene, count, django_assert_num_queries):
    for _each in range(count):
        specialist = UserFactory(role=Role.SPECIALIST, role__unit=scene.unit)
        SpecialistProfileFactory(user=specialist, postal_code=PostalCodeFactory())
        scene.intake(person=PersonFactory(postal_code=PostalCodeFactory()))

    with django_assert_num_queries(3):
        found = assignments(Intake.objects.all(), today=TODAY)
        assert len([each.best.words for each in found[0].proposed]) == count


def test_deciding_as_proposed_keeps_what_was_proposed_from_what_and_who_decided(scene):
    scene.follows(scene.hanne, 3)
    intake = scene.intake()

    decided(scene, intake, scene.jonas)

    intake.refresh_from_db()
    assert (intake.owner, intake.state) == (scene.jonas, IntakeState.RECEIVED)
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.departs, decision.reason) == (scene.siri, False, "")
    kept = decision.proposal
    assert (kept.kind, kept.subject_id, kept.engine_version) == (ProposalKind.ASSIGNMENT, intake.public_id, "1")
    assert {each["id"] for each in kept.inputs["specialists"]} == {str(scene.jonas.public_id), str(scene.hanne.public_id)}
    assert kept.result["proposed"][0]["specialist"] == str(scene.jonas.public_id)
    assert kept.result["proposed"][0]["others"] == {str(scene.hanne.public_id): [{"code": "has_room", "facts": {"room": 17}}]}
    assert kept.settings == {"given": {str(intake.public_id): str(scene.jonas.public_id)}, "away": []}


def test_another_than_the_proposed_needs_a_reason_which_is_kept(scene):
    scene.follows(scene.hanne, 3)
    intake = scene.intake()

    with pytest.raises(DomainError, match="Forslaget er Jonas Hauglid nå") as refusal:
        decided(scene, intake, scene.hanne, reason=" ")

    assert refusal.value.field == "reason"
    assert not Proposal.objects.exists()
    decided(scene, intake, scene.hanne, reason="Adam har bedt om Hanne.")
    assert Decision.objects.filter(departs=True, reason="Adam har bedt om Hanne.").count() == 1
    assert Intake.objects.get().owner == scene.hanne


def test_a_button_from_an_old_page_is_refused_with_who_it_is_now(scene):
    scene.follows(scene.hanne, 1)
    intake = scene.intake()
    seen = proposed(intake).best.user
    scene.follows(scene.jonas, 9)

    with pytest.raises(DomainError, match="Forslaget er Hanne Vik nå"):
        decided(scene, intake, seen)

    assert Intake.objects.get().owner is None


def test_pressing_twice_gives_it_once_and_another_who_was_first_is_not_overruled(scene):
    scene.follows(scene.hanne, 1)
    intake = scene.intake()
    decided(scene, intake, scene.jonas)

    decided(scene, intake, scene.jonas)
    with pytest.raises(DomainError, match="Jonas Hauglid svarer allerede"):
        decided(scene, intake, scene.hanne, reason="Ombestemte meg.")

    assert Decision.objects.count() == 1


def test_one_nobody_is_proposed_for_is_given_without_a_reason(scene):
    Person.objects.filter(pk=scene.adam.pk).update(protection=Protection.CODE_7)
    intake = scene.intake(person=Person.objects.get(pk=scene.adam.pk))
    ClearanceFactory(user=scene.siri, protection=Protection.CODE_7)

    decided(scene, intake, scene.siri)

    assert Intake.objects.get().owner == scene.siri
    assert Decision.objects.get().departs is False


def test_all_are_given_as_they_stood_on_the_screen_with_one_decision_for_the_unit(scene):
    waiting = [scene.intake(person=PersonFactory(), referred_at=NOW - timedelta(days=number)) for number in range(3)]
    chosen = {intake.public_id: proposed(intake).best.user.public_id for intake in waiting}

    count = decide_owners(Intake.objects.all(), chosen=chosen, today=TODAY, now=NOW, actor=scene.siri)

    assert count == 3
    assert {intake.public_id: intake.owner.public_id for intake in Intake.objects.all()} == chosen
    assert Decision.objects.get().proposal.subject_id == scene.unit.public_id


def test_all_or_nothing_when_one_of_them_has_changed(scene):
    waiting = [scene.intake(person=PersonFactory()) for _each in range(2)]
    chosen = {intake.public_id: proposed(intake).best.user.public_id for intake in waiting}

    for wrong in ({**chosen, waiting[0].public_id: scene.siri.public_id}, {**chosen, uuid4(): scene.jonas.public_id}):
        with pytest.raises(DomainError, match="et annet enn da du åpnet siden"):
            decide_owners(Intake.objects.all(), chosen=wrong, today=TODAY, now=NOW, actor=scene.siri)

    assert not Intake.objects.filter(owner__isnull=False).exists()
    assert not Proposal.objects.exists()


def test_a_leader_decides_for_no_others_than_their_own(scene):
    stranger = scene.intake(unit=UnitFactory())
    UserFactory(role=Role.SPECIALIST, role__unit=stranger.unit)
    mine = Intake.objects.filter(unit=scene.unit)

    with pytest.raises(DomainError, match="et annet enn da du åpnet siden"):
        decide_owners(mine, chosen={stranger.public_id: scene.jonas.public_id}, today=TODAY, now=NOW, actor=scene.siri)

    assert Intake.objects.get().owner is None
