import pytest

from brobygger.audit.models import Entry
from brobygger.intake.actions.referring import NewPerson, refer, refer_new_person
from brobygger.intake.intakes import units_that_take_in
from brobygger.intake.models import Intake, IntakeState, Service
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person, Protection, Role, SpokenLanguage, Unit
from tests.factories import ClearanceFactory, EngagementFactory, IntakeFactory, MembershipFactory, UserFactory
from tests.intake.scenes import NOW, TODAY


def referred(scene, **named):
    return refer(scene.adam, scene.referral(**named), today=TODAY, now=NOW, actor=scene.kari)


def registered(scene, **named):
    card = NewPerson(**{"first_name": "Salma", "last_name": "Nur", "protection": Protection.NONE} | named)
    return refer_new_person(card, scene.referral(), today=TODAY, now=NOW, actor=scene.kari)


def test_a_referral_is_received_at_once_without_an_owner(scene):
    intake = referred(scene, first_words="  Ring etter klokka ti.  ", talks_best=SpokenLanguage.ARABIC)

    assert (intake.state, intake.owner, intake.referred_by, intake.referred_at) == (IntakeState.RECEIVED, None, scene.kari, NOW)
    assert (intake.first_words, Person.objects.get(pk=scene.adam.pk).talks_best) == ("Ring etter klokka ti.", "ar")
    assert Entry.objects.filter(event="intake.referred", subject_id=intake.public_id).count() == 1


@pytest.mark.parametrize(("wants", "needs"), [(False, True), (True, False), (False, False)])
def test_a_no_to_a_question_is_received_like_a_yes(scene, wants, needs):
    intake = referred(scene, wants_ordinary_work=wants, needs_help_to_get_it=needs)

    assert intake.state == IntakeState.RECEIVED


def test_one_who_waits_there_is_not_referred_again_but_may_be_to_another_service(scene):
    referred(scene)

    with pytest.raises(DomainError, match="allerede henvist til Brovik og venter"):
        referred(scene)

    assert Intake.objects.count() == 1


def test_one_who_is_followed_up_there_is_not_referred_there(scene):
    with pytest.raises(DomainError, match="følges allerede opp av Brovik"):
        referred(scene, service=Service.ORDINARY_FOLLOW_UP)

    assert not Intake.objects.exists()


def test_one_who_was_handed_on_can_be_referred_again(scene):
    scene.intake(handed_on=True)

    assert referred(scene).state == IntakeState.RECEIVED


def test_one_whom_no_leader_could_open_is_not_lost_in_a_heap_nobody_sees(scene):
    Person.objects.filter(pk=scene.adam.pk).update(protection=Protection.UNKNOWN)

    with pytest.raises(DomainError, match="Ingen leder ved Brovik kan åpne denne henvisningen") as refusal:
        referred(scene)

    assert refusal.value.field == "unit"
    ClearanceFactory(user=scene.siri, protection=Protection.UNKNOWN)
    assert referred(scene).state == IntakeState.RECEIVED


def test_somebody_new_is_registered_and_referred_in_one(scene):
    intake = registered(scene, phone="68050300", email="salma@brovik.invalid")

    person = intake.person
    assert (person.first_name, person.last_name, person.phone, person.protection) == ("Salma", "Nur", "68050300", Protection.NONE)
    assert not [field for field in Person._meta.get_fields() if "national" in field.name]


def test_nobody_is_registered_when_the_referral_is_refused(scene):
    with pytest.raises(DomainError, match="Ingen leder"):
        registered(scene, protection=Protection.CODE_6)

    assert not Person.objects.filter(first_name="Salma").exists()


def test_the_same_name_twice_from_the_same_one_is_asked_about(scene):
    registered(scene)

    with pytest.raises(DomainError, match="Du har allerede henvist en som heter salma NUR") as refusal:
        registered(scene, first_name="salma", last_name=" NUR ")

    assert refusal.value.field == "first_name"


def test_another_ones_referral_of_the_same_name_gives_nothing_away(scene):
    IntakeFactory(person__first_name="Salma", person__last_name="Nur", unit=scene.unit)

    assert registered(scene).person.first_name == "Salma"


def test_one_refers_to_units_with_a_leader_and_a_specialist_today(scene):
    MembershipFactory(user=UserFactory(), role=Role.SPECIALIST)
    EngagementFactory()
    MembershipFactory(role=Role.LEADER, unit__name="Bare leder")

    assert list(units_that_take_in(Unit.objects.all(), today=TODAY)) == [scene.unit]
