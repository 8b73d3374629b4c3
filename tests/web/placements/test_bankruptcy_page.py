from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.outbox.models import Message
from brobygger.parties.models import Protection, Role
from brobygger.placements.models import EndCause, Placement
from brobygger.placements.states import PlacementState
from tests.factories import (
    ClearanceFactory,
    EmployerVisitFactory,
    EngagementFactory,
    LoopEmployerFactory,
    OpeningFactory,
    PlacementFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.kit import signed_in, text_of

pytestmark = pytest.mark.django_db

TODAY = clock.today()


@pytest.fixture
def bakery(db):
    return WorkplaceFactory(name="Rugbakken bakeri", organisation__name="Rugbakken AS")


def at(bakery, responsible, office, name: str, **fields) -> Placement:
    of_person = {field: fields.pop(field) for field in list(fields) if field.startswith("person__")}
    engagement = EngagementFactory(person__first_name=name, unit=office, responsible=responsible, **of_person)
    return PlacementFactory(person=engagement.person, workplace=bakery, **{"active": True, **fields})


def url(bakery) -> str:
    return reverse("placements:bankruptcy", args=[bakery.public_id])


def sent(**fields) -> dict[str, str]:
    return {"on": day(TODAY), "words": "Kunngjort i dag.", **fields}


def test_the_page_tells_what_will_end_and_names_only_those_the_reader_follows(client, jonas, office, bakery):
    nora = at(bakery, jonas, office, "Nora").person
    at(bakery, jonas, office, "Emil", active=False)
    for _each in range(2):
        at(bakery, UserFactory(), office, "Ukjent")
    OpeningFactory(workplace=bakery, title="Dekkskift")
    LoopEmployerFactory(workplace=bakery, loop__name="Havna")
    EmployerVisitFactory(workplace=bakery, planned_at=clock.now() + timedelta(days=1))

    page = text_of(client.get(url(bakery)))

    for said in ("Nora", "Emil", "Og 2 til, som du ikke følger opp", "Dekkskift", "Havna", "Det kan ikke gjøres om.", "Ett planlagt besøk"):
        assert said in page
    assert "Ukjent" not in page
    assert set(LookUp.objects.values_list("purpose", flat=True)) == {"bankruptcy"}
    assert nora.public_id in set(LookUp.objects.values_list("person", flat=True))
    assert LookUp.objects.count() == 2


def test_a_business_coordinator_sees_how_many_and_nobody_by_name(client, office, bakery):
    client.force_login(UserFactory(role=Role.BUSINESS_COORDINATOR, role__unit=office))
    at(bakery, UserFactory(), office, "Ukjent")

    page = text_of(client.get(url(bakery)))

    assert "Én person, som du ikke følger opp" in page
    assert "Ukjent" not in page
    assert not LookUp.objects.exists()


def test_sent_twice_it_ends_everything_once_and_tells_each_once(client, jonas, office, bakery):
    nora = at(bakery, jonas, office, "Nora")
    form = sent(once=str(uuid4()))

    answers = [client.post(url(bakery), form) for _each in range(2)]
    from_another_tab = client.post(url(bakery), sent(once=str(uuid4())))

    nora.refresh_from_db()
    assert (nora.state, nora.end_cause, nora.end_words) == (PlacementState.ENDED, EndCause.EMPLOYER_BANKRUPT, "Kunngjort i dag.")
    assert [each.headers["Location"] for each in answers] == [reverse("jobdev:employer", args=[bakery.public_id])] * 2
    assert from_another_tab.headers["Location"] == reverse("jobdev:employer", args=[bakery.public_id])
    assert [each.recipient_name for each in Message.objects.all()] == ["Jonas Hauglid"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": day(TODAY + timedelta(days=1))}, "er ikke kommet"),
        ({"on": ""}, "Skriv den siste dagen noen var der"),
        ({"words": ""}, "Skriv hvordan vi vet at bedriften er konkurs"),
    ],
)
def test_a_mistake_is_explained_and_nothing_ends(client, jonas, office, bakery, fields, said):
    at(bakery, jonas, office, "Nora")

    answer = client.post(url(bakery), sent(**fields))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Placement.objects.get().state == PlacementState.ACTIVE


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.LOOP_COORDINATOR, Role.DRIVER, Role.PEER_WORKER])
def test_other_roles_have_no_such_page(office, bakery, role):
    client = signed_in(UserFactory(role=role, role__unit=office))

    assert client.get(url(bakery)).status_code == 404
    assert client.post(url(bakery), sent()).status_code == 404


def test_a_leader_says_that_a_firm_is_bankrupt_and_names_nobody(office, bakery):
    client = signed_in(UserFactory(role=Role.LEADER, role__unit=office))
    nora = at(bakery, UserFactory(), office, "Ukjent")

    page = text_of(client.get(url(bakery)))
    client.post(url(bakery), sent())

    nora.refresh_from_db()
    assert "Én person, som du ikke følger opp" in page
    assert "Ukjent" not in page
    assert nora.state == PlacementState.ENDED


def test_the_firms_page_says_since_when_and_has_no_doors_to_knock_on(client, jonas, office, bakery):
    at(bakery, jonas, office, "Nora")
    EmployerVisitFactory(workplace=bakery, visitor=jonas, unit=office, planned_at=clock.now() + timedelta(days=1))
    client.post(url(bakery), sent())

    page = text_of(client.get(reverse("jobdev:employer", args=[bakery.public_id])))
    listed = text_of(client.get(reverse("jobdev:employers"), {"alle": 1}))

    assert f"Rugbakken AS er konkurs siden {day(TODAY)}. Kunngjort i dag." in page
    assert "Har vært her før" in page
    assert "Nora" in page
    for gone in ("Jeg var her nå", "Planlegg et besøk", "Ny mulighet", "skal hit"):
        assert gone not in page
    assert "Konkurs" in listed


def test_the_day_is_put_right_and_a_mistake_taken_back(client, jonas, office, bakery):
    client.post(url(bakery), sent())
    yesterday = day(TODAY - timedelta(days=1))
    form = text_of(client.get(url(bakery)))
    client.post(url(bakery), sent(on=yesterday, words="Sto i avisa."))
    corrected = text_of(client.get(url(bakery)))

    client.post(reverse("placements:not_bankrupt", args=[bakery.public_id]))

    assert 'value="Kunngjort i dag."' in form
    assert f"Konkurs siden endret {day(TODAY)} av Jonas Hauglid, fra {day(TODAY)} til {yesterday}." in corrected
    bakery.organisation.refresh_from_db()
    assert bakery.organisation.bankrupt_on is None
    assert "Jeg var her nå" in text_of(client.get(reverse("jobdev:employer", args=[bakery.public_id])))


@pytest.mark.parametrize("protection", [each for each in Protection if each != Protection.NONE])
def test_a_protected_person_is_not_counted_and_their_place_ends_all_the_same(client, jonas, office, bakery, protection):
    hanne = UserFactory()
    hidden = at(bakery, hanne, office, "Ukjent", person__protection=protection)
    at(bakery, UserFactory(), office, "En annen")

    page = text_of(client.get(url(bakery)))
    client.post(url(bakery), sent())

    hidden.refresh_from_db()
    assert "Én person, som du ikke følger opp" in page
    assert (hidden.state, hidden.end_cause) == (PlacementState.ENDED, EndCause.EMPLOYER_BANKRUPT)
    assert Message.objects.filter(recipient_name=hanne.name).exists()


def test_one_with_clearance_counts_them(client, jonas, office, bakery):
    ClearanceFactory(user=jonas, protection=Protection.CODE_7)
    at(bakery, UserFactory(), office, "Ukjent", person__protection=Protection.CODE_7)

    assert "Én person, som du ikke følger opp" in text_of(client.get(url(bakery)))


def test_nobody_learns_whether_somebody_behind_the_fence_was_there(client, jonas, office, bakery):
    empty = WorkplaceFactory(name="Rugbakken bakeri", organisation__name="Rugbakken AS")
    hidden = at(bakery, UserFactory(), office, "Ukjent", person__protection=Protection.CODE_6, starts_on=TODAY)
    yesterday = day(TODAY - timedelta(days=1))

    answers = []
    for place in (bakery, empty):
        page = shown(client.get(url(place)))
        ahead = shown(client.post(url(place), sent(on=day(TODAY + timedelta(days=1)))))
        done = client.post(url(place), sent(on=yesterday))
        employer = reverse("jobdev:employer", args=[place.public_id])
        answers.append((page, ahead, done.status_code, done.url == employer, said(client.get(employer))))

    assert answers[0] == answers[1]
    assert answers[0][-1] == ["Det er skrevet inn. Var det noe å avslutte der, er det avsluttet."]
    hidden.refresh_from_db()
    assert (hidden.state, hidden.ends_on) == (PlacementState.ENDED, TODAY)


def shown(answer) -> str:
    """The text of a page between its marks, without keys and addresses."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode().replace("\u00a0", " ")).split())


def said(answer) -> list[str]:
    return [str(each) for each in answer.context["messages"]]


def test_markup_is_shown_as_it_was_written(client, jonas, office):
    markup = "<b>hei</b>"
    place = WorkplaceFactory(name=markup, organisation__name=markup)
    at(place, jonas, office, markup)
    OpeningFactory(workplace=place, title=markup)

    assert markup not in text_of(client.get(url(place)))


@pytest.mark.parametrize("row_count", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_thirty(client, jonas, office, bakery, row_count, django_assert_max_num_queries):
    for number in range(row_count):
        at(bakery, jonas if number % 2 else UserFactory(), office, "Nora")
        OpeningFactory(workplace=bakery)
        LoopEmployerFactory(workplace=bakery)
    client.get(reverse("people:list"))

    with django_assert_max_num_queries(12):
        assert client.get(url(bakery)).status_code == 200
