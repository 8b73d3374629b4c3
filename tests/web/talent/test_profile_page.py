from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Protection, Role
from brobygger.reference.models import Occupation
from brobygger.talent.models import VocationalProfile
from tests.factories import EngagementFactory, NeedToKnowFactory, UserFactory, VocationalProfileFactory
from tests.kit import hidden_of, read
from tests.web.talent.scenes import a_scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MARKUP = '<script>alert(1)</script><b id="x">'


@pytest.fixture
def scene(client):
    made = a_scene()
    client.force_login(made.jonas)
    return made


def page_of(person):
    return reverse("talent:profile", args=[person.public_id])


def filled(**fields):
    return {"wishes": "Jobbe med planter.", "after": "0", "gone_through_on": day(clock.today()), **fields}


def gardener():
    for code, name in [("6", "Bønder"), ("61", "Jordbruk"), ("611", "Planter"), ("6113", "Gartnere")]:
        Occupation(code=code, level=len(code), parent_id=code[:-1] or None, name=name, search_text=f" {name.lower()} |").save()
    return Occupation.objects.get(code="6113")


def test_what_was_gone_through_together_is_saved_and_filled_in_the_next_time(client, scene):
    gardener()

    answer = client.post(
        page_of(scene.nora),
        filled(
            resources="Kasse.",
            accommodation="Starte etter kl. 9.",
            not_wanted="Natt.",
            travel_minutes="40",
            travels_by="public",
            hours_from="15",
            hours_to="20",
            work_times=["day", "evening"],
            occupations=["6113", "9999"],
        ),
    )
    page = read(client, page_of(scene.nora))

    assert answer.url == reverse("people:person", args=[scene.nora.public_id])
    written = VocationalProfile.objects.get(person=scene.nora)
    assert (written.version, written.written_by, written.work_times, written.travel_minutes) == (1, scene.jonas, ["day", "evening"], 40)
    assert [each.code for each in written.occupations.all()] == ["6113"]
    assert "Starte etter kl. 9.</textarea>" in page
    assert 'value="6113" checked' in page
    assert "Den første utgaven." in page
    assert hidden_of(page)["after"] == "1"
    assert LookUp.objects.filter(person=scene.nora.public_id, purpose="talent profile").exists()


def test_wishes_must_be_there_and_nothing_else(client, scene):
    empty = client.post(page_of(scene.nora), filled(wishes=" "))
    least = client.post(page_of(scene.nora), filled())

    assert empty.status_code == 422
    assert "Skriv først hva Nora ønsker seg" in empty.content.decode()
    assert least.status_code == 302


def test_looking_for_an_occupation_saves_nothing_and_loses_nothing(client, scene):
    gardener()

    page = client.post(
        page_of(scene.nora),
        filled(wishes="", resources="Kasse.", work_times=["night"], travels_by="car", find="1", sok="gartner", hours_to="mange"),
    )

    words = page.content.decode()
    assert page.status_code == 200
    assert "Gartnere</span>" in words
    for kept in ["Kasse.</textarea>", 'value="night" id="id_work_times_2" checked', 'value="car" selected', 'value="mange"']:
        assert kept in words
    assert "Vi fant ikke noe nytt yrke med «xyzw»." in client.post(page_of(scene.nora), filled(find="1", sok="xyzw")).content.decode()
    assert not VocationalProfile.objects.exists()


@pytest.mark.parametrize("field", ["wishes", "resources", "accommodation", "what_helps", "not_wanted"])
def test_what_looks_like_health_asks_to_be_read_through_and_a_national_id_is_refused(client, scene, field):
    health = client.post(page_of(scene.nora), filled(**{field: "Har fått en diagnose."}))
    number = client.post(page_of(scene.nora), filled(**{field: "01010750160"}))

    assert health.status_code == number.status_code == 422
    assert "Dette ligner helseopplysninger: «diagnose»" in health.content.decode()
    assert f'name="{field}-lest"' in health.content.decode()
    assert "fødselsnummer" in number.content.decode()
    assert not VocationalProfile.objects.exists()


def test_markup_in_any_text_is_only_text(client, scene):
    fields = dict.fromkeys(["wishes", "resources", "accommodation", "what_helps", "not_wanted"], MARKUP)
    client.post(page_of(scene.nora), filled(**fields))
    client.post(page_of(scene.nora), filled(after="1"))

    pages = [read(client, page_of(scene.nora)), client.post(page_of(scene.nora), filled(find="1", sok=MARKUP)).content.decode()]

    assert VocationalProfile.objects.count() == 2
    for page in pages:
        assert "<script>alert" not in page
        assert '<b id="x">' not in page


def test_one_who_saves_after_another_is_told_and_what_they_wrote_stands(client, scene):
    VocationalProfileFactory(person=scene.nora, version=1)
    VocationalProfileFactory(person=scene.nora, version=2, wishes="Være ute.", written_by__name="Ida Nesvold")

    refused = client.post(page_of(scene.nora), filled(after="1", resources="Det jeg skrev.", occupations=[gardener().code]))
    page = refused.content.decode()
    saved = client.post(page_of(scene.nora), filled(after=hidden_of(page)["after"], resources="Det jeg skrev."))

    assert refused.status_code == 422
    assert "Noen har skrevet en nyere utgave: Ida Nesvold" in page
    assert "Dette har Ida Nesvold skrevet i mellomtiden" in page
    assert "<dd>Være ute.</dd>" in page
    assert "Det jeg skrev.</textarea>" in page
    assert 'value="6113" checked' in page
    assert saved.status_code == 302
    assert VocationalProfile.objects.get(version=3).resources == "Det jeg skrev."


def test_the_versions_say_what_changed(client, scene):
    VocationalProfileFactory(person=scene.nora, version=1, wishes="Jobbe ute.", resources="Kasse.")
    VocationalProfileFactory(person=scene.nora, version=2, wishes="Jobbe inne.", resources="")
    VocationalProfileFactory(person=scene.nora, version=3, wishes="Jobbe inne.", gone_through_on=date(2026, 11, 2))

    page = read(client, page_of(scene.nora)).partition('id="utgaver"')[2]

    assert "Gått gjennom på nytt, ingenting endret." in page
    assert "<dt>Ønsker</dt><dd>Jobbe inne.<p" in page
    assert "Før: Jobbe ute." in page
    assert "<dt>Kan</dt><dd>Tatt bort<p" in page
    assert page.index("02.11.2026") < page.index("Før: Jobbe ute.") < page.index("Den første utgaven.")


def test_two_taps_on_save_write_one_version(client, scene):
    sent = filled(once=str(uuid4()))

    first, second = client.post(page_of(scene.nora), sent), client.post(page_of(scene.nora), sent)

    assert first.url == second.url
    assert VocationalProfile.objects.count() == 1


def test_one_with_a_reason_reads_and_does_not_write(client, scene):
    unit = scene.jonas.memberships.get().unit
    ida = UserFactory(role=Role.SPECIALIST, role__unit=unit)
    NeedToKnowFactory(user=ida, person=scene.nora, starts_on=clock.today())
    VocationalProfileFactory(person=scene.nora, wishes="Være ute.")
    client.force_login(ida)

    page = read(client, page_of(scene.nora))

    assert "Være ute." in page
    assert "<textarea" not in page
    assert client.post(page_of(scene.nora), filled(after="1")).status_code == 404
    assert VocationalProfile.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "candidate protected", "leader", "anonymous"])
def test_strangers_find_nothing(client, scene, who):
    if who == "stranger":
        client.force_login(UserFactory(role=Role.SPECIALIST))
    elif who == "leader":
        client.force_login(UserFactory(role=Role.LEADER, role__unit=scene.jonas.memberships.get().unit))
    elif who == "anonymous":
        client.logout()
    else:
        scene.nora.protection = Protection.CODE_7
        scene.nora.save()

    answers = [client.get(page_of(scene.nora)), client.post(page_of(scene.nora), filled())]

    assert {answer.status_code for answer in answers} == ({302} if who == "anonymous" else {404})
    assert not VocationalProfile.objects.exists()


def test_the_page_costs_the_same_for_one_version_and_for_twenty(client, scene):
    costs = []
    read(client, page_of(scene.nora))  # the first page of a session costs one more
    for version in range(1, 21):
        VocationalProfileFactory(person=scene.nora, version=version, gone_through_on=date(2026, 1, 1) + timedelta(days=version))
        if version in {1, 20}:
            with CaptureQueriesContext(connection) as queries:
                read(client, page_of(scene.nora))
            costs.append(sum("SAVEPOINT" not in query["sql"] for query in queries))

    assert costs[0] == costs[1] <= MOST_QUERIES


def test_one_who_no_longer_follows_the_candidate_finds_nothing(client, scene):
    other = EngagementFactory(responsible=scene.jonas, responsible__ends_on=clock.today() - timedelta(days=1)).person

    assert client.get(page_of(other)).status_code == 404
