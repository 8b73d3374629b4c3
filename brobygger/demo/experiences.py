"""What some have told about how it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from brobygger.demo.employers import Employer
from brobygger.demo.loops import at
from brobygger.demo.people import People
from brobygger.followup.actions.experiences import record_interview
from brobygger.followup.models import Guide
from brobygger.parties.models import Person

TOLD = (
    {
        "first_time": "Jeg gruet meg. Så fikk jeg kaffe, og vi gikk en tur.",
        "decided": "Hvor jeg skulle jobbe, og hva sjefen fikk vite om meg.",
        "helped": "At den samme fulgte meg hele veien.",
        "to_the_next": "Si fra når noe går for fort.",
    },
    {
        "listened": "Da jeg sa at reisen ble for lang, fant vi noe nærmere.",
        "helped": "Å prøve før jeg bestemte meg.",
        "missed": "Å treffe noen som har gjort det samme.",
    },
    {
        "first_time": "Mange ord jeg ikke kjente. Det ble bedre da vi tegnet.",
        "helped": "At noen var med den første dagen.",
        "to_the_next": "Spør om alt du lurer på.",
    },
    {
        "decided": "Ikke så mye i begynnelsen. Etter hvert nesten alt.",
        "helped": "At jobben var en ordentlig jobb.",
        "missed": "Litt lengre tid før jeg måtte velge.",
    },
    {
        "listened": "Han husket hva jeg hadde sagt gangen før.",
        "helped": "At jeg kunne ringe, også etter at jeg hadde begynt.",
        "to_the_next": "Det går an å ombestemme seg.",
    },
)


def make_experiences(eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Five of Jonas' eighteen have told how it was and said yes to having it read with others', as few as may be read so.

    An employer and Jonas have told too, and keep it to themselves.
    """
    jonas, siri = people.staff["jonas"], people.staff["siri"]
    nav = people.units["nav"]
    for number, (person, answers) in enumerate(zip(eighteen, TOLD, strict=False)):
        day = today - timedelta(days=14 + 9 * number)
        record_interview(
            guide=Guide.JOB_SEEKER, person=person, unit=nav, answers=answers, held_on=day, is_read_across=True,
            today=today, now=at(day, 15), actor=jonas,
        )  # fmt: skip
    record_interview(
        guide=Guide.EMPLOYER, person=employers["Lyngtunet hagesenter"].contact.person, unit=nav, held_on=today - timedelta(days=20),
        answers={
            "first_time": "Jonas kom innom og spurte hva vi fikk for lite tid til.",
            "reached": "Jonas svarer eller ringer tilbake samme dag. Da han var borte, visste vi hvem vi skulle ringe.",
            "workplace": "Vi er blitt flinkere til å skrive ned beskjeder. Det er bra for alle.",
            "again": "At vi får vite litt tidligere når noen kan begynne.",
        },
        today=today, now=at(today, 7), actor=jonas,
    )  # fmt: skip
    record_interview(
        guide=Guide.SPECIALIST, person=jonas.person, unit=nav, held_on=today - timedelta(days=6),
        answers={
            "time": "Mest tid på telefonen. Skulle gjerne vært mer ute hos bedriftene.",
            "worked": "En jobbsøker sa selv hva sjefen burde vite. Da gikk resten av seg selv.",
            "first_change": "Et fast møte i uka der vi ser på muligheter sammen.",
        },
        today=today, now=at(today, 7), actor=siri,
    )  # fmt: skip
