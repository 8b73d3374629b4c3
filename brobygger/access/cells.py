"""The conditions a cell of the access table can have. Each says in words which rows it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from brobygger.access.fence import fence, outer
from brobygger.access.principal import Principal
from brobygger.appointments.models import AppointmentKind, AppointmentParty
from brobygger.intake.cover import works_here
from brobygger.intake.models import OPEN_INTAKES, Absence, Part, Responsibility, SpecialistProfile
from brobygger.jobdev.models import OpeningState, Suggestion, SuggestionState
from brobygger.kernel.sql import Keys
from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.sharing import SHARING_LASTS
from brobygger.loops.states import LoopState
from brobygger.parties.models import ContactPerson, Grant, Membership, Person, Protection, Role
from brobygger.parties.queries import holds_on
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState

Condition = Callable[[Principal], Q]
EVERY_ROW = Q(pk__isnull=False)  # an empty Q() is no condition at all
ANSWER_IS_SEEN = timedelta(days=14)  # by those who answer, after the day of the answer; ADR 0107


@dataclass(frozen=True)
class Cell:
    """Which rows reach a principal in one role: the conditions that each give some, and the same in words, a phrase for each.

    The conditions are kept apart, not ORed: the database can start from an index for each of them alone. Source: ADR 0060.
    """

    words: tuple[str | Promise, ...]
    conditions: tuple[Condition, ...]


def cell(words: str | Promise, condition: Condition) -> Cell:
    return Cell((words,), (condition,))


all_rows = cell(_("alle"), lambda principal: EVERY_ROW)


def own(path: str) -> Cell:
    """Rows about the asker."""
    return cell(_("det som gjelder en selv"), lambda principal: Q(**{path or "pk": principal.person_key}))


def is_followed(principal: Principal, path: str) -> Q:
    return Q(**{f"{path or 'pk'}__in": Keys("intake_followed_by", principal.user_key, principal.today)})


def followed(path: str) -> Cell:
    """Rows about people the asker is responsible for or stands in for today."""
    return cell(_("dem en selv følger opp eller er stedfortreder for"), lambda principal: is_followed(principal, path))


def is_in_units(principal: Principal, path: str, role: Role) -> Q:
    return Q(**{f"{path or 'pk'}__in": Keys("intake_people_of", principal.units_as(role), principal.today)})


def in_units(path: str, role: Role) -> Cell:
    """Rows about people followed up today by a unit where the asker has the role."""
    return cell(_("folk i egen enhet"), lambda principal: is_in_units(principal, path, role))


def needed(path: str, role: Role) -> Cell:
    """Rows about people in the asker's unit whom they have stated a reason to open."""

    def condition(principal: Principal) -> Q:
        return Q(**{f"{path or 'pk'}__in": Keys("access_needed_by", principal.user_key, principal.units_as(role), principal.today)})

    return cell(_("folk i egen enhet, når en har skrevet en grunn"), condition)


def granted(path: str, *, subject: str, role: Role) -> Cell:
    """Rows about people who have said yes to sharing with the asker's unit, for that subject, today."""

    def condition(principal: Principal) -> Q:
        yes = Grant.objects.filter(
            holds_on(principal.today),
            withdrawn_at__isnull=True,
            unit__in=principal.units_as(role),
            person=outer(path),
        )
        if subject:
            yes = yes.filter(subject_id=OuterRef(subject))
        return Q(Exists(yes))

    return cell(_("dem som har sagt ja til deling, så lenge samtykket gjelder"), condition)


def unit_in(path: str, role: Role) -> Cell:
    """Rows that belong to a unit where the asker has the role."""
    return cell(_("det som hører til egen enhet"), lambda principal: Q(**{f"{path}__in": principal.units_as(role)}))


def by_user(path: str) -> Cell:
    """Rows that name the asker."""
    return cell(_("det en selv står for"), lambda principal: Q(**{path: principal.user_key}))


def by_user_in_unit(user: str, unit: str, role: Role) -> Cell:
    """Rows that name the asker, as long as the asker has the role in the unit the row belongs to. Source: RULES A11."""
    return cell(
        _("det en selv står for i egen enhet"),
        lambda principal: Q(**{user: principal.user_key, f"{unit}__in": principal.units_as(role)}),
    )


def is_in_hand(principal: Principal, role: Role) -> Q:
    """That an intake waits for an answer or has just got one, or is about somebody the asker may read. Source: RULES A2; ADR 0107."""
    is_new = Q(state__in=OPEN_INTAKES) | Q(answered_at__date__gte=principal.today - ANSWER_IS_SEEN)
    has_a_reason = needed("person", role).conditions[0](principal)
    return is_new | is_followed(principal, "person") | has_a_reason


def intakes_to_answer() -> Cell:
    """Intakes given to the asker, as long as they work in the unit."""

    def condition(principal: Principal) -> Q:
        return Q(owner=principal.user_key, unit__in=principal.units_as(Role.SPECIALIST)) & is_in_hand(principal, Role.SPECIALIST)

    return cell(_("henvisninger en selv svarer på i egen enhet, til to uker etter svaret, og så lenge en kan åpne personen"), condition)


def referred_and_not_answered() -> Cell:
    """Intakes the asker has referred to a unit where they are a specialist, as long as nobody has been given them. Source: RULES W1, W2."""

    def condition(principal: Principal) -> Q:
        return Q(referred_by=principal.user_key, owner__isnull=True, unit__in=principal.units_as(Role.SPECIALIST))

    return cell(_("dem en selv har henvist til egen enhet, så lenge ingen svarer"), condition)


def intakes_of_unit() -> Cell:
    """Intakes of the units the asker leads."""
    return cell(
        _("henvisninger til egen enhet, til to uker etter svaret, og så lenge en kan åpne personen"),
        lambda principal: Q(unit__in=principal.units_as(Role.LEADER)) & is_in_hand(principal, Role.LEADER),
    )


def still_near(principal: Principal, person: str, unit: str) -> Q:
    """That a row about a person is of a unit the asker works in today, or that they follow the person. Source: RULES A2, A11."""
    units = frozenset[int]().union(*principal.units.values())
    return Q(**{f"{unit}__in": units}) | is_followed(principal, person)


def written_by_oneself() -> Cell:
    """Notes the asker has written, until they neither follow the person nor work in the unit that does."""
    return cell(
        _("det en selv har skrevet, om folk en følger opp eller i egen enhet"),
        lambda principal: Q(written_by=principal.user_key) & still_near(principal, "person", "engagement__unit"),
    )


def contact_at(path: str) -> Cell:
    """Rows of a workplace where the link's holder is a contact today."""

    def condition(principal: Principal) -> Q:
        contact = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, workplace=outer(path))
        return Q(Exists(contact))

    return cell(_("det som gjelder eget arbeidssted"), condition)


def either(*cells: Cell) -> Cell:
    """Rows that one or another cell gives."""
    return Cell(
        tuple(words for each in cells for words in each.words),
        tuple(condition for each in cells for condition in each.conditions),
    )


def offices_of(path: str, role: Role) -> Cell:
    """Rows of loops that one of the asker's units may propose candidates to."""

    def condition(principal: Principal) -> Q:
        invited = Loop.offices.through.objects.filter(loop=outer(path), unit__in=principal.units_as(role))
        return Q(Exists(invited))

    return cell(_("looper egen enhet er invitert til"), condition)


def joined(path: str) -> Cell:
    """Rows of loops the link's holder is invited to."""

    def condition(principal: Principal) -> Q:
        return Q(Exists(Participant.objects.filter(loop=outer(path), person=principal.person_key)))

    return cell(_("looper en selv er invitert til"), condition)


def employer_in(path: str) -> Cell:
    """Rows of loops where the link's holder is a contact at one of the employers."""

    def condition(principal: Principal) -> Q:
        here = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, workplace=OuterRef("workplace"))
        return Q(Exists(LoopEmployer.objects.filter(Exists(here), loop=outer(path))))

    return cell(_("looper egen bedrift er med i"), condition)


def shown_to_workplace(person: str, subject: str) -> Cell:
    """Rows about people who have said yes to being met by a workplace where the link's holder is a contact."""

    def condition(principal: Principal) -> Q:
        here = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, workplace=OuterRef("workplace"))
        yes = Grant.objects.filter(
            Exists(here), holds_on(principal.today), withdrawn_at__isnull=True, person=outer(person), subject_id=OuterRef(subject)
        )
        return Q(Exists(yes))

    return cell(_("deltakere som har sagt ja til å møte egen bedrift"), condition)


def shared_with_contact(person: str, subject: str, workplace: str, **also: str) -> Cell:
    """Rows about what happens at one workplace, for its contacts today, as long as the person shares with that very workplace.

    An employer that has left the loop reaches them for twelve weeks more. Source: RULES A7; ADR 0091.

    Takes   also  what the row must say besides, such as which side it is from
    """

    def condition(principal: Principal) -> Q:
        here = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, workplace=outer(workplace))
        yes = Grant.objects.filter(
            holds_on(principal.today),
            withdrawn_at__isnull=True,
            person=outer(person),
            subject_id=OuterRef(subject),
            workplace=outer(workplace),
        )
        over = principal.today - SHARING_LASTS
        still_in = Q(stay__employer__dropped_out_on__isnull=True) | Q(stay__employer__dropped_out_on__gte=over)
        return Q(Exists(here)) & Q(Exists(yes)) & still_in & Q(**also)

    return cell(_("det egen bedrift har med deltakeren å gjøre, så lenge deltakeren deler med den"), condition)


def own_unless_withheld(path: str) -> Cell:
    """Notes about the asker. One that is withheld shows by itself on its day. Source: RULES A8."""

    def condition(principal: Principal) -> Q:
        is_shown = Q(withheld_until__isnull=True) | Q(withheld_until__lte=principal.today)
        return Q(**{path: principal.person_key}) & is_shown

    return cell(_("det som gjelder en selv, så nær som det som er holdt tilbake til en dag"), condition)


def shown_to_employer() -> Cell:
    """Matters a workplace is part of or has raised itself, for its contacts: while the candidate shares with it, until twelve weeks
    after the stay there. Source: RULES A7; ADR 0089."""

    def condition(principal: Principal) -> Q:
        here = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, workplace=OuterRef("workplace"))
        yes = Grant.objects.filter(
            holds_on(principal.today),
            withdrawn_at__isnull=True,
            person=OuterRef("person"),
            workplace=OuterRef("workplace"),
            subject_id=OuterRef("participant__loop__public_id"),
        )
        over = principal.today - SHARING_LASTS
        stay = Stay.objects.filter(participant=OuterRef("participant"), employer__workplace=OuterRef("workplace"), ends_on__gte=over)
        is_part = Q(is_shared_with_employer=True) | Q(raised_by_role=Role.EMPLOYER)
        return is_part & Q(Exists(here)) & Q(Exists(yes)) & Q(Exists(stay.exclude(placement__ends_on__lt=over)))

    return cell(_("det egen bedrift er med på eller selv har tatt opp, til tolv uker etter oppholdet der"), condition)


def mentored_stays(principal: Principal) -> Q:
    """The stays the asker is mentor of: once the year of the loop has begun, as long as they work there, until twelve weeks after.

    Source  RULES A7; ADR 0091
    """
    works_there = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, pk=OuterRef("mentor"))
    return Q(Exists(works_there)) & Q(
        participant__loop__state__in=(LoopState.RUNNING, LoopState.FINISHED), ends_on__gte=principal.today - SHARING_LASTS
    )


def mentored() -> Cell:
    return cell(_("opphold der en selv er fadder, til tolv uker etter"), mentored_stays)


def shared_with_mentor() -> Cell:
    """Those the asker is mentor for, who share with the workplace today."""

    def condition(principal: Principal) -> Q:
        yes = Grant.objects.filter(
            holds_on(principal.today),
            withdrawn_at__isnull=True,
            person=OuterRef("participant__person"),
            subject_id=OuterRef("participant__loop__public_id"),
            workplace=OuterRef("employer__workplace"),
        )
        return Q(Exists(Stay.objects.filter(mentored_stays(principal), Exists(yes), participant=OuterRef("pk"))))

    return cell(_("dem en selv er fadder for, så lenge de deler med bedriften"), condition)


def is_about_nobody_protected() -> Q:
    return Q(participant__isnull=True) | Q(participant__person__protection=Protection.NONE)


def dates_of_oneself() -> Cell:
    """Dates in a loop's year that concern the asker as a candidate."""

    def condition(principal: Principal) -> Q:
        party = AppointmentParty.objects.filter(appointment=OuterRef("appointment"), person=principal.person_key, role=Role.CANDIDATE)
        return Q(Exists(party))

    return cell(_("datoer som gjelder en selv"), condition)


def dates_of_the_workplace() -> Cell:
    """Dates that concern an employer whose contact the asker is today; of one candidate only those at that workplace."""

    def condition(principal: Principal) -> Q:
        here = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key)
        ours = LoopEmployer.objects.filter(
            Exists(here.filter(workplace=OuterRef("workplace"))), loop=OuterRef(OuterRef("loop")), contact=OuterRef("person")
        )
        party = AppointmentParty.objects.filter(Exists(ours), appointment=OuterRef("appointment"), role=Role.EMPLOYER)
        at_ours = Q(employer__isnull=True) | Q(Exists(here.filter(workplace=OuterRef("employer__workplace"))))
        return Q(Exists(party)) & at_ours & is_about_nobody_protected()

    return cell(_("datoer som gjelder egen bedrift"), condition)


def dates_of_the_mentored() -> Cell:
    """Dates of the stays the asker is mentor of."""

    def condition(principal: Principal) -> Q:
        stay = Stay.objects.filter(mentored_stays(principal), participant=OuterRef("participant"), employer=OuterRef("employer"))
        return Q(Exists(stay)) & is_about_nobody_protected()

    return cell(_("datoer for opphold der en selv er fadder"), condition)


def meets_all_of_it(principal: Principal) -> Q:
    """An appointment where nobody is whom the asker may not meet."""
    parties = AppointmentParty.objects.filter(appointment=OuterRef("pk"), person__isnull=False)
    return ~Q(Exists(parties.exclude(fence(principal, "person"))))


def concerned() -> Cell:
    """Appointments where the asker is to be."""

    def condition(principal: Principal) -> Q:
        mine = AppointmentParty.objects.filter(user=principal.user_key).values("appointment")
        return Q(pk__in=mine) & meets_all_of_it(principal)

    return cell(_("avtaler der en selv skal være"), condition)


def appointments_with_followed() -> Cell:
    """Appointments with people the asker is responsible for or stands in for today."""

    def condition(principal: Principal) -> Q:
        theirs = AppointmentParty.objects.filter(is_followed(principal, "person")).values("appointment")
        return Q(pk__in=theirs) & meets_all_of_it(principal)

    return cell(_("avtaler med dem en selv følger opp eller er stedfortreder for"), condition)


def appointments_stood_in_for() -> Cell:
    """Appointments of a colleague who is away today, and whose usual deputy the asker is. Source: RULES W3."""

    def condition(principal: Principal) -> Q:
        away = Absence.objects.filter(holds_on(principal.today), user=OuterRef("user"))
        colleagues = SpecialistProfile.objects.filter(Exists(away), usual_deputy=principal.user_key)
        theirs = AppointmentParty.objects.filter(user__in=colleagues.values("user")).values("appointment")
        return Q(pk__in=theirs) & meets_all_of_it(principal)

    return cell(_("avtalene til en kollega som er borte i dag, når en selv er stedfortreder"), condition)


def outside_loops(inner: Cell) -> Cell:
    """Appointments but for the dates of a loop's year: whoever runs the loop moves them, with what hangs on them."""

    def outside(condition: Condition) -> Condition:
        return lambda principal: condition(principal) & ~Q(kind=AppointmentKind.LOOP)

    words = tuple(format_lazy(_("{which}, men ikke datoene i en loop"), which=which) for which in inner.words)
    return Cell(words, tuple(outside(condition) for condition in inner.conditions))


def appointments_of_oneself(role: Role) -> Cell:
    """Appointments the holder of a link is asked to in a role; nobody protected is there but themselves."""

    def condition(principal: Principal) -> Q:
        mine = AppointmentParty.objects.filter(person=principal.person_key, role=role).values("appointment")
        return Q(pk__in=mine) & meets_all_of_it(principal)

    return cell(_("avtaler der en selv skal være"), condition)


def letters_about_those_who_share(path: str, role: Role) -> Cell:
    """Letters about candidates in a loop who have said yes to sharing with the asker's unit: before the yes nobody there knows who."""

    def condition(principal: Principal) -> Q:
        share = granted("person", subject="loop__public_id", role=role).conditions[0]
        about = Participant.objects.filter(share(principal), fence(principal, "person"), public_id=OuterRef(path))
        return Q(Exists(about))

    return cell(_("brev om deltakere som deler med egen enhet"), condition)


def letters_to_employers(path: str, role: Role) -> Cell:
    """Letters about the employers in the loops of a unit where the asker has the role."""

    def condition(principal: Principal) -> Q:
        about = LoopEmployer.objects.filter(loop__unit__in=principal.units_as(role), public_id=OuterRef(path))
        return Q(Exists(about))

    return cell(_("brev til bedrifter i looper som hører til egen enhet"), condition)


def own_look_ups(path: str) -> Cell:
    """Rows of the look-up log about the asker, who is named there by an opaque id."""
    return cell(_("oppslag på en selv"), lambda principal: Q(**{path: principal.public_id}))


def look_ups_on_followed(path: str) -> Cell:
    """Rows of the look-up log about people the asker follows; the log names them by an opaque id and not by a key."""

    def condition(principal: Principal) -> Q:
        people = Person.objects.filter(is_followed(principal, ""), fence(principal, ""), public_id=OuterRef(path))
        return Q(Exists(people))

    return cell(_("oppslag på dem en selv følger opp eller er stedfortreder for"), condition)


def works_at(principal: Principal, workplace: str) -> Q:
    """That the link's holder is a contact at a workplace today."""
    here = ContactPerson.objects.filter(holds_on(principal.today), person=principal.person_key, workplace=outer(workplace))
    return Q(Exists(here))


def runs_at_employer(principal: Principal) -> Q:
    """Suggestions that may still come to something at the employer that is asked: while the place is open, and else for twelve weeks.

    One that has begun is no longer among them: what runs then is the placement. Source: RULES A7
    """
    over = principal.today - SHARING_LASTS
    lately = Q(employer_asked_at__date__gte=over) | Q(meeting__starts_at__date__gte=over)
    return Q(state__in=[SuggestionState.EMPLOYER_ASKED, SuggestionState.WILL_MEET]) & (Q(opening__state=OpeningState.OPEN) | lately)


def told_to_employer() -> Cell:
    """What a candidate lets a workplace know, for its contacts: in force, and while something runs between the two.

    Something runs from the employer is asked about the candidate, and until twelve weeks after the last day there. A stay in a loop counts
    only as long as the candidate shares with that workplace, so that a yes taken back leaves no name. Source: RULES A7, P3; ADR 0098.
    """

    def condition(principal: Principal) -> Q:
        over = principal.today - SHARING_LASTS
        stays = Placement.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=over), person=OuterRef("person"), workplace=OuterRef("workplace")
        ).exclude(state=PlacementState.CANCELLED)
        yes = Grant.objects.filter(
            holds_on(principal.today),
            withdrawn_at__isnull=True,
            person=OuterRef("participant__person"),
            subject_id=OuterRef("participant__loop__public_id"),
            workplace=OuterRef("employer__workplace"),
        )
        in_a_loop = Stay.objects.filter(placement=OuterRef("pk"))
        stays = stays.filter(~Exists(in_a_loop) | Exists(in_a_loop.filter(Exists(yes))))
        asked = Suggestion.objects.filter(runs_at_employer(principal), person=OuterRef("person"), opening__workplace=OuterRef("workplace"))
        in_force = Q(replaced_at__isnull=True, withdrawn_at__isnull=True)
        return in_force & works_at(principal, "workplace") & (Q(Exists(stays)) | Q(Exists(asked)))

    return cell(_("det deltakeren lar egen bedrift få vite, til tolv uker etter siste dag der"), condition)


def told_of_suggestion() -> Cell:
    """Suggestions a workplace has been asked about, for its contacts: never before the candidate's yes, and not once it is settled."""

    def condition(principal: Principal) -> Q:
        return runs_at_employer(principal) & works_at(principal, "opening__workplace")

    return cell(_("forslag egen bedrift er spurt om"), condition)


def stood_in_for(path: str) -> Cell:
    """Rows of a colleague who is away today, and whose usual deputy the asker is. Source: RULES W3."""

    def condition(principal: Principal) -> Q:
        away = Absence.objects.filter(holds_on(principal.today), user=OuterRef("user"))
        colleague = SpecialistProfile.objects.filter(Exists(away), user=outer(path), usual_deputy=principal.user_key)
        return Q(Exists(colleague))

    return cell(_("det en kollega som er borte i dag, står for, når en selv er stedfortreder"), condition)


def colleagues(path: str, role: Role) -> Cell:
    """Rows of those who work in a unit where the asker has the role."""

    def condition(principal: Principal) -> Q:
        works = Membership.objects.filter(holds_on(principal.today), unit__in=principal.units_as(role), user=outer(path))
        return Q(Exists(works))

    return cell(_("det som gjelder kolleger i egen enhet"), condition)


def is_about_open_candidate(principal: Principal) -> Q:
    """That a row about an engagement or an employer meets the fence when it is about a candidate."""
    return Q(engagement__isnull=True) | fence(principal, "engagement__person")


def calls_about_followed() -> Cell:
    """Those who wait for a call about somebody the asker follows or stands in for."""
    return cell(
        _("dem som venter på å bli ringt, om folk en selv følger opp eller er stedfortreder for"),
        lambda principal: is_followed(principal, "engagement__person") & fence(principal, "engagement__person"),
    )


def calls_from_own_employers() -> Cell:
    """Those who wait for a call from an employer the asker answers for or stands in for."""

    def condition(principal: Principal) -> Q:
        return Q(relation__in=Keys("intake_relations_of", principal.user_key, principal.today))

    return cell(_("dem som venter på å bli ringt, hos bedrifter en selv har kontakten med eller er stedfortreder for"), condition)


def in_own_unit(role: Role) -> Cell:
    """Rows about a candidate or an employer of a unit where the asker has the role."""

    def condition(principal: Principal) -> Q:
        units = principal.units_as(role)
        ours = Q(engagement__unit__in=units) | Q(relation__unit__in=units)
        return ours & is_about_open_candidate(principal)

    return cell(_("det som hører til egen enhet"), condition)


def answered_for() -> Cell:
    """Engagements the asker is responsible for or stands in for today."""

    def condition(principal: Principal) -> Q:
        return Q(Exists(Responsibility.objects.filter(holds_on(principal.today), user=principal.user_key, engagement=outer("pk"))))

    return cell(_("oppfølging en selv er ansvarlig eller stedfortreder for"), condition)


def is_held(principal: Principal, part_of: str) -> QuerySet[Responsibility]:
    """Who answers today for the row that is asked about. Takes `part_of`, which it is to a responsibility: `engagement` or `relation`."""
    return Responsibility.objects.filter(holds_on(principal.today), **{part_of: outer("pk")})


def responsible_for(part_of: str) -> Cell:
    """Follow-ups, or contacts with employers, that the asker is responsible for today; not what they are deputy for."""

    def condition(principal: Principal) -> Q:
        return Q(Exists(is_held(principal, part_of).filter(part=Part.RESPONSIBLE, user=principal.user_key)))

    return cell(_("det en selv er ansvarlig for"), condition)


def standing_in_for(part_of: str) -> Cell:
    """The same that the asker is deputy for, on a day when nobody who is responsible is at work. Source: RULES W3; ADR 0124."""

    def condition(principal: Principal) -> Q:
        held = is_held(principal, part_of)
        away = Absence.objects.filter(holds_on(principal.today), user=OuterRef("user"))
        at_work = held.filter(works_here(principal.today), ~Exists(away), part=Part.RESPONSIBLE)
        return Q(Exists(held.filter(part=Part.DEPUTY, user=principal.user_key)) & ~Exists(at_work))

    return cell(_("det en står inn for mens den ansvarlige er borte"), condition)


def held_by_oneself() -> Cell:
    return cell(_("det en selv har ansvar for"), lambda principal: Q(user=principal.user_key) & is_about_open_candidate(principal))


def experiences_asked() -> Cell:
    """Conversations the asker has led, with people they may meet, until they neither follow the person nor work in the unit."""

    def condition(principal: Principal) -> Q:
        led = Q(asked_by=principal.user_key, withdrawn_at__isnull=True)
        return led & fence(principal, "person") & still_near(principal, "person", "unit")

    return cell(_("samtaler en selv har hatt, med folk en følger opp eller i egen enhet"), condition)


def experiences_read_across(role: Role) -> Cell:
    """Answers of a unit that their owners let be read across, without a name."""
    return cell(
        _("svar i egen enhet som kan leses på tvers, uten navn"),
        lambda principal: Q(unit__in=principal.units_as(role), is_read_across=True),
    )
