"""What a workplace may know about a candidate: agreed item by item, and taken back at once. Source: RULES A7, P3; ADR 0098."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.audit.undoing import require_undoable
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Person, Protection, Workplace
from brobygger.talent.models import Disclosure, DisclosureDecision, DisclosureItem

MOST_ITEMS, LONGEST_ITEM = 20, 300


@dataclass(frozen=True)
class Item:
    """One thing: the exact text, and what the candidate said about telling it."""

    text: str
    decision: DisclosureDecision


@transaction.atomic
def agree_disclosure(
    person: Person, workplace: Workplace, *, items: Sequence[Item], replaces: UUID | None, previewed_at: datetime, actor: User
) -> Disclosure:
    """Let a workplace know exactly what the candidate has read and said yes to. What held there before is replaced.

    Takes   items         each text once, in the order of the page
            replaces      the public id of what held for this workplace when the writer began; none when nothing did
            previewed_at  when the candidate read the exact text together with the writer
    Gives   the disclosure in force, also when none of it is shared
    Raises  DomainError when something else holds by now, nothing is written, a text stands twice, or the candidate is protected, so that
            no employer would read it
    Source  RULES A3, A7, P3; ADR 0098
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    earlier = Disclosure.objects.select_for_update(of=("self",)).filter(person=person, workplace=workplace).select_related("made_by")
    newest = earlier.order_by("-version").first()
    if person.protection != Protection.NONE:
        raise DomainError(_("%(name)s er skjermet for bedrifter her, så ingen bedrift får lese noe. Avtal det muntlig.") % {"name": person})
    require_unchanged(person, workplace, newest, replaces=replaces)
    listed = [Item(each.text.strip(), each.decision) for each in items]
    require_once_each(listed)

    earlier.filter(replaced_at__isnull=True, withdrawn_at__isnull=True).update(replaced_at=previewed_at)
    disclosure = Disclosure.objects.create(
        person=person,
        workplace=workplace,
        version=newest.version + 1 if newest is not None else 1,
        previewed_with_person_at=previewed_at,
        made_by=actor,
    )
    DisclosureItem.objects.bulk_create(
        DisclosureItem(disclosure=disclosure, position=position, text=each.text, decision=each.decision)
        for position, each in enumerate(listed)
    )
    record(
        "talent.disclosure_agreed",
        disclosure,
        actor=actor,
        person=person.public_id,
        workplace=workplace.public_id,
        version=disclosure.version,
        shared=sum(each.decision == DisclosureDecision.SHARE for each in listed),
    )
    return disclosure


def require_unchanged(person: Person, workplace: Workplace, newest: Disclosure | None, *, replaces: UUID | None) -> None:
    """That what holds now is what held when the writer began. A candidate may have taken it back on their own page meanwhile."""
    holds = newest.public_id if newest is not None and newest.withdrawn_at is None else None
    if newest is None or holds == replaces:
        return
    if holds is None:
        raise DomainError(
            _("%(name)s har trukket tilbake det %(place)s fikk vite, mens du skrev. Gå gjennom det sammen igjen. Ingenting er delt.")
            % {"name": person.first_name, "place": workplace}
        )
    raise DomainError(
        _("Noen har avtalt noe nyere om %(place)s: %(who)s. Les det, og gå gjennom dette igjen sammen. Det du skrev, står her.")
        % {"place": workplace, "who": newest.made_by.name}
    )


def require_once_each(items: Sequence[Item]) -> None:
    if not items or not all(each.text for each in items):
        raise DomainError(_("Skriv minst én ting dere har snakket om, og hva som er sagt om den."))
    if len(items) > MOST_ITEMS:
        raise DomainError(_("Ta med høyst %(most)s ting. Slå sammen noen.") % {"most": MOST_ITEMS})
    texts = [each.text.casefold() for each in items]
    twice = next((each for each in items if texts.count(each.text.casefold()) > 1), None)
    if twice is not None:
        raise DomainError(_("«%(text)s» står to ganger. Ta bort den ene.") % {"text": twice.text})


@transaction.atomic
def withdraw_disclosure(disclosure: Disclosure, *, now: datetime, actor: HasPublicId) -> Disclosure:
    """Take back what a workplace may know, at once. Taking it back twice is the same as once.

    Raises  DomainError when it has been gone through again since, so that something else holds
    Source  RULES A5, P3
    """
    found = Disclosure.objects.select_for_update(of=("self",)).select_related("person", "workplace").get(pk=disclosure.pk)
    if found.withdrawn_at is not None:
        return found
    if found.replaced_at is not None:
        raise DomainError(_("Dette er gått gjennom på nytt. Trekk tilbake det som gjelder for %(place)s nå.") % {"place": found.workplace})

    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    record("talent.disclosure_withdrawn", found, actor=actor, person=found.person.public_id, workplace=found.workplace.public_id)
    return found


@transaction.atomic
def keep_disclosure(disclosure: Disclosure, *, now: datetime, actor: User) -> Disclosure:
    """Undo that one has taken it back by mistake: what the candidate agreed to holds again. Only that one can, and only the same day.

    Raises  DomainError when another took it back, the candidate above all, on a later day, when something newer holds, and when the
            candidate has become protected
    Source  RULES A5, P3; ADR 0124
    """
    found = Disclosure.objects.select_for_update(of=("self",)).select_related("person", "workplace").get(pk=disclosure.pk)
    if found.withdrawn_at is None:
        return found
    require_undoable(found, "talent.disclosure_withdrawn", now=now, actor=actor)
    newer = Disclosure.objects.filter(person=found.person, workplace=found.workplace, version__gt=found.version)
    if newer.exists() or found.person.protection != Protection.NONE:
        words = {"name": found.person.first_name, "place": found.workplace}
        raise DomainError(_("Det er gjort noe nytt etterpå. Gå gjennom det sammen med %(name)s igjen.") % words)
    found.withdrawn_at = None
    found.save(update_fields=["withdrawn_at"])
    record("talent.disclosure_kept", found, actor=actor, person=found.person.public_id, workplace=found.workplace.public_id)
    return found
