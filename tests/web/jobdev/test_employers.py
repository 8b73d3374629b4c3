"""The list of employers and the page of one: whom to call, who has been there, and what somebody may change."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from brobygger.jobdev.models import EmployerVisit, OpeningState, VisitState
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import ContactPerson, Role, Workplace
from brobygger.parties.queries import in_norwegian_order
from tests.factories import (
    ContactPersonFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    OpeningFactory,
    OrganisationFactory,
    PostalCodeFactory,
    UserFactory,
    WorkplaceFactory,
    register_number,
)
from tests.kit import address, read
from tests.web.jobdev.steps import held, plan, sending

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MARKUP = "<b>Bakeri</b> & <script>alert(1)</script>"


def test_the_list_shows_those_the_unit_has_to_do_with_and_a_search_finds_all(client, jonas, unit, bakery):
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas)
    held(4, workplace=bakery, unit=unit)
    WorkplaceFactory(name="Verkstedet")

    near = read(client, address("jobdev:employers"))
    found = client.get(address("jobdev:employers"), {"sok": "verk"}).content.decode()

    assert "Rugbakken bakeri" in near
    assert "Jonas Hauglid har kontakten." in near
    assert "Verkstedet" not in near
    assert "Verkstedet" in found
    assert "Rugbakken" not in found


def test_page_by_page_every_employer_comes_once_by_the_norwegian_alphabet(client, jonas):
    WorkplaceFactory.create_batch(40, name="Bakeriet")
    for name in ("Ås", "Aas", "Zoo", "Ærlig", "bakeriet") * 4:
        WorkplaceFactory(name=name)
    listed, url = [], f"{address('jobdev:employers')}?alle=1"

    while url:
        page = client.get(url)
        listed += [workplace.pk for workplace in page.context["page"].rows]
        url = page.context["page"].after_url

    assert listed == list(Workplace.objects.order_by(in_norwegian_order("name"), "pk").values_list("pk", flat=True))
    assert len(listed) == 60


@pytest.mark.parametrize("row_count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_sixty(client, jonas, unit, row_count, django_assert_max_num_queries):
    for _number in range(row_count):
        place = WorkplaceFactory()
        EmployerRelationFactory(workplace=place, unit=unit, responsible=jonas)
        OpeningFactory(workplace=place, unit=unit)

    read(client, address("jobdev:openings"))  # the session is new

    with django_assert_max_num_queries(6):
        assert len(client.get(address("jobdev:employers")).context["page"].rows) == min(row_count, 25)


def test_a_place_in_the_list_that_is_not_there_gives_the_first_page(client, jonas, bakery):
    for after in ("ikke-en-id", str(uuid4())):
        assert "Rugbakken bakeri" in client.get(address("jobdev:employers"), {"alle": 1, "etter": after}).content.decode()


def test_before_a_visit_one_reads_that_a_colleague_was_here_and_who_has_the_contact(client, jonas, per, unit, bakery):
    hanne = UserFactory(name="Hanne Dahl", role=Role.SPECIALIST, role__unit=unit)
    visit = held(9, workplace=bakery, unit=unit, visitor=per)
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=per, deputy=hanne)

    for name in ("employer", "plan"):
        page = read(client, address(f"jobdev:{name}", bakery))
        assert f"Per Lind var her {day(visit.held_at.date())}." in page
        assert "Per Lind har kontakten. Hanne Dahl er stedfortreder." in page


def test_of_another_unit_one_reads_its_name_and_the_day_and_no_more(client, jonas, bakery):
    stranger = UserFactory(name="Fremmed Person")
    visit = EmployerVisitFactory(
        workplace=bakery, unit__name="NAV Fjordby", visitor=stranger, purpose="Hemmelig", planned_at=clock.now() + timedelta(days=3)
    )
    held(2, workplace=bakery, unit=visit.unit, visitor=stranger, need="Hemmelig", spoke_with="Hemmelig")
    EmployerRelationFactory(workplace=bakery, unit=visit.unit, responsible=stranger)

    for name in ("employer", "plan"):
        page = read(client, address(f"jobdev:{name}", bakery))
        assert f"NAV Fjordby skal hit {day(visit.appointment.on)}." in page
        assert "NAV Fjordby har kontakt med bedriften." in page
        assert "Fremmed" not in page
        assert "Hemmelig" not in page


def test_two_who_plan_at_the_same_time_are_both_told_and_neither_is_stopped(client, jonas, per, unit, bakery):
    theirs = EmployerVisitFactory(workplace=bakery, unit=unit, visitor=per, planned_at=clock.now() + timedelta(days=2))

    client.post(address("jobdev:plan", bakery), sending(plan()))

    own = EmployerVisit.objects.get(visitor=jonas)
    assert "Per Lind skal hit" in read(client, address("jobdev:visit", own))
    client.force_login(per)
    assert "Jonas Hauglid skal hit" in read(client, address("jobdev:visit", theirs))


def test_one_who_has_been_there_often_is_named_once_with_the_latest_day(client, jonas, per, unit, bakery):
    latest = held(4, workplace=bakery, unit=unit, visitor=per)
    held(20, workplace=bakery, unit=unit, visitor=per)

    page = client.get(address("jobdev:plan", bakery))

    assert page.context["before"].others == [f"Per Lind var her {day(latest.held_at.date())}."]


def test_a_door_nobody_has_knocked_on_says_so(client, jonas, bakery):
    assert "Ingen har skrevet ned at de har vært her de siste 90 dagene." in read(client, address("jobdev:employer", bakery))


def test_a_counsellor_reads_the_page_without_names_of_visitors_and_changes_nothing(client, per, unit, bakery, tor):
    client.force_login(UserFactory(role=Role.COUNSELLOR, role__unit=unit))
    held(3, workplace=bakery, unit=unit, visitor=per, need="Hemmelig")

    page = read(client, address("jobdev:employer", bakery))

    assert "Jobbhuset Brovik var her" in page
    assert "tel:+4768050214" in page
    assert "Per Lind" not in page
    assert "Hemmelig" not in page
    for name in ("log", "plan", "new_contact", "new_opening", "correct_employer"):
        assert address(f"jobdev:{name}", bakery) not in page
        assert client.get(address(f"jobdev:{name}", bakery)).status_code == 404


def test_the_page_has_whom_to_call_where_it_is_and_a_map_that_follows_nobody(client, jonas, bakery, tor):
    page = read(client, address("jobdev:employer", bakery))

    assert 'href="tel:+4768050214"' in page
    assert "Kan bestemme" in page
    assert "Kaigata 4, 9008 Tromsø" in page
    assert "Inn ved varemottaket." in page
    link = re.search(r'<a[^>]+href="https://www\.openstreetmap\.org/search\?query=Kaigata\+4%2C\+9008\+Troms%C3%B8"[^>]*>', page)
    assert 'rel="noreferrer"' in link[0]


@pytest.mark.parametrize("row_count", [1, 30])
def test_the_page_costs_the_same_for_one_visit_and_for_thirty(client, jonas, unit, bakery, row_count, django_assert_max_num_queries):
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas)
    for number in range(row_count):
        contact = ContactPersonFactory(workplace=bakery)
        held(number, workplace=bakery, unit=unit, visitor=jonas, meets=contact)
        OpeningFactory(workplace=bakery, unit=unit)
        EmployerVisitFactory(workplace=bakery, visitor=jonas, unit=unit, planned_at=clock.now())

    read(client, address("jobdev:openings"))  # the session is new

    with django_assert_max_num_queries(MOST_QUERIES):
        read(client, address("jobdev:employer", bakery))


def test_every_visit_has_a_page_of_its_own_list(client, jonas, unit, bakery):
    visits = [held(number, workplace=bakery, unit=unit) for number in range(60)]
    EmployerVisitFactory(held=True, workplace=bakery)

    listed, url = [], address("jobdev:visits", bakery)
    while url:
        page = client.get(url).context["page"]
        listed += page.rows
        url = page.after_url

    assert listed == visits


def test_what_somebody_has_typed_is_never_markup(client, jonas, unit):
    place = WorkplaceFactory(name=MARKUP, way_in=MARKUP, street=MARKUP, organisation__name=MARKUP, organisation__trade=MARKUP)
    contact = ContactPersonFactory(workplace=place, title=MARKUP, person__first_name=MARKUP, person__last_name=MARKUP)
    visit = held(1, workplace=place, unit=unit, visitor=jonas, need=MARKUP, spoke_with=MARKUP, next_step=MARKUP, next_step_on=clock.today())
    planned = EmployerVisitFactory(
        workplace=place, unit=unit, visitor=jonas, purpose=MARKUP, meets=contact, planned_at=clock.now() + timedelta(days=1)
    )
    opening = OpeningFactory(workplace=place, unit=unit, title=MARKUP, tasks=MARKUP, owner=jonas, visit=visit)
    pages = [("employers",), ("employer", place), ("visits", place), ("plan", place), ("log", place), ("visit", visit), ("visit", planned)]
    pages += [("hold", planned), ("openings",), ("opening", opening), ("correct_opening", opening), ("contact", place, contact)]

    for page, *about in pages:
        text = read(client, address(f"jobdev:{page}", *about))
        assert "<b>Bakeri" not in text, page
        assert "<script>alert" not in text, page


def test_a_stranger_and_one_without_a_cell_get_the_same_404(client, unit, jonas, bakery, tor):
    visit = EmployerVisitFactory(workplace=bakery, unit=unit, visitor=jonas, planned_at=clock.now())
    opening = OpeningFactory(workplace=bakery, unit=unit)
    other = UserFactory(role=Role.SPECIALIST)
    client.force_login(other)

    for name, about in {"visit": visit, "hold": visit, "move": visit, "opening": opening, "correct_opening": opening}.items():
        assert client.get(address(f"jobdev:{name}", about)).status_code == 404, name
    for name, about in {"call_off": visit, "next_step_done": visit, "follow_up": opening, "fill": opening, "close": opening}.items():
        assert client.post(address(f"jobdev:{name}", about)).status_code == 404, name

    client.force_login(UserFactory(role=Role.LOOP_COORDINATOR))
    for name in ("employer", "plan", "log", "visits", "new_contact", "new_opening"):
        assert client.get(address(f"jobdev:{name}", bakery)).status_code == 404, name
    for name in ("employers", "new_employer", "openings"):
        assert client.get(address(f"jobdev:{name}")).status_code == 404, name
    visit.refresh_from_db(), opening.refresh_from_db()
    assert (visit.state, opening.state) == (VisitState.PLANNED, OpeningState.OPEN)


def test_a_new_employer_is_registered_with_its_number_and_opens(client, jonas):
    form = {
        "register_number": "923609016", "organisation": "Elvekroken AS", "trade": "bil", "workplace": "Elvekroken verksted", "street": "",
        "postal_code": PostalCodeFactory().code, "first_name": "Eva", "last_name": "Myr", "title": "", "phone": "68053760", "email": "",
        "can_decide": "on",
    }  # fmt: skip

    answer = client.post(address("jobdev:new_employer"), sending(form))

    place = Workplace.objects.get()
    assert answer.url == address("jobdev:employer", place)
    assert ContactPerson.objects.get().can_decide is True


def test_a_number_that_is_another_firms_is_asked_about_and_nothing_is_lost(client, jonas, bakery):
    firm = bakery.organisation
    number = firm.register_number
    form = {
        "register_number": f"NO {number[:3]}\u00a0{number[3:6]}\u00a0{number[6:]} MVA",
        "trade": "",
        "street": "",
        "organisation": "Fjellbutikken AS",
        "workplace": "Fjellbutikken",
        "postal_code": PostalCodeFactory().code,
        "first_name": "Eva",
        "last_name": "",
        "phone": "680 53 760",
    }

    asked = client.post(address("jobdev:new_employer"), sending(form)).content.decode()

    assert f"nummeret til {firm.name}. Er det dem du mener" in asked
    assert "Fjellbutikken AS" in asked
    assert re.search(rf'<input type="checkbox" name="is_the_known" value="{number}"', asked)
    assert not ContactPerson.objects.filter(person__first_name="Eva").exists()

    other = register_number(9300)
    OrganisationFactory(register_number=other, name="En helt annen AS")
    again = client.post(address("jobdev:new_employer"), sending({**form, "register_number": other, "is_the_known": number}))
    assert "nummeret til En helt annen AS" in again.content.decode()

    client.post(address("jobdev:new_employer"), sending({**form, "is_the_known": number}))
    assert ContactPerson.objects.get(person__first_name="Eva").workplace.organisation == firm


def test_the_tick_is_not_there_before_it_is_asked(client, jonas):
    page = read(client, address("jobdev:new_employer"))

    assert 'type="checkbox" name="is_the_known"' not in page
    assert "Ja, det er dem" not in page


def test_the_address_and_the_way_in_are_put_right(client, jonas, bakery):
    form = {"street": "Kaigata 6", "postal_code": bakery.postal_code_id, "phone": "68056025", "way_in": "Ring på."}

    client.post(address("jobdev:correct_employer", bakery), sending(form))

    bakery.refresh_from_db()
    assert (bakery.street, bakery.phone, bakery.way_in) == ("Kaigata 6", "68056025", "Ring på.")
    assert "tel:+4768056025" in read(client, address("jobdev:employer", bakery))
