"""One person: the way so far, what they want, what comes next, and who is around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.queries import reasons_of, who_looked
from brobygger.access.verbs import Verb
from brobygger.appointments.models import Appointment
from brobygger.audit.models import LookUp
from brobygger.followup.around import Around, around, with_what_is_around
from brobygger.followup.contacts import contacts_of
from brobygger.followup.due_dates import engagements_with, with_due_dates
from brobygger.followup.models import Contact, Matter
from brobygger.intake.models import Engagement
from brobygger.intake.queries import PickUp, who_picks_up
from brobygger.loops.models import Participant
from brobygger.parties.models import ContactPerson, Person
from brobygger.placements.chain import chain_of
from brobygger.placements.hours import with_hours
from brobygger.placements.models import Placement
from brobygger.talent.models import Disclosure, VocationalProfile
from brobygger.talent.queries import latest_profile
from brobygger.web.agreed import agreed, history
from brobygger.web.contacts.words import log_form
from brobygger.web.crumbs import to_people, to_person
from brobygger.web.page import page
from brobygger.web.people.facts import facts_about, facts_of_the_way, told_at_intake
from brobygger.web.people.words import calls_around, first_of, next_follow_up, who_answers
from brobygger.web.placements.drawing import drawing_of
from brobygger.web.placements.tables import CHAIN_HEADS, rows_of
from brobygger.web.rendering import render_part
from brobygger.web.request import Request

LATELY = timedelta(days=90)
SHOWN_CONTACTS = 5  # the rest stand on a page of their own


@page()
def person(request: Request, person_id: UUID) -> HttpResponse:
    principal = request.principal
    found, pick_ups, surroundings = who_and_around(principal, person_id)
    if found is None:
        door.get(principal, Verb.FIND, Person, person_id)
        return redirect("people:reason", person_id)
    is_mine = any(principal.staff in (each.responsible, each.deputy) for each in pick_ups)
    need = None if is_mine else surroundings.need
    door.seen(principal, [found], Purpose.PERSON, reason=need.reason if need else "")
    first = first_of(pick_ups, principal.staff)
    contacts = list(contacts_of(door.rows(principal, Verb.READ, Contact, person=found), found)[: SHOWN_CONTACTS + 1])
    stays = door.rows(principal, Verb.READ, Placement, person=found).select_related("workplace")
    chain = chain_of(with_hours(stays), today=principal.today)
    meetings = agreed(request, door.rows(principal, Verb.READ, Appointment, parties__person=found), found)
    shown = contacts[:SHOWN_CONTACTS]
    return render_part(
        request,
        "people/person.html",
        {
            "person": found,
            "meetings": [each for each in meetings if not each.is_over],
            "need": need,
            "is_mine": is_mine,
            "first": first,
            "who_answers": who_answers(first, user=principal.staff) if first else "",
            "may_read_placements": door.may(principal, Verb.READ, Placement),
            "chain": chain,
            "drawing": drawing_of(chain),
            "chain_heads": CHAIN_HEADS,
            "chain_rows": rows_of(chain, with_links=is_mine),
            "to_begin": [link for link in chain.links if link.is_to_begin(principal.today)],
            "to_end": [link for link in chain.links if link.is_to_end(principal.today)],
            "may_read_profile": door.may(principal, Verb.READ, VocationalProfile),
            "profile": latest_profile(door.rows(principal, Verb.READ, VocationalProfile, person=found), found),
            "may_read_disclosures": door.may(principal, Verb.READ, Disclosure),
            "next": next_follow_up(first.engagement, chain, today=principal.today) if first else None,
            "may_read_contacts": door.may(principal, Verb.READ, Contact),
            "contacts": history(shown, [each for each in meetings if each.is_over], has_older=len(contacts) > SHOWN_CONTACTS),
            "has_older_contacts": len(contacts) > SHOWN_CONTACTS,
            "log": log_form(first.engagement, last_kind=kind_of_last(contacts, principal), back=request.path) if first else None,
            "me": principal.staff if is_mine else None,
            "here": request.path,
            "calls": calls_around(pick_ups, surroundings.at_work, user=principal.staff),
            "may_decide": first is not None and principal.staff in (first.responsible, first.deputy),
            "facts": facts_about(found),
            "way": facts_of_the_way(first.engagement) if first else [],
            "told": told_at_intake(first.engagement) if first else "",
            "may_correct": is_mine or door.rows(principal, Verb.CORRECT, Person, pk=found.pk).exists(),
            "may_hand_over": first is not None and first.responsible == principal.staff,
            "around": surroundings,
            "may_read_look_ups": door.may(principal, Verb.READ, LookUp) and is_mine,
            "today": principal.today,
            "crumbs": to_people(),
        },
    )


def kind_of_last(contacts: Sequence[Contact], principal: Principal) -> str:
    """What the reader did last, of the newest contacts; nothing when none of these is theirs."""
    return next((each.kind for each in contacts if each.written_by_id == principal.user_key and not each.act), "")


def who_and_around(principal: Principal, person_id: UUID) -> tuple[Person | None, Sequence[PickUp], Around]:
    """The person, who picks up, and what is around: with the engagement when there is one, which saves a question."""
    parts: dict[str, Any] = {
        "today": principal.today,
        "participants": door.rows(principal, Verb.READ, Participant),
        "matters": door.rows(principal, Verb.READ, Matter),
        "contacts": door.rows(principal, Verb.CHOOSE, ContactPerson),
        "disclosures": door.rows(principal, Verb.READ, Disclosure),
        "reasons": reasons_of(principal.staff, today=principal.today),
    }
    engagements = door.rows(principal, Verb.READ, Engagement, person__public_id=person_id).select_related("person__postal_code", "intake")
    due = with_due_dates(engagements, today=principal.today, among=engagements_with(person_id))
    with_all = with_what_is_around(due, person="person_id", **parts)
    pick_ups = who_picks_up(with_all, today=principal.today)
    if pick_ups:
        return pick_ups[0].engagement.person, pick_ups, around(pick_ups[0].engagement)
    people = door.rows(principal, Verb.READ, Person).filter(public_id=person_id).select_related("postal_code")
    found = with_what_is_around(people, person="pk", **parts).first()
    return found, [], around(found) if found is not None else Around()


@page(Verb.PREPARE, Person, purpose=Purpose.PERSON)
def seen_by(request: Request, person: Person) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.READ, LookUp)
    lookers = who_looked(door.rows(principal, Verb.READ, LookUp), person=person, since=request.now - LATELY)
    crumbs = to_person(person)
    return render_part(request, "people/seen_by.html", {"person": person, "lookers": lookers, "crumbs": crumbs})
