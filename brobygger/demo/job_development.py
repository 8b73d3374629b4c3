"""The employers the specialists know: who has the contact, visits, openings, and whom they have thought of for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from brobygger.accounts.models import User
from brobygger.appointments.moments import When
from brobygger.demo.cards import BANKRUPT, SINCE_DAYS
from brobygger.demo.caseloads import WEEKS_BACK
from brobygger.demo.cast import key
from brobygger.demo.employers import Employer
from brobygger.demo.loops import at
from brobygger.demo.people import People
from brobygger.followup.actions.suggesting import ask_candidate, ask_employer, candidate_says_yes, think_of
from brobygger.followup.actions.together import go_through_disclosure, go_through_profile
from brobygger.intake.relations import begin_relation
from brobygger.jobdev.actions.openings import OpeningCard, find_opening
from brobygger.jobdev.actions.visits import Outcome, log_visit, plan_visit
from brobygger.jobdev.models import Opening, Suggestion
from brobygger.parties.models import Person
from brobygger.reference.models import WorkTime
from brobygger.talent.actions.disclosing import Item
from brobygger.talent.actions.profile import ProfileContent
from brobygger.talent.models import DisclosureDecision


def make_relations(people: People, employers: dict[str, Employer], *, today: date) -> None:
    since = today - timedelta(days=300)
    answers = {
        "Rugbakken bakeri": ("per", "jonas"), "Lyngtunet hagesenter": ("jonas", "gro"), "Havnelageret": ("jonas", "per"),
        "Elvekroken verksted": ("gro", "ahmed"), "Nordlys kantine": ("ahmed", "line"), "Torget sport": ("line", "per"),
        "Solsiden omsorgsbolig": ("per", "gro"),
    }  # fmt: skip
    for name, (responsible, deputy) in answers.items():
        begin_relation(
            employers[name].contact.workplace, unit=people.units["nav"], responsible=people.staff[responsible],
            deputy=people.staff[deputy], starts_on=since, today=today, actor=people.staff["per"],
        )  # fmt: skip


def make_what_they_want(eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Nora, Viktor, Amalie and Amina have gone through what they want; two workplaces know what they may."""
    jonas, kari = people.staff["jonas"], people.staff["kari"]
    wanted = (
        (eighteen[0], jonas, ProfileContent(
            wishes="Jobbe med planter og folk. Få ansvar for en egen avdeling etter hvert.",
            resources="Kasse, bestilling, fagbrev i gartneri påbegynt.",
            accommodation="Starte etter kl. 9. Faste pauser. Beskjeder skriftlig.",
            what_helps="Én beskjed om gangen.", travel_minutes=40, travels_by="public", hours_from=20, hours_to=30,
            work_times=(WorkTime.DAY,),
        )),
        (eighteen[11], jonas, ProfileContent(
            wishes="Være ute, helst med dyr eller planter.", resources="Har stelt hester i fire år. Førerkort for traktor.",
            what_helps="At noen viser det først.", travel_minutes=60, travels_by="public", hours_from=15, hours_to=37,
            work_times=(WorkTime.DAY, WorkTime.WEEKEND),
        )),
        (eighteen[12], jonas, ProfileContent(
            wishes="Skru og reparere. Lære å sveise.", resources="Har skrudd moped siden han var fjorten. Rolig og nøyaktig.",
            accommodation="Skriftlig liste over dagens oppgaver.", travel_minutes=30, travels_by="foot", hours_from=20, hours_to=37,
            work_times=(WorkTime.DAY,),
        )),
        (people.candidates[0], kari, ProfileContent(
            wishes="Bake, og stå i butikken når jeg er klar for det.", resources="Tre steder på ett år i loopen. Kjenner kasse og varer.",
            what_helps="Si én ting om gangen, og vis først.", travel_minutes=45, travels_by="public", hours_from=25, hours_to=37,
            work_times=(WorkTime.DAY,),
        )),
    )  # fmt: skip
    for person, actor, content in wanted:
        day = today - timedelta(days=20)
        go_through_profile(person, content=content, after=0, gone_through_on=day, today=day, now=at(day, 14), actor=actor)
    share, ask, keep = DisclosureDecision.SHARE, DisclosureDecision.ASK_FIRST, DisclosureDecision.DO_NOT_SHARE
    go_through_disclosure(
        eighteen[0],
        employers["Lyngtunet hagesenter"].contact.workplace,
        items=[
            Item("Starter etter kl. 9, faste pauser", share),
            Item("Vil ha beskjeder skriftlig", share),
            Item("Tidligere jobber", ask),
            Item("Hvorfor hun sluttet i kantina", keep),
        ],
        replaces=None,
        previewed_at=at(today - timedelta(days=20), 14, 30),
        actor=jonas,
    )


def make_visits(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Three visits for Jonas today, twelve weeks of visits by everybody, and openings, some of which nobody has followed up."""
    unit, jonas = people.units["nav"], people.staff["jonas"]
    early = at(today, 7)
    for name, hour, minute, purpose in (
        ("Rugbakken bakeri", 10, 30, "Høre hva de trenger hjelp til i jula."),
        ("Lyngtunet hagesenter", 12, 0, "Oppfølging med Nora og lederen hennes."),
        ("Klarbekk renhold", 14, 15, "Første dag i morgen: gå gjennom den med lederen."),
    ):
        place = employers[name].contact
        plan_visit(
            place.workplace, unit=unit, when=When(today, time(hour, minute)), purpose=purpose, meets=place,
            key=key(f"visit:{name}:today"), now=early, actor=jonas,
        )  # fmt: skip
    needs = ("Noen til lageret før jul.", "Vask og rydding om morgenen.", "Kassa i helgene.", "")
    visitors = [people.staff[name] for name in ("jonas", "gro", "ahmed", "line", "per")]
    places = [employer for name, employer in employers.items() if name not in {"Klarbekk renhold", "Fjellnett data"}]
    for back in range(WEEKS_BACK * 7, 0, -2):
        moment = at(today - timedelta(days=back), 9 + back % 6)
        employer = places[(back * 5) % len(places)]
        if employer.name == BANKRUPT and back <= SINCE_DAYS:
            continue
        log_visit(
            employer.contact.workplace,
            unit=unit,
            outcome=Outcome(
                spoke_with_decider=back % 3 != 0, held_at=moment, meets=employer.contact, need=needs[back % len(needs)],
            ),
            key=key(f"visit:{back}"),
            now=moment,
            actor=visitors[back // 2 % len(visitors)],
        )  # fmt: skip
    for name, owner, back, card in (
        ("Elvekroken verksted", "gro", 1, OpeningCard(
            title="Dekkskift", tasks="Skifte dekk, rydde på lageret og ta imot biler.", hours_per_week=25, work_times=(WorkTime.DAY,),
            starts_on=today + timedelta(days=8), ends_on=today + timedelta(days=36),
        )),
        ("Lyngtunet hagesenter", "jonas", 3, OpeningCard(
            title="Juletrær og kranser", tasks="Ta imot trær, hjelpe kunder ut til bilen, binde kranser.", hours_per_week=20,
            work_times=(WorkTime.DAY, WorkTime.WEEKEND), starts_on=today + timedelta(days=5), places=2,
        )),
        ("Havnelageret", "jonas", 19, OpeningCard(
            title="Plukking om kvelden", tasks="Plukke og pakke ordrer.", hours_per_week=15, work_times=(WorkTime.EVENING,), places=2,
        )),
        ("Torget sport", "line", 22, OpeningCard(title="Skipreparasjon", tasks="Slipe og smøre ski.", hours_per_week=20)),
    ):  # fmt: skip
        moment = at(today - timedelta(days=back), 13)
        find_opening(
            employers[name].contact.workplace, unit=unit, owner=people.staff[owner], card=card, now=moment, actor=people.staff[owner]
        )


def make_suggestions(eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Viktor and Amina have been asked about an opening each; Amalie has said yes, and the garden centre has been asked."""
    jonas, kari = people.staff["jonas"], people.staff["kari"]
    amina, amalie, viktor = people.candidates[0], eighteen[11], eighteen[12]
    yesterday = today - timedelta(days=1)

    def asked(person: Person, title: str, because: str, day: date, actor: User) -> Suggestion:
        thought = think_of(Opening.objects.get(title=title), person, because=because, today=day, now=at(day, 14), actor=actor)
        return ask_candidate(thought, now=at(day, 14, 5), actor=actor)

    asked(viktor, "Dekkskift", "Du har skrudd moped siden du var fjorten.", yesterday, jonas)
    asked(amina, "Juletrær og kranser", "Her får du være i butikken, med noen som viser deg det først.", yesterday, kari)
    suggestion = asked(amalie, "Juletrær og kranser", "Du vil være ute, og her er det trær og kranser.", today - timedelta(days=2), jonas)
    suggestion = candidate_says_yes(suggestion, now=at(yesterday, 9, 20), actor=amalie)
    garden = employers["Lyngtunet hagesenter"].contact
    go_through_disclosure(
        amalie,
        garden.workplace,
        items=[
            Item("Vil at noen viser det først", DisclosureDecision.SHARE),
            Item("Har førerkort for traktor", DisclosureDecision.SHARE),
            Item("Hva jeg gjorde i fjor", DisclosureDecision.DO_NOT_SHARE),
        ],
        replaces=None,
        previewed_at=at(yesterday, 10),
        actor=jonas,
    )
    ask_employer(suggestion, contact=garden, today=yesterday, now=at(yesterday, 10, 30), actor=jonas)
