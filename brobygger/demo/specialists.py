"""The specialists of the town at work: whom they follow up, whom they know, who has rung, who is away, and who waits to come in.

What has just happened is done by the actions a person uses; the months before it are rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from brobygger.accounts.models import User
from brobygger.demo.appointments import make_appointments
from brobygger.demo.cards import make_cards
from brobygger.demo.caseloads import DEPUTY, WEEKS_BACK, engagement_of, engagements_of, make_colleagues, make_history, make_jonas_caseload
from brobygger.demo.employers import Employer
from brobygger.demo.experiences import make_experiences
from brobygger.demo.job_development import make_relations, make_suggestions, make_visits, make_what_they_want
from brobygger.demo.loops import at, at_nine
from brobygger.demo.people import POSTAL_CODES, People, postal_codes
from brobygger.followup.actions.callbacks import ask_to_be_rung, record_missed_call
from brobygger.followup.actions.handovers import propose_handover
from brobygger.followup.models import CallBack, CallBackKind
from brobygger.intake.absence_actions import record_absence
from brobygger.intake.actions.answering import give_owner, hand_on, let_wait
from brobygger.intake.actions.referring import Referral, refer
from brobygger.intake.models import EmployerRelation, Intake, Part, Responsibility, SpecialistProfile
from brobygger.parties.models import Person, SpokenLanguage


def make_specialists(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    make_profiles(people)
    eighteen = make_jonas_caseload(people, employers, today=today)
    others = make_colleagues(chance, people, today=today)
    make_history(chance, [*others, *engagements_of(people.candidates[:36])], today=today)
    make_relations(people, employers, today=today)
    make_what_they_want(eighteen, people, employers, today=today)
    make_visits(chance, people, employers, today=today)
    make_suggestions(eighteen, people, employers, today=today)
    make_appointments(eighteen, people, employers, today=today)
    make_cards(people, employers, today=today)
    make_calls(chance, eighteen, people, employers, today=today)
    make_intakes(people, today=today)
    make_experiences(eighteen, people, employers, today=today)
    gro, jonas, hanne = people.staff["gro"], people.staff["jonas"], people.staff["hanne"]
    record_absence(gro, starts_on=today, ends_on=today + timedelta(days=11), stand_in=None, today=today, now=at_nine(today), actor=gro)
    propose_handover(
        list(Responsibility.objects.filter(engagement=engagement_of(people.candidates[30]), user=hanne, part=Part.RESPONSIBLE)),
        to=jonas,
        because="Hun vil over i fast jobb, og du kjenner bedriften.",
        starts_on=today + timedelta(days=7),
        answer_by=today + timedelta(days=4),
        today=today,
        now=at_nine(today - timedelta(days=1)),
        actor=hanne,
    )


def make_profiles(people: People) -> None:
    languages = {
        "jonas": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH, SpokenLanguage.SPANISH],
        "gro": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH],
        "ahmed": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH, SpokenLanguage.ARABIC, SpokenLanguage.SOMALI],
        "line": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH, SpokenLanguage.UKRAINIAN],
    }
    places = postal_codes()
    for number, (name, spoken) in enumerate(languages.items()):
        SpecialistProfile.objects.create(
            user=people.staff[name],
            languages=spoken,
            postal_code=places[POSTAL_CODES[2 + number]],
            usual_deputy=people.staff[DEPUTY[name]],
        )


def make_calls(chance: Random, eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Two wait for Jonas; the other calls of twelve weeks were rung back, most of them soon."""
    jonas = people.staff["jonas"]
    bakery = employers["Lyngtunet hagesenter"].contact
    relation = EmployerRelation.objects.get(workplace=bakery.workplace)
    record_missed_call(relation, person=bakery.person, today=today, now=at(today, 8, 10), actor=people.staff["per"])
    ask_to_be_rung(engagement_of(eighteen[9]), today=today, now=at(today, 9, 10), actor=eighteen[9])
    rows, engagements = [], engagements_of(eighteen)
    for back in range(WEEKS_BACK * 7, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() > 4:
            continue
        engagement = engagements[back % len(eighteen)]
        asked = at(day, 9 + back % 5, (back * 7) % 60)
        rows.append(
            CallBack(
                engagement=engagement,
                person=engagement.person,
                kind=CallBackKind.RING_ME if back % 2 else CallBackKind.MISSED_CALL,
                asked_at=asked,
                due_at=asked + timedelta(hours=2),
                rung_at=asked + timedelta(minutes=chance.choice((8, 15, 22, 31, 38, 44, 52, 75, 112, 150))),
                rung_by=jonas,
            )
        )
    CallBack.objects.bulk_create(rows)


def make_intakes(people: People, *, today: date) -> None:
    """One nobody has taken for three days, one given to Jonas yesterday, one who waits for a place, one helped on."""
    kari, hanne, siri, jonas, line = (people.staff[name] for name in ("kari", "hanne", "siri", "jonas", "line"))

    def referred(place: int, days: int, by: User, *, first_words: str = "", talks_best: SpokenLanguage | None = None) -> Intake:
        day = today - timedelta(days=days)
        referral = Referral(
            unit=people.units["nav"], wants_ordinary_work=True, needs_help_to_get_it=True, first_words=first_words, talks_best=talks_best
        )
        return refer(people.candidates[place], referral, today=day, now=at_nine(day), actor=by)

    referred(24, 4, hanne, talks_best=SpokenLanguage.ARABIC, first_words="Kan godt møtes på kafé. Har søkt mange jobber alene.")
    given = referred(25, 2, hanne, first_words="Vil gjerne jobbe på lager eller verksted.")
    give_owner(given, to=jonas, today=today, now=at(today - timedelta(days=1), 10), actor=siri)
    waiting = referred(12, 9, kari)
    answered = today - timedelta(days=7)
    let_wait(waiting, until=today + timedelta(days=14), owner=line, today=answered, now=at_nine(answered), actor=siri)
    other = referred(13, 12, kari)
    hand_on(other, to="Karrieresenteret i Brovik, som hjelper med fagbrevet", now=at_nine(today - timedelta(days=10)), actor=siri)
