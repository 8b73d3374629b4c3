"""Somebody is away on some days, and a colleague stands in; dates alone hand it back. Source: RULES W3; ADR 0097."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.intake.absence_letters import tell_stand_in
from brobygger.intake.gaps import Gap, days_between, gaps_while_away, held_between, key_of, runs, those_who_can_stand_in
from brobygger.intake.models import Absence, Engagement, Part, Responsibility
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.outbox.actions import cancel
from brobygger.parties.models import Protection, Unit

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=366)  # whoever is away longer hands over


@transaction.atomic
def record_absence(
    user: User, *, starts_on: date, ends_on: date, stand_in: User | None = None, today: date, now: datetime, actor: User
) -> Absence:
    """Write down that somebody is away. Where nobody would answer on those days, one colleague becomes deputy for them.

    Takes   stand_in  none when each of those the user answers for has a deputy at work
    Raises  DomainError for days that are over, that overlap others, or that are more than a year; and, in the field `stand_in`, when
            nobody would answer for some, or the colleague can't
    Source  RULES W3; ADR 0097
    """
    one_at_a_time(user, today=today)
    require_days(starts_on, ends_on, today=today)
    require_room(user, starts_on, ends_on)
    absence = Absence.objects.create(user=user, starts_on=starts_on, ends_on=ends_on, recorded_by=actor)
    stands_in = put_in(absence, stand_in, since=max(today, starts_on), today=today, now=now, actor=actor)
    record(
        "intake.absence_recorded", absence, actor=actor, user=user.public_id, first=f"{starts_on}", last=f"{ends_on}", stands_in=stands_in
    )
    return absence


@transaction.atomic
def change_absence(
    absence: Absence, *, starts_on: date, ends_on: date, stand_in: User | None = None, today: date, now: datetime, actor: User
) -> Absence:
    """Other days. Those who stood in for the old ones are let go from today on, and who is to stand in is asked anew.

    Raises  as `record_absence`, and for one that has begun, another first day
    """
    absence = locked(absence, today=today)
    if absence.ends_on < today:
        raise DomainError(_("Dette fraværet er over. Skriv inn et nytt."))
    if absence.starts_on < today and starts_on != absence.starts_on:
        raise DomainError(_("Fraværet begynte %(day)s. Du kan bare endre siste dag.") % {"day": day(absence.starts_on)}, field="starts_on")
    require_days(starts_on, ends_on, today=today)
    require_room(absence.user, starts_on, ends_on, besides=absence)
    let_go(absence, since=today)
    absence.starts_on, absence.ends_on = starts_on, ends_on
    absence.save(update_fields=["starts_on", "ends_on"])
    stands_in = put_in(absence, stand_in, since=max(today, starts_on), today=today, now=now, actor=actor)
    record("intake.absence_changed", absence, actor=actor, first=f"{starts_on}", last=f"{ends_on}", stands_in=stands_in)
    return absence


@transaction.atomic
def call_off_absence(absence: Absence, *, today: date, actor: User) -> None:
    """Somebody is at work after all: from today on they answer themselves, and those who stood in are let go.

    One that has not begun is gone; one that has begun ended yesterday.

    Raises  DomainError when it is over
    """
    absence = locked(absence, today=today)
    if absence.ends_on < today:
        raise DomainError(_("Dette fraværet er over. Det er ikke noe å avlyse."))
    record("intake.absence_called_off", absence, actor=actor, user=absence.user.public_id, day=f"{today}")
    cancel(absence.public_id)
    let_go(absence, since=today)
    be_deputy_again(absence, since=today)
    if absence.starts_on >= today:
        absence.delete()
        return
    absence.ends_on = today - ONE_DAY
    absence.save(update_fields=["ends_on"])


def one_at_a_time(user: User, *, today: date) -> None:
    """Wait for others in the same units: two who stand in for each other can't both go at the same moment without being seen."""
    units = user.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).values("unit")
    list(Unit.objects.filter(pk__in=units).order_by("pk").select_for_update())


def locked(absence: Absence, *, today: date) -> Absence:
    one_at_a_time(absence.user, today=today)
    found = Absence.objects.select_for_update(of=("self",)).select_related("user").filter(pk=absence.pk).first()
    if found is None:
        raise DomainError(_("Fraværet er avlyst."))
    return found


def require_days(starts_on: date, ends_on: date, *, today: date) -> None:
    require_our_time(starts_on=starts_on, ends_on=ends_on)
    if ends_on < starts_on:
        raise DomainError(_("Siste dag kan ikke være før første dag."), field="ends_on")
    if ends_on < today:
        raise DomainError(_("Disse dagene har vært. Skriv dager som kommer."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise DomainError(_("Et fravær kan vare i ett år. Er du borte lenger, la en annen ta over."), field="ends_on")


def require_room(user: User, starts_on: date, ends_on: date, *, besides: Absence | None = None) -> None:
    others = Absence.objects.filter(user=user, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    other = others.order_by("starts_on").first()
    if other is not None:
        raise DomainError(
            _("%(name)s er allerede borte %(first)s–%(last)s. Endre det som står der fra før.")
            % {"name": user.name, "first": day(other.starts_on), "last": day(other.ends_on)},
            field="starts_on",
        )


def put_in(absence: Absence, stand_in: User | None, *, since: date, today: date, now: datetime, actor: User) -> int:
    """Make a colleague deputy where nobody would answer, on exactly those days, and tell them. Gives how many it concerns."""
    gaps = gaps_while_away(absence.user, starts_on=since, ends_on=absence.ends_on)
    if not gaps:
        return 0
    if stand_in is None:
        raise DomainError(nobody_answers(gaps, is_own=absence.user_id == actor.pk), field="stand_in")
    if not those_who_can_stand_in(absence.user, gaps, today=today).filter(pk=stand_in.pk).exists():
        raise DomainError(
            _("%(name)s kan ikke stå inn for alle i disse dagene. Velg en annen.") % {"name": stand_in.name}, field="stand_in"
        )
    for gap in gaps:
        make_deputy(stand_in, gap)
        record("intake.stand_in_chosen", gap.subject, actor=actor, user=stand_in.public_id, first=f"{gap.starts_on}", last=f"{gap.ends_on}")
    cancel(absence.public_id)
    tell_stand_in(absence, stand_in, now=now)
    return len({gap.subject for gap in gaps})


def nobody_answers(gaps: Iterable[Gap], *, is_own: bool) -> str:
    """Names them only to the one who answers for them, and then none with protection: a leader may not meet everybody. Source: RULES A3."""
    listed = list(gaps)
    if not is_own or any(gap.person is not None and gap.person.protection != Protection.NONE for gap in listed):
        return _("Noen har ingen som svarer i de dagene. Velg en kollega som står inn for dem.")
    names = ", ".join(dict.fromkeys(gap.name for gap in listed))
    return _("Disse har ingen som svarer i de dagene: %(names)s. Velg en kollega som står inn for dem.") % {"names": names}


def make_deputy(user: User, gap: Gap) -> Responsibility:
    """Deputy for the days of a gap. A deputy who is away then stays deputy before and after."""
    about = {"engagement": gap.subject} if isinstance(gap.subject, Engagement) else {"relation": gap.subject}
    for before in held_between(Responsibility.objects.filter(part=Part.DEPUTY, **about), gap.starts_on, gap.ends_on):
        last = before.ends_on
        if before.starts_on < gap.starts_on:
            before.ends_on = gap.starts_on - ONE_DAY
            before.save(update_fields=["ends_on"])
        else:
            before.delete()
        if last is None or last > gap.ends_on:
            Responsibility.objects.create(user=before.user, part=Part.DEPUTY, starts_on=gap.ends_on + ONE_DAY, ends_on=last, **about)
    return Responsibility.objects.create(user=user, part=Part.DEPUTY, starts_on=gap.starts_on, ends_on=gap.ends_on, **about)


def let_go(absence: Absence, *, since: date) -> None:
    """End what colleagues were made deputies for because of an absence, from a day on, and let the deputy before them be it again.

    Those who stand in because of an absence are the deputies whose days all lie within it.
    """
    held = held_between(Responsibility.objects.filter(user=absence.user), absence.starts_on, absence.ends_on)
    for kind, key in dict.fromkeys(key_of(each) for each in held):
        deputies = Responsibility.objects.filter(part=Part.DEPUTY, **{kind: key})
        inside = deputies.filter(starts_on__gte=absence.starts_on, ends_on__lte=absence.ends_on, ends_on__gte=since)
        for first, last in runs_of(inside.exclude(user=absence.user).order_by("starts_on")):
            before = deputies.filter(ends_on=first - ONE_DAY).first()
            after = deputies.filter(starts_on=last + ONE_DAY).first()
            for each in deputies.filter(starts_on__gte=first, ends_on__lte=last):
                end_before(each, since)
            give_back(before, after, free_from=max(since, first))


def be_deputy_again(absence: Absence, *, since: date) -> None:
    """Let one who was to be away be deputy again where others are it on all of those days, and they themselves just before and after."""
    own = Responsibility.objects.filter(user=absence.user, part=Part.DEPUTY)
    for before in own.filter(ends_on=absence.starts_on - ONE_DAY):
        kind, key = key_of(before)
        after = own.filter(starts_on=absence.ends_on + ONE_DAY, **{kind: key}).first()
        if after is None:
            continue
        meanwhile = Responsibility.objects.filter(part=Part.DEPUTY, starts_on__gte=absence.starts_on, ends_on__lte=absence.ends_on)
        for each in meanwhile.filter(**{kind: key}):
            end_before(each, since)
        give_back(before, after, free_from=max(since, absence.starts_on))


def runs_of(rows: Iterable[Responsibility]) -> list[tuple[date, date]]:
    """The first and last day of each run of days that are held, one after the other."""
    return runs({each for row in rows for each in days_between(row.starts_on, row.ends_on or row.starts_on)})


def end_before(held: Responsibility, since: date) -> None:
    """Let a responsibility end the day before a day; one that was to begin later is gone."""
    if held.starts_on >= since:
        held.delete()
    else:
        held.ends_on = since - ONE_DAY
        held.save(update_fields=["ends_on"])


def give_back(before: Responsibility | None, after: Responsibility | None, *, free_from: date) -> None:
    """Fill the days somebody stood in with the deputy who was it before and after: one row again, or from the day on."""
    if after is None or before is None or before.user_id != after.user_id:
        return
    if before.ends_on == free_from - ONE_DAY:
        last = after.ends_on
        after.delete()
        before.ends_on = last
        before.save(update_fields=["ends_on"])
    else:
        after.starts_on = free_from
        after.save(update_fields=["starts_on"])
