"""The letters to those whose year is changed: a candidate's own way from here, who comes to an employer, and their dates.

Source  RULES A3, A7, W9; ADR 0092
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day, phone
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, NextStep, Participant, Stay
from brobygger.loops.plan.letters import candidate_was_there, employer_takes_part
from brobygger.loops.sharing import shown_here
from brobygger.loops.the_year.calendars import LOADED
from brobygger.loops.the_year.telling.attachments import calendar_files
from brobygger.loops.the_year.telling.letters import CHANGED, IF_NOT, OF_DATES, YEAR
from brobygger.loops.the_year.telling.readers import Links, as_reader, loaded
from brobygger.loops.the_year.telling.words import NOBODY, Line, draft_of, line_of, named_by_role, once_for, sentences
from brobygger.outbox.actions import Draft
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.outbox.words import LINK, Lines
from brobygger.parties.models import Protection, Role
from brobygger.parties.named import Named

FILES_GO_ALONG = Lines(
    Lines(_("Datoene følger med som kalenderfiler. Åpne dem, så blir kalenderen din riktig."), given="date_ids"), given="by_email"
)
NEW_DATES = Lines(_("Disse datoene er nye eller endret:"), "%(dates)s", given="dates")
NEW_WAY = Letter(
    "loops/plan_changed",
    to=Audience.CANDIDATE,
    subject=_("Året ditt i %(loop)s er endret"),
    text=(
        Lines(_("Året ditt i %(loop)s er endret. Herfra skal du være her:"), "%(way)s", given="way"),
        Lines(_("Året ditt i %(loop)s er endret. Nå er det ikke satt opp flere dager for deg hos bedriftene."), unless="way"),
        Lines(_("Dette er neste steg for deg:"), "%(step)s", _("Når: %(day)s"), given="step"),
        NEW_DATES,
        FILES_GO_ALONG,
        Lines(_("Du ser alt på siden din:"), LINK, given="link"),
        IF_NOT,
    ),
    applies=candidate_was_there,
    along=calendar_files,
    needs_link=False,
    example={**OF_DATES, "way": "11.01.2027–09.05.2027: Bakeriet", "step": "Møt på bakeriet", "day": "11.01.2027"},
)
NEW_ARRIVALS = Letter(
    "loops/plan_changed_employer",
    to=Audience.EMPLOYER,
    subject=_("Planen hos dere i %(loop)s er endret"),
    text=(
        Lines(_("Planen i %(loop)s er endret. Herfra kommer disse til dere:"), "%(arrivals)s", given="arrivals"),
        Lines(_("Planen i %(loop)s er endret. Nå er det ikke satt opp noen hos dere."), unless="arrivals"),
        NEW_DATES,
        FILES_GO_ALONG,
        Lines(_("Siden deres viser hele planen:"), LINK, given="link"),
        _("Passer noe ikke, ring %(owner)s på %(phone)s. Siden er din egen, så ikke send adressen videre."),
    ),
    applies=employer_takes_part,
    along=calendar_files,
    needs_link=False,
    example={**OF_DATES, "arrivals": "11.01.2027–09.05.2027: Amina"},
)
CARRY_DATES = tuple(letter.name for letter in (YEAR, CHANGED, NEW_WAY, NEW_ARRIVALS))


@dataclass(frozen=True)
class News:
    """What one person is told of their dates in a letter about something else as well.

    Takes   lines    what is new, changed or over
            carried  the dates that go along as calendar files: all that are ahead, and those that are over
    """

    lines: tuple[Line, ...]
    carried: tuple[LoopDate, ...]


def news_by_person(
    loop: Loop, rows: Iterable[Participant | LoopEmployer], changed: Iterable[LoopDate], *, now: datetime
) -> dict[int, News]:
    """The news of each, by the person's key. A date that was told of and no longer concerns them is over, although it stands for others.

    Cost    four queries
    """
    people, subjects = {}, [loop.public_id]
    for row in rows:
        person = row.person if isinstance(row, Participant) else row.contact
        people[person.pk] = person
        subjects.append(row.public_id)
    told = told_before(subjects)
    changed_keys = {row.pk for row in changed}
    ahead = Q(appointment__loop_date__loop=loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now)
    of_each: dict[int, list[AppointmentParty]] = {key: [] for key in people}
    for party in loaded(AppointmentParty.objects.filter(ahead | Q(appointment__loop_date__in=changed_keys), person__in=people)):
        of_each[party.person_id or 0].append(party)
    standing = LoopDate.objects.filter(loop=loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now)
    by_id = {str(row.public_id): row for row in standing.select_related(*LOADED).order_by("appointment__starts_at", "pk")}
    found = {}
    for key, parties in of_each.items():
        role = Role(parties[0].role) if parties else Role.CANDIDATE
        before = told.get(str(as_reader(people[key], role).key), set())
        mine = [line_of(party) for party in parties]
        still = {line.row.pk for line in mine}
        over = [Line(row, role, key, is_theirs=False) for public_id, row in by_id.items() if public_id in before and row.pk not in still]
        lines = [line for line in mine if line.row.pk in changed_keys or str(line.row.public_id) not in before]
        carried = [*(line.row for line in mine), *(line.row for line in over)]
        found[key] = News(tuple(sorted([*lines, *over], key=by_time)), tuple(carried))
    return found


def told_before(subjects: Collection[UUID]) -> dict[str, set[str]]:
    """The ids of the dates each reader has had in a letter. Cost: one query."""
    sent = Message.objects.filter(about__in=subjects, template__in=CARRY_DATES)
    found: dict[str, set[str]] = {}
    for values in sent.exclude(state__in=[MessageState.CANCELLED, MessageState.FAILED]).values_list("values", flat=True):
        found.setdefault(str(values["reader"]), set()).update(str(values["date_ids"]).split())
    return found


def new_ways(loop: Loop, participants: Sequence[Participant], news: Mapping[int, News], links: Links, *, now: datetime) -> list[Draft]:
    """Each one's own way from here: where they will be, what is next, and the dates that are new or over. Cost: two queries."""
    steps = {step.participant_id: step for step in NextStep.objects.filter(participant__in=participants).select_related("owner")}
    stays = Stay.objects.filter(participant__in=participants, ends_on__gte=local_day(now)).select_related("employer__workplace")
    ways: dict[int, list[Stay]] = {}
    for stay in stays.order_by("starts_on", "pk"):
        ways.setdefault(stay.participant_id, []).append(stay)
    return [new_way(row, ways.get(row.pk, []), steps.get(row.pk), news[row.person_id], links, loop=loop) for row in participants]


def new_way(participant: Participant, stays: Sequence[Stay], step: NextStep | None, news: News, links: Links, *, loop: Loop) -> Draft:
    reader = as_reader(participant.person, Role.CANDIDATE)
    with override(reader.to.language):
        words = {
            "way": "\n".join(f"{day(stay.starts_on)}–{day(stay.ends_on)}: {stay.employer}" for stay in stays),
            "dates": sentences(news.lines, NOBODY),
            "step": "",
        }
    if step is not None:
        words |= {"step": step.text, "day": day(step.due_on), "owner": step.owner.name, "phone": phone(step.owner.phone)}
    once = once_for(participant.public_id, news.carried, stays, words["step"])
    return draft_of(NEW_WAY, reader, news.carried, loop=loop, about=participant.public_id, once=once, links=links, words=words)


def new_arrivals(loop: Loop, employers: Sequence[LoopEmployer], news: Mapping[int, News], links: Links, *, now: datetime) -> list[Draft]:
    """Who comes to each employer from here, by first name and day. One who answers for two employers gets one letter.

    Cost    a query for each employer, and two
    Source  RULES A3, A7: only those who share with that very workplace are named
    """
    today = local_day(now)
    open_people = Participant.objects.filter(person__protection=Protection.NONE)
    of_contact: dict[int, list[LoopEmployer]] = {}
    for employer in employers:
        of_contact.setdefault(employer.contact_id, []).append(employer)
    dates = [line.row for each in of_contact for line in news[each].lines]
    named_dates = named_by_role(dates, today=today)
    stays: dict[int, list[Stay]] = {}
    arriving = Stay.objects.filter(employer__in=employers, ends_on__gte=today).select_related("participant__person")
    for stay in arriving.order_by("starts_on", "participant__person__first_name", "pk"):
        stays.setdefault(stay.employer_id, []).append(stay)
    named = {row.pk: set(shown_here(open_people, row, today=today).values_list("pk", flat=True)) for row in employers}
    drafts = []
    for contact_id, theirs in of_contact.items():
        reader, told = as_reader(theirs[0].contact, Role.EMPLOYER), news[contact_id]
        all_stays = [(stay, employer) for employer in theirs for stay in stays.get(employer.pk, [])]
        with override(reader.to.language):
            arrivals = [
                arrival(stay, employer, is_named=stay.participant_id in named[employer.pk], has_more=len(theirs) > 1)
                for stay, employer in all_stays
            ]
            words = {"arrivals": "\n".join(arrivals), "dates": sentences(told.lines, named_dates)}
        about = theirs[0].public_id
        once = once_for(about, told.carried, [stay for stay, _employer in all_stays])
        drafts.append(draft_of(NEW_ARRIVALS, reader, told.carried, loop=loop, about=about, once=once, links=links, words=words))
    return drafts


def arrival(stay: Stay, employer: LoopEmployer, *, is_named: bool, has_more: bool) -> str:
    name = Named(stay.participant.person, is_named).in_a_sentence
    place = f", {employer}" if has_more else ""
    return f"{day(stay.starts_on)}–{day(stay.ends_on)}: {name}{place}"


def by_time(line: Line) -> tuple[datetime, int]:
    return line.row.starts_at, line.row.pk
