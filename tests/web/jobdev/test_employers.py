"""The list of employers and the page of one: whom to call, who has been there, and what somebody may change."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from brobygger.audit.models import LookUp
from brobygger.jobdev.models import EmployerVisit, OpeningState, VisitState
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import ContactPerson, Protection, Role, Workplace
from brobygger.parties.queries import in_norwegian_order
from tests.factories import (
    ContactPersonFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    EngagementFactory,
    OpeningFactory,
    OrganisationFactory,
    PlacementFactory,
    PlacementHoursFactory,
    PostalCodeFactory,
    SuggestionFactory,
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
    assert "Ingen har skrevet ned at de har vært her eller ringt de siste 90 dagene." in read(client, address("jobdev:employer", bakery))


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
        opening = OpeningFactory(workplace=bakery, unit=unit)
        EmployerVisitFactory(workplace=bakery, visitor=jonas, unit=unit, planned_at=clock.now())
        held(number, workplace=bakery, unit=unit, visitor=jonas, next_step="Ringe", next_step_on=clock.today())
        person = EngagementFactory(unit=unit, responsible=jonas).person
        for traits in ({"active": True}, {"ended": True}):
            PlacementHoursFactory(placement=PlacementFactory(person=person, workplace=bakery, **traits))
        SuggestionFactory(opening=opening, person=person)
        PlacementFactory(workplace=bakery, active=True)

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


def card(bakery, **fields) -> dict[str, str]:
    stands = {"name": bakery.name, "organisation": bakery.organisation.name, "trade": "", "street": "Kaigata 6", "phone": "68056025"}
    return sending(stands | {"postal_code": bakery.postal_code_id, "email": "post@rugbakken.example", "way_in": "Ring på.", **fields})


def test_the_card_of_an_employer_is_put_right_and_says_what_stood_there(client, jonas, bakery):
    answer = client.post(
        address("jobdev:correct_employer", bakery),
        card(bakery, name="Rugbakken", organisation="Rugbakken Bakeri AS", trade="mat"),
        follow=True,
    )

    bakery.refresh_from_db()
    assert (bakery.name, bakery.street, bakery.phone, bakery.way_in) == ("Rugbakken", "Kaigata 6", "68056025", "Ring på.")
    assert (bakery.organisation.name, bakery.organisation.trade) == ("Rugbakken Bakeri AS", "mat")
    shown = answer.content.decode()
    assert "tel:+4768056025" in shown
    assert "post@rugbakken.example" in shown
    history = read(client, address("jobdev:correct_employer", bakery))
    today = day(clock.today())
    assert f"Gateadresse endret {today} av Jonas Hauglid, fra Kaigata 4 til Kaigata 6." in history
    assert f"Navnet på arbeidsstedet endret {today} av Jonas Hauglid, fra Rugbakken bakeri til Rugbakken." in history
    assert "Navnet på firmaet endret" in history


def test_the_name_of_another_workplace_of_the_firm_is_refused_and_what_was_typed_stands(client, jonas, bakery):
    WorkplaceFactory(organisation=bakery.organisation, name="Torget")

    answer = client.post(address("jobdev:correct_employer", bakery), card(bakery, name="Torget", organisation="Noe annet"))

    assert answer.status_code == 422
    assert "har allerede et arbeidssted med dette navnet" in answer.content.decode()
    assert 'value="Noe annet"' in answer.content.decode()
    bakery.organisation.refresh_from_db()
    assert bakery.organisation.name != "Noe annet"


def of_ours(name, unit, responsible=None, **fields):
    return EngagementFactory(person__first_name=name, person__last_name="Sletten", unit=unit, responsible=responsible, **fields).person


def test_the_page_names_those_of_ours_the_reader_follows_and_counts_the_others(client, jonas, per, unit, bakery):
    nora, leo, ali = (of_ours(name, unit, jonas) for name in ("Nora", "Leo", "Ali"))
    today = clock.today()
    running = PlacementFactory(person=nora, workplace=bakery, active=True, kind="practice", starts_on=today - timedelta(days=30))
    PlacementHoursFactory(placement=running, hours_per_week=20)
    PlacementHoursFactory(placement=running, hours_per_week=30, from_on=today)
    PlacementFactory(person=leo, workplace=bakery, ended=True, starts_on=today, ends_on=today, end_cause="health", end_words="Hemmelig.")
    suggestion = SuggestionFactory(person=ali, opening__workplace=bakery, opening__title="Dekkskift", candidate_will=True)
    for _each in range(2):
        PlacementFactory(person=of_ours("Ukjent", unit, per), workplace=bakery, active=True)
    SuggestionFactory(person=of_ours("Ukjent", unit, per), opening__workplace=bakery, candidate_will=True)
    SuggestionFactory(person=of_ours("Ukjent", unit, per), opening__workplace=bakery)  # only thought of
    PlacementFactory(person=of_ours("Ukjent", unit, per, person__protection=Protection.CODE_6), workplace=bakery, active=True)
    PlacementFactory(person=of_ours("Feil", unit, jonas), workplace=bakery, state="cancelled", taken_out_because="Feil.")

    page = read(client, address("jobdev:employer", bakery))

    for said in (
        "Nora Sletten",
        "Praksisplass, fra",
        "20 fra",
        "30 fra",
        "Og 2 til, som du ikke følger opp.",
        "Leo Sletten",
        "Ali Sletten",
    ):
        assert said in page
    assert "Dekkskift: deltakeren vil" in page
    assert "Og én til, som du ikke følger opp." in page
    assert address("suggestions:suggestion", suggestion) in page
    for never in ("Ukjent", "Hemmelig", "grunn av helse", "Feil"):
        assert never not in page
    assert set(LookUp.objects.filter(purpose="employer people").values_list("person", flat=True)) == {
        nora.public_id, leo.public_id, ali.public_id,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.LEADER, Role.BUSINESS_COORDINATOR])
def test_others_read_a_number_and_no_names(client, per, unit, bakery, role):
    client.force_login(UserFactory(role=role, role__unit=unit))
    PlacementFactory(person=of_ours("Ukjent", unit, per), workplace=bakery, active=True)

    page = read(client, address("jobdev:employer", bakery))

    assert "Én person, som du ikke følger opp." in page
    assert "Ukjent" not in page
    assert not LookUp.objects.exists()


def test_next_steps_stand_on_the_page_the_soonest_first_and_are_done_and_undone_there(client, jonas, per, unit, bakery):
    today = clock.today()
    late = held(9, workplace=bakery, unit=unit, visitor=jonas, next_step="Sende avtalen", next_step_on=today + timedelta(days=5))
    soon = held(200, workplace=bakery, unit=unit, visitor=jonas, next_step="Ringe Máret", next_step_on=today + timedelta(days=2))
    theirs = held(3, workplace=bakery, unit=unit, visitor=per, next_step="Ta med kake", next_step_on=today)
    held(3, workplace=bakery, visitor=per, next_step="En annen enhets", next_step_on=today)
    here = address("jobdev:employer", bakery)

    page = client.get(here)
    assert [(visit, visit.is_own) for visit in page.context["next_steps"]] == [(theirs, False), (soon, True), (late, True)]
    assert "En annen enhets" not in page.content.decode()

    answer = client.post(address("jobdev:next_step_done", soon), sending({"next": here}), follow=True)
    (message,) = answer.context["messages"]
    assert answer.redirect_chain == [(here, 302)]
    assert soon not in answer.context["next_steps"]
    again = client.post(message.extra_tags, sending({}), follow=True)
    assert again.redirect_chain == [(here, 302)]
    assert soon in again.context["next_steps"]
    assert client.post(address("jobdev:next_step_done", theirs), sending({})).status_code == 404
