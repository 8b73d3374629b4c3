"""Those who met at the kick-off are asked for their wishes, and give them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.loops.building.actions.loop import being_built
from brobygger.loops.kick_off.actions.inviting import committed
from brobygger.loops.kick_off.letters import WISHES_OF_CANDIDATE, WISHES_OF_EMPLOYER, candidate_may_wish, employer_may_wish
from brobygger.loops.kick_off.queries import answers, turned_up
from brobygger.loops.messages import LINK_LASTS, kick_off_words, require_reach
from brobygger.loops.models import Loop, LoopEmployer, Participant, Side, Wish
from brobygger.loops.sharing import not_said_yes_to, protected_among
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.outbox.letters import Letter
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Role
from brobygger.parties.reach import can_be_sent_to, letter_to

LOWEST_WISH, HIGHEST_WISH = 0, 5


@dataclass(frozen=True)
class Asked:
    """How many got a letter, and how many have not answered but can't be reached by one."""

    sent: int
    unreached: int


@transaction.atomic
def ask_for_wishes(loop: Loop, *, now: datetime, actor: HasPublicId) -> Asked:
    """Send everyone who has not answered a link to give their wishes in private: those without a wish for one who came late, too.

    Raises  DomainError as `ask_candidate_for_wishes`
    """
    loop = being_built(loop)
    found = answers(loop)
    waiting = [participant for participant, has in found.participants if not has]
    silent = [employer for employer, has in found.employers if not has]
    sent = 0
    for participant in waiting:
        if can_be_sent_to(participant.person):
            ask_candidate_for_wishes(participant, now=now, actor=actor)
            sent += 1
    for employer in silent:
        if can_be_sent_to(employer.contact):
            ask_employer_for_wishes(employer, now=now, actor=actor)
            sent += 1
    record("loops.wishes_asked_for", loop, actor=actor, count=sent)
    return Asked(sent, len(waiting) + len(silent) - sent)


@transaction.atomic
def ask_candidate_for_wishes(participant: Participant, *, now: datetime, actor: HasPublicId) -> None:
    """Send one candidate the link to their wishes, as often as it is asked for.

    Raises  DomainError when the loop is not open, for one who is not here, and for one no letter can reach
    """
    loop = require_open(participant.loop)
    if not (participant.has_attended and candidate_may_wish(participant.public_id, local_day(now))):
        raise DomainError(_("Kryss av for at %(name)s er her, før du sender lenken.") % {"name": participant})
    send_wish_link(WISHES_OF_CANDIDATE, participant, participant.person, Role.CANDIDATE, loop=loop, now=now, actor=actor)


@transaction.atomic
def ask_employer_for_wishes(employer: LoopEmployer, *, now: datetime, actor: HasPublicId) -> None:
    """Send one employer the link to their wishes, as often as it is asked for.

    Raises  DomainError when the loop is not open or nobody is here, for an employer that is not in it, and for one no letter can reach
    """
    loop = require_open(employer.loop)
    if not employer_may_wish(employer.public_id, local_day(now)):
        raise DomainError(_("%(place)s er ikke med i loopen, så lenken sendes ikke.") % {"place": employer})
    if not turned_up(loop).exists():
        raise DomainError(_("Kryss av hvem som er her, før du sender lenken."))
    send_wish_link(WISHES_OF_EMPLOYER, employer, employer.contact, Role.EMPLOYER, loop=loop, now=now, actor=actor)


def require_open(loop: Loop) -> Loop:
    """The loop under lock. Raises DomainError when it is decided, called off, or has lost an employer and gathers again."""
    loop = being_built(loop)
    if loop.state != LoopState.OPEN:
        raise DomainError(_("Loopen mangler en bedrift. Lenken kan sendes når alle bedriftene har sagt ja."))
    return loop


def send_wish_link(
    letter: Letter, about: Participant | LoopEmployer, person: Person, role: Role, *, loop: Loop, now: datetime, actor: HasPublicId
) -> None:
    require_reach(person)
    link = open_link(person, role, until=(loop.kick_off_on or local_day(now)) + LINK_LASTS, actor=actor)
    letter.put(
        once=f"{about.public_id}:{now.isoformat()}",
        to=letter_to(person),
        about=about.public_id,
        values=kick_off_words(loop, person),
        link=link.public_id,
        now=now,
    )


@transaction.atomic
def give_candidate_wishes(
    participant: Participant, *, wishes: Mapping[LoopEmployer, int], typed_by: User | None = None, now: datetime, actor: HasPublicId
) -> Participant:
    """Keep a candidate's wishes, one for each employer; given again they take the place of those before.

    Takes   wishes    0–5 for every employer that has said yes; higher is better, 0 is "not this one"
            typed_by  the coordinator, when typed for one without a telephone
    Raises  DomainError for a missing employer, a number outside 0–5, or one who did not turn up
    """
    loop = being_built(participant.loop)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if not participant.has_attended:
        raise DomainError(_("Ønskene gis på kick-off-dagen, etter at koordinatoren har krysset av for at du er her."))
    require_all(wishes, {employer.pk for employer in committed(loop)})
    keep([Wish(participant=participant, employer=employer, side=Side.CANDIDATE, value=value) for employer, value in wishes.items()])
    participant.wishes_given_at, participant.wishes_typed_by = now, typed_by
    participant.save(update_fields=["wishes_given_at", "wishes_typed_by"])
    record("loops.wishes_given", participant, actor=actor, typed=typed_by is not None)
    return participant


@transaction.atomic
def give_employer_wishes(
    employer: LoopEmployer,
    *,
    wishes: Mapping[Participant, int],
    among: Collection[Participant] | None = None,
    typed_by: User | None = None,
    now: datetime,
    actor: HasPublicId,
) -> LoopEmployer:
    """Keep an employer's wishes, one for each candidate who turned up. As `give_candidate_wishes`.

    One who has not yet said yes to being met by this employer, or who has a protected address, may be left out and holds nobody else up.

    Takes   among  those the one who types may see, when it is not everyone; the others keep what they have
    Raises  DomainError as `give_candidate_wishes`, and for an employer that is not in the loop
    """
    loop = being_built(employer.loop)
    employer = LoopEmployer.objects.select_for_update().get(pk=employer.pk)
    if employer.state != CommitmentState.COMMITTED:
        raise DomainError(_("%(employer)s er ikke med i loopen nå.") % {"employer": employer})
    here = list(turned_up(loop))
    unmet = {participant for participant, _employer in not_said_yes_to(loop, here, [employer]) | protected_among(here, [employer])}
    expected = {participant.pk for participant in here} - (unmet - {participant.pk for participant in wishes})
    if among is not None:
        expected &= {participant.pk for participant in among}
    require_all(wishes, expected)
    keep([Wish(participant=participant, employer=employer, side=Side.EMPLOYER, value=value) for participant, value in wishes.items()])
    employer.wishes_given_at, employer.wishes_typed_by = now, typed_by
    employer.save(update_fields=["wishes_given_at", "wishes_typed_by"])
    record("loops.wishes_given", employer, actor=actor, typed=typed_by is not None)
    return employer


def require_all(wishes: Mapping[Participant, int] | Mapping[LoopEmployer, int], expected: set[int]) -> None:
    if {row.pk for row in wishes} != expected:
        raise DomainError(_("Gi et tall til alle på lista. Har lista endret seg, så åpne siden på nytt."))
    if not all(LOWEST_WISH <= value <= HIGHEST_WISH for value in wishes.values()):
        raise DomainError(_("Et ønske er et tall fra 0 til 5."))


def keep(wishes: list[Wish]) -> None:
    Wish.objects.bulk_create(wishes, update_conflicts=True, unique_fields=["participant", "employer", "side"], update_fields=["value"])
