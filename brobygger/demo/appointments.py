"""What the specialists of the town have agreed, last week, this week and the next: rows, as if each had been agreed in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.demo.cast import key
from brobygger.demo.employers import Employer
from brobygger.demo.loops import at, at_nine
from brobygger.demo.people import People
from brobygger.kernel.local_time import monday_of
from brobygger.parties.models import Person, Role

K = AppointmentKind
WEEK = timedelta(days=7)
VISITS_OF_TODAY = ((10, 30), (12, 0), (14, 15))  # those of Jonas, of an hour, which are made as visits


@dataclass(frozen=True)
class Agreed:
    """One of Jonas' appointments: which weekday, when, for how long, with which of his people, and where."""

    weekday: int
    hour: int
    minute: int
    minutes: int
    kind: AppointmentKind
    whom: int | None = None
    place: str = ""
    about: str = ""
    employer: str = ""


THIS_WEEK = (
    Agreed(0, 9, 0, 45, K.TALK, 4, "Brohuset"),
    Agreed(0, 13, 0, 60, K.THREE, 5, about="Hvordan går det med timene?", employer="Brovik mekaniske"),
    Agreed(1, 8, 30, 60, K.THREE, 1, about="Møt ved porten.", employer="Havnelageret"),
    Agreed(1, 11, 30, 30, K.TALK, 9, "Kaikanten kafé"),
    Agreed(1, 15, 15, 15, K.CALL, 7),
    Agreed(2, 9, 0, 60, K.OWN, place="NAV Brovik, rom 2", about="Lagmøte"),
    Agreed(2, 13, 15, 60, K.TALK, 6, "Biblioteket", "Hvilke butikker vi spør."),
    Agreed(3, 9, 0, 45, K.TALK, 11, "Brohuset"),
    Agreed(3, 13, 15, 45, K.TALK, 12, "Brohuset", "Før møtet på verkstedet."),
    Agreed(4, 8, 30, 60, K.THREE, 2, about="Gå inn ved varemottaket.", employer="Klarbekk renhold"),
    Agreed(4, 13, 15, 30, K.TALK, 17, "Brohuset", "Første samtale."),
    Agreed(4, 13, 30, 15, K.CALL, 15),
)
LAST_WEEK = (
    Agreed(1, 9, 0, 45, K.TALK, 10, "Brohuset"),
    Agreed(3, 13, 0, 60, K.THREE, 15, employer="Nabolaget dagligvare"),
    Agreed(4, 10, 0, 30, K.TALK, 13, "Biblioteket"),
)
NEXT_WEEK = (
    Agreed(0, 9, 0, 60, K.OWN, place="NAV Brovik, rom 2", about="Lagmøte"),
    Agreed(1, 10, 0, 45, K.TALK, 0, "Lyngtunet hagesenter"),
    Agreed(2, 12, 0, 60, K.THREE, 8, employer="Elvekroken verksted"),
    Agreed(3, 9, 30, 30, K.CALL, 3),
)
NOT_LOGGED = frozenset({5, 13})  # with whom something was agreed that nobody has written down


def make_appointments(eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Jonas' three weeks, something for Gro, whom he stands in for, and for Ahmed, and a talk of Amina's with Kari."""
    jonas, gro, ahmed, kari = (people.staff[name] for name in ("jonas", "gro", "ahmed", "kari"))
    monday = monday_of(today)
    rows: list[Appointment] = []
    parties: list[AppointmentParty] = []

    def add(begins: datetime, each: Agreed, *others: AppointmentParty) -> None:
        number = len(rows)
        has_been = begins.date() < today and each.whom not in NOT_LOGGED
        row = Appointment(
            public_id=key(f"appointment:{number}"),
            key=key(f"appointment key:{number}"),
            unit=people.units["nav"],
            kind=each.kind,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=each.minutes),
            workplace=employers[each.employer].contact.workplace if each.employer in employers else None,
            place=each.place or ("" if each.employer in employers else each.employer),
            about=each.about,
            state=AppointmentState.HELD if has_been else AppointmentState.PLANNED,
            changed_at=at_nine(today - 2 * WEEK),
        )
        rows.append(row)
        for party in others:
            party.appointment = row
        parties.extend(others)

    for first, those in ((monday - WEEK, LAST_WEEK), (monday, THIS_WEEK), (monday + WEEK, NEXT_WEEK)):
        for each in those:
            begins = at(first + timedelta(days=each.weekday), each.hour, each.minute)
            if begins.date() == today and stands_in_the_way(each):
                continue
            others = [AppointmentParty(role=Role.SPECIALIST, user=jonas)]
            if each.whom is not None:
                others.append(AppointmentParty(role=Role.CANDIDATE, person=eighteen[each.whom]))
            if each.employer in employers:
                others.append(AppointmentParty(role=Role.EMPLOYER, person=employers[each.employer].contact.person))
            add(begins, each, *others)

    soon = next(day for day in (today + timedelta(days=number) for number in range(1, 4)) if day.weekday() < 5)
    of_gro, of_ahmed = Agreed(0, 9, 30, 45, K.OWN, about="Fagdag", place="Brohuset"), Agreed(0, 13, 0, 30, K.OWN, about="Veiledning")
    add(at(soon, 9, 30), of_gro, AppointmentParty(role=Role.SPECIALIST, user=gro))
    add(at(soon, 13), of_ahmed, AppointmentParty(role=Role.SPECIALIST, user=ahmed))
    with_amina = Agreed(0, 10, 0, 30, K.TALK, 0, "NAV Brovik", "Veien videre.")
    amina = AppointmentParty(role=Role.CANDIDATE, person=people.candidates[0])
    add(at(soon, 10), with_amina, AppointmentParty(role=Role.COUNSELLOR, user=kari), amina)
    Appointment.objects.bulk_create(rows)
    AppointmentParty.objects.bulk_create(parties)


def stands_in_the_way(each: Agreed) -> bool:
    """Whether it is at the time of one of today's visits."""
    begins = each.hour * 60 + each.minute
    return any(begins < hour * 60 + minute + 60 and hour * 60 + minute < begins + each.minutes for hour, minute in VISITS_OF_TODAY)
