"""Two loops whose year has begun: one in its fifth month, with a rotation in twenty days and an empty place, and one that is finished.

Everything is done by the actions a person uses, on the days it would have been done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db.models import F

from brobygger.agreements.actions.certifying import issue_certificate
from brobygger.agreements.actions.evaluating import evaluate_stay
from brobygger.agreements.actions.way_on import write_way_on
from brobygger.agreements.actions.words import write_words
from brobygger.appointments.states import AppointmentState
from brobygger.demo.employers import Employer
from brobygger.demo.loops import at_nine, employer_wish, invite, join, new_loop, plan_day, wish
from brobygger.demo.people import People
from brobygger.followup.actions.matters import add_note, raise_matter, write_agreement
from brobygger.followup.actions.together import agree_on_goals, hold_date
from brobygger.kernel.local_time import in_norway, local_day, monday_of
from brobygger.loops.kick_off.actions.the_day import take_attendance
from brobygger.loops.models import TURNINGS, DateKind, LeftFor, Loop, LoopDate, Participant, Side, Stay
from brobygger.loops.plan.actions import decide_plan, propose_plan
from brobygger.loops.repair.actions.leaving import NewPlace, leave_loop
from brobygger.loops.the_year.actions.dates import move_date
from brobygger.loops.the_year.actions.turnings import rotate, start_year
from brobygger.loops.the_year.dates import turnings_of
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Person, Role
from brobygger.placements.models import PlacementKind

INTO_THE_FIFTH_MONTH = timedelta(days=127)
ROTATES_IN = timedelta(days=20)
WHOLE_YEAR_AND_A_BIT = timedelta(days=405)
LETTERS_SENT_BEFORE = timedelta(days=10)
GOALS = (
    "Kunne ta imot en kunde alene, og vite hvem en spør.",
    "Lære rutinene fra start til slutt, én ting om gangen.",
    "Få ansvar for en fast oppgave hver dag.",
)
WENT_WELL = ("Jeg fikk ansvar for noe eget, og de sa fra når det ble bra.", "Folk spurte hva jeg syntes.", "Jeg kom meg opp hver dag.")
EMPLOYERS_WORDS = (
    "Møter presis, ser hva som trengs og spør når noe er uklart. Kundene husker navnet.",
    "Lærer raskt når noen viser det én gang. Har tatt ansvar for en fast oppgave hver dag.",
    "Rolig og nøyaktig. Gjør ferdig det som er begynt på, og rydder etter seg.",
)
AIMS = ("Jobbe i butikk med faste dager.", "Ta fagbrev og jobbe med hendene.", "Jobbe med folk, helst ute.")


@dataclass(frozen=True)
class Made:
    """A decided loop before its year, with those it is made of."""

    loop: Loop
    here: tuple[Participant, ...]


def make_years(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    finished_loop(chance, people, employers, today=today)
    running_loop(chance, people, employers, today=today)
    let_old_letters_be_sent(today)


def running_loop(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Month five: the first rotation was put off until twenty days from now, one of six has gone on to a job, and something is hard.

    Eight were at the kick-off, so there are two who could come in now.
    """
    starts_on = monday_of(today - INTO_THE_FIFTH_MONTH)
    made = decided(
        chance,
        "elveloopen",
        f"Elveloopen {starts_on.year}",
        "service",
        places={"Rugbakken bakeri": 2, "Klarbekk renhold": 2, "Nabolaget dagligvare": 2},
        candidates=people.candidates[28:36],
        people=people,
        employers=employers,
        starts_on=starts_on,
    )
    lise = people.staff["lise"]
    begin(made, people, starts_on=starts_on)
    rotation = LoopDate.objects.get(loop=made.loop, kind=DateKind.ROTATION, turning=1)
    put_off(rotation, to=weekday_from(today + ROTATES_IN), on=local_day(rotation.starts_at) - timedelta(days=30), people=people)
    hold_what_has_been(made.loop, people, today=today)
    first, second, third = stays_in(made.loop, 0)[:3]
    left_on = today - timedelta(days=5)
    leave_loop(
        third.participant,
        on=left_on,
        left_for=LeftFor.JOB,
        goes_to=NewPlace(PlacementKind.ORDINARY_TEMPORARY, starts_on=today - timedelta(days=2), place_name="Fjordhallen kiosk"),
        actor=lise,
        today=left_on,
        now=at_nine(left_on),
    )
    say_how_it_goes(first, number=0, on=today - timedelta(days=1))
    something_is_hard(second, people, today=today)


def finished_loop(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    """A whole year that ended some weeks ago: every employer has written, and the certificates are issued. Amina was in it."""
    starts_on = monday_of(today - WHOLE_YEAR_AND_A_BIT)
    made = decided(
        chance,
        "fjellloopen",
        f"Fjelloopen {starts_on.year}",
        "butikk, hage og omsorg",
        places={"Handelsmannen på hjørnet": 1, "Myrhaug gartneri": 1, "Sjøgata barnehage": 1},
        candidates=[people.candidates[0], *people.candidates[38:40]],
        people=people,
        employers=employers,
        starts_on=starts_on,
    )
    lise = people.staff["lise"]
    begin(made, people, starts_on=starts_on)
    for turning, day in sorted(turnings_of(made.loop).items())[1:]:
        hold_what_has_been(made.loop, people, today=day)
        for number, stay in enumerate(stays_in(made.loop, turning - 1)):
            say_how_it_goes(stay, number=number, on=day)
        rotate(made.loop, turning=turning, actor=lise, now=at_nine(day))
    ended = turnings_of(made.loop)[made.loop.periods]
    for number, stay in enumerate(Stay.objects.filter(participant__loop=made.loop).order_by("period", "pk")):
        contact = stay.employer.contact
        write_words(
            stay,
            tasks=[task.text for task in stay.employer.tasks.all()][: 3 + number % 2],
            words=EMPLOYERS_WORDS[number % len(EMPLOYERS_WORDS)],
            signed_by=contact,
            title="daglig leder",
            now=at_nine(ended + timedelta(days=3)),
            actor=contact,
        )
    issued_on = ended + timedelta(days=7)
    for number, participant in enumerate(made.here):
        write_way_on(
            participant,
            aim=AIMS[number % len(AIMS)],
            helps="En som øver på intervju med meg.",
            first_step="Søke på to ledige plasser sammen",
            owner=participant.proposed_by,
            due_on=today + timedelta(days=7),
            today=today,
            now=at_nine(issued_on),
            actor=lise,
        )
        issue_certificate(participant, language="nn" if number == 2 else "nb", today=issued_on, now=at_nine(issued_on), actor=lise)


def decided(
    chance: Random,
    key: str,
    name: str,
    trade: str,
    *,
    places: Mapping[str, int],
    candidates: Sequence[Person],
    people: People,
    employers: dict[str, Employer],
    starts_on: date,
) -> Made:
    """A loop from the first yes to the decided plan, six weeks before it starts."""
    lise = people.staff["lise"]
    kicked_off, decided_on = starts_on - timedelta(days=34), starts_on - timedelta(days=30)
    loop = new_loop(key, name, trade, people, today=kicked_off - timedelta(days=50))
    rows = tuple(
        join(loop, employers[place], people, on=kicked_off - timedelta(days=50), places=(count,) * 3) for place, count in places.items()
    )
    plan_day(loop, people, on=kicked_off, starts_on=starts_on, today=kicked_off - timedelta(days=40))
    here = invite(chance, loop, candidates, people, on=kicked_off - timedelta(days=30))
    take_attendance(loop, present=here, today=kicked_off, actor=lise)
    for participant in here:
        wish(chance, participant, rows, now=at_nine(kicked_off))
    for employer in rows:
        employer_wish(chance, employer, here, now=at_nine(kicked_off))
    proposal = propose_plan(loop, actor=lise, now=at_nine(decided_on))
    decide_plan(loop, proposal_id=proposal.public_id, reason="", actor=lise, today=decided_on, now=at_nine(decided_on))
    return Made(loop, tuple(here))


def begin(made: Made, people: People, *, starts_on: date) -> None:
    """The year is set going two weeks before; the start meetings are held, and the goals agreed."""
    lise = people.staff["lise"]
    before = starts_on - timedelta(days=14)
    start_year(made.loop, actor=lise, today=before, now=at_nine(before))
    rotate(made.loop, turning=0, actor=lise, now=at_nine(starts_on))
    for number, stay in enumerate(stays_in(made.loop, 0)):
        agree_on_goals(stay, goals=GOALS[number % len(GOALS)], mentor=stay.mentor, actor=lise, now=at_nine(starts_on))


def put_off(rotation: LoopDate, *, to: date, on: date, people: People) -> None:
    """Move a rotation, a month before it was to be; what hangs on it goes along."""
    local = in_norway(rotation.starts_at)
    move_date(
        rotation,
        on=to,
        from_time=local.time(),
        to_time=in_norway(rotation.ends_at).time(),
        place=rotation.place,
        sequence=rotation.sequence,
        actor=people.staff["lise"],
        today=on,
        now=at_nine(on),
    )


def hold_what_has_been(loop: Loop, people: People, *, today: date) -> None:
    """Tick off the gatherings and meetings that have been."""
    dates = LoopDate.objects.filter(loop=loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__lt=at_nine(today))
    for row in dates.exclude(kind__in=TURNINGS).order_by("appointment__starts_at", "pk"):
        hold_date(row, actor=people.staff["lise"], now=at_nine(today))


def say_how_it_goes(stay: Stay, *, number: int, on: date) -> None:
    """What the candidate and the employer write at the end of a stay."""
    person, contact = stay.participant.person, stay.employer.contact
    evaluate_stay(stay, side=Side.CANDIDATE, worked=WENT_WELL[number % len(WENT_WELL)], now=at_nine(on), actor=person)
    evaluate_stay(
        stay,
        side=Side.EMPLOYER,
        worked=EMPLOYERS_WORDS[(number + 1) % len(EMPLOYERS_WORDS)],
        hard="De første ukene var det mye nytt på én gang.",
        way_on="Klar for å stå alene en dag i uka.",
        now=at_nine(on),
        actor=contact,
    )


def something_is_hard(stay: Stay, people: People, *, today: date) -> None:
    """One matter is being worked on: the candidate raised it, and something is agreed."""
    lise, raised_on = people.staff["lise"], today - timedelta(days=2)
    matter = raise_matter(
        stay.participant,
        what="Bussen går for sent til at jeg rekker å begynne klokka sju.",
        role=Role.CANDIDATE,
        actor=stay.participant.person,
        workplace=stay.employer.workplace,
        is_shared=True,
        today=raised_on,
        now=at_nine(raised_on),
    )
    add_note(matter, text="Ringte begge. Bedriften sier at halv åtte går fint.", today=today, now=at_nine(raised_on), actor=lise)
    write_agreement(matter, text="Begynner klokka halv åtte fram til rulleringen.", now=at_nine(raised_on), actor=lise)


def stays_in(loop: Loop, period: int) -> list[Stay]:
    rows = Stay.objects.filter(participant__loop=loop, period=period).select_related(
        "participant__person", "participant__proposed_by", "employer__workplace", "employer__contact", "mentor", "placement"
    )
    return list(rows.order_by("pk"))


def weekday_from(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def let_old_letters_be_sent(today: date) -> None:
    """Letters of long ago were sent then, and are not sent on the day the town is built."""
    old = Message.objects.filter(state=MessageState.WAITING, send_after__lt=at_nine(today - LETTERS_SENT_BEFORE))
    old.update(state=MessageState.SENT, taken_at=F("send_after"), sent_at=F("send_after"), attempts=1)
