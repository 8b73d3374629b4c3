from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.kernel.local_time import midnight, monday_of
from brobygger.loops.models import Participant, Side, Stay
from brobygger.loops.states import CommitmentState
from brobygger.loops.the_year.actions.turnings import rotate
from brobygger.parties.models import Protection, Role, UnitKind
from brobygger.placements.models import Placement, PlacementKind
from tests.factories import GrantFactory, ParticipantFactory, UnitFactory, UserFactory, WishFactory
from tests.kit import signed_in
from tests.loops.the_year.rounds import Round, running_round

pytestmark = pytest.mark.django_db


class Scene(NamedTuple):
    round: Round
    lise: User

    def page(self, name: str) -> str:
        return reverse(f"repair:{name}", args=[self.round.loop.public_id])

    def client(self, user: User | None = None) -> Client:
        return signed_in(user or self.lise)

    def leaves(self, participant: Participant, **fields: object) -> dict[str, object]:
        return {
            "participant": participant.public_id,
            "on": clock.today().strftime("%d.%m.%Y"),
            "left_for": "job",
            "kind": PlacementKind.ORDINARY_PERMANENT.value,
            "place_name": "Fjordbakeriet",
            "starts_on": (clock.today() + timedelta(days=3)).strftime("%d.%m.%Y"),
            **fields,
        }


@pytest.fixture
def scene() -> Scene:
    """Two months into the first period, on whichever day the tests run."""
    started = monday_of(clock.today() - timedelta(days=60))
    centre = UnitFactory(kind=UnitKind.WORKING_LIFE_CENTRE)
    lise = UserFactory(name="Lise Dalby", role=Role.LOOP_COORDINATOR, role__unit=centre)
    made = running_round(starts_on=started, unit=centre, coordinator=lise)
    rotate(made.loop, turning=0, actor=lise, now=midnight(started))
    for participant in made.participants:
        wish_all(made, participant)
    return Scene(made, lise)


def wish_all(made: Round, participant: Participant) -> None:
    for employer in made.employers:
        GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=made.loop.public_id)
        for side in Side:
            WishFactory(participant=participant, employer=employer, side=side, value=4)


def test_somebody_leaves_for_a_job_and_the_page_shows_the_empty_place(scene):
    answer = scene.client().post(scene.page("leave"), scene.leaves(scene.round.participants[0]), follow=True)

    shown = answer.content.decode()
    assert Placement.objects.filter(kind=PlacementKind.ORDINARY_PERMANENT, place_name="Fjordbakeriet").exists()
    assert "Én ledig plass" in shown
    assert scene.round.employers[0].workplace.name in shown


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("place_name", "Skriv hvor de skal"),
        ("starts_on", "Skriv første dag der"),
        ("kind", "Velg hva slags jobb"),
        ("on", "Skriv siste dag"),
    ],
)
def test_a_new_job_without_what_it_needs_is_asked_for_and_nobody_leaves(scene, missing, sentence):
    answer = scene.client().post(scene.page("leave"), scene.leaves(scene.round.participants[0], **{missing: ""}))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Participant.objects.filter(left_on__isnull=False).exists()


def test_education_asks_for_no_kind_of_job(scene):
    given = scene.leaves(scene.round.participants[0], left_for="education", kind="", place_name="Brovik folkehøgskole")

    scene.client().post(scene.page("leave"), given)

    assert Placement.objects.filter(kind=PlacementKind.EDUCATION, place_name="Brovik folkehøgskole").exists()


def test_an_employer_drops_out(scene):
    given = {"employer": scene.round.employers[0].public_id, "on": clock.today().strftime("%d.%m.%Y"), "because": "bankrupt"}

    answer = scene.client().post(scene.page("drop_out"), given, follow=True)

    scene.round.employers[0].refresh_from_db()
    assert scene.round.employers[0].state == CommitmentState.DROPPED_OUT
    assert "Uten plass" in answer.content.decode()


def test_new_places_are_asked_for_from_the_day_after_the_last_day_of_the_employer_that_goes_out(scene):
    last = clock.today() + timedelta(days=14)
    given = {"employer": scene.round.employers[0].public_id, "on": last.strftime("%d.%m.%Y"), "because": "bankrupt"}

    answer = scene.client().post(scene.page("drop_out"), given, follow=True)

    assert answer.context["form"]["starts_on"].initial == last + timedelta(days=1)


def test_a_repair_is_proposed_with_reasons_and_decided(scene):
    newcomer = ParticipantFactory(loop=scene.round.loop, turned_up=True, granted=True, person__first_name="Nora")
    wish_all(scene.round, newcomer)
    client = scene.client()
    client.post(scene.page("leave"), scene.leaves(scene.round.participants[0]))
    monday = (clock.today() + timedelta(days=7 - clock.today().weekday())).strftime("%d.%m.%Y")

    proposed = client.post(scene.page("propose"), {"from_period": 0, "starts_on": monday, "newcomers": [newcomer.public_id]}, follow=True)
    shown = proposed.content.decode()
    decided = client.post(scene.page("decide"), {"proposal": proposed.context["reading"].proposal.public_id}, follow=True)

    assert "Ingen som har en plass, må flytte." in shown
    assert "Nora er ny i loopen" in shown
    assert "Reparasjonen er vedtatt" in decided.content.decode()
    assert Stay.objects.filter(participant=newcomer).count() == 3


def test_one_with_a_protected_address_is_counted_and_not_named(scene):
    hidden = scene.round.participants[1]
    hidden.person.first_name = "Skjult"
    hidden.person.protection = Protection.CODE_7
    hidden.person.save()
    Stay.objects.filter(participant=hidden, period=0).delete()

    shown = scene.client().get(scene.page("holes")).content.decode()

    assert "Skjult" not in shown
    assert "som du ikke kan se navnet på" in shown


@pytest.mark.parametrize("name", ["propose", "decide"])
def test_the_address_a_form_is_sent_to_shows_the_page_it_stands_on(scene, name):
    answer = scene.client().get(scene.page(name))

    assert answer.status_code == 200
    assert "Foreslå en reparasjon" in answer.content.decode()


@pytest.mark.parametrize("name", ["holes", "leave", "drop_out"])
def test_a_coordinator_of_another_unit_finds_nothing(scene, name):
    stranger = UserFactory(role=Role.LOOP_COORDINATOR, role__unit=UnitFactory(kind=UnitKind.WORKING_LIFE_CENTRE))

    answer = scene.client(stranger).get(scene.page(name))

    assert answer.status_code == 404


def test_the_page_costs_the_same_for_few_and_many(scene, django_assert_max_num_queries):
    for _number in range(5):
        ParticipantFactory(loop=scene.round.loop, turned_up=True, granted=True)
    client = scene.client()
    client.get(scene.page("holes"))

    with django_assert_max_num_queries(16):
        client.get(scene.page("holes"))
