from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.loops.models import Interview, Loop, NextStep, Side, Wish
from brobygger.outbox.models import Message
from brobygger.parties.models import Grant, Person, Protection
from tests.factories import (
    FamilyTieFactory,
    GrantFactory,
    InterviewFactory,
    LoopFactory,
    NextStepFactory,
    ParticipantFactory,
    PersonFactory,
    WishFactory,
)
from tests.kit import signed_in


@pytest.fixture
def lise(scene):
    return signed_in(scene.lise)


@pytest.fixture
def morning(scene):
    """No interview has begun, whatever the clock says."""
    tomorrow = clock.today() + timedelta(days=1)
    Loop.objects.filter(pk=scene.loop.pk).update(kick_off_on=tomorrow)


def url_of(name, row) -> str:
    return reverse(f"loops:{name}", args=[row.public_id])


def ticks(*present, listed=None):
    listed = present if listed is None else listed
    return {"present": [str(row.public_id) for row in present], "listed": [str(row.public_id) for row in listed]}


def test_attendance_is_one_form_for_all(scene, lise):
    amina, emil, helene = (scene.participant(name) for name in ("Amina", "Emil", "Helene"))

    lise.post(url_of("attendance", scene.loop), ticks(amina, emil, listed=[amina, emil, helene]))
    page = lise.get(url_of("kick_off", scene.loop)).content.decode()

    for row, is_here in ((amina, True), (emil, True), (helene, False)):
        row.refresh_from_db()
        assert row.has_attended is is_here
    assert "2 av 3" in page
    assert "To har kommet." in page


def test_somebody_who_said_yes_after_the_page_was_opened_is_not_marked_as_away(scene, lise):
    amina, late = scene.participant("Amina"), scene.participant("Thea", turned_up=True)

    lise.post(url_of("attendance", scene.loop), ticks(amina, listed=[amina]))

    late.refresh_from_db()
    assert late.has_attended is True


@pytest.mark.usefixtures("morning")
def test_nobody_is_ticked_the_day_before(scene, lise):
    amina = scene.participant("Amina")

    page = lise.post(url_of("attendance", scene.loop), ticks(amina))

    assert page.status_code == 422
    assert "Vent til da med å krysse av hvem som er her." in page.content.decode()


def test_somebody_from_another_loop_can_not_be_ticked(scene, lise):
    amina, other = scene.participant("Amina"), ParticipantFactory(said_yes=True)

    page = lise.post(url_of("attendance", scene.loop), ticks(amina, other))

    assert page.status_code == 422
    other.refresh_from_db()
    assert other.has_attended is None


@pytest.mark.usefixtures("morning")
def test_everyone_meets_every_employer_and_nobody_is_in_two_rooms(scene, lise):
    people = [scene.participant(name, turned_up=True) for name in ("Amina", "Emil", "Thea")]

    lise.post(url_of("interviews", scene.loop))

    met = set(Interview.objects.values_list("participant", "employer"))
    assert met == {(person.pk, employer.pk) for person in people for employer in (scene.bakery, scene.workshop)}
    page = lise.get(url_of("kick_off", scene.loop)).content.decode()
    assert "Tre runder på 12 minutter." in page


def test_rounds_that_have_begun_stand_when_the_plan_is_made_anew(scene, lise):
    Loop.objects.filter(pk=scene.loop.pk).update(kick_off_on=clock.today() - timedelta(days=1))
    amina = scene.participant("Amina", turned_up=True)
    held = InterviewFactory(loop=scene.loop, participant=amina, employer=scene.bakery, round=0)
    late = scene.participant("Thea", turned_up=True)

    lise.post(url_of("interviews", scene.loop))

    assert Interview.objects.filter(pk=held.pk, round=0).exists()
    assert min(Interview.objects.exclude(pk=held.pk).values_list("round", flat=True)) == 1
    assert late.interviews.count() == 2


def test_without_anybody_here_the_page_says_what_to_do_first(scene, lise):
    page = lise.post(url_of("interviews", scene.loop), follow=True)

    assert page.redirect_chain == [(url_of("kick_off", scene.loop), 302)]
    assert "Kryss av hvem som er her, før du lager intervjuplanen." in page.content.decode()


@pytest.mark.usefixtures("morning")
def test_the_grid_has_times_and_a_break_after_every_third_round(scene, lise):
    for number in range(4):
        InterviewFactory(
            loop=scene.loop, participant=scene.participant(f"Navn{number}", turned_up=True), employer=scene.bakery, round=number
        )

    rounds = lise.get(url_of("kick_off", scene.loop)).context["rounds"]

    assert [(row["time"], row["break_at"]) for row in rounds] == [("10.00", ""), ("10.12", ""), ("10.24", "10.36"), ("10.48", "")]


def test_a_day_that_is_too_short_says_when_it_ends(scene, lise):
    Loop.objects.filter(pk=scene.loop.pk).update(kick_off_to=time(10, 20))
    for number in range(2):
        InterviewFactory(
            loop=scene.loop, participant=scene.participant(f"Navn{number}", turned_up=True), employer=scene.bakery, round=number
        )

    page = lise.get(url_of("kick_off", scene.loop)).content.decode()

    assert "Siste intervju er ferdig kl. 10.24, etter at dagen slutter kl. 10.20." in page


def test_rooms_stand_in_the_order_of_their_names(scene, lise):
    for employer, room in ((scene.bakery, "Rom 1"), (scene.workshop, "Rom 2")):
        employer.room = room
        employer.save(update_fields=["room"])
    InterviewFactory(loop=scene.loop, participant=scene.participant("Amina", turned_up=True), employer=scene.bakery)

    rooms = lise.get(url_of("print_rooms", scene.loop)).context["rooms"]

    assert [(room, str(employer)) for room, employer, _lines in rooms] == [("Rom 1", "Rugbakken bakeri"), ("Rom 2", "Elvekroken verksted")]


def test_two_with_the_same_name_are_told_apart_for_the_coordinator_and_not_for_the_employers(scene, lise):
    first, second = (scene.participant("Amina", turned_up=True, person__last_name=name) for name in ("Rahimi", "Yusuf"))
    InterviewFactory(loop=scene.loop, participant=first, employer=scene.bakery, round=0)
    InterviewFactory(loop=scene.loop, participant=second, employer=scene.bakery, round=1)

    page = lise.get(url_of("kick_off", scene.loop)).content.decode()
    sheet = lise.get(url_of("print_rooms", scene.loop)).content.decode()

    assert "Amina R." in page
    assert "Amina Y." in page
    assert "Amina R." not in sheet


def test_somebody_who_became_protected_is_not_named_and_their_seat_is_taken(scene, lise):
    hidden = scene.participant("Hemmelig", turned_up=True)
    InterviewFactory(loop=scene.loop, participant=hidden, employer=scene.bakery)
    Person.objects.filter(pk=hidden.person_id).update(protection=Protection.CODE_6)

    pages = [
        lise.get(url_of(name, scene.loop)).content.decode()
        for name in ("kick_off", "print_rooms", "print_people", "type_wishes", "next_steps")
    ]

    assert not any("Hemmelig" in page for page in pages)
    assert "Opptatt" in pages[0]


def test_one_who_is_hidden_from_the_list_stays_as_they_were_when_it_is_saved(scene, lise):
    amina, hidden = scene.participant("Amina"), scene.participant("Hemmelig", turned_up=True)
    Person.objects.filter(pk=hidden.person_id).update(protection=Protection.CODE_6)

    lise.post(url_of("attendance", scene.loop), ticks(amina))

    hidden.refresh_from_db()
    assert hidden.has_attended is True


def test_the_page_tells_who_has_answered_and_never_what(scene, lise):
    amina = scene.met("Amina")
    scene.met("Emil")
    for employer in (scene.bakery, scene.workshop):
        WishFactory(participant=amina, employer=employer, side=Side.CANDIDATE, value=4)

    page = lise.get(url_of("kick_off", scene.loop))
    text = page.content.decode()

    assert "1 av 4 har svart" in text
    assert "Vis den ene som har svart" in text
    assert page.context["given_names"] == "Amina."
    assert [name for _row, name in page.context["waiting"]] == ["Emil"]


def test_everyone_who_has_not_answered_gets_a_link(scene, lise):
    scene.met("Amina")

    lise.post(url_of("ask_for_wishes", scene.loop))

    assert sorted(Message.objects.values_list("template", flat=True)) == [
        "loops/wishes_candidate",
        "loops/wishes_employer",
        "loops/wishes_employer",
    ]


def test_one_gets_the_link_again(scene, lise):
    amina = scene.participant("Amina", turned_up=True)

    lise.post(url_of("candidate_link", amina))
    lise.post(url_of("employer_link", scene.bakery))

    assert sorted(Message.objects.values_list("template", flat=True)) == ["loops/wishes_candidate", "loops/wishes_employer"]


def wishes(*rows, value=3):
    return {f"wish_{row.public_id}": str(value) for row in rows}


def test_the_coordinator_types_for_one_without_a_telephone(scene, lise):
    amina = scene.participant("Amina", turned_up=True)

    lise.post(url_of("type_candidate_wishes", amina), wishes(scene.bakery, scene.workshop, value=5))
    lise.post(url_of("type_employer_wishes", scene.bakery), wishes(amina, value=2))

    amina.refresh_from_db()
    assert amina.wishes_typed_by == scene.lise
    assert sorted(Wish.objects.values_list("side", "value")) == [("candidate", 5), ("candidate", 5), ("employer", 2)]


def test_one_the_coordinator_may_not_see_does_not_stop_the_typing(scene, lise):
    amina = scene.participant("Amina", turned_up=True)
    hidden = scene.participant("Skjult", turned_up=True)
    GrantFactory(person=hidden.person, unit=None, workplace=scene.bakery.workplace, subject_id=scene.loop.public_id)
    Person.objects.filter(pk=hidden.person_id).update(protection=Protection.CODE_6)

    answer = lise.post(url_of("type_employer_wishes", scene.bakery), wishes(amina, value=2))

    assert answer.status_code == 302
    assert list(Wish.objects.values_list("participant", "value")) == [(amina.pk, 2)]


def test_nobody_types_for_or_about_their_own_close_family(scene, lise):
    amina, relative = scene.participant("Amina", turned_up=True), scene.participant("Slektning", turned_up=True)
    FamilyTieFactory(person=PersonFactory(user=scene.lise), relative=relative.person)

    page = lise.get(url_of("type_employer_wishes", scene.bakery)).content.decode()
    typed = lise.post(url_of("type_employer_wishes", scene.bakery), wishes(amina, value=2) | wishes(relative, value=5))
    for_them = lise.post(url_of("type_candidate_wishes", relative), wishes(scene.bakery, scene.workshop, value=5))

    assert "Slektning" not in page
    assert (typed.status_code, for_them.status_code) == (302, 404)
    assert list(Wish.objects.values_list("participant", "value")) == [(amina.pk, 2)]
    assert LookUp.objects.filter(person=relative.person.public_id, is_permitted=False).exists()


@pytest.mark.parametrize("side", ["candidate", "employer"])
def test_a_form_for_one_who_has_answered_is_blank(scene, lise, side):
    amina = scene.participant("Amina", turned_up=True)
    for employer in (scene.bakery, scene.workshop):
        WishFactory(participant=amina, employer=employer, side=side, value=4)
    subject = amina if side == "candidate" else scene.bakery

    page = lise.get(url_of(f"type_{side}_wishes", subject))

    assert 'type="radio"' in page.content.decode()
    assert "checked" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_missing_number_is_asked_for_by_name(scene, lise):
    amina = scene.participant("Amina", turned_up=True)

    page = lise.post(url_of("type_candidate_wishes", amina), wishes(scene.bakery))

    assert page.status_code == 422
    assert "Velg et tall for Elvekroken verksted" in page.content.decode()
    assert not Wish.objects.exists()


def test_one_who_did_not_come_has_no_wishes_yet(scene, lise):
    away = scene.participant("Helene")

    page = lise.post(url_of("type_candidate_wishes", away), wishes(scene.bakery, scene.workshop))

    assert page.status_code == 422
    assert "Ønskene gis på kick-off-dagen" in page.content.decode()


def test_the_list_of_next_steps_promises_no_more_than_those_who_share(scene, lise):
    amina = scene.participant("Amina", turned_up=True)
    NextStepFactory(loop=scene.loop, participant=amina, owner=scene.kari)
    url = url_of("next_steps", scene.loop)

    with_her = lise.get(url).content.decode()
    Grant.objects.filter(person=amina.person).update(withdrawn_at="2026-01-01T00:00Z")
    without = lise.get(url).content.decode()

    assert "Alle som står her, har et neste steg." in with_her
    assert "Her står de som møtte på kick-off, så lenge de deler opplysningene sine med deg." in without
    assert "Amina" not in without


def test_everyone_who_came_stands_in_one_alphabetical_list(scene, lise):
    people = {name: scene.participant(name, turned_up=True) for name in ("Thea", "Amina", "Emil")}
    scene.participant("Helene")
    NextStepFactory(loop=scene.loop, participant=people["Emil"], text="<em>Praksis</em> på lageret", owner=scene.kari)

    page = lise.get(url_of("next_steps", scene.loop))

    assert [name for _row, name, _step, _due in page.context["rows"]] == ["Amina", "Emil", "Thea"]
    assert "&lt;em&gt;Praksis&lt;/em&gt; på lageret" in page.content.decode()
    assert "Tre møtte. Én har et neste steg." in page.content.decode()


def test_a_next_step_is_written_and_changed_for_each(scene, lise):
    amina = scene.participant("Amina", turned_up=True)
    fields = {"text": "Møte om skole", "owner": str(scene.kari.public_id), "due_on": f"{clock.today():%d.%m.%Y}"}

    lise.post(url_of("next_step_of", amina), fields)
    lise.post(url_of("next_step_of", amina), {**fields, "text": "Prøve verkstedet"})

    step = NextStep.objects.get()
    assert (step.participant, step.text, step.owner) == (amina, "Prøve verkstedet", scene.kari)


def test_a_stranger_can_not_be_given_the_step(scene, lise):
    amina = scene.participant("Amina", turned_up=True)
    fields = {"text": "Møte", "owner": str(scene.stranger.public_id), "due_on": f"{clock.today():%d.%m.%Y}"}

    page = lise.post(url_of("next_step_of", amina), fields)

    assert page.status_code == 422
    assert not NextStep.objects.exists()


def test_everyone_shown_is_written_in_the_log(scene, lise):
    amina = scene.participant("Amina", turned_up=True)

    lise.get(url_of("kick_off", scene.loop))

    assert LookUp.objects.get().person == amina.person.public_id


@pytest.mark.parametrize(
    ("name", "section"), [("attendance", None), ("interviews", ""), ("ask_for_wishes", "#onsker")], ids=["form", "button", "other button"]
)
def test_a_decided_loop_says_the_day_is_over(scene, lise, name, section):
    decided = LoopFactory(decided=True, unit=scene.centre, coordinator=scene.lise)

    page = lise.post(url_of(name, decided), follow=True)

    assert page.status_code == (422 if section is None else 200)
    assert page.redirect_chain == ([] if section is None else [(url_of("kick_off", decided) + section, 302)])
    assert "Loopen er «planen er vedtatt», så dette kan ikke endres lenger." in page.content.decode()


def test_htmx_gets_who_has_answered_and_nothing_else(scene, lise):
    scene.met("Amina")

    part = lise.get(url_of("kick_off", scene.loop), headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith("<section")
    assert "0 av 3 har svart" in part
    assert "Hvem er her?" not in part


def test_one_who_has_not_answered_is_not_on_the_list_whatever_they_share(scene, lise):
    scene.participant("Emil", said_yes=False, granted=True)

    page = lise.get(url_of("kick_off", scene.loop)).content.decode()

    assert "Emil" not in page
