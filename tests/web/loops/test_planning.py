"""The plan page: for the one who decides, and for nobody else before it is decided."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.loops.models import Adjustment, Loop, LoopEmployer, Side, StatedVeto
from brobygger.loops.plan.actions import propose_plan
from brobygger.loops.states import LoopState
from brobygger.parties.models import Grant, Person, Protection
from brobygger.proposals.models import Decision, Proposal
from tests.factories import GrantFactory, StatedVetoFactory, UserFactory, WishFactory
from tests.kit import signed_in

NAMES = ("Amina", "Emil", "Sara")


def wished(scene, name, values):
    participant = scene.participant(name, turned_up=True)
    for employer, value in zip((scene.bakery, scene.workshop), values, strict=True):
        GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=scene.loop.public_id)
        WishFactory(participant=participant, employer=employer, side=Side.CANDIDATE, value=value)
        WishFactory(participant=participant, employer=employer, side=Side.EMPLOYER, value=value)
    return participant


@pytest.fixture
def ready(scene):
    """Two who each want another employer; a plan can be made."""
    scene.amina, scene.emil = wished(scene, "Amina", (5, 3)), wished(scene, "Emil", (3, 5))
    return scene


def url(scene, name="plan", *more):
    return reverse(f"loops:{name}", args=[scene.loop.public_id, *more])


@pytest.mark.parametrize("who", ["dag", "kari", "siri", "per", "stranger"])
def test_nobody_but_the_one_who_decides_finds_the_plan(ready, who):
    client = signed_in(getattr(ready, who))
    propose_plan(ready.loop, actor=ready.lise, now=clock.now())

    gets = [client.get(url(ready, name)).status_code for name in ("plan", "plan_veto_new", "plan_print")]
    posts = [client.post(url(ready, name)).status_code for name in ("plan_propose", "plan_adjust", "plan_decide")]

    assert gets == [404] * 3
    assert posts == [404] * 3
    assert Proposal.objects.count() == 1


def test_another_coordinator_of_the_unit_may_print_the_plan_but_not_see_the_reasons(ready):
    colleague = UserFactory(role="loop_coordinator", role__unit=ready.centre)
    propose_plan(ready.loop, actor=ready.lise, now=clock.now())

    client = signed_in(colleague)

    assert client.get(url(ready)).status_code == 404
    printed = client.get(url(ready, "plan_print")).content.decode()
    assert "Rugbakken bakeri" in printed
    assert "ønsk" not in printed.split("<main")[1].split("Bruk nettleserens")[0]


def test_before_a_plan_the_page_says_who_is_waited_for_and_offers_to_make_one(ready):
    ready.participant("Sara", turned_up=True)

    page = signed_in(ready.lise).get(url(ready)).content.decode()

    assert "Venter på" in page
    assert "Sara" in page
    assert "Lag planen" in page


def test_the_plan_is_made_shown_with_its_reasons_and_decided(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))

    page = client.get(url(ready)).content.decode()
    decided = client.post(url(ready, "plan_decide"), {"proposal": Proposal.objects.get().public_id})

    assert "Amina begynner hos Rugbakken bakeri. Begge ønsket det mest." in page
    assert "To deltakere, to bedrifter" in page
    assert decided.status_code == 302
    ready.loop.refresh_from_db()
    assert ready.loop.state == LoopState.DECIDED
    assert "Planen er vedtatt" in client.get(url(ready)).content.decode()


def test_the_decided_plan_says_what_it_took_account_of_then(ready):
    client = signed_in(ready.lise)
    of_amina = {"participant": ready.amina.public_id, "kind": "other"}
    client.post(url(ready, "plan_veto_new"), {**of_amina, "employer": ready.bakery.public_id, "period": "0", "reason": "Buss først i mai"})
    client.post(url(ready, "plan_propose"))
    before = client.get(url(ready)).content.decode()
    client.post(url(ready, "plan_decide"), {"proposal": Proposal.objects.get().public_id})

    after = client.get(url(ready)).content.decode()

    about = re.search(r"Amina og Rugbakken bakeri: ikke [^<]+", before).group().strip()
    assert about in after
    assert "Buss først i mai" in after
    assert "Ingen hensyn stenger for noen." not in after
    assert "Ta bort" not in after


def test_trying_a_change_shows_the_price_and_changes_nothing(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))

    page = client.get(
        url(ready), {"participant": ready.amina.public_id, "employer": ready.workshop.public_id, "kind": "pin"}
    ).content.decode()

    assert "Hvis Amina begynner hos Elvekroken verksted" in page
    assert "Ett ønske får vente: Amina og Rugbakken bakeri" in page
    assert not Adjustment.objects.exists()
    assert Proposal.objects.count() == 1


def test_a_change_is_used_needs_a_reason_and_can_be_undone(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))
    client.post(url(ready, "plan_adjust"), {"participant": ready.amina.public_id, "employer": ready.workshop.public_id, "kind": "pin"})
    latest = Proposal.objects.latest("pk").public_id
    page = client.get(url(ready)).content.decode()

    refused = client.post(url(ready, "plan_decide"), {"proposal": latest, "reason": ""})
    client.post(url(ready, "plan_release", Adjustment.objects.get().public_id))

    assert "Da står bare det som stenger for et par uansett." in page
    assert "Amina er låst til Elvekroken verksted." in page
    assert refused.status_code == 422
    assert "Skriv hvorfor du avviker fra forslaget" in refused.content.decode()
    assert not Adjustment.objects.exists()
    assert not Decision.objects.exists()


def test_a_stated_reason_shuts_the_pair_out_and_is_listed(ready):
    client = signed_in(ready.lise)
    stated = {
        "participant": ready.amina.public_id,
        "employer": ready.bakery.public_id,
        "period": "0",
        "kind": "other",
        "reason": "Buss først i mai",
    }

    client.post(url(ready, "plan_veto_new"), stated)
    client.post(url(ready, "plan_propose"))

    page = client.get(url(ready)).content.decode()
    assert "Buss først i mai" in page
    assert "Amina begynner hos Rugbakken bakeri" not in page
    client.post(url(ready, "plan_veto_withdraw", StatedVeto.objects.get().public_id))
    assert not StatedVeto.objects.exists()


def test_one_who_got_a_protected_address_is_in_the_plan_without_a_name(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))
    Person.objects.filter(pk=ready.amina.person_id).update(protection=Protection.CODE_6)

    pages = [client.get(url(ready, name)).content.decode() for name in ("plan", "plan_print", "plan_veto_new")]

    assert not [page for page in pages if "Amina" in page]
    assert "En deltaker" in pages[0]
    assert not LookUp.objects.filter(person=ready.amina.person.public_id).exists()


def test_one_who_took_the_yes_back_is_in_the_plan_without_a_name(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))
    Grant.objects.filter(person=ready.amina.person).update(withdrawn_at=clock.now())

    pages = [client.get(url(ready, name)).content.decode() for name in ("plan", "plan_print", "plan_veto_new")]

    assert not [page for page in pages if "Amina" in page]


def test_forged_ids_are_refused_in_words_and_a_stale_page_is_not_decided(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))

    forged = client.post(url(ready, "plan_adjust"), {"participant": uuid4(), "employer": ready.workshop.public_id, "kind": "pin"})
    stale = client.post(url(ready, "plan_decide"), {"proposal": uuid4()})

    assert forged.status_code == 422
    assert stale.status_code == 422
    assert "Noe er endret siden planen ble regnet ut" in stale.content.decode()


def test_deciding_a_plan_that_is_decided_says_so_on_its_page(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))
    fields = {"proposal": Proposal.objects.get().public_id}
    client.post(url(ready, "plan_decide"), fields)

    again = client.post(url(ready, "plan_decide"), fields)

    assert again.status_code == 422
    assert "så dette kan ikke endres lenger." in again.content.decode()


def test_markup_in_names_and_reasons_comes_out_inert(ready):
    ready.amina.person.first_name = "<script>x</script>"
    ready.amina.person.save()
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))

    page = client.get(url(ready)).content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


MOST_QUERIES = 14  # five for the sign-in, one for the log; a plan may have gone stale, so all it was made from is read


@pytest.mark.parametrize("is_trying", [False, True], ids=["the page", "the price of a change"])
def test_the_plan_costs_the_same_for_few_and_many(scene, is_trying):
    client = signed_in(scene.lise)
    costs = []

    for count in (2, 14):
        for number in range(count):
            wished(scene, f"Navn{count}{number}", (1 + number % 5, 5 - number % 5))
        propose_plan(scene.loop, actor=scene.lise, now=clock.now())
        one = scene.loop.participants.latest("pk")
        tried = {"participant": one.public_id, "employer": scene.workshop.public_id, "kind": "pin"} if is_trying else {}
        client.get(url(scene), tried)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(scene), tried)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= MOST_QUERIES


def test_everybody_on_the_page_is_in_the_look_up_log(ready):
    propose_plan(ready.loop, actor=ready.lise, now=clock.now())

    signed_in(ready.lise).get(url(ready))

    assert set(LookUp.objects.values_list("person", flat=True)) == {ready.amina.person.public_id, ready.emil.person.public_id}


def test_nobody_is_placed_where_they_have_not_said_yes_to_be_met(ready):
    Grant.objects.filter(person=ready.amina.person, workplace=ready.bakery.workplace).delete()
    client = signed_in(ready.lise)

    client.post(url(ready, "plan_propose"))

    page = client.get(url(ready)).content.decode()
    assert "Amina begynner hos Rugbakken bakeri" not in page
    assert "Har ikke sagt ja til å møte bedriften ennå." in page


def test_a_plan_from_before_the_number_of_periods_changed_is_made_anew(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))
    StatedVetoFactory(participant=ready.amina, employer=ready.bakery, period=2)
    Loop.objects.filter(pk=ready.loop.pk).update(periods=1)
    LoopEmployer.objects.filter(loop=ready.loop).update(places=[1])

    before = client.get(url(ready))
    client.post(url(ready, "plan_propose"))
    after = client.get(url(ready))

    assert "Lag planen" in before.content.decode()
    assert after.status_code == 200
    assert "én periode" in after.content.decode()


def test_a_loop_that_lost_an_employer_says_that_the_plan_waits(ready):
    client = signed_in(ready.lise)
    client.post(url(ready, "plan_propose"))
    Loop.objects.filter(pk=ready.loop.pk).update(state=LoopState.RECRUITING)

    page = client.get(url(ready)).content.decode()

    assert "Planen venter" in page
    assert "Planen er vedtatt" not in page


def test_a_forbidden_pair_that_the_plan_did_not_have_anyway_needs_no_reason(ready):
    client = signed_in(ready.lise)
    StatedVetoFactory(participant=ready.amina, employer=ready.workshop)
    Loop.objects.filter(pk=ready.loop.pk).update(periods=1)
    LoopEmployer.objects.filter(loop=ready.loop).update(places=[1])

    client.post(url(ready, "plan_adjust"), {"participant": ready.amina.public_id, "employer": ready.workshop.public_id, "kind": "forbid"})

    assert "Hvorfor avviker du" not in client.get(url(ready)).content.decode()
