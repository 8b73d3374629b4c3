"""Every page of the demo town, as each of those who may open it meets it, and no page forgotten.

Nothing is changed here, so all share one town. A new page fails `test_no_page_is_forgotten` until it stands in a walk.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from brobygger.access.links import link_token
from brobygger.appointments.models import Appointment
from brobygger.appointments.states import AppointmentState
from brobygger.demo.cast import STAFF, person_id
from brobygger.followup.contacts import standing
from brobygger.followup.models import Contact, Matter
from brobygger.intake.models import Engagement
from brobygger.jobdev.models import Suggestion
from brobygger.kernel import clock
from brobygger.loops.models import DateKind, Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.states import LoopState
from brobygger.parties.models import Person, SignedLink, Workplace
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from tests.browser.conftest import DESK, PHONE, open_town
from tests.factories import (
    DisclosureFactory,
    DisclosureItemFactory,
    EmployerVisitFactory,
    OpeningFactory,
    SuggestionFactory,
)
from tests.kit import come_in_as, of_the_cast, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Page

NOBODY = ""
LINK_HOLDERS = ("amina", "tor", "mona")
ALIKE = {"window:home", "window:experiences"}  # pages of several kinds of link, each with its own holder's


class Stop(NamedTuple):
    """A page: the name of its address, what the address is about, what stands after it, and whether to look in the dark too."""

    name: str
    about: tuple[str, ...] = ()
    query: str = ""
    in_the_dark: bool = False


def stop(name: str, *about: str, query: str = "", in_the_dark: bool = False) -> Stop:
    return Stop(name, about, query, in_the_dark)


WALKS: dict[str, list[Stop]] = {
    NOBODY: [
        stop("pages:front", in_the_dark=True),
        stop("pages:privacy"),
        stop("pages:accessibility"),
        stop("pages:specimens", in_the_dark=True),
        stop("pages:specimen_window"),
        stop("demo:choose", in_the_dark=True),
        stop("account_login"),
        stop("account_reset_password"),
        stop("account_reset_password_done"),
        stop("account_reset_password_from_key", "dead key", "dead key"),
        stop("account_reset_password_from_key_done"),
    ],
    "lise": [
        stop("loops:list", in_the_dark=True),
        stop("loops:loop", "gathering"),
        stop("loops:loop", "today", in_the_dark=True),
        stop("loops:loop", "decided"),
        stop("loops:size", "gathering"),
        stop("loops:hand_over", "today"),
        stop("loops:kick_off_edit", "gathering"),
        stop("loops:kick_off", "today", in_the_dark=True),
        stop("loops:print_rooms", "today"),
        stop("loops:print_people", "today"),
        stop("loops:type_wishes", "today"),
        stop("loops:type_candidate_wishes", "amina today"),
        stop("loops:type_employer_wishes", "bakery today"),
        stop("loops:plan", "today", in_the_dark=True),
        stop("loops:plan", "decided"),
        stop("loops:plan_veto_new", "today"),
        stop("loops:plan_print", "decided"),
        stop("loops:next_steps", "decided"),
        stop("loops:next_step_of", "somebody decided"),
        stop("year:loop", "decided", in_the_dark=True),
        stop("year:loop", "under way", in_the_dark=True),
        stop("year:loop", "finished"),
        stop("year:date", "under way", "gathering ahead", in_the_dark=True),
        stop("year:turning", "under way", "first rotation"),
        stop("year:stay", "under way", "stay ahead"),
        stop("agreements:evaluations", "decided"),
        stop("agreements:certificates", "decided"),
        stop("agreements:certificate", "somebody decided"),
        stop("agreements:way_on", "somebody decided"),
        stop("agreements:evaluations", "under way"),
        stop("agreements:certificates", "finished"),
        stop("agreements:certificate", "amina finished", in_the_dark=True),
        stop("agreements:type_candidate", "place under way"),
        stop("agreements:type_employer", "place under way"),
        stop("agreements:type_words", "place under way"),
        stop("repair:holes", "under way", in_the_dark=True),
        stop("repair:leave", "under way"),
        stop("repair:drop_out", "under way"),
        stop("followup:matters"),
        stop("followup:whose", "decided"),
        stop("followup:matter", "hard", in_the_dark=True),
        stop("followup:note", "hard"),
        stop("followup:agreement", "hard"),
        stop("followup:owner", "hard"),
        stop("followup:deadline", "hard"),
        stop("followup:employer", "hard"),
        stop("followup:solve", "hard"),
        stop("followup:raise", "somebody under way"),
        stop("outbox:list"),
        stop("pages:me"),
        stop("mfa_index"),
        stop("account_logout"),
    ],
    "dag": [
        stop("loops:list"),
        stop("loops:new"),
        stop("loops:loop", "gathering"),
        stop("loops:employer_new", "gathering"),
        stop("loops:employer_new", "gathering", query="sok=bakeri"),
        stop("loops:employer", "asked"),
        stop("loops:employer", "bakery today"),
    ],
    "kari": [
        stop("loops:list"),
        stop("loops:loop", "today"),
        stop("year:loop", "under way"),
        stop("loops:invite", "today"),
        stop("loops:invitations", "today"),
        stop("loops:prepare", "amina today"),
        stop("people:list", in_the_dark=True),
        stop("people:list", query="navn=an"),
        stop("people:person", "amina"),
        stop("talent:profile", "amina", in_the_dark=True),
        stop("talent:disclosures", "amina"),
        stop("talent:disclosures", "amina", query="sok=bakeri"),
        stop("talent:disclosure", "amina", "the bakery", in_the_dark=True),
        stop("contacts:log", "amina at Kari", in_the_dark=True),
        stop("people:card", "amina"),
        stop("people:way", "amina at Kari"),
        stop("cover:following", "amina at Kari", in_the_dark=True),
        stop("contacts:of_person", "amina"),
        stop("people:reason", "one of hanne"),
        stop("experiences:choose", "job seeker guide"),
        stop("experiences:new", "job seeker guide", "amina", in_the_dark=True),
        stop("intake:list"),
        stop("intake:refer"),
        stop("intake:refer_new"),
        stop("cover:calls", in_the_dark=True),
        stop("cover:missed"),
        stop("cover:missed", query="navn=an"),
        stop("cover:absences"),
        stop("cover:new_absence"),
        stop("cover:handovers"),
        stop("cover:new_handover"),
        stop("followup:matters"),
        stop("lookups:list"),
    ],
    "jonas": [
        stop("today:today", in_the_dark=True),
        stop("own_calendar:own"),
        stop("today:queue", in_the_dark=True),
        stop("week:week", in_the_dark=True),
        stop("appointments:new", in_the_dark=True),
        stop("appointments:appointment", "agreed with nora", in_the_dark=True),
        stop("appointments:move", "agreed with nora"),
        stop("appointments:call_off", "agreed with nora"),
        stop("pages:more"),
        stop("people:list"),
        stop("people:person", "nora", in_the_dark=True),
        stop("people:seen_by", "nora"),
        stop("suggestions:of_person", "amalie", in_the_dark=True),
        stop("suggestions:ask", "nora", "opening of per"),
        stop("suggestions:suggestion", "suggestion of amalie", in_the_dark=True),
        stop("contacts:correct", "note of jonas"),
        stop("placements:new", "nora"),
        stop("placements:new", "nora", query="sok=bakeri"),
        stop("placements:new", "nora", query="sted=annet"),
        stop("placements:placement", "job of nora"),
        stop("placements:change", "job of nora"),
        stop("placements:end", "job of nora"),
        stop("placements:hours", "job of nora"),
        stop("placements:take_out", "job of nora"),
        stop("placements:bankruptcy", "where nora is", in_the_dark=True),
    ],
    "siri": [
        stop("intake:list", in_the_dark=True),
        stop("leader:week", in_the_dark=True),
        stop("leader:uncontacted", in_the_dark=True),
        stop("leader:standing_still"),
        stop("leader:not_rung"),
        stop("leader:openings"),
        stop("leader:unanswered"),
        stop("leader:without_deputy"),
        stop("leader:people"),
        stop("leader:contacts"),
        stop("leader:meetings"),
        stop("leader:calls"),
        stop("leader:answers"),
        stop("experiences:list"),
        stop("experiences:choose", "specialist guide"),
        stop("experiences:together", "job seeker guide"),
    ],
    "per": [
        stop("jobdev:employers", in_the_dark=True),
        stop("jobdev:employers", query="sok=bakeri"),
        stop("jobdev:new_employer"),
        stop("jobdev:employer", "bakery", in_the_dark=True),
        stop("jobdev:correct_employer", "bakery"),
        stop("jobdev:visits", "bakery"),
        stop("jobdev:plan", "bakery"),
        stop("jobdev:log", "bakery"),
        stop("jobdev:new_contact", "bakery"),
        stop("jobdev:contact", "bakery", "tor at the bakery"),
        stop("jobdev:end_contact", "bakery", "tor at the bakery"),
        stop("jobdev:new_opening", "bakery"),
        stop("jobdev:begin_relation", "bakery"),
        stop("jobdev:relation_deputy", "contact with the bakery"),
        stop("jobdev:visit", "visit of per", in_the_dark=True),
        stop("jobdev:hold", "visit of per"),
        stop("jobdev:move", "visit of per"),
        stop("jobdev:visit", "visit per has made"),
        stop("jobdev:openings", in_the_dark=True),
        stop("jobdev:opening", "opening of per", in_the_dark=True),
        stop("jobdev:correct_opening", "opening of per"),
    ],
    "liv": [
        stop("lookups:list", in_the_dark=True),
        stop("access_table:page"),
        stop("letters:list"),
        stop("outbox:list"),
    ],
    "ida": [stop("accounts:start")],
    "amina": [
        stop("window:home", "token of amina", in_the_dark=True),
        stop("window:invitation", "token of amina", "amina today"),
        stop("window:marks", "token of amina", "amina today"),
        stop("window:presentation", "token of amina", "amina today"),
        stop("window:wishes", "token of amina", "amina today"),
        stop("window:given", "token of amina"),
        stop("window:wanted", "token of amina", in_the_dark=True),
        stop("window:told", "token of amina", in_the_dark=True),
        stop("window:reach", "token of amina"),
        stop("window:look_ups", "token of amina"),
        stop("window:suggested", "token of amina", "suggestion of amina", in_the_dark=True),
        stop("window:experiences", "token of amina"),
        stop("window:written", "token of amina"),
        stop("window:certificate", "token of amina", "amina today"),
        stop("window:matters", "token of amina", "amina today"),
        stop("window:invitation", "token of amina", "amina finished", in_the_dark=True),
        stop("window:certificate", "token of amina", "amina finished"),
    ],
    "tor": [
        stop("window:home", "token of tor", in_the_dark=True),
        stop("window:more_work", "token of tor"),
        stop("window:asked", "token of tor", "suggestion at the bakery", in_the_dark=True),
        stop("window:experiences", "token of tor"),
        stop("window:place", "token of tor", "bakery today"),
        stop("window:tasks", "token of tor", "bakery today"),
        stop("window:people", "token of tor", "bakery today"),
        stop("window:employer_wishes", "token of tor", "bakery today"),
        stop("window:words", "token of tor", "bakery today"),
        stop("window:employer_matters", "token of tor", "bakery today"),
        stop("window:place", "token of tor", "bakery under way", in_the_dark=True),
        stop("window:people", "token of tor", "bakery under way"),
        stop("window:words", "token of tor", "bakery under way"),
    ],
    "mona": [stop("window:home", "token of mona", in_the_dark=True)],
}

# What answers a GET and is no page of its own here, or is walked through elsewhere.
# Where a form of another page is sent: asked for, each shows that page.
SENT_FROM = {
    "agreements:certificate": ("agreements:issue",),
    "cover:following": ("cover:choose_deputy", "cover:choose_responsible", "cover:end_engagement"),
    "cover:handover": ("cover:accept_handover", "cover:decline_handover"),
    "loops:employer": ("loops:employer_closed", "loops:employer_contact", "loops:employer_tasks"),
    "loops:kick_off": ("loops:attendance",),
    "loops:loop": ("loops:call_off", "loops:next_step"),
    "loops:plan": ("loops:plan_decide",),
    "repair:holes": ("repair:decide", "repair:propose"),
    "suggestions:suggestion": (
        "suggestions:ask_employer", "suggestions:begins", "suggestions:meet", "suggestions:not_now", "suggestions:says_yes",
    ),
    "window:home": ("window:language",),
    "year:date": ("year:move",),
}  # fmt: skip
NOT_WALKED = {
    "accounts:fresh_link": "the page of a dead link, where a new one is asked for: tests/web/accounts",
    "experiences:interview": "test_how_it_was.py: somebody must have told how it was",
    "contacts:act": "leads on to the page of what was done together: tests/web/contacts/test_acts.py",
    "today:copy": "what a phone takes along, fetched in tests/browser/test_phone_without_coverage.py",
    "today:worker": "a script",
    "today:manifest": "for browsers",
    "agreements:file": "a file, fetched in test_the_certificate.py",
    "window:dates_file": "a file, fetched in test_windows_in_the_year.py",
    "window:date_file": "a file, fetched in test_windows_in_the_year.py",
    "window:certificate_file": "a file, fetched in test_the_certificate.py",
    "window:employer_evaluation": "test_the_certificate.py: there must be a stay that has begun",
    "window:employer_words": "test_the_certificate.py: there must be a stay that has begun",
    "window:evaluation": "test_the_certificate.py: there must be a stay that has begun",
    "window:way_on": "test_the_certificate.py: there must be a way on",
    "cover:absence": "tests/web/cover/test_absences.py: the page of a new one, and somebody must be away",
    "cover:absence_again": "tests/web/shell/test_undoing.py: the way back of a button",
    "cover:absence_again_with": "tests/web/shell/test_undoing.py: the way back of a button",
    "cover:agree": "tests/web/cover/test_calls.py: somebody must wait for a call",
    "jobdev:call_off": "tests/web/jobdev/test_visits.py: asks why of another than the visitor",
    "jobdev:end_relation": "tests/web/jobdev/test_relations.py: asks why of another than the responsible",
    "year:call_off": "tests/web/year/test_dates.py: asks why of a date that is ahead",
    "window:appointment_file": "tests/web/window: a file for calendars",
    "cover:handover": "test_taking_over.py: somebody must have been asked",
    "intake:intake": "test_intake.py: somebody must have been referred",
    "intake:owner": "test_intake.py: somebody must have been referred",
    "intake:answers": "test_intake.py: somebody must have been referred",
    "intake:take_in": "test_intake.py: somebody must have been referred",
    "intake:let_wait": "test_intake.py: somebody must have been referred",
    "intake:hand_on": "test_intake.py: somebody must have been referred",
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "own_calendar:feed": "tests/web/own_calendar: what a calendar fetches",
    "own_calendar:week_file": "tests/web/own_calendar: a file for calendars",
    "appointments:calendar": "tests/web/appointments/test_agreeing.py: a file for calendars",
    "year:calendar": "test_a_year.py: a file for calendars",
    "year:date_file": "tests/web/year/test_calendar_files.py: a file for calendars",
    "window:raise": "test_something_is_hard.py: somebody must be at work",
    "window:matter": "test_something_is_hard.py: something must have been raised",
    "window:something_happens": "test_something_is_hard.py: somebody must be at work",
    "window:employer_matter": "test_something_is_hard.py: something must have been raised",
    "pages:language": "a GET is someone who pressed reload: it leads back to the page they chose the language on",
    "accounts:kept": "test_signing_in.py: there must be a form that was sent too late",
    "account_inactive": "test_signing_in.py: a 403 with a page",
    "account_change_password": "test_signing_in.py: asks for a password, which the cast have not got",
    "account_reauthenticate": "test_signing_in.py: asks for a password, which the cast have not got",
    "mfa_reauthenticate": "test_signing_in.py: there must be a one-time code",
    "mfa_authenticate": "test_signing_in.py: there must be a password first",
    "mfa_activate_totp": "test_signing_in.py: there must be a password first",
    "mfa_deactivate_totp": "test_signing_in.py: there must be a one-time code",
    "mfa_view_recovery_codes": "test_signing_in.py: there must be a one-time code",
    "mfa_generate_recovery_codes": "test_signing_in.py: there must be a one-time code",
}


@pytest.fixture(scope="module")
def town(server: str, town_database: str, django_db_blocker: pytest.DjangoDbBlocker) -> Iterator[str]:
    """One town for all walks."""
    with open_town(town_database, django_db_blocker):
        yield server


@pytest.fixture(scope="module")
def about(town: str) -> dict[str, object]:
    """The rows of the town that addresses are about, in the words of the walks."""
    today = Loop.objects.get(name__startswith="Brovik-loopen")
    decided = Loop.objects.get(state=LoopState.DECIDED)
    under_way = Loop.objects.get(state=LoopState.RUNNING)
    kari, hanne = of_the_cast("kari"), of_the_cast("hanne")
    of_hanne = (
        Person.objects.filter(engagements__responsibilities__user=hanne).exclude(engagements__responsibilities__user=kari).order_by("pk")
    )
    jonas = of_the_cast("jonas")
    job_of_nora = Placement.objects.get(
        person__first_name="Nora", person__engagements__responsibilities__user=jonas, state=PlacementState.ACTIVE
    )
    per = of_the_cast("per")
    bakery = Workplace.objects.get(name="Rugbakken bakeri")
    of_per = {"workplace": bakery, "visitor": per, "unit": per.memberships.get().unit}
    opening_of_per = OpeningFactory(workplace=bakery, unit=of_per["unit"], owner=per)
    suggestion_of_amalie = Suggestion.objects.get(person__first_name="Amalie")
    shared = DisclosureFactory(person=job_of_nora.person, workplace=bakery)
    DisclosureItemFactory(disclosure=shared)
    rows = {
        "suggestion of amina": Suggestion.objects.get(person__public_id=person_id("amina")),
        "suggestion of amalie": suggestion_of_amalie,
        "amalie": suggestion_of_amalie.person,
        "suggestion at the bakery": SuggestionFactory(employer_asked=True, opening=opening_of_per, person=job_of_nora.person),
        "bakery": bakery,
        "contact with the bakery": bakery.relations.get(),
        "tor at the bakery": bakery.contacts.get(person__public_id=person_id("tor")),
        "visit of per": EmployerVisitFactory(**of_per, planned_at=clock.now() + timedelta(days=1), purpose="Høre hva de trenger."),
        "visit per has made": EmployerVisitFactory(held=True, **of_per, next_step="Ring Tor", next_step_on=clock.today()),
        "opening of per": opening_of_per,
        "gathering": Loop.objects.get(name__startswith="Havneloopen"),
        "today": today,
        "decided": decided,
        "asked": LoopEmployer.objects.get(loop__name__startswith="Havneloopen", workplace__name="Kaikanten kafé"),
        "bakery today": LoopEmployer.objects.get(loop=today, workplace__name="Rugbakken bakeri"),
        "the bakery": Workplace.objects.get(name="Rugbakken bakeri"),
        "bakery under way": LoopEmployer.objects.get(loop=under_way, workplace__name="Rugbakken bakeri"),
        "amina finished": Participant.objects.get(loop__state=LoopState.FINISHED, person__public_id=person_id("amina")),
        "amina today": Participant.objects.get(loop=today, person__public_id=person_id("amina")),
        "somebody decided": Participant.objects.filter(loop=decided, has_attended=True).order_by("pk")[0],
        "under way": under_way,
        "finished": Loop.objects.get(state=LoopState.FINISHED),
        "hard": Matter.objects.get(participant__loop=under_way),
        "somebody under way": Participant.objects.filter(loop=under_way, left_on=None, stays__period=0).order_by("pk")[0],
        "place under way": Placement.objects.filter(stay__participant__loop=under_way, state=PlacementState.ACTIVE).order_by("pk")[0],
        "gathering ahead": LoopDate.objects.filter(
            loop=under_way, kind=DateKind.GATHERING, appointment__state=AppointmentState.PLANNED
        ).order_by("turning")[0],
        "stay ahead": Stay.objects.filter(participant__loop=under_way, participant__left_on=None, period=1).order_by("pk")[0],
        "amina": Person.objects.get(public_id=person_id("amina")),
        "amina at Kari": Engagement.objects.filter(person__public_id=person_id("amina"), responsibilities__user=kari).order_by("pk")[0],
        "one of hanne": of_hanne[0],
        "nora": job_of_nora.person,
        "job of nora": job_of_nora,
        "agreed with nora": Appointment.objects.filter(parties__person=job_of_nora.person, state="planned").order_by("pk")[0],
        "note of jonas": standing(Contact.objects.filter(written_by=jonas, person=job_of_nora.person)).order_by("pk")[0],
        "where nora is": job_of_nora.workplace,
    }
    tokens = {f"token of {key}": link_token(SignedLink.objects.get(person__public_id=person_id(key))) for key in LINK_HOLDERS}
    guides = {"job seeker guide": "job_seeker", "specialist guide": "specialist"}
    return {"dead key": "x", "first rotation": 1, **guides, **tokens, **{words: row.public_id for words, row in rows.items()}}


def address(each: Stop, about: dict[str, object]) -> str:
    return reverse(each.name, args=[about[words] for words in each.about]) + (f"?{each.query}" if each.query else "")


def come_in(page: Page, key: str) -> None:
    """Staff come in by the demo's button; holders of a link need only the link."""
    if key in {part.key for part in STAFF}:
        come_in_as(page, key)


@pytest.mark.parametrize("key", WALKS, ids=lambda key: key or "nobody")
def test_every_page_is_whole_at_both_widths(new_page: Callable[..., Page], check_axe: Callable[[Page], None], about, key: str):
    page = new_page(DESK)
    come_in(page, key)
    wrong = []

    for each in WALKS[key]:
        asked = address(each, about)
        answer = page.goto(asked)
        if answer.status != 200 or not page.url.endswith(asked):
            wrong.append(f"{asked} answers {answer.status} at {page.url}")
            continue
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            wrong += complaints(page, check_axe)
        if each.in_the_dark:
            page.emulate_media(color_scheme="dark")
            page.reload()  # colours fade from one scheme to the other, and axe would read them half-way
            wrong += [f"in the dark, {complaint}" for complaint in complaints(page, check_axe)]
            page.emulate_media(color_scheme="light")

    assert not wrong, "\n".join(wrong)


def complaints(page: Page, check_axe: Callable[[Page], None]) -> Iterator[str]:
    try:
        check_axe(page)
    except AssertionError as found:
        yield str(found)
    width, room = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size["width"]
    if width > room:
        yield f"{page.url} is {width} px wide on {room} px"


@pytest.mark.parametrize("key", [part.key for part in STAFF])
def test_whoever_asks_for_a_page_gets_it_or_is_told_no_and_nothing_breaks(about, key: str):
    client = signed_in(of_the_cast(key))
    pages = {address(each, about) for walk in WALKS.values() for each in walk if each.name != "account_logout"}

    answers = {asked: client.get(asked).status_code for asked in sorted(pages)}

    assert {asked: status for asked, status in answers.items() if status not in {200, 302, 403, 404}} == {}


@pytest.mark.parametrize("key", ["jonas", "lise", "dag"])
def test_a_character_that_the_database_refuses_breaks_no_search(about, key: str):
    client = signed_in(of_the_cast(key))
    pages = {address(each, about) for each in WALKS[key] if each.name != "account_logout"}

    sought = [f"{asked}{'&' if '?' in asked else '?'}sok=a%00b&navn=a%00b" for asked in sorted(pages)]
    answers = {asked: client.get(asked).status_code for asked in sought}

    assert {asked: status for asked, status in answers.items() if status not in {200, 302, 403, 404, 422}} == {}


@pytest.mark.parametrize("key", ["ida", "rune"])
def test_those_without_a_cell_find_no_page_about_anybody(about, key: str):
    client = signed_in(of_the_cast(key))
    pages = {address(each, about) for walk in ("lise", "dag", "kari", "liv") for each in WALKS[walk] if ":" in each.name}

    answers = {asked: client.get(asked).status_code for asked in sorted(pages - {reverse("pages:me")})}

    assert {asked: status for asked, status in answers.items() if status != 404} == {}


@pytest.mark.parametrize("key", LINK_HOLDERS)
def test_a_link_opens_its_own_window_and_nobody_elses(about, key: str):
    others = [each for other in LINK_HOLDERS if other != key for each in WALKS[other] if each.name not in ALIKE]
    pages = {reverse(each.name, args=[about[f"token of {key}"], *(about[words] for words in each.about[1:])]) for each in others}

    answers = {asked: Client().get(asked).status_code for asked in sorted(pages)}

    assert {asked: status for asked, status in answers.items() if status != 404} == {}


def test_no_page_is_forgotten():
    walked = {each.name for walk in WALKS.values() for each in walk}
    sent_from = {name for names in SENT_FROM.values() for name in names}

    # Whoever asks for a button is led to the page it stands on.
    pages = {name for name, view, _converters in every_address(get_resolver()) if not getattr(view, "is_button", False)}
    forgotten = sorted(pages - walked - sent_from - NOT_WALKED.keys())

    assert not forgotten, " ".join(forgotten)
    assert sent_from | NOT_WALKED.keys() <= pages - walked
    assert SENT_FROM.keys() <= walked | NOT_WALKED.keys()


@pytest.mark.parametrize("method", ["get", "head"])
def test_every_address_answers_one_who_reloads_it_or_chooses_a_language_there(method, about):
    """About nothing that exists, so most say that it is not there; what is asked is only that none refuses to be asked."""
    ask = getattr(signed_in(of_the_cast("lise")), method)
    token = about["token of amina"]

    ours = [(name, parts) for name, _view, parts in every_address(get_resolver()) if not name.startswith(("account_", "mfa_"))]
    refused = [name for name, parts in ours if ask(anywhere(name, parts, token=token)).status_code == 405]

    assert not refused, " ".join(refused)


def every_address(
    resolver: Any, namespace: str = "", before: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[tuple[str, Callable[..., Any], dict[str, Any]]]:
    """The name of each address, its view, and what its parts are made of."""
    for each in resolver.url_patterns:
        converters = {**before, **each.pattern.converters}
        if isinstance(each, URLPattern):
            yield f"{namespace}{each.name}", each.callback, converters
        else:
            yield from every_address(each, f"{namespace}{each.namespace}:" if each.namespace else namespace, converters)


def anywhere(name: str, converters: dict[str, Any], *, token: object) -> str:
    """An address of that name, about nothing that exists."""
    stand_ins = {"UUIDConverter": UUID(int=0), "IntConverter": 1, "StringConverter": token}
    return reverse(name, kwargs={part: stand_ins[type(made_of).__name__] for part, made_of in converters.items()})
