from decimal import Decimal

import pytest

from brobygger.intake.actions.answering import correct_answers, hand_on
from brobygger.intake.actions.taking_in import take_in
from brobygger.intake.letters import is_taken_in
from brobygger.intake.models import Engagement, Intake, IntakeState, Part, Pathway, Responsibility, Service
from brobygger.intake.queries import who_picks_up
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.parties.models import Membership, Role
from tests.factories import ClearanceFactory, EngagementFactory, UserFactory
from tests.intake.scenes import NOW, TODAY


def taken_in(scene, intake, **named):
    people = {"responsible": scene.jonas, "deputy": scene.hanne, "pathway": Pathway.PLACE_THEN_TRAIN, "actor": scene.jonas} | named
    return take_in(intake, **people, today=TODAY, now=NOW)


def nothing_happened(intake):
    intake.refresh_from_db()
    return intake.state == IntakeState.RECEIVED and not Engagement.objects.filter(service=Service.SUPPORTED_EMPLOYMENT).exists()


def test_follow_up_begins_today_with_one_responsible_and_one_deputy(scene):
    intake = taken_in(scene, scene.intake())

    (pick_up,) = who_picks_up(Engagement.objects.filter(intake=intake), today=TODAY)
    assert (pick_up.responsible, pick_up.deputy, pick_up.engagement.starts_on) == (scene.jonas, scene.hanne, TODAY)
    assert (intake.state, intake.owner, intake.answered_by) == (IntakeState.ACCEPTED, scene.jonas, scene.jonas)


def test_the_way_they_begin_on_is_kept_with_what_the_figures_need_beside_it(scene):
    told = {"pathway": Pathway.TRAIN_THEN_PLACE, "worked_lately": False, "hours_wished": Decimal(20)}

    engagement = taken_in(scene, scene.intake(), **told).engagement

    engagement.refresh_from_db()
    assert {name: getattr(engagement, name) for name in told} == told


def test_those_who_did_not_do_it_themselves_are_told(scene):
    intake = taken_in(scene, scene.intake(), actor=scene.siri)

    told = {(message.template, message.recipient_name): message.values for message in Message.objects.all()}
    assert set(told) == {
        ("intake/new_person", "Jonas Hauglid"),
        ("intake/new_person", "Hanne Vik"),
        ("intake/received", "Kari Moseby"),
    }
    assert told["intake/new_person", "Hanne Vik"]["part"] == "stedfortreder"
    assert is_taken_in(intake.public_id, TODAY)


@pytest.mark.parametrize("answers", [{"wants_ordinary_work": False}, {"needs_help_to_get_it": False}])
def test_a_no_is_refused_in_words_with_both_ways_out_and_each_of_them_works(scene, answers):
    intake = scene.intake(**answers)

    with pytest.raises(DomainError, match="Spør Adam en gang til og rett svaret, eller finn ut sammen hvem som hjelper videre"):
        taken_in(scene, intake)

    assert nothing_happened(intake)
    correct_answers(intake, wants_ordinary_work=True, needs_help_to_get_it=True, actor=scene.jonas)
    assert taken_in(scene, intake).state == IntakeState.ACCEPTED


def test_a_no_can_be_handed_on(scene):
    intake = scene.intake(wants_ordinary_work=False)

    assert hand_on(intake, to="Karrieresenteret", now=NOW, actor=scene.jonas).state == IntakeState.HANDED_ON


def test_one_cannot_stand_in_for_oneself(scene):
    intake = scene.intake()

    with pytest.raises(DomainError, match="annen stedfortreder") as refusal:
        taken_in(scene, intake, deputy=scene.jonas)

    assert refusal.value.field == "deputy"
    assert nothing_happened(intake)


@pytest.mark.parametrize("field", ["responsible", "deputy"])
def test_only_specialists_of_the_unit_follow_up_in_supported_employment(scene, field):
    intake = scene.intake()

    for user in (scene.kari, scene.siri, UserFactory(role=Role.SPECIALIST)):
        with pytest.raises(DomainError, match="kan ikke følge opp Adam") as refusal:
            taken_in(scene, intake, **{field: user})
        assert refusal.value.field == field

    assert nothing_happened(intake)


def test_a_counsellor_can_follow_up_in_ordinary_follow_up_however_many_they_have(scene):
    Engagement.objects.all().update(ends_on=TODAY.replace(day=1, month=1))
    for _each in range(25):
        EngagementFactory(unit=scene.unit, responsible=scene.kari)

    intake = taken_in(scene, scene.intake(service=Service.ORDINARY_FOLLOW_UP), responsible=scene.kari)

    assert Responsibility.objects.get(engagement=intake.engagement, part=Part.RESPONSIBLE).user == scene.kari


def test_the_twenty_first_needs_a_reason_which_is_kept(scene):
    scene.follows(scene.jonas, 20)
    intake = scene.intake()

    with pytest.raises(DomainError, match="Jonas Hauglid følger opp 20 i 100 prosent stilling fra før") as refusal:
        taken_in(scene, intake, above_range_because="  ")

    assert refusal.value.field == "above_range_because"
    assert taken_in(scene, intake, above_range_because=" Tar over til Hanne er tilbake. ").state == IntakeState.ACCEPTED
    held = Responsibility.objects.filter(engagement__intake=intake).order_by("part")
    assert [row.above_range_because for row in held] == ["", "Tar over til Hanne er tilbake."]


def test_the_twentieth_needs_none_and_a_reason_that_is_not_needed_is_not_kept(scene):
    scene.follows(scene.jonas, 19)

    intake = taken_in(scene, scene.intake(), above_range_because="Unødvendig.")

    assert not Responsibility.objects.filter(engagement=intake.engagement).exclude(above_range_because="").exists()


def test_half_a_position_has_room_for_half(scene):
    Membership.objects.filter(user=scene.jonas).update(work_percent=50)
    scene.follows(scene.jonas, 10)

    with pytest.raises(DomainError, match="10 i 50 prosent stilling"):
        taken_in(scene, scene.intake())


def test_those_one_stands_in_for_do_not_count(scene):
    for _each in range(20):
        EngagementFactory(unit=scene.unit, responsible=scene.hanne, deputy=scene.jonas)

    assert taken_in(scene, scene.intake()).state == IntakeState.ACCEPTED


def test_one_who_is_followed_up_there_already_is_not_taken_in_twice(scene):
    intake = scene.intake()
    EngagementFactory(person=scene.adam, unit=scene.unit, service=Service.SUPPORTED_EMPLOYMENT)

    with pytest.raises(DomainError, match="følges allerede opp her"):
        taken_in(scene, intake)


def test_taking_in_twice_gives_one_engagement(scene):
    intake = taken_in(scene, scene.intake())

    with pytest.raises(DomainError, match="besvart"):
        taken_in(scene, intake)

    assert Engagement.objects.filter(service=Service.SUPPORTED_EMPLOYMENT).count() == 1


def test_a_protected_one_is_followed_up_by_those_with_clearance(scene):
    scene.adam.protection = "code_7"
    scene.adam.save(update_fields=["protection"])
    intake = scene.intake()
    ClearanceFactory(user=scene.jonas, protection="code_7")

    with pytest.raises(DomainError, match="Hanne Vik kan ikke følge opp") as refusal:
        taken_in(scene, intake)

    assert refusal.value.field == "deputy"
    assert Intake.objects.get().state == IntakeState.RECEIVED
