"""Three loops: one gathering employers, one with its kick-off today, and one that was planned last week and starts on Monday."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid5

from brobygger.demo.cast import NAMESPACE
from brobygger.demo.employers import Employer
from brobygger.demo.names import PRESENTATIONS
from brobygger.demo.people import People
from brobygger.kernel.local_time import moment_on
from brobygger.loops.building.actions.employers import ask_employer, close_weeks, commit_employer
from brobygger.loops.building.actions.kick_off_day import plan_kick_off
from brobygger.loops.building.actions.loop import start_loop
from brobygger.loops.building.actions.next_step import set_next_step
from brobygger.loops.kick_off.actions.inviting import (
    accept_invitation,
    ask_for_tasks,
    decline_invitation,
    invite_candidate,
    list_tasks,
    mark_tasks,
    prepare_candidate,
)
from brobygger.loops.kick_off.actions.the_day import plan_interview_day, take_attendance
from brobygger.loops.kick_off.actions.wishes import ask_for_wishes, give_candidate_wishes, give_employer_wishes
from brobygger.loops.models import Accommodation, Loop, LoopEmployer, Mark, Participant, Shift, Task
from brobygger.loops.plan.actions import decide_plan, propose_plan
from brobygger.parties.models import Person
from brobygger.reference.models import Municipality

REGION = "5006"
TODAY_PEOPLE, TODAY_HERE = 11, 9
WISHES_IN = 5  # of nine candidates; and two of three employers


def make_loops(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    gathering_loop(people, employers, today=today)
    kick_off_loop(chance, people, employers, today=today)
    decided_loop(chance, people, employers, today=today)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return moment_on(day, time(hour, minute))


def at_nine(day: date) -> datetime:
    return at(day, 9)


def monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def gathering_loop(people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Two employers have said yes, one has been asked."""
    dag = people.staff["dag"]
    loop = new_loop("havneloopen", f"Havneloopen {today.year + 1}", "lager og transport", people, today=today - timedelta(days=9))
    for name in ("Havnelageret", "Kystgods"):
        join(loop, employers[name], people, on=today - timedelta(days=9))
    asked = ask_employer(
        loop, workplace=employers["Kaikanten kafé"].contact.workplace, contact=employers["Kaikanten kafé"].contact.person, actor=dag
    )
    ask_for_tasks(asked, now=at_nine(today - timedelta(days=2)), actor=dag)
    set_next_step(loop, text="Ringe Kaikanten kafé om den tredje plassen", owner=dag, due_on=today + timedelta(days=2), actor=dag)


def kick_off_loop(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Kick-off today: eleven said yes, nine have come, two employers and five candidates have given their wishes."""
    lise = people.staff["lise"]
    loop = new_loop("brovikloopen", f"Brovik-loopen {today.year + 1}", "mat, verksted og hage", people, today=today - timedelta(days=40))
    bakery = join(loop, employers["Rugbakken bakeri"], people, on=today - timedelta(days=40), places=(2, 2, 2), shifts=(Shift.EARLY,))
    garage = join(
        loop, employers["Elvekroken verksted"], people, on=today - timedelta(days=38), places=(2, 2, 2), cannot=(Accommodation.SITTING,)
    )
    garden = join(loop, employers["Lyngtunet hagesenter"], people, on=today - timedelta(days=35), places=(2, 2, 2))
    plan_day(loop, people, on=today, starts_on=monday_after(today + timedelta(days=35)), today=today - timedelta(days=30))
    summer = today + timedelta(days=240)
    close_weeks(garage, starts_on=summer, ends_on=summer + timedelta(days=20), reason="Ferie for alle", actor=lise)
    participants = invite(chance, loop, people.candidates[:TODAY_PEOPLE], people, on=today - timedelta(days=21))
    undecided = invite_candidate(
        loop, person=people.candidates[TODAY_PEOPLE], actor=people.staff["kari"], now=at_nine(today - timedelta(days=6))
    )
    keep_id(undecided, "brovikloopen", "undecided")
    set_next_step(loop, text="Samle inn ønskene og lage planen", owner=lise, due_on=today, actor=lise)
    heed(participants)
    here = participants[:TODAY_HERE]
    take_attendance(loop, present=here, today=today, actor=lise)
    plan_interview_day(loop, actor=lise)
    ask_for_wishes(loop, now=at_nine(today), actor=lise)
    for participant in here[:WISHES_IN]:
        wish(chance, participant, (bakery, garage, garden), now=at_nine(today))
    for employer in (bakery, garage):
        employer_wish(chance, employer, here, now=at_nine(today))


def heed(participants: Sequence[Participant]) -> None:
    """Two have something the plan must heed: Emil cannot begin early, and the garden centre is too far away for Yusuf."""
    emil, yusuf = participants[1], participants[3]
    Participant.objects.filter(pk=emil.pk).update(cannot_work=[Shift.EARLY])
    Participant.objects.filter(pk=yusuf.pk).update(travel_limit_km=20)


def decided_loop(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Planned last week by Lise, starting on Monday; seven came, three begin, and everybody has a next step."""
    lise, kicked_off = people.staff["lise"], today - timedelta(days=9)
    loop = new_loop("sentrumsloopen", f"Sentrumsloopen {today.year}", "butikk og kontor", people, today=today - timedelta(days=60))
    places = [
        join(loop, employers[name], people, on=today - timedelta(days=60))
        for name in ("Torget sport", "Tallknuserne regnskap", "Solsiden omsorgsbolig")
    ]
    plan_day(loop, people, on=kicked_off, starts_on=monday_after(today), today=today - timedelta(days=50))
    participants = invite(chance, loop, people.candidates[14:22], people, on=today - timedelta(days=40))
    decline_invitation(participants[-1], now=at_nine(today - timedelta(days=30)), actor=participants[-1].person)
    here = participants[:7]
    take_attendance(loop, present=here, today=kicked_off, actor=lise)
    plan_interview_day(loop, actor=lise)
    for participant in here:
        wish(chance, participant, places, now=at_nine(kicked_off))
    for employer in places:
        employer_wish(chance, employer, here, now=at_nine(kicked_off))
    proposal = propose_plan(loop, actor=lise, now=at_nine(today - timedelta(days=7)))
    decide_plan(
        loop, proposal_id=proposal.public_id, reason="", actor=lise, today=today - timedelta(days=7), now=at_nine(today - timedelta(days=7))
    )


def new_loop(key: str, name: str, trade: str, people: People, *, today: date) -> Loop:
    loop = start_loop(
        name=name,
        unit=people.units["centre"],
        offices=[people.units["nav"], people.units["youth"]],
        driver=people.staff["dag"],
        coordinator=people.staff["lise"],
        region=Municipality.objects.get(number=REGION),
        trade=trade,
        employers_wanted=3,
        today=today,
        actor=people.staff["dag"],
    )
    keep_id(loop, key)
    return loop


def keep_id(row: Loop | LoopEmployer | Participant, *key: str) -> None:
    """The same public id in every town, so that the same plan is proposed and the same addresses work."""
    public_id = uuid5(NAMESPACE, ":".join((row._meta.model_name or "", *key)))
    type(row)._default_manager.filter(pk=row.pk).update(public_id=public_id)
    row.public_id = public_id


def join(
    loop: Loop,
    employer: Employer,
    people: People,
    *,
    on: date,
    places: Sequence[int] = (),
    shifts: Sequence[Shift] = (Shift.DAY,),
    cannot: Sequence[Accommodation] = (),
) -> LoopEmployer:
    """Ask an employer, write down the yes, and list the tasks."""
    dag = people.staff["dag"]
    asked = ask_employer(
        loop,
        workplace=employer.contact.workplace,
        contact=employer.contact.person,
        places=places,
        commitments="En fadder som har tid, og lunsj sammen med de andre.",
        shifts=shifts,
        cannot_arrange=cannot,
        actor=dag,
    )
    keep_id(asked, loop.name, employer.name)
    LoopEmployer.objects.filter(pk=asked.pk).update(room=f"Rom {loop.employers.count()}")
    list_tasks(asked, texts=employer.tasks, actor=employer.contact.person)
    return commit_employer(asked, on=on, actor=dag)


def plan_day(loop: Loop, people: People, *, on: date, starts_on: date, today: date) -> None:
    plan_kick_off(
        loop,
        on=on,
        from_time=time(9, 0),
        to_time=time(13, 0),
        place="Brohuset i Brovik",
        interviews_from=time(10, 0),
        interview_minutes=12,
        starts_on=starts_on,
        today=today,
        now=at_nine(today),
        actor=people.staff["lise"],
    )
    loop.refresh_from_db()


def invite(chance: Random, loop: Loop, candidates: Sequence[Person], people: People, *, on: date) -> list[Participant]:
    """Invite, prepare, say yes and mark the tasks."""
    tasks = list(Task.objects.filter(employer__loop=loop).select_related("employer"))
    participants = []
    for number, person in enumerate(candidates):
        participant = invite_candidate(loop, person=person, actor=people.staff["kari"], now=at_nine(on))
        keep_id(participant, loop.name, str(person.public_id))
        prepare_candidate(
            participant,
            presentation=PRESENTATIONS[number % len(PRESENTATIONS)],
            travel_limit_km=None if number % 3 else 60,
            cannot_work=[],
            needs=[],
            actor=people.staff["kari"],
        )
        accept_invitation(participant, today=on, now=at_nine(on), actor=person)
        mark_tasks(participant, marks={task: chance.choice(Mark.values) for task in tasks}, now=at_nine(on), actor=person)
        participants.append(participant)
    return participants


def wish(chance: Random, participant: Participant, employers: Sequence[LoopEmployer], *, now: datetime) -> None:
    values = chance.sample((5, 4, 3, 2), k=len(employers))
    give_candidate_wishes(participant, wishes=dict(zip(employers, values, strict=True)), now=now, actor=participant.person)


def employer_wish(chance: Random, employer: LoopEmployer, participants: Sequence[Participant], *, now: datetime) -> None:
    give_employer_wishes(
        employer, wishes={participant: chance.choice((5, 4, 4, 3, 3, 2)) for participant in participants}, now=now, actor=employer.contact
    )
