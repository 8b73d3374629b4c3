"""The specialists of the town and their caseloads: eighteen for Jonas, somebody at every stage, and colleagues beside him.

What has just happened is done by the actions a person uses; the months before it are rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid5

from brobygger.accounts.models import User
from brobygger.demo.cast import NAMESPACE, person_id
from brobygger.demo.employers import Employer
from brobygger.demo.loops import at_nine
from brobygger.demo.names import FIRST_NAMES, LAST_NAMES
from brobygger.demo.people import POSTAL_CODES, People
from brobygger.followup.actions.callbacks import ask_to_be_rung, record_missed_call
from brobygger.followup.actions.experiences import record_interview
from brobygger.followup.actions.handovers import propose_handover
from brobygger.followup.actions.suggesting import ask_candidate, ask_employer, candidate_says_yes, think_of
from brobygger.followup.models import CallBack, CallBackKind, Contact, ContactKind, ContactWith, Guide
from brobygger.intake.absence_actions import record_absence
from brobygger.intake.actions.answering import give_owner, hand_on, let_wait
from brobygger.intake.actions.referring import NewPerson, Referral, refer, refer_new_person
from brobygger.intake.actions.taking_in import take_in
from brobygger.intake.models import EmployerRelation, Engagement, Intake, Part, Responsibility, Service, SpecialistProfile, SpokenLanguage
from brobygger.intake.relations import begin_relation
from brobygger.jobdev.actions.openings import OpeningCard, find_opening
from brobygger.jobdev.actions.visits import Outcome, log_visit, plan_visit
from brobygger.jobdev.models import Opening, Suggestion
from brobygger.kernel.clock import OSLO
from brobygger.parties.models import Person, Protection
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState
from brobygger.reference.models import PostalCode, WorkTime
from brobygger.talent.actions.disclosing import Item, agree_disclosure
from brobygger.talent.actions.profile import ProfileContent, write_profile
from brobygger.talent.models import DisclosureDecision

JONAS_HAS = slice(36, 50)  # of the town's sixty; four more make eighteen
MORE = {"jonas": 4, "gro": 21, "ahmed": 17, "line": 11}
DEPUTY = {"jonas": "gro", "gro": "jonas", "ahmed": "line", "line": "ahmed"}
WEEKS_BACK = 12
K = PlacementKind


@dataclass(frozen=True)
class Stay:
    """One stay before the town was built, in days before today; an end in the future is minus."""

    kind: PlacementKind
    place: str
    from_days: int
    to_days: int | None = None
    cause: EndCause = EndCause.AS_PLANNED
    hours: str = ""


@dataclass(frozen=True)
class Story:
    """Where one of Jonas' eighteen is: the stays so far, and how many days ago they last talked."""

    first_name: str
    last_name: str
    last_contact: int | None
    stays: tuple[Stay, ...] = ()
    line: str = ""


STORIES = (
    Story(
        "Nora",
        "Sletten",
        10,
        (
            Stay(K.IN_HOUSE, "Parkvesenet i Brovik", 320, 235),
            Stay(K.PRACTICE, "Nordlys kantine", 230, 145),
            Stay(K.SUBSIDISED, "Lyngtunet hagesenter", 140, 21, EndCause.GOT_JOB, "22.5"),
            Stay(K.ORDINARY_PERMANENT, "Lyngtunet hagesenter", 20, None, hours="22.5"),
        ),
        "Første uke i fast jobb. Fikk vist kassa på nytt, og det gikk fint.",
    ),
    Story("Henrik", "Åsmoen", 8, (Stay(K.ORDINARY_TEMPORARY, "Havnelageret", 16, -160, hours="37.5"),), "Lurer på reisen om vinteren."),
    Story("Fatima", "Nordal", 9, (Stay(K.ORDINARY_PERMANENT, "Klarbekk renhold", -1, None, hours="30"),), "Gikk gjennom første dag."),
    Story("Leo", "Fjellvang", 24, (Stay(K.ORDINARY_PERMANENT, "Takmakerne", 365, None, hours="37.5"),), "Trives. Har fått egen bil."),
    Story("Samira", "Ytrevik", 6, (Stay(K.PRACTICE, "Torget sport", 40, -40, hours="20"),), "Vil prøve kassa neste uke."),
    Story("Jonathan", "Moheim", 12, (Stay(K.SUBSIDISED, "Brovik mekaniske", 75, -100, hours="30"),), "Lederen vil ha ham til sommeren."),
    Story(
        "Zahra",
        "Tverrdal",
        5,
        (
            Stay(K.PRACTICE, "Bokstua", 200, 120, EndCause.GOT_JOB),
            Stay(K.ORDINARY_TEMPORARY, "Bokstua", 119, 30, EndCause.EMPLOYER_BANKRUPT, "20"),
        ),
        "Butikken stengte. Vi leter videre, gjerne i butikk.",
    ),
    Story("Tuva", "Kleivdal", 20, (Stay(K.ORDINARY_PERMANENT, "Solsiden omsorgsbolig", 150, None, hours="28"),), "Har lært seg turnusen."),
    Story("Ali", "Sandlid", 3, (Stay(K.APPRENTICESHIP, "Elvekroken verksted", 96, None, hours="37.5"),), "Fagprøven er om to år."),
    Story("Mina", "Hauknes", 11, (Stay(K.SUMMER_JOB, "Kaikanten kafé", 150, 100, hours="25"),), "Sommeren ga mersmak."),
    Story("Sondre", "Solbrekk", 2, (Stay(K.IN_HOUSE, "Parkvesenet i Brovik", 30, -60, hours="15"),), "Kommer hver dag."),
    Story("Amalie", "Brattvoll", 13, (), "Vil jobbe med dyr eller planter."),
    Story("Viktor", "Åsheim", 4, (), "Har skrevet ferdig det han vil og kan."),
    Story("Nadia", "Ødegren", 7, (Stay(K.EDUCATION, "Brovik videregående", 60, -200),), "Tar fagene hun manglet."),
    Story("Simen", "Vassbotn", 17, (), "Rakk ikke å snakkes forrige uke."),
    Story("Ella", "Uldal", 9, (Stay(K.ORDINARY_PERMANENT, "Nabolaget dagligvare", 45, None, hours="18"),), "Vil ha flere timer."),
    Story("Idris", "Tangvik", 1, (Stay(K.PRACTICE, "Grunnmuren entreprenør", 12, -70, hours="30"),), "Traff basen. God start."),
)
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
NEVER_MET = ("Adam", "Lerke")
LINES = (
    "Snakket om uka som kommer.",
    "Gikk en tur og snakket om hva som er viktig i en jobb.",
    "Var innom arbeidsplassen. Alt gikk greit.",
    "Ringte for å høre hvordan det gikk. Fint.",
    "Så på stillinger sammen.",
)


def make_specialists(chance: Random, people: People, employers: dict[str, Employer], *, today: date) -> None:
    make_profiles(people)
    eighteen = make_jonas_caseload(people, employers, today=today)
    others = make_colleagues(chance, people, today=today)
    make_history(chance, [*others, *(engagement_of(person) for person in people.candidates[:36])], today=today)
    make_relations(people, employers, today=today)
    make_what_they_want(eighteen, people, employers, today=today)
    make_visits(chance, people, employers, today=today)
    make_suggestions(eighteen, people, employers, today=today)
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


def make_experiences(eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Five of Jonas' eighteen have told how it was and said yes to having it read with others', as few as may be read so.

    An employer and Jonas have told too, and keep it to themselves.
    """
    jonas, siri = people.staff["jonas"], people.staff["siri"]
    nav = people.units["nav"]
    for number, (person, answers) in enumerate(zip(eighteen, TOLD, strict=False)):
        day = today - timedelta(days=14 + 9 * number)
        record_interview(
            guide=Guide.JOB_SEEKER, person=person, unit=nav, answers=answers, held_on=day, is_read_across=True, today=today, actor=jonas
        )
    record_interview(
        guide=Guide.EMPLOYER, person=employers["Lyngtunet hagesenter"].contact.person, unit=nav, held_on=today - timedelta(days=20),
        answers={
            "first_time": "Jonas kom innom og spurte hva vi fikk for lite tid til.",
            "reached": "Jonas svarer eller ringer tilbake samme dag. Da han var borte, visste vi hvem vi skulle ringe.",
            "workplace": "Vi er blitt flinkere til å skrive ned beskjeder. Det er bra for alle.",
            "again": "At vi får vite litt tidligere når noen kan begynne.",
        },
        today=today, actor=jonas,
    )  # fmt: skip
    record_interview(
        guide=Guide.SPECIALIST, person=jonas.person, unit=nav, held_on=today - timedelta(days=6),
        answers={
            "time": "Mest tid på telefonen. Skulle gjerne vært mer ute hos bedriftene.",
            "worked": "En jobbsøker sa selv hva sjefen burde vite. Da gikk resten av seg selv.",
            "first_change": "Et fast møte i uka der vi ser på muligheter sammen.",
        },
        today=today, actor=siri,
    )  # fmt: skip


def key(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=OSLO)


def engagement_of(person: Person) -> Engagement:
    return Engagement.objects.select_related("person").get(person=person)


def make_profiles(people: People) -> None:
    languages = {
        "jonas": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH, SpokenLanguage.SPANISH],
        "gro": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH],
        "ahmed": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH, SpokenLanguage.ARABIC, SpokenLanguage.SOMALI],
        "line": [SpokenLanguage.NORWEGIAN, SpokenLanguage.ENGLISH, SpokenLanguage.UKRAINIAN],
    }
    for number, (name, spoken) in enumerate(languages.items()):
        SpecialistProfile.objects.create(
            user=people.staff[name],
            languages=spoken,
            postal_code=PostalCode.objects.get(code=POSTAL_CODES[2 + number]),
            usual_deputy=people.staff[DEPUTY[name]],
        )


def new_candidate(number: int, first: str, last: str) -> Person:
    return Person.objects.create(
        public_id=person_id(f"followed-{number}"),
        first_name=first,
        last_name=last,
        phone=f"680 53 {100 + number:03d}",
        email=f"fulgt{number}@brovik.example",
        postal_code=PostalCode.objects.get(code=POSTAL_CODES[number % len(POSTAL_CODES)]),
        protection=Protection.NONE,
    )


def follow(person: Person, people: People, *, responsible: str, since: date, because: str = "") -> Engagement:
    engagement = Engagement.objects.create(person=person, unit=people.units["nav"], service=Service.SUPPORTED_EMPLOYMENT, starts_on=since)
    for part, name in ((Part.RESPONSIBLE, responsible), (Part.DEPUTY, DEPUTY[responsible])):
        Responsibility.objects.create(
            engagement=engagement,
            user=people.staff[name],
            part=part,
            starts_on=since,
            above_range_because=because if part == Part.RESPONSIBLE else "",
        )
    return engagement


def make_jonas_caseload(people: People, employers: dict[str, Employer], *, today: date) -> list[Person]:
    """His fourteen of the sixty, who get the stories in order, and four more. The last was taken in four days ago and not met yet."""
    theirs = list(people.candidates[JONAS_HAS])
    for person, story in zip(theirs, STORIES, strict=False):
        person.first_name, person.last_name = story.first_name, story.last_name
        person.save(update_fields=["first_name", "last_name"])
    for number in range(MORE["jonas"] - 1):
        story = STORIES[len(theirs)]
        person = new_candidate(number, story.first_name, story.last_name)
        follow(person, people, responsible="jonas", since=today - timedelta(days=200))
        theirs.append(person)
    for person, story in zip(theirs, STORIES, strict=True):
        tell_story(engagement_of(person), story, people, employers, today=today)
    return [*theirs, taken_in(people, today=today)]


def taken_in(people: People, *, today: date) -> Person:
    """Adam: referred last week, taken in four days ago, and not met yet."""
    kari, jonas, siri = people.staff["kari"], people.staff["jonas"], people.staff["siri"]
    first, last = NEVER_MET
    referral = Referral(unit=people.units["nav"], wants_ordinary_work=True, needs_help_to_get_it=True, first_words="Vil jobbe ute.")
    card = NewPerson(
        first_name=first, last_name=last, protection=Protection.NONE, phone="680 53 099", email="adam@brovik.example",
        postal_code=PostalCode.objects.get(code=POSTAL_CODES[0]),
    )  # fmt: skip
    sent, answered = today - timedelta(days=6), today - timedelta(days=4)
    intake = refer_new_person(card, referral, today=sent, now=at_nine(sent), actor=kari)
    intake = give_owner(intake, to=jonas, today=sent, now=at(sent, 13), actor=siri)
    take_in(intake, responsible=jonas, deputy=people.staff["gro"], today=answered, now=at_nine(answered), actor=jonas)
    return intake.person


def tell_story(engagement: Engagement, story: Story, people: People, employers: dict[str, Employer], *, today: date) -> None:
    jonas = people.staff["jonas"]
    for stay in story.stays:
        employer = employers.get(stay.place)
        starts_on = today - timedelta(days=stay.from_days)
        ends_on = today - timedelta(days=stay.to_days) if stay.to_days is not None else None
        has_ended = stay.to_days is not None and stay.to_days > 0
        Placement.objects.create(
            public_id=key(f"stay:{engagement.person}:{stay.from_days}"),
            person=engagement.person,
            kind=stay.kind,
            workplace=employer.contact.workplace if employer else None,
            place_name="" if employer else stay.place,
            hours_per_week=Decimal(stay.hours) if stay.hours else None,
            state=PlacementState.ENDED if has_ended else PlacementState.PLANNED if starts_on > today else PlacementState.ACTIVE,
            starts_on=starts_on,
            ends_on=ends_on,
            end_cause=stay.cause if has_ended else "",
            recorded_by=jonas,
        )
    if story.last_contact is not None:
        weeks = range(WEEKS_BACK, 0, -1)
        days = [story.last_contact + 9 * (number - 1) for number in weeks]
        contacts = [contact(engagement, jonas, today - timedelta(days=back), LINES[back % len(LINES)], back) for back in days[:-1]]
        contacts.append(contact(engagement, jonas, today - timedelta(days=story.last_contact), story.line, story.last_contact))
        Contact.objects.bulk_create(contacts)


def contact(engagement: Engagement, user: User, day: date, line: str, number: int) -> Contact:
    moment = at(max(day, engagement.starts_on), 9 + number % 6, 15)
    return Contact(
        public_id=key(f"contact:{engagement.pk}:{number}:{day}"),
        key=key(f"contact key:{engagement.pk}:{number}:{day}"),
        engagement=engagement,
        person=engagement.person,
        kind=(ContactKind.PHONE, ContactKind.AT_WORK, ContactKind.OUT)[number % 3],
        whom=ContactWith.BOTH if number % 4 == 1 else ContactWith.CANDIDATE,
        happened_at=moment,
        line=line,
        written_by=user,
        written_at=moment,
    )


def make_colleagues(chance: Random, people: People, *, today: date) -> list[Engagement]:
    """The caseloads of Gro, Ahmed and Line. Gro has one more than twenty, and has said why."""
    made = []
    number = 100
    for name in ("gro", "ahmed", "line"):
        for place in range(MORE[name]):
            person = new_candidate(number, FIRST_NAMES[(number * 7) % len(FIRST_NAMES)], chance.choice(LAST_NAMES))
            because = "Tok over da en kollega sluttet. To går ut i desember." if name == "gro" and place == MORE[name] - 1 else ""
            since = today - timedelta(days=chance.randint(30, 330))
            made.append(follow(person, people, responsible=name, since=since, because=because))
            number += 1
    return made


def make_history(chance: Random, engagements: Sequence[Engagement], *, today: date) -> None:
    """Twelve weeks of contacts with each, by whoever is responsible; two have heard nothing for more than a fortnight."""
    responsible = {held.engagement_id: held.user for held in Responsibility.objects.filter(part=Part.RESPONSIBLE).select_related("user")}
    rows = []
    for place, engagement in enumerate(engagements):
        back = 16 + place % 5 if place in (7, 30) else chance.randint(0, 12)
        while back < WEEKS_BACK * 7 and today - timedelta(days=back) >= engagement.starts_on:
            day = today - timedelta(days=back)
            rows.append(contact(engagement, responsible[engagement.pk], day, chance.choice(LINES), back))
            back += chance.randint(5, 13)
    Contact.objects.bulk_create(rows)


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
        write_profile(person, content=content, after=0, gone_through_on=day, today=day, now=at(day, 14), actor=actor)
    share, ask, keep = DisclosureDecision.SHARE, DisclosureDecision.ASK_FIRST, DisclosureDecision.DO_NOT_SHARE
    agree_disclosure(
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
            place.workplace, unit=unit, planned_at=at(today, hour, minute), purpose=purpose, meets=place,
            key=key(f"visit:{name}:today"), now=early, actor=jonas,
        )  # fmt: skip
    needs = ("Noen til lageret før jul.", "Vask og rydding om morgenen.", "Kassa i helgene.", "")
    visitors = [people.staff[name] for name in ("jonas", "gro", "ahmed", "line", "per")]
    places = [employer for name, employer in employers.items() if name not in {"Klarbekk renhold", "Fjellnett data"}]
    for back in range(WEEKS_BACK * 7, 0, -2):
        moment = at(today - timedelta(days=back), 9 + back % 6)
        employer = places[(back * 5) % len(places)]
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
    agree_disclosure(
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


def make_calls(chance: Random, eighteen: Sequence[Person], people: People, employers: dict[str, Employer], *, today: date) -> None:
    """Two wait for Jonas; the other calls of twelve weeks were rung back, most of them soon."""
    jonas = people.staff["jonas"]
    bakery = employers["Lyngtunet hagesenter"].contact
    relation = EmployerRelation.objects.get(workplace=bakery.workplace)
    record_missed_call(relation, person=bakery.person, today=today, now=at(today, 8, 10), actor=people.staff["per"])
    ask_to_be_rung(engagement_of(eighteen[9]), today=today, now=at(today, 9, 10), actor=eighteen[9])
    rows = []
    for back in range(WEEKS_BACK * 7, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() > 4:
            continue
        person = eighteen[back % len(eighteen)]
        asked = at(day, 9 + back % 5, (back * 7) % 60)
        rows.append(
            CallBack(
                engagement=engagement_of(person),
                person=person,
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

    def referred(
        place: int, days: int, by: User, *, first_words: str = "", talks_best: SpokenLanguage = SpokenLanguage.NORWEGIAN
    ) -> Intake:
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
