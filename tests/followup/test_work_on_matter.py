from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from brobygger.access import door
from brobygger.access.principal import principal_of_link
from brobygger.access.verbs import Verb
from brobygger.followup.actions import matters as actions
from brobygger.followup.models import Matter, MatterNote, MatterState
from brobygger.followup.queries import open_matters, the_four, those_who_can_take
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Grant, Membership, Role, UnitKind
from tests.factories import (
    FamilyTieFactory,
    MatterFactory,
    PersonFactory,
    ResponsibilityFactory,
    SignedLinkFactory,
    UnitFactory,
    UserFactory,
)

TODAY = clock.today()
NOW = clock.now()


def told(template):
    return sorted(
        Message.objects.filter(template=template).exclude(state=MessageState.CANCELLED).values_list("recipient_address", flat=True)
    )


def include(scene, matter, **fields):
    given = {"workplace": scene.bakery.workplace, "has_said_yes": True, "said": "Amina sa det på telefon.", "actor": scene.lise}
    return actions.include_employer(matter, **{**given, "today": TODAY, "now": NOW, **fields})


def test_what_is_agreed_is_told_to_the_candidate_and_to_an_employer_that_is_part(scene):
    matter = scene.raised(is_shared=True)

    actions.write_agreement(matter, text="  Begynner klokka ni.  ", now=clock.now(), actor=scene.lise)

    matter.refresh_from_db()
    assert matter.agreed == "Begynner klokka ni."
    assert told("followup/news_candidate") == ["amina@brovik.invalid"]
    assert told("followup/news_employer") == ["tor@brovik.invalid", "tor@brovik.invalid"]  # when let in, and now


def test_what_is_agreed_is_not_told_to_an_employer_that_is_no_part(scene):
    matter = scene.raised()

    actions.write_agreement(matter, text="Begynner klokka ni.", now=NOW, actor=scene.lise)

    assert told("followup/news_employer") == []


def test_the_same_agreement_written_again_tells_nobody(scene):
    matter = scene.raised()
    actions.write_agreement(matter, text="Begynner klokka ni.", now=NOW, actor=scene.lise)

    actions.write_agreement(matter, text="Begynner klokka ni.", now=NOW + timedelta(minutes=1), actor=scene.lise)

    assert told("followup/news_candidate") == ["amina@brovik.invalid"]


def test_a_note_is_never_changed_or_removed(scene):
    note = actions.add_note(scene.raised(), text="Snakket med Tor.", today=TODAY, now=NOW, actor=scene.lise)

    with pytest.raises(DatabaseError), transaction.atomic():
        MatterNote.objects.filter(pk=note.pk).update(text="Noe annet")
    with pytest.raises(DatabaseError), transaction.atomic():
        note.delete()

    assert MatterNote.objects.get().text == "Snakket med Tor."


def test_a_withheld_note_shows_to_the_candidate_by_itself_on_its_day(scene):
    until = TODAY + timedelta(days=7)
    note = actions.add_note(
        scene.raised(),
        text="Snakker med Tor først.",
        withheld_until=until,
        withheld_because="Tor må få svare.",
        today=TODAY,
        now=NOW,
        actor=scene.lise,
    )

    link = SignedLinkFactory(person=scene.amina.person)
    asked_on = {days: principal_of_link(link, today=TODAY + timedelta(days=days)) for days in (0, 6, 7, 8)}
    seen = {days: note in door.rows(principal, Verb.READ, MatterNote) for days, principal in asked_on.items()}

    assert seen == {0: False, 6: False, 7: True, 8: True}


@pytest.mark.parametrize(
    ("days", "because", "words", "field"),
    [
        (7, " ", "hvorfor", "withheld_because"),
        (None, "Tor må svare.", "når", "withheld_until"),
        (0, "Tor må svare.", "en dag som kommer", "withheld_until"),
        (85, "Tor må svare.", "til og med", "withheld_until"),
    ],
)
def test_a_note_is_withheld_only_for_a_reason_until_a_day_within_twelve_weeks(scene, days, because, words, field):
    matter = scene.raised()
    until = None if days is None else TODAY + timedelta(days=days)

    with pytest.raises(DomainError, match=words) as refusal:
        actions.add_note(matter, text="x", withheld_until=until, withheld_because=because, today=TODAY, now=NOW, actor=scene.lise)

    assert refusal.value.field == field
    assert not MatterNote.objects.exists()


def test_a_new_owner_is_told_and_the_one_before_gets_no_letter_that_still_waits(scene):
    matter = scene.raised()
    mette = UserFactory(name="Mette Ås", email="mette@brovik.invalid", role=Role.LOOP_COORDINATOR, role__unit=scene.centre)

    actions.change_owner(matter, to=scene.kari, today=TODAY, now=NOW, actor=scene.lise)
    actions.change_owner(matter, to=mette, today=TODAY, now=NOW + timedelta(minutes=1), actor=scene.lise)

    matter.refresh_from_db()
    assert matter.owner == mette
    assert told("followup/owner") == ["mette@brovik.invalid"]


def test_giving_it_to_the_one_who_has_it_changes_nothing(scene):
    matter = scene.raised()

    actions.change_owner(matter, to=scene.lise, today=TODAY, now=NOW, actor=scene.kari)

    assert told("followup/owner") == []


def test_only_those_who_could_open_it_can_take_it(scene):
    user = {
        "colleague": UserFactory(name="B", role=Role.LOOP_COORDINATOR, role__unit=scene.centre),
        "deputy": UserFactory(name="C", role=Role.SPECIALIST, role__unit=scene.office),
        "elsewhere": UserFactory(name="D", role=Role.LOOP_COORDINATOR, role__unit=UnitFactory(kind=UnitKind.WORKING_LIFE_CENTRE)),
        "gone": UserFactory(name="E", role=Role.LOOP_COORDINATOR, role__unit=scene.centre, is_active=False),
        "sister": UserFactory(name="F", role=Role.LOOP_COORDINATOR, role__unit=scene.centre),
        "leader": UserFactory(name="G", role=Role.LEADER, role__unit=scene.office),
    }
    ResponsibilityFactory(engagement=scene.amina.person.engagements.get(), user=user["deputy"], part="deputy")
    FamilyTieFactory(person=scene.amina.person, relative=PersonFactory(user=user["sister"]))

    able = set(those_who_can_take(scene.amina, today=TODAY))

    assert able == {scene.lise, scene.kari, user["colleague"], user["deputy"]}


def test_moving_the_deadline_leaves_a_note_with_the_reason(scene):
    matter = scene.raised()
    before = matter.due_on

    actions.move_deadline(matter, to=before + timedelta(days=5), reason="Tor er borte.", today=TODAY, now=NOW, actor=scene.lise)

    matter.refresh_from_db()
    assert matter.due_on == before + timedelta(days=5)
    note = MatterNote.objects.get()
    assert note.text == f"Fristen er flyttet fra {before:%d.%m.%Y} til {matter.due_on:%d.%m.%Y}. Tor er borte."
    assert note.withheld_until is None


def test_a_deadline_is_not_moved_to_a_day_that_has_been(scene):
    with pytest.raises(DomainError, match="har vært"):
        actions.move_deadline(scene.raised(), to=TODAY - timedelta(days=1), reason="x", today=TODAY, now=NOW, actor=scene.lise)


def test_the_employer_is_let_in_only_by_the_candidates_yes_and_it_is_noted_who_said_so(scene):
    matter = scene.raised()

    with pytest.raises(DomainError, match="Spør Amina først") as refusal:
        include(scene, matter, has_said_yes=False)
    assert refusal.value.field == "has_said_yes"
    include(scene, matter)

    matter.refresh_from_db()
    assert matter.is_shared_with_employer
    assert MatterNote.objects.get().text == "Rugbakken bakeri er med på å løse dette. Amina sa det på telefon."
    assert told("followup/news_employer") == ["tor@brovik.invalid"]


def test_an_employer_without_the_candidates_general_yes_is_not_let_in(scene):
    matter = scene.raised()
    Grant.objects.filter(workplace=scene.bakery.workplace).update(withdrawn_at=NOW)

    with pytest.raises(DomainError, match="deler ikke"):
        include(scene, matter)

    assert not Matter.objects.get().is_shared_with_employer
    assert not MatterNote.objects.exists()


def test_the_candidate_takes_the_employer_out_and_what_waits_is_not_sent(scene):
    matter = scene.raised(is_shared=True)

    actions.exclude_employer(matter, actor=scene.amina.person)

    matter.refresh_from_db()
    assert not matter.is_shared_with_employer
    assert told("followup/news_employer") == []


def test_the_employer_can_be_taken_out_of_what_is_solved(scene):
    matter = scene.raised(is_shared=True)
    actions.solve_matter(matter, outcome="Bra.", today=TODAY, now=NOW, actor=scene.lise)

    actions.exclude_employer(matter, actor=scene.amina.person)

    assert not Matter.objects.get().is_shared_with_employer
    assert told("followup/solved_employer") == []


def test_solving_tells_all_who_are_part_and_keeps_everything(scene):
    matter = scene.raised(is_shared=True)

    actions.solve_matter(matter, outcome="Begynner klokka ni.", today=TODAY, now=NOW, actor=scene.lise)

    matter.refresh_from_db()
    assert (matter.state, matter.outcome, matter.what) == (MatterState.SOLVED, "Begynner klokka ni.", "Bussen går for sent.")
    assert told("followup/solved_staff") == ["kari@brovik.invalid"]
    assert told("followup/solved_candidate") == ["amina@brovik.invalid"]
    assert told("followup/solved_employer") == ["tor@brovik.invalid"]
    assert not [letter for letter in Message.objects.all() if "ni" in letter.values.values()]


def test_an_employer_that_is_no_part_is_not_told_that_it_is_solved(scene):
    actions.solve_matter(scene.raised(), outcome="Bra.", today=TODAY, now=NOW, actor=scene.lise)

    assert told("followup/solved_employer") == []


def test_a_solved_matter_is_worked_on_no_more(scene):
    matter = scene.raised()
    actions.solve_matter(matter, outcome="Bra.", today=TODAY, now=NOW, actor=scene.lise)

    refused = [
        lambda: actions.add_note(matter, text="x", today=TODAY, now=NOW, actor=scene.lise),
        lambda: actions.write_agreement(matter, text="x", now=NOW, actor=scene.lise),
        lambda: actions.change_owner(matter, to=scene.kari, today=TODAY, now=NOW, actor=scene.lise),
        lambda: actions.move_deadline(matter, to=TODAY, reason="x", today=TODAY, now=NOW, actor=scene.lise),
        lambda: include(scene, matter),
        lambda: actions.solve_matter(matter, outcome="x", today=TODAY, now=NOW, actor=scene.lise),
    ]

    for act in refused:
        with pytest.raises(DomainError, match="Dette er løst"):
            act()


def test_open_matters_come_with_the_overdue_first_and_then_by_deadline(scene):
    days = {name: TODAY + timedelta(days=count) for name, count in {"later": 9, "today": 0, "late": -1, "latest": -8}.items()}
    made = {name: MatterFactory(due_on=day) for name, day in days.items()}
    MatterFactory(solved=True, due_on=TODAY - timedelta(days=90))

    found = list(open_matters(Matter.objects.all(), today=TODAY))

    assert found == [made["latest"], made["late"], made["today"], made["later"]]
    assert [each.is_overdue for each in found] == [True, True, False, False]


@pytest.mark.parametrize("row_count", [1, 8])
def test_the_list_costs_one_query_however_long(scene, row_count, django_assert_num_queries):
    for _number in range(row_count):
        scene.raised()

    with django_assert_num_queries(1):
        rows = open_matters(Matter.objects.all(), today=TODAY)
        words = [(str(row.person), row.owner.name, str(row.workplace), row.participant.loop.coordinator.name) for row in rows]

    assert len(words) == row_count


def test_the_four_are_candidate_employer_counsellor_and_coordinator_with_numbers(scene):
    four = the_four(scene.raised(), today=TODAY)

    assert [(each.name, each.role) for each in four] == [
        ("Amina Hemmelig", Role.CANDIDATE),
        ("Tor Bakkli", Role.EMPLOYER),
        ("Kari Moseby", Role.COUNSELLOR),
        ("Lise Dalby", Role.LOOP_COORDINATOR),
    ]
    assert [each.is_part for each in four] == [True, False, True, True]
    assert [each.phone for each in four[1:]] == ["68061100", "68054090", "68051200"]


def test_the_counsellor_is_whoever_follows_up_today(scene):
    new = UserFactory(name="Nils Ny", role=Role.COUNSELLOR, role__unit=scene.office)
    scene.amina.person.engagements.get().responsibilities.update(ends_on=TODAY - timedelta(days=1))
    ResponsibilityFactory(engagement=scene.amina.person.engagements.get(), user=new, starts_on=TODAY)

    assert [each.name for each in the_four(scene.raised(), today=TODAY)][2] == "Nils Ny"
    assert new in those_who_can_take(scene.amina, today=TODAY)
    Membership.objects.filter(user=new).update(ends_on=TODAY - timedelta(days=1))
    assert new not in those_who_can_take(scene.amina, today=TODAY)
