"""A loop with everything in it, and what no page at an employer or a mentor may show of it. Source: RULES A3, A6, A7."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone

from brobygger.kernel import clock
from brobygger.loops.models import DropOut, LeftFor, LoopEmployer, Participant, Side
from brobygger.loops.repair.actions.leaving import NewPlace, drop_out, leave_loop
from brobygger.loops.the_year.actions.turnings import agree_on_goals
from brobygger.parties.models import Grant, Person, Protection, Role
from brobygger.placements.models import EndCause, PlacementKind
from tests.factories import (
    EmployerWordsFactory,
    EvaluationFactory,
    JointCertificateFactory,
    MatterFactory,
    MatterNoteFactory,
    NextStepFactory,
    ParticipantFactory,
    StatedVetoFactory,
    WayOnFactory,
    WishFactory,
)
from tests.web.window.year_scenes import YearScene, of_employer, of_mentor, year_scene

pytestmark = pytest.mark.django_db
BAKERY, WORKSHOP, GARDEN = 0, 1, 2
AMINA, YUSUF, SARA = 0, 1, 2
PAGES = ["place", "people", "tasks", "words", "employer_matters", "something_happens", "employer_wishes"]


class Never(NamedTuple):
    """A text that stands somewhere in the loop, and to whom it may be shown: the employers by number, and whether to a mentor."""

    text: str
    employers: tuple[int, ...] = ()
    mentors: tuple[int, ...] = ()


NEVER = {
    "a last name": Never("Hemmelig"),
    "a telephone": Never("912 34 567"),
    "an e-mail address": Never("amina@deltaker.example"),
    "a birthday": Never("17.05.2003"),
    "why somebody left": Never("fikk jobb"),
    "what somebody left for": Never("Brovik Trelast"),
    "why an employer went out": Never("konkurs"),
    "every other cause": Never("møtte ikke"),
    "the next step of one who left": Never("hører hvordan det går"),
    "the next step of one who lost a place": Never("Finne et nytt sted"),
    "what a candidate said of the bakery": Never("Sjefen ropte ofte."),
    "what the bakery said of how it went": Never("Hun var ofte trøtt.", employers=(BAKERY,)),
    "the words of the bakery": Never("Ordene fra bakeriet.", employers=(BAKERY,)),
    "the words of the workshop": Never("Ordene fra verkstedet.", employers=(WORKSHOP,)),
    "what a candidate says is hard": Never("Det er vanskelig hjemme."),
    "a note about what is hard": Never("Snakket med faren."),
    "a matter the workshop is part of": Never("Begynner klokka ni hos verkstedet.", employers=()),
    "the way on": Never("Jeg vil bli kokk."),
    "what helps on the way on": Never("Hjelp til å stå opp."),
    "a stated veto": Never("Broren hans arbeider der."),
    "a need": Never("trinnfri"),
    "a shift one cannot take": Never("natt"),
    "the presentation of one who shares": Never("Jeg liker motorer.", employers=(WORKSHOP, GARDEN, BAKERY)),
    "the presentation of one who has taken the yes back": Never("Jeg heter Yusuf og liker planter."),
    "the name of one who has taken the yes back": Never("Yusuf"),
    "one who is protected": Never("Sara"),
    "the presentation of one who is protected": Never("Jeg bor hos tante."),
    "one who never got a place": Never("Zahra"),
    "who proposed whom": Never("Kari Moseby"),
    "the workshop's name": Never("Elvekroken", employers=(WORKSHOP,), mentors=(WORKSHOP,)),
    "the bakery's name": Never("Rugbakken", employers=(BAKERY,), mentors=(BAKERY,)),
    "the garden centre's name": Never("Lyngtunet", employers=(GARDEN,), mentors=(GARDEN,)),
    "goals that the workshop agreed": Never("Skifte hjul på bil.", employers=(WORKSHOP,), mentors=(WORKSHOP,)),
    "goals that the bakery agreed": Never("Bake brød fra bunnen.", employers=(BAKERY,), mentors=(BAKERY,)),
    "goals of one who has taken the yes back": Never("Stelle planter."),
    **{f"the cause {cause}": Never(str(cause.label)) for cause in EndCause},
}


def full_loop() -> YearScene:
    """Amina has been at the bakery, and left for a job from the workshop. Yusuf has taken his yes back. Sara is protected. The garden
    centre is bankrupt, and Zahra never got a place."""
    scene = year_scene(rotates_in=-30)
    loop, lise, now, today = scene.loop, scene.loop.coordinator, clock.now(), clock.today()
    _bakery, workshop, garden = scene.employers
    amina, yusuf, sara = scene.participants
    words = {
        amina: "Jeg liker motorer.",
        yusuf: "Jeg heter Yusuf og liker planter.",
        sara: "Jeg bor hos tante.",
    }
    for participant, presentation in words.items():
        participant.presentation, participant.needs, participant.cannot_work = presentation, ["step_free"], ["night"]
        participant.save()
        participant.proposed_by.name = "Kari Moseby"
        participant.proposed_by.save()
        for employer in scene.employers:
            WishFactory(participant=participant, employer=employer)
    Person.objects.filter(pk=amina.person_id).update(email="amina@deltaker.example")
    for participant, period, goals in [
        (AMINA, 0, "Bake brød fra bunnen."),
        (AMINA, 1, "Skifte hjul på bil."),
        (YUSUF, 1, "Stelle planter."),
    ]:
        stay = scene.stay(participant, period)
        mentor = scene.mentors[scene.employers.index(stay.employer)]
        agree_on_goals(stay, goals=goals, mentor=mentor, actor=lise, now=now)
    first, second = scene.stay(AMINA, 0), scene.stay(AMINA, 1)
    EvaluationFactory(stay=first, side=Side.CANDIDATE, worked="Sjefen ropte ofte.")
    EvaluationFactory(stay=first, side=Side.EMPLOYER, worked="Hun var ofte trøtt.")
    EmployerWordsFactory(stay=first, words="Ordene fra bakeriet.")
    EmployerWordsFactory(stay=second, words="Ordene fra verkstedet.")
    WayOnFactory(participant=amina, aim="Jeg vil bli kokk.", help="Hjelp til å stå opp.")
    JointCertificateFactory(participant=amina)
    StatedVetoFactory(participant=amina, employer=garden, reason="Broren hans arbeider der.")
    matter = MatterFactory(
        person=amina.person,
        participant=amina,
        workplace=workshop.workplace,
        what="Det er vanskelig hjemme.",
        agreed="Begynner klokka ni hos verkstedet.",
        raised_by_role=Role.CANDIDATE,
        raised_by_user=None,
        raised_by_person=amina.person,
    )
    MatterNoteFactory(matter=matter, text="Snakket med faren.")
    zahra = ParticipantFactory(loop=loop, turned_up=True)
    Person.objects.filter(pk=zahra.person_id).update(first_name="Zahra", last_name="Hemmelig")
    NextStepFactory(loop=loop, participant=zahra)
    leave_loop(
        amina,
        on=today,
        left_for=LeftFor.JOB,
        goes_to=NewPlace(PlacementKind.ORDINARY_PERMANENT, today + timedelta(days=1), place_name="Brovik Trelast"),
        actor=lise,
        today=today,
        now=now,
    )
    drop_out(garden, on=today, because=DropOut.BANKRUPT, actor=lise, today=today, now=now)
    Grant.objects.filter(person=yusuf.person).update(withdrawn_at=timezone.now())
    Person.objects.filter(pk=sara.person_id).update(protection=Protection.CODE_6)
    scene.employers = tuple(LoopEmployer.objects.filter(loop=loop).select_related("workplace", "contact", "loop").order_by("pk"))
    scene.participants = tuple(Participant.objects.filter(pk__in=[each.pk for each in scene.participants]).order_by("pk"))
    return scene


def pages_of_employer(scene: YearScene, number: int) -> list[str]:
    employer = scene.employers[number]
    urls = [of_employer(employer), of_employer(employer, "dates_file")]
    urls += [of_employer(employer, name, employer.public_id) for name in PAGES]
    for stay in employer.stays.filter(placement__isnull=False).select_related("placement").order_by("pk"):
        urls += [of_employer(employer, name, stay.placement.public_id) for name in ("employer_evaluation", "employer_words")]
    return urls


def pages_of_mentor(scene: YearScene, number: int) -> list[str]:
    person = scene.mentors[number].person
    return [of_mentor(person), of_mentor(person, "dates_file")]


def texts(client, urls: list[str]) -> dict[str, str]:
    answers = {url: client.get(url, follow=True) for url in urls}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    assert answers[urls[0]].status_code == 200
    return {url: answer.content.decode().replace("\u00a0", " ").replace("\r\n ", "") for url, answer in answers.items()}


def test_nothing_that_is_forbidden_stands_on_any_page_of_an_employer_or_a_mentor(client):
    scene = full_loop()
    found = []

    for number in (BAKERY, WORKSHOP, GARDEN):
        at_employer, at_mentor = texts(client, pages_of_employer(scene, number)), texts(client, pages_of_mentor(scene, number))
        for what, never in NEVER.items():
            if number not in never.employers:
                found += [f"{what} at {url}" for url, text in at_employer.items() if never.text in text]
            if number not in never.mentors:
                found += [f"{what} at the mentor's {url}" for url, text in at_mentor.items() if never.text in text]

    assert found == []


def test_what_may_be_shown_is_there_so_that_the_list_means_something(client):
    scene = full_loop()

    bakery = " ".join(texts(client, pages_of_employer(scene, BAKERY)).values())
    workshop = " ".join(texts(client, pages_of_employer(scene, WORKSHOP)).values())
    mona = " ".join(texts(client, pages_of_mentor(scene, BAKERY)).values())
    nils = " ".join(texts(client, pages_of_mentor(scene, WORKSHOP)).values())

    for text in ("Amina", "Hun var ofte trøtt.", "Ordene fra bakeriet."):
        assert text in bakery
    for text in ("Amina", "Ordene fra verkstedet.", "Skifte hjul på bil.", "Jeg liker motorer."):
        assert text in workshop
    assert "Amina" in mona
    for text in ("Amina", "Skifte hjul på bil.", "Ta imot"):
        assert text in nils
