"""What an employer writes for the joint certificate, and asking for it. Source: MISSION §5.9."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.agreements.actions.evaluating import begun
from brobygger.agreements.letters import WORDS_OF_EMPLOYER
from brobygger.agreements.models import EmployerWords
from brobygger.agreements.queries import employer_sees, may_sign_at, placement_of
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import phone
from brobygger.loops.messages import require_reach
from brobygger.loops.models import Stay
from brobygger.outbox.models import Message
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Role
from brobygger.parties.reach import letter_to

MOST_TASKS_DONE = 10
LONGEST_TASK_DONE = 120
LINK_LASTS = timedelta(days=60)


@transaction.atomic
def write_words(
    stay: Stay,
    *,
    tasks: Sequence[str],
    words: str,
    signed_by: Person,
    title: str = "",
    typed_by: User | None = None,
    now: datetime,
    actor: HasPublicId,
) -> EmployerWords:
    """Keep an employer's words for the joint certificate. Written again they take the place of those before, which the history keeps.

    A certificate that is issued already stands as it is until it is issued again.

    Takes   tasks      what was done, as it is called there; one to ten
            signed_by  somebody who is or was a contact at the workplace
            typed_by   the coordinator, when it was said in a talk
    Raises  DomainError for a stay that has not begun, no task or too many, no words, or somebody who does not answer for the employer
    Source  ADR 0090
    """
    stay = begun(stay)
    done = done_tasks(tasks)
    if not words.strip():
        raise DomainError(_("Skriv noen ord om arbeidet."), field="words")
    if signed_by.pk not in {stay.employer.contact_id, *(contact.person_id for contact in may_sign_at(stay))}:
        raise DomainError(
            _("%(name)s står ikke som kontakt hos %(employer)s. Velg en som gjør det.") % {"name": signed_by, "employer": stay.employer},
            field="signed_by",
        )
    written, _made = EmployerWords.objects.update_or_create(
        stay=stay,
        defaults={
            "tasks": done,
            "words": words.strip(),
            "signed_by": signed_by,
            "title": title.strip(),
            "given_at": now,
            "typed_by": typed_by,
        },
    )
    record("agreements.words_written", written, actor=actor, typed=typed_by is not None)
    return written


def done_tasks(tasks: Sequence[str]) -> list[str]:
    """The tasks as they are kept: each once, without empty lines. Raises DomainError for none, too many, or one that is too long."""
    done = list(dict.fromkeys(task.strip() for task in tasks if task.strip()))
    if not done:
        raise DomainError(_("Kryss av for minst én oppgave, eller skriv en."), field="tasks")
    if len(done) > MOST_TASKS_DONE:
        raise DomainError(
            _("Velg høyst %(most)s oppgaver. Du har %(count)s.") % {"most": MOST_TASKS_DONE, "count": len(done)}, field="tasks"
        )
    if any(len(task) > LONGEST_TASK_DONE for task in done):
        raise DomainError(_("Skriv hver oppgave med høyst %(most)s tegn.") % {"most": LONGEST_TASK_DONE}, field="tasks")
    return done


@transaction.atomic
def ask_for_words(stay: Stay, *, now: datetime, actor: User) -> None:
    """Send the employer's contact a link to write for the certificate, at most once a day.

    Raises  DomainError when they have written, were asked today, can't see the candidate any more, or can't be reached by a letter
    """
    stay = begun(stay)
    employer, contact, placement = stay.employer, stay.employer.contact, placement_of(stay)
    names = {"employer": employer, "name": stay.participant, "contact": contact}
    if EmployerWords.objects.filter(stay=stay).exists():
        raise DomainError(_("%(employer)s har skrevet allerede.") % names)
    if not employer_sees(stay, today=local_day(now)):
        raise DomainError(_("%(employer)s ser ikke %(name)s lenger. Ring %(contact)s, og skriv inn det dere blir enige om.") % names)
    require_reach(contact)
    once = f"{placement.public_id}:{now:%Y-%m-%d}"
    if Message.objects.filter(once=WORDS_OF_EMPLOYER.key(once)).exists():
        raise DomainError(_("%(employer)s fikk brev om dette i dag. Vent til i morgen, eller ring %(contact)s.") % names)
    link = open_link(contact, Role.EMPLOYER, until=local_day(now) + LINK_LASTS, actor=actor)
    loop = stay.participant.loop
    with override(contact.language):
        values = {
            "loop": loop.name,
            "first_name": stay.participant.person.first_name,
            "employer": str(employer),
            "owner": loop.coordinator.name,
            "phone": phone(loop.coordinator.phone),
        }
    WORDS_OF_EMPLOYER.put(
        once=once,
        to=letter_to(contact),
        about=placement.public_id,
        values=values,
        link=link.public_id,
        now=now,
    )
    record("agreements.words_asked_for", stay.participant, actor=actor, employer=employer.public_id)
