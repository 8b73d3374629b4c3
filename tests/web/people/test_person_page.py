from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.intake.models import Service
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.placements.models import EndCause, PlacementKind
from brobygger.talent.models import DisclosureDecision
from tests.factories import (
    AbsenceFactory,
    ContactFactory,
    ContactPersonFactory,
    DisclosureFactory,
    DisclosureItemFactory,
    EngagementFactory,
    MatterFactory,
    NeedToKnowFactory,
    ParticipantFactory,
    PlacementFactory,
    UserFactory,
    VocationalProfileFactory,
    WorkplaceFactory,
)
from tests.kit import text_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
TODAY = clock.today()
MARKUP = "<b>Nora</b>"


def page_of(client, person: Person) -> str:
    answer = client.get(reverse("people:person", args=[person.public_id]))
    assert answer.status_code == 200
    return text_of(answer)


def nora_with(responsible, office, deputy=None, **fields) -> Person:
    fields = {"person__first_name": "Nora", "person__last_name": "Sletten", "service": Service.SUPPORTED_EMPLOYMENT, **fields}
    return EngagementFactory(unit=office, responsible=responsible, deputy=deputy, **fields).person


def full(responsible, office, *, row_count: int = 1) -> Person:
    """Nora with so many of everything her page shows."""
    nora = nora_with(responsible, office, deputy=UserFactory(), person__phone="68053118")
    VocationalProfileFactory(person=nora, resources="Kasse")
    engagement = nora.engagements.get()
    for number in range(row_count):
        workplace = WorkplaceFactory()
        PlacementFactory(person=nora, workplace=workplace, active=True, starts_on=TODAY - timedelta(days=number + 1))
        ContactPersonFactory(workplace=workplace)
        DisclosureItemFactory(disclosure=DisclosureFactory(person=nora, workplace=workplace))
        MatterFactory(person=nora)
        ParticipantFactory(person=nora)
        ContactFactory(engagement=engagement, written_by=UserFactory(), happened_at=clock.now() - timedelta(days=number))
    return nora


def test_the_page_says_who_is_responsible_and_who_stands_in(client, jonas, office):
    nora = nora_with(jonas, office, deputy=UserFactory(name="Ida Nesvold", phone="68052211"), person__phone="68053118")

    page = page_of(client, nora)

    assert "Ansvarlig er du. Ida Nesvold tar over når du er borte." in page
    assert 'href="tel:+4768053118"' in page
    assert "Ring 680 53 118" in page
    assert "Stedfortreder for deg" in page
    assert 'href="tel:+4768052211"' in page


def test_the_deputy_reads_that_they_answer_while_the_responsible_one_is_away(client, jonas, office):
    ida = UserFactory(name="Ida Nesvold")
    nora = nora_with(ida, office, deputy=jonas)
    AbsenceFactory(user=ida, starts_on=TODAY, ends_on=TODAY + timedelta(days=5))

    page = page_of(client, nora)

    assert f"Ansvarlig er Ida Nesvold. Du svarer til og med {day(TODAY + timedelta(days=5))}." in page


def test_the_way_is_drawn_and_stands_in_a_table_with_how_each_stay_ended(client, jonas, office):
    nora = nora_with(jonas, office)
    PlacementFactory(
        person=nora, kind=PlacementKind.IN_HOUSE, workplace=None, place_name="Parken", starts_on=TODAY - timedelta(days=300),
        ended=True, ends_on=TODAY - timedelta(days=200), end_cause=EndCause.GOT_JOB, end_words="Ville ha mer å gjøre.",
    )  # fmt: skip
    PlacementFactory(
        person=nora, kind=PlacementKind.ORDINARY_PERMANENT, workplace__name="Lyngtunet", active=True, starts_on=TODAY - timedelta(days=9)
    )

    page = page_of(client, nora)

    assert "Veien så langt: egen arena og fast ordinær jobb. Tabellen under har datoene." in page
    assert 'class="c-house"' in page
    assert 'class="c-job"' in page
    assert '<td data-label="Hvordan det gikk">Fikk jobb. Ville ha mer å gjøre.</td>' in page
    assert "Vi følger opp til" in page
    assert "Etter 190 dager uten plass." in page


def test_a_planned_stay_whose_day_has_come_asks_whether_it_has_begun(client, jonas, office):
    nora = nora_with(jonas, office)
    due = PlacementFactory(person=nora, starts_on=TODAY, workplace__name="Lyngtunet")
    ahead = PlacementFactory(person=nora, starts_on=TODAY + timedelta(days=1))

    page = page_of(client, nora)

    assert reverse("placements:begin", args=[due.public_id]) in page
    assert reverse("placements:begin", args=[ahead.public_id]) not in page
    assert "Nora skulle begynne hos Lyngtunet" in page


def test_those_at_work_and_what_the_workplace_may_know_are_on_the_page(client, jonas, office):
    nora = nora_with(jonas, office)
    lyngtunet = WorkplaceFactory(name="Lyngtunet")
    PlacementFactory(person=nora, workplace=lyngtunet, active=True)
    ContactPersonFactory(
        workplace=lyngtunet, title="Leder", person__first_name="Eva", person__last_name="Myrland", person__phone="68053760"
    )
    ContactPersonFactory(person__first_name="Et annet sted")
    told = DisclosureFactory(person=nora, workplace=lyngtunet)
    DisclosureItemFactory(disclosure=told, text="Starter etter klokka ni.")
    DisclosureItemFactory(disclosure=told, text="Tidligere jobber", decision=DisclosureDecision.ASK_FIRST)
    DisclosureFactory(person=nora, workplace__name="Trukket", withdrawn=True)

    page = page_of(client, nora)

    assert "Eva Myrland" in page
    assert "Leder, Lyngtunet" in page
    assert 'href="tel:+4768053760"' in page
    assert "Et annet sted" not in page
    assert "Det Lyngtunet får vite" in page
    assert "Starter etter klokka ni." in page
    assert "Spør Nora først" in page
    assert "Trukket" not in page


def test_an_overdue_follow_up_is_amber_and_says_why(client, jonas, office):
    nora = nora_with(jonas, office)

    page = page_of(client, nora)

    assert 'class="bb-now bb-now--rav" aria-labelledby="neste"' in page
    assert "Ikke kontaktet ennå." in page


def test_a_contact_is_logged_from_the_page_and_stands_in_its_log(client, jonas, office):
    nora = nora_with(jonas, office)
    form = page_of(client, nora)
    address = reverse("contacts:log", args=[nora.engagements.get().public_id])
    assert f'action="{address}"' in form

    sent = {"kind": "at_work", "whom": "candidate", "line": "Første dag i fast jobb.", "key": str(uuid4())}
    client.post(address, {**sent, "next": reverse("people:person", args=[nora.public_id])})

    page = page_of(client, nora)
    assert "Første dag i fast jobb." in page
    assert "Nora kan lese alt her, om ikke annet står." in page
    assert 'name="kind" value="at_work">' in page
    assert "bb-now--rav" not in page


def test_the_latest_contacts_are_shown_and_the_older_have_a_page(client, jonas, office):
    nora = nora_with(jonas, office)
    for number in range(6):
        ContactFactory(engagement=nora.engagements.get(), line=f"Nummer {number}.", happened_at=clock.now() - timedelta(days=10 - number))

    page = page_of(client, nora)

    assert page.index("Nummer 5.") < page.index("Nummer 1.")
    assert "Nummer 0." not in page
    assert reverse("contacts:of_person", args=[nora.public_id]) in page


def test_markup_anywhere_is_shown_as_it_was_written(client, jonas, office):
    nora = nora_with(jonas, office, person__first_name=MARKUP)
    PlacementFactory(person=nora, workplace__name=MARKUP, active=True)
    PlacementFactory(person=nora, ended=True, end_words=MARKUP)
    VocationalProfileFactory(person=nora, wishes=MARKUP)
    MatterFactory(person=nora, what=MARKUP)
    ContactFactory(engagement=nora.engagements.get(), line=MARKUP)
    DisclosureItemFactory(disclosure=DisclosureFactory(person=nora, workplace__name=MARKUP), text=MARKUP)

    assert MARKUP not in page_of(client, nora)


def test_one_who_opens_for_a_reason_reads_all_and_can_change_nothing(client, jonas, office):
    nora = full(UserFactory(), office)
    PlacementFactory(person=nora, starts_on=TODAY)
    NeedToKnowFactory(user=jonas, person=nora, starts_on=TODAY)

    page = page_of(client, nora)

    assert "Det Nora vil" in page
    assert "Veien så langt" in page
    for closed in ("#neste", "sms:", "Har begynt", "Skriv inn en ny plass", "/plasser/", "Gå gjennom på nytt"):
        assert closed not in page


@pytest.mark.parametrize("is_need", [False, True])
@pytest.mark.parametrize("row_count", [1, 60])
def test_the_page_costs_the_same_for_one_and_for_sixty_of_everything(
    client, jonas, office, row_count, is_need, django_assert_max_num_queries
):
    nora = full(UserFactory() if is_need else jonas, office, row_count=row_count)
    if is_need:
        NeedToKnowFactory(user=jonas, person=nora, starts_on=TODAY)
    client.get(reverse("people:list"))  # the first page of a session also writes down that it is in use

    with django_assert_max_num_queries(MOST_QUERIES):
        page_of(client, nora)
