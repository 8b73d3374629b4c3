from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.jobdev.models import VisitKind
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.parties.models import Membership, Protection, Role
from tests.factories import (
    AbsenceFactory,
    CallBackFactory,
    ContactFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    EngagementFactory,
    IntakeFactory,
    OpeningFactory,
    UnitFactory,
    UserFactory,
)
from tests.kit import address, read

MOST_QUERIES = 12
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=OSLO)  # a Thursday
TODAY = NOW.date()
LISTS = [
    "uncontacted", "standing_still", "not_rung", "openings", "unanswered", "without_deputy", "people", "contacts",
    "meetings", "calls", "answers",
]  # fmt: skip
NASTY = '<script>alert("x")</script>'

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_thursday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def unit():
    return UnitFactory(name="Enheten i Brovik")


@pytest.fixture
def siri(unit, client):
    user = UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=unit)
    client.force_login(user)
    return user


def ago(**time) -> datetime:
    return NOW - timedelta(**time)


def names_in(page: str) -> list[str]:
    return re.findall(r'class="bb-name"[^>]*>([^<]+)<', page)


def a_unit_at_work(unit, *, people: int = 1, name: str = "Nora"):
    """Something in every list, as many times as wanted."""
    jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=unit)
    for number in range(people):
        last = f"Sletten{number}"
        never = EngagementFactory(unit=unit, person__first_name=name, person__last_name=last, responsible=jonas)
        met = EngagementFactory(unit=unit, person__first_name=f"{name} Kim", person__last_name=last)
        ContactFactory(engagement=met, happened_at=ago(days=20))
        ContactFactory(engagement=met, whom="employer", happened_at=ago(days=1))
        IntakeFactory(unit=unit, person__first_name=name, person__last_name=last, referred_at=ago(days=4), owner=None)
        CallBackFactory(engagement=never, asked_at=ago(hours=26), person=never.person)
        relation = EmployerRelationFactory(unit=unit)
        tor = ContactPersonFactory(workplace=relation.workplace, person__first_name=name, person__last_name=last).person
        CallBackFactory(from_employer=True, relation=relation, person=tor, asked_at=ago(hours=25))
        OpeningFactory(unit=unit, title=f"Rydde {name}", followed_up_at=ago(days=30), owner=jonas)
        for kind in VisitKind:
            EmployerVisitFactory(unit=unit, workplace__name=f"Bakeriet {name} {number}", held=True, held_at=ago(days=1), kind=kind)
    return jonas


def test_the_leader_begins_with_the_week_and_it_is_the_first_in_the_menu(client, siri):
    answer = client.get(reverse("accounts:start"))
    page = read(client, address("leader:week"))

    assert answer.url == address("leader:week")
    assert page.index(">Enhetens uke<") < page.index(">Folk<") < page.index(">Loopene<")


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.COUNSELLOR, Role.BUSINESS_COORDINATOR, Role.LOOP_COORDINATOR])
def test_nobody_else_finds_the_week_or_any_list_of_it(client, unit, role):
    client.force_login(UserFactory(role=role, role__unit=unit))

    answers = {client.get(address(f"leader:{name}")).status_code for name in ["week", *LISTS]}

    assert answers == {404}


def test_the_week_says_what_somebody_must_take_up_and_who_was_never_contacted(client, siri, unit):
    a_unit_at_work(unit)

    page = read(client, address("leader:week"))

    assert "Uke 46, 9.–15. november." in page
    assert "Enheten har én spesialist og følger opp" in page
    assert "2 personer" in page
    assert [figure.count for figure in client.get(address("leader:week")).context["figures"]] == [2, 1, 2, 1, 2, 1]
    assert "Én av dem er ikke kontaktet i det hele tatt." in page
    assert "Én person og én bedrift." in page
    assert "Sletten" not in page
    assert not LookUp.objects.exists()


def test_each_figure_opens_a_list_of_so_many(client, siri, unit):
    a_unit_at_work(unit, people=3)

    week = client.get(address("leader:week"))

    for figure in week.context["figures"]:
        assert len(names_in(client.get(figure.url).content.decode())) == figure.count, figure.what
    assert len(names_in(client.get(week.context["followed_url"]).content.decode())) == 6
    (load,) = week.context["loads"]
    assert len(names_in(client.get(load.url).content.decode())) == load.load.count == 3


def test_calls_to_employers_are_said_beside_the_meetings_and_nobody_is_said_not_to_have_rung(client, siri, unit):
    for _number in range(3):
        EmployerVisitFactory(unit=unit, held=True, held_at=ago(days=1), kind=VisitKind.PHONE)

    page = read(client, address("leader:week"))

    assert "per uke, og tre på telefon denne uka" in page
    assert "ingen ba om det" in page
    assert "ingen ringt" not in page


def test_each_figure_of_the_table_opens_a_list_of_so_many(client, siri, unit):
    a_unit_at_work(unit, people=3)

    weeks = client.get(address("leader:week")).context["weeks"]

    assert len(weeks) == 12
    for _number, (contacts, meetings, calls, _half, _nine, waiting, quiet) in weeks[:4]:
        for cell in (contacts, meetings, calls, waiting, quiet):
            assert len(names_in(client.get(cell.url).content.decode())) == int(cell.text), cell
    assert [int(weeks[0][1][number].text) for number in (0, 1, 2, 5, 6)] == [3, 3, 3, 6, 6]


def test_those_never_contacted_top_the_list_and_the_page_says_so_in_words(client, siri, unit):
    a_unit_at_work(unit)

    page = read(client, address("leader:uncontacted"))

    assert names_in(page) == ["Nora Sletten0", "Nora Kim Sletten0"]
    assert "Ikke kontaktet ennå." in page
    assert "Sist kontaktet 23.10.2026, for 20 dager siden." in page
    assert "Jonas Hauglid følger opp." in page
    assert "Ingen er ansvarlig." in page


def test_an_intake_that_stands_still_says_why(client, siri, unit):
    kari, away = UserFactory(name="Kari Moseby"), UserFactory(name="Ida Berg")
    AbsenceFactory(user=away, starts_on=TODAY, ends_on=TODAY + timedelta(days=30))
    IntakeFactory(unit=unit, referred_at=ago(days=9), referred_by=kari)
    IntakeFactory(unit=unit, referred_at=ago(days=8), referred_by=kari, owner=away)
    IntakeFactory(unit=unit, referred_at=ago(days=7), waiting=True, owner=kari, waits_until=TODAY - timedelta(days=1))
    IntakeFactory(unit=unit, referred_at=ago(days=6), waiting=True, owner=away, waits_until=TODAY - timedelta(days=1))

    page = read(client, address("leader:standing_still"))

    told = [
        "av Kari Moseby. Ingen har fått dette.",
        "av Kari Moseby. Ida Berg har det, men er ikke her nå.",
        "Skulle fått svar 11.11.2026. Kari Moseby har det.",
        "Skulle fått svar 11.11.2026. Ida Berg har det, men er ikke her nå.",
    ]
    assert [page.index(each) for each in told] == sorted(page.index(each) for each in told)


def test_opening_somebody_from_a_list_asks_for_a_reason(client, siri, unit):
    a_unit_at_work(unit)
    first = re.search(r'class="bb-name" href="([^"]+)"', read(client, address("leader:uncontacted"))).group(1)

    answer = client.get(first, follow=True)

    assert answer.redirect_chain[0][0].endswith("/grunn/")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_writes_down_each_of_those_it_shows(client, siri, unit, name):
    a_unit_at_work(unit)

    read(client, address(f"leader:{name}"))

    written = LookUp.objects.values("person").distinct().count()
    assert written == {"openings": 0, "meetings": 0, "calls": 0, "people": 2, "uncontacted": 2}.get(name, 1)


def test_a_list_is_read_twenty_five_at_a_time_and_nobody_is_lost_on_the_way(client, siri, unit):
    a_unit_at_work(unit, people=27)
    for name in LISTS:
        found, url = [], address(f"leader:{name}")
        while url:
            page = client.get(url).content.decode()
            part = names_in(page)
            assert len(part) <= (50 if name == "unanswered" else 25)
            found += part
            onward = re.search(r'rel="next" href="([^"]+)"', page)
            url = onward.group(1).replace("&amp;", "&") if onward and name != "unanswered" else ""

        expected = {"uncontacted": 54, "people": 54, "not_rung": 54, "answers": 54, "unanswered": 50}.get(name, 27)
        assert len(found) == expected, name


def test_the_two_lists_of_whom_nobody_answers_for_are_read_on_each_by_itself(client, siri, unit):
    a_unit_at_work(unit, people=27)

    first = client.get(address("leader:unanswered")).content.decode()
    onward = [url.replace("&amp;", "&") for url in re.findall(r'rel="next" href="([^"]+)"', first)]
    people, employers = (names_in(client.get(url).content.decode()) for url in onward)

    assert (len(people), len(employers)) == (2 + 25, 25 + 2)
    assert set(people[:2]).isdisjoint(names_in(first)[:25])


def test_a_place_in_a_list_that_somebody_has_written_themselves_gives_the_first_page(client, siri, unit):
    a_unit_at_work(unit)

    page = read(client, address("leader:uncontacted"), etter="WzEsMl0:made:up")

    assert len(names_in(page)) == 2


def test_a_leader_of_two_units_chooses_and_neither_is_mixed_into_the_other(client, siri, unit):
    other = UnitFactory(name="Enheten i Fjordby")
    Membership.objects.create(user=siri, unit=other, role=Role.LEADER, starts_on=TODAY - timedelta(days=9))
    a_unit_at_work(other, people=2, name="Ola")
    a_unit_at_work(unit)

    here, there = client.get(address("leader:week")), client.get(address("leader:week"), {"enhet": other.public_id})

    assert [figure.count for figure in here.context["figures"]] == [2, 1, 2, 1, 2, 1]
    assert [figure.count for figure in there.context["figures"]] == [4, 2, 4, 2, 4, 2]
    for figure in there.context["figures"]:
        page = client.get(figure.url).content.decode()
        assert len(names_in(page)) == figure.count
        assert "Nora" not in page


def test_a_unit_one_does_not_lead_is_not_there(client, siri):
    other = UnitFactory()
    a_unit_at_work(other)

    answers = {client.get(address(f"leader:{name}"), {"enhet": other.public_id}).status_code for name in ["week", *LISTS]}

    assert answers == {404}
    assert client.get(address("leader:week"), {"enhet": "tull"}).status_code == 404


def test_the_list_of_somebody_who_works_elsewhere_is_not_there(client, siri, unit):
    stranger = UserFactory(role=Role.SPECIALIST)

    answers = [client.get(address("leader:people"), {"hos": asked}).status_code for asked in (stranger.public_id, "tull")]

    assert answers == [404, 404]


def test_somebody_protected_is_in_no_list_and_no_figure_gives_them_away(client, siri, unit):
    jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=unit)
    hidden = EngagementFactory(unit=unit, responsible=jonas, person__last_name="Vernet", person__protection=Protection.CODE_7)
    ContactFactory(engagement=hidden, happened_at=ago(days=1))
    CallBackFactory(engagement=hidden, person=hidden.person, asked_at=ago(hours=26))
    IntakeFactory(unit=unit, person=hidden.person, referred_at=ago(days=4), owner=None)
    AbsenceFactory(user=jonas, starts_on=TODAY)

    week = client.get(address("leader:week"))

    assert {figure.count for figure in week.context["figures"]} == {0}
    assert [row.load.count for row in week.context["loads"]] == [0]
    assert {cell.text for _number, cells in week.context["weeks"] for cell in cells} == {"0", "", "ingen ba om det"}
    assert all("Vernet" not in read(client, address(f"leader:{name}")) for name in LISTS)
    assert not LookUp.objects.exists()


def test_answer_times_are_the_units_and_name_no_colleague(client, siri, unit):
    engagement = EngagementFactory(unit=unit)
    hanne = UserFactory(name="Hanne Berg", role=Role.SPECIALIST, role__unit=unit)
    for minutes in (20, 38, 112):
        asked = NOW.replace(hour=8) - timedelta(days=1)
        CallBackFactory(
            engagement=engagement, person=engagement.person, asked_at=asked, rung_at=asked + timedelta(minutes=minutes), rung_by=hanne
        )
    CallBackFactory(engagement=engagement, person=engagement.person, asked_at=ago(hours=1))

    week, listed = read(client, address("leader:week")), read(client, address("leader:answers"))

    assert "38 minutter" in week
    assert "1 time og 52 minutter" in week
    assert "Én venter fortsatt." in week
    assert "Ringt tilbake etter 38 minutter." in listed
    assert "Venter fortsatt, 1 time til nå." in listed
    assert "Hanne" not in listed


def test_a_caseload_above_the_range_shows_its_reason_and_the_list_is_alphabetical(client, siri, unit):
    for name, people in (("Åse Dahl", 1), ("Gro Heimdal", 21)):
        user = UserFactory(name=name, role=Role.SPECIALIST, role__unit=unit)
        for number in range(people):
            EngagementFactory(unit=unit, responsible=user, responsible__above_range_because=NASTY if people > 20 and not number else "")

    page = read(client, address("leader:week"))

    assert page.index("Gro Heimdal") < page.index("Åse Dahl")
    assert "Gro har 21. Grunnen som er skrevet: «&lt;script&gt;" in page
    assert NASTY not in page


def test_markup_in_names_is_text_in_every_list(client, siri, unit):
    a_unit_at_work(unit, name=NASTY)

    pages = [read(client, address(f"leader:{name}")) for name in LISTS]

    assert all(NASTY not in page for page in pages)
    assert all("&lt;script&gt;" in page for page in pages)


def queries_of(client, name: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(client, address(f"leader:{name}"))
    return len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("name", ["week", *LISTS])
def test_a_page_costs_the_same_for_one_and_for_many(client, siri, unit, name):
    a_unit_at_work(unit)
    read(client, address(f"leader:{name}"))  # the first page after signing in writes to the session
    few = queries_of(client, name)
    a_unit_at_work(unit, people=20, name="Ola")

    many = queries_of(client, name)

    assert (many, many <= MOST_QUERIES) == (few, True)
