"""Whom the specialists of the town follow up: eighteen for Jonas, somebody at every stage, and more for his colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from brobygger.accounts.models import User
from brobygger.demo.cast import key, person_id
from brobygger.demo.employers import Employer
from brobygger.demo.loops import at, at_nine
from brobygger.demo.names import FIRST_NAMES, LAST_NAMES
from brobygger.demo.people import POSTAL_CODES, People, keep_followed, postal_codes, what_was_told
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.actions.answering import give_owner
from brobygger.intake.actions.referring import NewPerson, Referral, refer_new_person
from brobygger.intake.actions.taking_in import take_in
from brobygger.intake.models import Engagement, Part, Pathway, Responsibility, Service
from brobygger.parties.models import Person, Protection
from brobygger.placements.models import EndCause, Placement, PlacementHours, PlacementKind
from brobygger.placements.states import PlacementState
from brobygger.reference.models import PostalCode

JONAS_HAS = slice(36, 50)  # of the town's sixty; four more make eighteen
MORE = {"jonas": 4, "gro": 21, "ahmed": 17, "line": 11}
DEPUTY = {"jonas": "gro", "gro": "jonas", "ahmed": "line", "line": "ahmed"}
WEEKS_BACK = 12
K = PlacementKind
NEVER_MET = ("Adam", "Lerke")
LINES = (
    "Snakket om uka som kommer.",
    "Gikk en tur og snakket om hva som er viktig i en jobb.",
    "Var innom arbeidsplassen. Alt gikk greit.",
    "Ringte for å høre hvordan det gikk. Fint.",
    "Så på stillinger sammen.",
)


@dataclass(frozen=True)
class Stay:
    """One stay before the town was built, in days before today; an end in the future is minus."""

    kind: PlacementKind
    place: str
    from_days: int
    to_days: int | None = None
    cause: EndCause = EndCause.AS_PLANNED
    hours: str = ""
    raised: tuple[int, str] | None = None  # how many days ago the hours were raised, and to what


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
    Story(
        "Tuva",
        "Kleivdal",
        20,
        (Stay(K.ORDINARY_PERMANENT, "Solsiden omsorgsbolig", 150, None, hours="20", raised=(58, "28")),),
        "Har lært seg turnusen.",
    ),
    Story("Ali", "Sandlid", 3, (Stay(K.APPRENTICESHIP, "Elvekroken verksted", 96, None, hours="37.5"),), "Fagprøven er om to år."),
    Story("Mina", "Hauknes", 11, (Stay(K.SUMMER_JOB, "Kaikanten kafé", 150, 100, hours="25"),), "Sommeren ga mersmak."),
    Story("Sondre", "Solbrekk", 2, (Stay(K.IN_HOUSE, "Parkvesenet i Brovik", 30, -60, hours="15"),), "Kommer hver dag."),
    Story("Amalie", "Brattvoll", 13, (), "Vil jobbe med dyr eller planter."),
    Story("Viktor", "Åsheim", 4, (), "Har skrevet ferdig det han vil og kan."),
    Story("Nadia", "Ødegren", 7, (Stay(K.EDUCATION, "Brovik videregående", 60, -200),), "Tar fagene hun manglet."),
    Story("Simen", "Vassbotn", 17, (), "Rakk ikke å snakkes forrige uke."),
    Story(
        "Ella",
        "Uldal",
        9,
        (Stay(K.ORDINARY_PERMANENT, "Nabolaget dagligvare", 45, None, hours="12", raised=(17, "18")),),
        "Vil ha flere timer.",
    ),
    Story("Idris", "Tangvik", 1, (Stay(K.PRACTICE, "Grunnmuren entreprenør", 12, -70, hours="30"),), "Traff basen. God start."),
)


# What his fourteen of the sixty are called, by their place among them.
NAMES = {
    number: (story.first_name, story.last_name) for number, story in zip(range(JONAS_HAS.start, JONAS_HAS.stop), STORIES, strict=False)
}


def engagement_of(person: Person) -> Engagement:
    return engagements_of([person])[0]


def engagements_of(people: Sequence[Person]) -> list[Engagement]:
    """The engagement of each, in their order."""
    found = {each.person_id: each for each in Engagement.objects.filter(person__in=people).select_related("person")}
    return [found[person.pk] for person in people]


def new_candidate(number: int, first: str, last: str, places: dict[str, PostalCode]) -> Person:
    return Person(
        public_id=person_id(f"followed-{number}"),
        first_name=first,
        last_name=last,
        phone=f"68053{100 + number:03d}",
        email=f"fulgt{number}@brovik.example",
        postal_code=places[POSTAL_CODES[number % len(POSTAL_CODES)]],
        protection=Protection.NONE,
    )


def follow(person: Person, people: People, *, responsible: str, since: date, because: str = "") -> list[Responsibility]:
    """Who has which part, and the engagement they have it in; not kept yet."""
    engagement = Engagement(
        person=person,
        unit=people.units["nav"],
        service=Service.SUPPORTED_EMPLOYMENT,
        starts_on=since,
        **what_was_told(person.public_id.int),
    )
    return [
        Responsibility(
            engagement=engagement,
            user=people.staff[name],
            part=part,
            starts_on=since,
            above_range_because=because if part == Part.RESPONSIBLE else "",
        )
        for part, name in ((Part.RESPONSIBLE, responsible), (Part.DEPUTY, DEPUTY[responsible]))
    ]


def make_jonas_caseload(people: People, employers: dict[str, Employer], *, today: date) -> list[Person]:
    """His fourteen of the sixty, who get the stories in order, and four more. The last was taken in four days ago and not met yet."""
    theirs = list(people.candidates[JONAS_HAS])
    places = postal_codes()
    more = [new_candidate(number, story.first_name, story.last_name, places) for number, story in enumerate(STORIES[len(theirs) :])]
    Person.objects.bulk_create(more)
    keep_followed([follow(person, people, responsible="jonas", since=today - timedelta(days=200)) for person in more])
    theirs += more
    for engagement, story in zip(engagements_of(theirs), STORIES, strict=True):
        tell_story(engagement, story, people, employers, today=today)
    return [*theirs, taken_in(people, today=today)]


def taken_in(people: People, *, today: date) -> Person:
    """Adam: referred last week, taken in four days ago, and not met yet."""
    kari, jonas, siri = people.staff["kari"], people.staff["jonas"], people.staff["siri"]
    first, last = NEVER_MET
    referral = Referral(unit=people.units["nav"], wants_ordinary_work=True, needs_help_to_get_it=True, first_words="Vil jobbe ute.")
    card = NewPerson(
        first_name=first, last_name=last, protection=Protection.NONE, phone="68053099", email="adam@brovik.example",
        postal_code=postal_codes()[POSTAL_CODES[0]],
    )  # fmt: skip
    sent, answered = today - timedelta(days=6), today - timedelta(days=4)
    intake = refer_new_person(card, referral, today=sent, now=at_nine(sent), actor=kari)
    intake = give_owner(intake, to=jonas, today=sent, now=at(sent, 13), actor=siri)
    take_in(
        intake,
        responsible=jonas,
        deputy=people.staff["gro"],
        pathway=Pathway.PLACE_THEN_TRAIN,
        worked_lately=False,
        hours_wished=Decimal(25),
        today=answered,
        now=at_nine(answered),
        actor=jonas,
    )
    return intake.person


def tell_story(engagement: Engagement, story: Story, people: People, employers: dict[str, Employer], *, today: date) -> None:
    jonas = people.staff["jonas"]
    placements, hours = [], []
    for stay in story.stays:
        employer = employers.get(stay.place)
        starts_on = today - timedelta(days=stay.from_days)
        ends_on = today - timedelta(days=stay.to_days) if stay.to_days is not None else None
        has_ended = stay.to_days is not None and stay.to_days > 0
        placements.append(
            Placement(
                public_id=key(f"stay:{engagement.person}:{stay.from_days}"),
                person=engagement.person,
                kind=stay.kind,
                workplace=employer.contact.workplace if employer else None,
                place_name="" if employer else stay.place,
                state=PlacementState.ENDED if has_ended else PlacementState.PLANNED if starts_on > today else PlacementState.ACTIVE,
                starts_on=starts_on,
                ends_on=ends_on,
                end_cause=stay.cause if has_ended else "",
                recorded_by=jonas,
            )
        )
        hours += hours_of_stay(placements[-1], stay, today=today)
    Placement.objects.bulk_create(placements)
    PlacementHours.objects.bulk_create(hours)
    if story.last_contact is not None:
        weeks = range(WEEKS_BACK, 0, -1)
        days = [story.last_contact + 9 * (number - 1) for number in weeks]
        contacts = [contact(engagement, jonas, today - timedelta(days=back), LINES[back % len(LINES)], back) for back in days[:-1]]
        contacts.append(contact(engagement, jonas, today - timedelta(days=story.last_contact), story.line, story.last_contact))
        Contact.objects.bulk_create(contacts)


def hours_of_stay(placement: Placement, stay: Stay, *, today: date) -> list[PlacementHours]:
    """Its hours from the first day, and those they were raised to; not kept yet."""
    written = [(None, stay.hours)] if stay.hours else []
    later = [(today - timedelta(days=stay.raised[0]), stay.raised[1])] if stay.raised else []
    return [PlacementHours(placement=placement, from_on=from_on, hours_per_week=Decimal(hours)) for from_on, hours in (*written, *later)]


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
    made, held = [], []
    number = 100
    places = postal_codes()
    for name in ("gro", "ahmed", "line"):
        for place in range(MORE[name]):
            person = new_candidate(number, FIRST_NAMES[(number * 7) % len(FIRST_NAMES)], chance.choice(LAST_NAMES), places)
            because = "Tok over da en kollega sluttet. To går ut i desember." if name == "gro" and place == MORE[name] - 1 else ""
            since = today - timedelta(days=chance.randint(30, 330))
            made.append(person)
            held.append(follow(person, people, responsible=name, since=since, because=because))
            number += 1
    Person.objects.bulk_create(made)
    return keep_followed(held)


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
