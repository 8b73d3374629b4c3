"""The letters about something hard: to whom, where they lead, and whether they still apply. None says what is hard. Source: ADR 0089."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.audit.actions import HasPublicId
from brobygger.followup.models import Matter, MatterState
from brobygger.followup.queries import employer_of
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import phone
from brobygger.loops.counsellors import counsellor_of
from brobygger.loops.sharing import sharing_ends_on
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import LINK, PAGE
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Protection, Role
from brobygger.parties.reach import can_be_sent_to, letter_to


def is_open(about: UUID, today: date) -> bool:
    """Word that something waits: until it is solved."""
    return Matter.objects.filter(public_id=about, state=MatterState.OPEN).exists()


def stands(about: UUID, today: date) -> bool:
    """Word to the candidate or to staff: nothing is ever deleted, so it applies."""
    return Matter.objects.filter(public_id=about).exists()


def has_the_employer_in(about: UUID, today: date) -> bool:
    """Word to an employer: as long as the candidate lets it be part."""
    return Matter.objects.filter(public_id=about, is_shared_with_employer=True).exists()


EXAMPLE = {"loop": "Brovik-loopen", "owner": "Lise", "phone": "680 50 214"}
WAITS = Letter(
    "followup/waits",
    to=Audience.STAFF,
    subject=_("Noe venter på deg i %(loop)s"),
    text=(
        _("Noen i %(loop)s har sagt fra om at noe er vanskelig. Hva det er, står bare på siden, som du åpner når du er logget inn:"),
        PAGE,
        _("%(owner)s på %(phone)s er den som tar det."),
    ),
    applies=is_open,
    page=Page.MATTER,
    example=EXAMPLE,
)
OWNER = Letter(
    "followup/owner",
    to=Audience.STAFF,
    subject=_("Noe i %(loop)s er ditt å ta"),
    text=(
        _(
            "Du har fått ansvaret for noe som er vanskelig i %(loop)s. "
            "Hva det er, og når fristen er, står på siden, som du åpner når du er logget inn:"
        ),
        PAGE,
        _("Det er du som står oppført: %(owner)s på %(phone)s. Stemmer ikke det, gi det videre fra siden."),
    ),
    applies=is_open,
    page=Page.MATTER,
    example=EXAMPLE,
)
NEWS_TO_CANDIDATE = Letter(
    "followup/news_candidate",
    to=Audience.CANDIDATE,
    subject=_("Det er noe nytt til deg på siden din"),
    text=(
        _("Det er skrevet ned hva dere er blitt enige om. Du leser det på siden din:"),
        LINK,
        _("Vil du heller snakke om det, ring %(owner)s på %(phone)s."),
    ),
    applies=stands,
    example=EXAMPLE,
)
NEWS_TO_EMPLOYER = Letter(
    "followup/news_employer",
    to=Audience.EMPLOYER,
    subject=_("Det er noe nytt til dere på siden deres"),
    text=(
        _("Deltakeren vil at dere skal være med på å løse noe i %(loop)s. Det dere blir enige om, står på siden deres:"),
        LINK,
        _("Vil dere heller snakke om det, ring %(owner)s på %(phone)s."),
    ),
    applies=has_the_employer_in,
    example=EXAMPLE,
)
SOLVED_TO_STAFF = Letter(
    "followup/solved_staff",
    to=Audience.STAFF,
    subject=_("Noe i %(loop)s er løst"),
    text=(
        _("Det som var vanskelig i %(loop)s, er løst. Hvordan det ble, står på siden, som du åpner når du er logget inn:"),
        PAGE,
        _("%(owner)s på %(phone)s er den som tar det."),
    ),
    applies=stands,
    page=Page.MATTER,
    example=EXAMPLE,
)
SOLVED_TO_CANDIDATE = Letter(
    "followup/solved_candidate",
    to=Audience.CANDIDATE,
    subject=_("Det som var vanskelig, er løst"),
    text=(
        _("Det som var vanskelig, er løst. Hvordan det ble, står på siden din:"),
        LINK,
        _("Er det vanskelig igjen, si fra på siden din eller ring %(owner)s på %(phone)s."),
    ),
    applies=stands,
    example=EXAMPLE,
)
SOLVED_TO_EMPLOYER = Letter(
    "followup/solved_employer",
    to=Audience.EMPLOYER,
    subject=_("Noe i %(loop)s er løst"),
    text=(
        _("Det dere var med på å løse i %(loop)s, er løst. Hvordan det ble, står på siden deres:"),
        LINK,
        _("Er det vanskelig igjen, ring %(owner)s på %(phone)s."),
    ),
    applies=has_the_employer_in,
    example=EXAMPLE,
)


def tell_user(letter: Letter, user: User, matter: Matter, *, when: str, now: datetime) -> None:
    """A letter to one of the staff, with the address of the matter. A signed-in page opens only for those the table lets in."""
    assert matter.participant is not None
    letter.put(
        once=f"{matter.public_id}:{user.public_id}:{when}",
        to=letter_to_user(user),
        about=matter.public_id,
        values={"loop": matter.participant.loop.name, "owner": matter.owner.name, "phone": phone(matter.owner.phone)},
        now=now,
    )


def tell_person(letter: Letter, person: Person, role: Role, matter: Matter, *, when: str, now: datetime, actor: HasPublicId) -> None:
    """A letter with a link to somebody's own window. Nothing is sent to one no letter can reach: the page of the matter says so."""
    assert matter.participant is not None
    if not can_be_sent_to(person):
        return
    loop = matter.participant.loop
    link = open_link(person, role, until=sharing_ends_on(loop, today=local_day(now)), actor=actor)
    letter.put(
        once=f"{matter.public_id}:{person.public_id}:{when}",
        to=letter_to(person),
        about=matter.public_id,
        values={"loop": loop.name, "owner": matter.owner.name, "phone": phone(matter.owner.phone)},
        link=link.public_id,
        now=now,
    )


def staff_of(matter: Matter, *, today: date) -> list[User]:
    """The owner, the counsellor and the coordinator, each once."""
    assert matter.participant is not None
    three = [matter.owner, counsellor_of(matter.participant, today=today), matter.participant.loop.coordinator]
    return list(dict.fromkeys(three))


def tell_employer(letter: Letter, matter: Matter, *, when: str, now: datetime, actor: HasPublicId) -> None:
    """A letter to the employer's contact, when the employer is part of the matter and still in the loop."""
    employer = employer_of(matter) if matter.is_shared_with_employer else None
    if employer is not None and matter.person.protection == Protection.NONE:  # else its window would be empty
        tell_person(letter, employer.contact, Role.EMPLOYER, matter, when=when, now=now, actor=actor)
