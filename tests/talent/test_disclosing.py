from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Protection
from brobygger.talent.actions.disclosing import MOST_ITEMS, Item, agree_disclosure, withdraw_disclosure
from brobygger.talent.models import Disclosure, DisclosureDecision, DisclosureItem
from brobygger.talent.queries import Thought, disclosures_in_force, disclosures_of, shared_items, to_go_through
from tests.factories import (
    A_MOMENT,
    DisclosureFactory,
    DisclosureItemFactory,
    PersonFactory,
    UserFactory,
    VocationalProfileFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db
SHARE, ASK, KEEP = DisclosureDecision.SHARE, DisclosureDecision.ASK_FIRST, DisclosureDecision.DO_NOT_SHARE
LATER = A_MOMENT + timedelta(hours=1)


def agree(person, workplace, *items, replaces=None, actor=None, at=A_MOMENT):
    listed = items or (("Starter etter klokka ni.", SHARE),)
    return agree_disclosure(
        person,
        workplace,
        items=[Item(*each) for each in listed],
        replaces=replaces.public_id if replaces is not None else None,
        previewed_at=at,
        actor=actor or UserFactory(),
    )


def in_force(person):
    return list(disclosures_in_force(Disclosure.objects.all(), person))


def test_what_is_agreed_stands_word_for_word_in_the_order_of_the_page():
    nora, garden = PersonFactory(), WorkplaceFactory()

    made = agree(nora, garden, (" Faste pauser. ", SHARE), ("Tidligere jobber.", ASK), ("Kantina.", KEEP))

    assert [(item.text, item.decision) for item in in_force(nora)[0].items.all()] == [
        ("Faste pauser.", SHARE),
        ("Tidligere jobber.", ASK),
        ("Kantina.", KEEP),
    ]
    assert made.previewed_with_person_at == A_MOMENT
    assert Entry.objects.get(event="talent.disclosure_agreed").facts["shared"] == 1


def test_going_through_it_again_replaces_what_held_at_that_workplace_only():
    nora, garden, bakery = PersonFactory(), WorkplaceFactory(), WorkplaceFactory()
    first, elsewhere = agree(nora, garden), agree(nora, bakery)

    second = agree(nora, garden, ("Beskjeder skriftlig.", SHARE), replaces=first, at=LATER)

    assert {each.pk for each in in_force(nora)} == {second.pk, elsewhere.pk}
    first.refresh_from_db()
    assert first.replaced_at == LATER
    assert (second.version, [item.text for item in first.items.all()]) == (2, ["Starter etter klokka ni."])


def test_one_who_has_not_read_what_holds_now_is_refused_and_it_goes_on_holding():
    nora, garden = PersonFactory(), WorkplaceFactory()
    newest = agree(nora, garden, actor=UserFactory(name="Ida Nesvold"))

    with pytest.raises(DomainError, match=r"Noen har avtalt noe nyere .* Ida Nesvold"):
        agree(nora, garden, ("Noe annet.", SHARE))

    assert in_force(nora) == [newest]


def test_what_the_candidate_took_back_meanwhile_does_not_come_into_force_by_an_older_page():
    nora, garden = PersonFactory(), WorkplaceFactory()
    held = agree(nora, garden)
    withdraw_disclosure(held, now=LATER, actor=nora)

    with pytest.raises(DomainError, match=r"har trukket tilbake det .* fikk vite, mens du skrev"):
        agree(nora, garden, replaces=held)
    again = agree(nora, garden)

    assert in_force(nora) == [again]


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([("   ", SHARE)], "Skriv minst én ting"),
        ([("Faste pauser.", SHARE), ("faste PAUSER.", KEEP)], "står to ganger"),
        ([(f"Ting {number}.", KEEP) for number in range(MOST_ITEMS + 1)], "høyst 20 ting"),
    ],
)
def test_what_says_nothing_too_much_or_two_things_is_refused(items, words):
    nora = PersonFactory()

    with pytest.raises(DomainError, match=words):
        agree(nora, WorkplaceFactory(), *items)

    assert in_force(nora) == []


@pytest.mark.parametrize("protection", [kind for kind in Protection if kind != Protection.NONE])
def test_nothing_is_agreed_for_one_who_is_protected_as_no_employer_would_read_it(protection):
    with pytest.raises(DomainError, match="er skjermet for bedrifter"):
        agree(PersonFactory(protection=protection), WorkplaceFactory())

    assert not Disclosure.objects.exists()


def test_taking_it_back_twice_is_the_same_as_once():
    nora, held = PersonFactory(), DisclosureFactory()

    withdraw_disclosure(held, now=A_MOMENT, actor=nora)
    again = withdraw_disclosure(held, now=LATER, actor=nora)

    assert again.withdrawn_at == A_MOMENT
    assert Entry.objects.filter(event="talent.disclosure_withdrawn").count() == 1


def test_what_has_been_replaced_is_not_what_one_takes_back():
    nora, garden = PersonFactory(), WorkplaceFactory(name="Lyngtunet")
    first = agree(nora, garden)
    second = agree(nora, garden, replaces=first)

    with pytest.raises(DomainError, match="det som gjelder for Lyngtunet nå"):
        withdraw_disclosure(first, now=LATER, actor=nora)

    assert in_force(nora) == [second]


def test_the_database_refuses_to_change_or_remove_an_item():
    item = DisclosureItemFactory(decision=KEEP)

    for change in (lambda: DisclosureItem.objects.update(decision=SHARE), item.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert DisclosureItem.objects.get().decision == KEEP


def test_an_employer_reads_only_what_is_shared():
    nora = PersonFactory()
    agree(nora, WorkplaceFactory(), ("Tidligere jobber.", ASK), ("Faste pauser.", SHARE), ("Kantina.", KEEP))
    agree(nora, WorkplaceFactory(), ("Kantina.", KEEP))

    found = shared_items(Disclosure.objects.all())

    assert [each.texts for each in found] == [("Faste pauser.",)]


@pytest.mark.parametrize("row_count", [1, 12])
def test_what_employers_read_costs_one_query_and_what_staff_read_two(row_count, django_assert_num_queries):
    nora = PersonFactory()
    for each in DisclosureFactory.create_batch(row_count, person=nora):
        DisclosureItemFactory(disclosure=each)

    with django_assert_num_queries(1):
        for each in shared_items(Disclosure.objects.all()):
            str(each.person), str(each.workplace), each.texts
    with django_assert_num_queries(2):
        for each in disclosures_in_force(Disclosure.objects.all(), nora):
            str(each.workplace), str(each.made_by), list(each.items.all())


def test_what_was_said_here_comes_first_to_go_through_then_the_sentences_of_the_profile_each_once():
    nora, garden = PersonFactory(), WorkplaceFactory()
    held = agree(nora, garden, ("Faste pauser.", SHARE))
    agree(nora, WorkplaceFactory(), ("Noe for bakeriet.", KEEP), at=LATER)
    profile = VocationalProfileFactory(
        person=nora,
        accommodation="Faste pauser. Starte etter kl. 9. Beskjeder skriftlig!\nén ting om gangen",
        what_helps="Å vite hvem jeg spør.",
    )
    earlier = list(disclosures_of(Disclosure.objects.all(), nora))

    here = to_go_through(profile, earlier, workplace=garden, most=20)
    new_place = to_go_through(None, earlier, workplace=WorkplaceFactory(), most=20)

    assert here == [
        Thought("Faste pauser.", SHARE),
        Thought("Starte etter kl. 9."),
        Thought("Beskjeder skriftlig!"),
        Thought("én ting om gangen"),
        Thought("Å vite hvem jeg spør."),
    ]
    assert new_place == [Thought("Noe for bakeriet.", KEEP)]
    assert len(to_go_through(profile, earlier, workplace=held.workplace, most=2)) == 2
    assert to_go_through(None, [], workplace=garden, most=20) == []


def test_a_stale_page_about_what_never_was_is_refused_too():
    nora, garden = PersonFactory(), WorkplaceFactory()
    agree(nora, garden)

    with pytest.raises(DomainError, match="noe nyere"):
        agree_disclosure(nora, garden, items=[Item("Pauser.", SHARE)], replaces=uuid4(), previewed_at=LATER, actor=UserFactory())
