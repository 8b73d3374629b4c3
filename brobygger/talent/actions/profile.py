"""What somebody wants, can and needs at work, gone through together. Source: MISSION §7.2; RULES P2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.parties.models import Person
from brobygger.reference.models import Occupation
from brobygger.talent.models import VocationalProfile

LONGEST_TEXT, LONGEST_NOT_WANTED = 600, 300  # letters, as the table has them
LONGEST_TRAVEL, LONGEST_WEEK = 180, 60  # minutes one way, hours
MOST_OCCUPATIONS = 8


@dataclass(frozen=True)
class ProfileContent:
    """What a version says. Only the wishes must be there."""

    wishes: str
    occupations: tuple[Occupation, ...] = ()
    resources: str = ""
    accommodation: str = ""
    what_helps: str = ""
    not_wanted: str = ""
    travel_minutes: int | None = None
    travels_by: str = ""
    hours_from: Decimal | int | None = None
    hours_to: Decimal | int | None = None
    work_times: tuple[str, ...] = ()


@transaction.atomic
def write_profile(
    person: Person, *, content: ProfileContent, after: int, gone_through_on: date, today: date, now: datetime, actor: User
) -> VocationalProfile:
    """Write what somebody wants as a new version. The earlier ones stand as they were.

    Takes   content          wishes first
            after            the version the writer had before them; 0 when there was none
            gone_through_on  the day it was gone through with the person
    Raises  DomainError when somebody has written a newer version meanwhile, the wishes are empty, the day has not come, or a figure is
            out of range
    Source  MISSION §7.2; ADR 0098
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    newest = VocationalProfile.objects.filter(person=person).select_related("written_by").order_by("-version").first()
    if newest is not None and newest.version != after:
        raise DomainError(
            _("Noen har skrevet en nyere utgave: %(name)s, %(day)s. Les den, ta med det som trengs, og lagre. Det du skrev, er her.")
            % {"name": newest.written_by.name, "day": day(newest.gone_through_on)}
        )
    require_sense(person, content, gone_through_on=gone_through_on, today=today)

    profile = VocationalProfile.objects.create(
        person=person,
        version=newest.version + 1 if newest is not None else 1,
        wishes=content.wishes.strip(),
        resources=content.resources.strip(),
        accommodation=content.accommodation.strip(),
        what_helps=content.what_helps.strip(),
        not_wanted=content.not_wanted.strip(),
        travel_minutes=content.travel_minutes,
        travels_by=content.travels_by,
        hours_from=content.hours_from,
        hours_to=content.hours_to,
        work_times=list(content.work_times),
        gone_through_on=gone_through_on,
        written_by=actor,
        written_at=now,
    )
    profile.occupations.set(content.occupations)
    record("talent.profile_written", profile, actor=actor, person=person.public_id, version=profile.version)
    return profile


def require_sense(person: Person, content: ProfileContent, *, gone_through_on: date, today: date) -> None:
    if not content.wishes.strip():
        raise DomainError(_("Skriv først hva %(name)s ønsker seg.") % {"name": person.first_name}, field="wishes")
    require_our_time(gone_through_on=gone_through_on)
    if gone_through_on > today:
        raise DomainError(
            _("%(day)s har ikke vært ennå. Skriv dagen dere gikk gjennom det sammen.") % {"day": day(gone_through_on)},
            field="gone_through_on",
        )
    if content.travel_minutes is not None and not 1 <= content.travel_minutes <= LONGEST_TRAVEL:
        raise DomainError(
            _("Skriv reisen i minutter, fra 1 til %(most)s.") % {"most": LONGEST_TRAVEL},
            field="travel_minutes",
        )
    for field, hours in (("hours_from", content.hours_from), ("hours_to", content.hours_to)):
        if hours is not None and not 1 <= hours <= LONGEST_WEEK:
            raise DomainError(_("Skriv timer i uka, fra 1 til %(most)s.") % {"most": LONGEST_WEEK}, field=field)
    if content.hours_from is not None and content.hours_to is not None and content.hours_from > content.hours_to:
        raise DomainError(_("Timer i uka, fra, kan ikke være flere enn timer i uka, til."), field="hours_to")
    if len(content.occupations) > MOST_OCCUPATIONS:
        raise DomainError(_("Velg høyst %(most)s yrker. Ta bort noen.") % {"most": MOST_OCCUPATIONS}, field="occupations")
