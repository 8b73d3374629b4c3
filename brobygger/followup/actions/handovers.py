"""One colleague asks another to take over people and employers. Nothing changes until they say yes. Source: RULES W11, W12; ADR 0097."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.accounts.models import User
from brobygger.audit.actions import record
from brobygger.audit.undoing import require_undoable
from brobygger.followup.actions.agreeing import let_go_instead
from brobygger.followup.handover_letters import ACCEPTED, ASKED, DECLINED, WITHDRAWN, tell
from brobygger.followup.handovers import ABOUT, can_take_over, still_asked, would_be_above_range
from brobygger.followup.models import Handover, HandoverItem, HandoverState
from brobygger.intake.gaps import held_name, subject_of
from brobygger.intake.models import Part, Responsibility, SpecialistProfile
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.kernel.units import day
from brobygger.outbox.actions import cancel

ONE_DAY = timedelta(days=1)


@transaction.atomic
def propose_handover(
    held: Sequence[Responsibility], *, to: User, starts_on: date, answer_by: date, because: str, today: date, now: datetime, actor: User
) -> Handover:
    """Ask a colleague to take over one or many people and employers from a day on: one question, one answer.

    Takes   held       what one person is responsible for; a leader can ask about all of somebody who leaves
            starts_on  the first day of the one who takes over
            answer_by  today or later, and not after that day
    A question about some of it that was not answered in time is taken back, so that nobody is stuck with one who never answers.

    Raises  DomainError when nothing is chosen, when some of it is not that person's or is asked about already, when the colleague could
            not open all of it, and for days that make no sense
    Source  RULES W11
    """
    overdue = locked_overdue([each.pk for each in held], today=today)
    rows = locked([each.pk for each in held])
    if not rows:
        raise DomainError(_("Velg hvem og hva det gjelder."), field="held")
    if len({row.user_id for row in rows}) > 1 or any(row.part != Part.RESPONSIBLE for row in rows):
        raise DomainError(_("Velg blant det én person har ansvar for."), field="held")
    from_user = rows[0].user
    if from_user.pk == to.pk:
        raise DomainError(_("Velg en annen enn den som har det nå."), field="to")
    require_days(rows, starts_on=starts_on, answer_by=answer_by, today=today)
    require_not_asked(rows, today=today)
    require_able(to, rows, today=today)

    for each in overdue:
        withdraw_handover(each, now=now, actor=actor)
    handover = Handover.objects.create(
        from_user=from_user,
        to_user=to,
        because=because.strip(),
        starts_on=starts_on,
        answer_by=answer_by,
        proposed_by=actor,
        proposed_at=now,
    )
    HandoverItem.objects.bulk_create([HandoverItem(handover=handover, responsibility=row) for row in rows])
    record(
        "followup.handover_proposed",
        handover,
        actor=actor,
        leaves=from_user.public_id,
        takes=to.public_id,
        count=len(rows),
        first=f"{starts_on}",
    )
    tell(ASKED, handover, [to], now=now)
    return handover


@transaction.atomic
def accept_handover(handover: Handover, *, above_range_because: str = "", today: date, now: datetime, actor: User) -> Handover:
    """Take it all over: what the other had ends the day before, and is one's own from the first day. What was done stays theirs who did it.

    An answer that comes after the first day makes today the first. Saying yes twice changes nothing.

    Takes   above_range_because  why one takes more than 20, when it comes to that
    Raises  DomainError when it is answered or taken back, when some of it is no longer as it was asked, when one could not open it all,
            and in `above_range_because` when a reason is wanted
    Source  RULES W11, W12
    """
    handover = locked_handover(handover)
    if handover.state == HandoverState.ACCEPTED:
        return handover
    require_waiting(handover)
    starts_on = max(handover.starts_on, today)
    rows = locked(list(handover.items.values_list("responsibility", flat=True)))
    require_able(handover.to_user, rows, today=today)  # first: the next refusal names those it is about
    require_standing(rows, handover, starts_on=starts_on)
    engagements = [row.engagement for row in rows if row.engagement is not None]
    above = would_be_above_range(handover.to_user, engagements, on=starts_on)
    if above and not above_range_because.strip():
        raise DomainError(
            _("Med disse følger du opp %(count)s. Du kan ta over likevel, men skriv hvorfor.") % {"count": above},
            field="above_range_because",
        )

    for row in rows:
        move(row, to=handover.to_user, starts_on=starts_on, today=today, because=above_range_because.strip() if above else "")
        let_go_instead(subject_of(row), from_user=handover.from_user, to_user=handover.to_user, starts_on=starts_on)
        record("followup.responsibility_moved", subject_of(row), actor=actor, takes=handover.to_user.public_id, first=f"{starts_on}")
    handover.starts_on = starts_on
    answer(handover, HandoverState.ACCEPTED, now=now, fields=["starts_on"])
    record("followup.handover_accepted", handover, actor=actor, count=len(rows), first=f"{starts_on}")
    tell(ACCEPTED, handover, {handover.proposed_by, handover.from_user} - {actor}, now=now)
    return handover


@transaction.atomic
def decline_handover(handover: Handover, *, because: str, now: datetime, actor: User) -> Handover:
    """Say no, and why. The one who has it keeps it.

    Raises  DomainError without a reason, and when it is answered or taken back
    """
    handover = locked_handover(handover)
    if handover.state == HandoverState.DECLINED:
        return handover
    require_waiting(handover)
    if not because.strip():
        raise DomainError(_("Skriv hvorfor du ikke kan ta over."), field="because")
    handover.declined_because = because.strip()
    answer(handover, HandoverState.DECLINED, now=now, fields=["declined_because"])
    record("followup.handover_declined", handover, actor=actor)
    tell(DECLINED, handover, {handover.proposed_by, handover.from_user} - {actor}, now=now)
    return handover


@transaction.atomic
def withdraw_handover(handover: Handover, *, now: datetime, actor: User) -> Handover:
    """Take the question back before it is answered.

    Raises  DomainError when it is answered
    """
    handover = locked_handover(handover)
    if handover.state == HandoverState.WITHDRAWN:
        return handover
    require_waiting(handover)
    answer(handover, HandoverState.WITHDRAWN, now=now)
    record("followup.handover_withdrawn", handover, actor=actor)
    tell(WITHDRAWN, handover, {handover.to_user} - {actor}, now=now)
    return handover


@transaction.atomic
def ask_again(handover: Handover, *, today: date, now: datetime, actor: User) -> Handover:
    """Undo that one has taken the question back: it waits for an answer again. Word of it that waits is not sent.

    Raises  DomainError when another took it back, on a later day, and as `propose_handover` when things have changed since
    Source  ADR 0124
    """
    handover = locked_handover(handover)
    if handover.state == HandoverState.PROPOSED:
        return handover
    require_undoable(handover, "followup.handover_withdrawn", now=now, actor=actor)
    rows = locked(list(handover.items.values_list("responsibility", flat=True)))
    require_days(rows, starts_on=handover.starts_on, answer_by=handover.answer_by, today=today)
    require_not_asked(rows, today=today)
    require_able(handover.to_user, rows, today=today)
    handover.state, handover.answered_at = HandoverState.PROPOSED, None
    handover.save(update_fields=["state", "answered_at"])
    record("followup.handover_asked_again", handover, actor=actor)
    cancel(handover.public_id)
    tell(ASKED, handover, [handover.to_user], again=True, now=now)
    return handover


def locked(keys: Sequence[int]) -> list[Responsibility]:
    """Responsibilities under lock in one order, so that two answers wait for each other and not for ever."""
    rows = Responsibility.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.select_related(*ABOUT).order_by("pk"))


def locked_handover(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("from_user", "to_user", "proposed_by")
    return rows.get(pk=handover.pk)


def locked_overdue(keys: Sequence[int], *, today: date) -> list[Handover]:
    """Questions about some of it that wait past their day, under lock. Before what they are about, as those who answer do it."""
    about = HandoverItem.objects.filter(responsibility__in=keys).values("handover")
    waiting = Handover.objects.filter(pk__in=about, state=HandoverState.PROPOSED, answer_by__lt=today)
    return list(waiting.select_for_update(of=("self",)).order_by("pk"))


def require_days(rows: Sequence[Responsibility], *, starts_on: date, answer_by: date, today: date) -> None:
    require_our_time(starts_on=starts_on, answer_by=answer_by)
    if starts_on < today:
        raise DomainError(_("Velg i dag eller en dag som kommer."), field="starts_on")
    if not today <= answer_by <= starts_on:
        raise DomainError(
            _("Svarfristen må være fra i dag til %(day)s, som er første dag for den som tar over.") % {"day": day(starts_on)},
            field="answer_by",
        )
    new = [held_name(row) for row in rows if row.starts_on >= starts_on]
    if new:
        raise DomainError(
            _("Ansvaret for %(names)s begynner samme dag eller senere. Velg en senere dag.") % {"names": ", ".join(new)}, field="starts_on"
        )
    over = [held_name(row) for row in rows if is_over(row, starts_on)]
    if over:
        raise DomainError(
            _("%(names)s er avsluttet da. Ta dem ut, eller velg en tidligere dag.") % {"names": ", ".join(over)}, field="held"
        )


def is_over(row: Responsibility, on: date) -> bool:
    """Whether the responsibility, or what it is for, has ended on a day."""
    ends = [each for each in (row.ends_on, subject_of(row).ends_on) if each is not None]
    return any(each < on for each in ends)


def require_not_asked(rows: Sequence[Responsibility], *, today: date) -> None:
    asked = HandoverItem.objects.filter(still_asked(today), responsibility__in=rows)
    taken = set(asked.values_list("responsibility", flat=True))
    if taken:
        names = ", ".join(held_name(row) for row in rows if row.pk in taken)
        raise DomainError(_("En annen er allerede spurt om %(names)s. Trekk det spørsmålet først.") % {"names": names}, field="held")


def require_able(user: User, rows: Sequence[Responsibility], *, today: date) -> None:
    if not can_take_over(user, rows, today=today):
        raise DomainError(_("%(name)s kan ikke følge opp alle disse. Velg en annen, eller ta ut noen.") % {"name": user.name}, field="to")


def require_waiting(handover: Handover) -> None:
    if handover.state != HandoverState.PROPOSED:
        raise DomainError(_("Spørsmålet er allerede besvart eller trukket tilbake."))


def require_standing(rows: Sequence[Responsibility], handover: Handover, *, starts_on: date) -> None:
    """What was asked about is still so: the same person has it, and it goes on."""
    gone = [held_name(row) for row in rows if row.user_id != handover.from_user_id or is_over(row, starts_on)]
    if gone:
        words = ngettext(
            "%(name)s har ikke ansvaret for %(names)s lenger. Be om et nytt spørsmål uten den.",
            "%(name)s har ikke ansvaret for %(names)s lenger. Be om et nytt spørsmål uten dem.",
            len(gone),
        )
        raise DomainError(words % {"name": handover.from_user.name, "names": ", ".join(gone)})


def move(row: Responsibility, *, to: User, starts_on: date, today: date, because: str) -> None:
    """One responsibility goes over. One who was deputy can't be that for themselves: their usual deputy comes in, when that one can."""
    last, row.ends_on = row.ends_on, starts_on - ONE_DAY
    row.save(update_fields=["ends_on"])
    about = {"engagement": row.engagement, "relation": row.relation}
    Responsibility.objects.create(
        user=to, part=Part.RESPONSIBLE, starts_on=starts_on, ends_on=last, above_range_because=because if row.engagement else "", **about
    )
    own = Responsibility.objects.filter(user=to, part=Part.DEPUTY, **{name: each for name, each in about.items() if each is not None})
    for deputy in own.filter(starts_on__gte=starts_on):
        deputy.delete()
    current = own.filter(starts_on__lt=starts_on).exclude(ends_on__lt=starts_on).first()
    if current is None:
        return
    until, current.ends_on = current.ends_on, starts_on - ONE_DAY
    current.save(update_fields=["ends_on"])
    usual = SpecialistProfile.objects.filter(user=to).select_related("usual_deputy").first()
    if usual is not None and usual.usual_deputy is not None and can_take_over(usual.usual_deputy, [row], today=today):
        Responsibility.objects.create(user=usual.usual_deputy, part=Part.DEPUTY, starts_on=starts_on, ends_on=until, **about)


def answer(handover: Handover, state: HandoverState, *, now: datetime, fields: Sequence[str] = ()) -> None:
    handover.state, handover.answered_at = state, now
    handover.save(update_fields=["state", "answered_at", *fields])
    cancel(handover.public_id)
