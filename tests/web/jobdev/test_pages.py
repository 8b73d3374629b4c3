from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.jobdev.models import EmployerVisit, Opening, OpeningState, VisitState
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import ContactPerson, Membership, Role, Workplace
from brobygger.reference.models import Occupation
from tests.factories import (
    AbsenceFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    OpeningFactory,
    PersonFactory,
    PostalCodeFactory,
    SignedLinkFactory,
    SpecialistProfileFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MARKUP = "<b>Bakeri</b> & <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def without_one_time_codes(settings):
    settings.REQUIRE_TOTP = False


@pytest.fixture
def unit():
    return UnitFactory(name="Jobbhuset Brovik", postal_code=PostalCodeFactory())


@pytest.fixture
def jonas(unit, client):
    user = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=unit)
    client.force_login(user)
    return user


@pytest.fixture
def per(unit):
    return UserFactory(name="Per Lind", role=Role.SPECIALIST, role__unit=unit)


@pytest.fixture
def bakery():
    return WorkplaceFactory(name="Rugbakken bakeri", street="Kaigata 4", postal_code=PostalCodeFactory(), way_in="Inn ved varemottaket.")


@pytest.fixture
def tor(bakery):
    return ContactPersonFactory(
        workplace=bakery, person__first_name="Tor", person__last_name="Bakkli", person__phone="68050214", can_decide=True
    )


def address(name, *about):
    return reverse(f"jobdev:{name}", args=[each.public_id for each in about])


def read(client, name, *about):
    answer = client.get(address(name, *about))
    assert answer.status_code == 200
    return answer.content.decode()


def held(days_ago, **named):
    return EmployerVisitFactory(held=True, held_at=clock.now() - timedelta(days=days_ago), **named)


def plan(**given):
    return {"key": str(uuid4()), "on": day(clock.today() + timedelta(days=1)), "at": "10.30", "kind": "visit", "meets": "", **given}


def outcome(**given):
    return {"key": str(uuid4()), "spoke_with_decider": "ja", "kind": "visit", "meets": "", **given}


def sending(form, key=None):
    return {**form, "once": str(key or uuid4())}


# The list


def test_the_list_shows_those_the_unit_has_to_do_with_and_a_search_finds_all(client, jonas, unit, bakery):
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas)
    held(4, workplace=bakery, unit=unit)
    WorkplaceFactory(name="Verkstedet")

    near = read(client, "employers")
    found = client.get(address("employers"), {"sok": "verk"}).content.decode()

    assert "Rugbakken bakeri" in near
    assert "Jonas Hauglid har kontakten." in near
    assert "Verkstedet" not in near
    assert "Verkstedet" in found
    assert "Rugbakken" not in found


def test_page_by_page_no_employer_is_listed_twice(client, jonas):
    WorkplaceFactory.create_batch(60)
    listed, url = [], f"{address('employers')}?alle=1"

    while url:
        page = client.get(url)
        listed += [workplace.pk for workplace in page.context["employers"]]
        more = page.context["more_url"]
        url = f"{address('employers')}{more}" if more else ""

    assert len(listed) == len(set(listed)) == Workplace.objects.count() == 60


@pytest.mark.parametrize("row_count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_sixty(client, jonas, unit, row_count, django_assert_max_num_queries):
    for _number in range(row_count):
        place = WorkplaceFactory()
        EmployerRelationFactory(workplace=place, unit=unit, responsible=jonas)
        OpeningFactory(workplace=place, unit=unit)

    read(client, "openings")  # the session is new

    with django_assert_max_num_queries(6):
        assert len(client.get(address("employers")).context["employers"]) == min(row_count, 25)


def test_a_place_in_the_list_that_is_not_there_gives_the_first_page(client, jonas, bakery):
    for after in ("ikke-en-id", str(uuid4())):
        assert "Rugbakken bakeri" in client.get(address("employers"), {"alle": 1, "etter": after}).content.decode()


# Two colleagues never knock on the same door unaware


def test_before_a_visit_one_reads_that_a_colleague_was_here_and_who_has_the_contact(client, jonas, per, unit, bakery):
    hanne = UserFactory(name="Hanne Dahl", role=Role.SPECIALIST, role__unit=unit)
    visit = held(9, workplace=bakery, unit=unit, visitor=per)
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=per, deputy=hanne)

    for name in ("employer", "plan"):
        page = read(client, name, bakery)
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
        page = read(client, name, bakery)
        assert f"NAV Fjordby skal hit {day(visit.planned_at.astimezone(clock.OSLO).date())}." in page
        assert "NAV Fjordby har kontakt med bedriften." in page
        assert "Fremmed" not in page
        assert "Hemmelig" not in page


def test_two_who_plan_at_the_same_time_are_both_told_and_neither_is_stopped(client, jonas, per, unit, bakery):
    theirs = EmployerVisitFactory(workplace=bakery, unit=unit, visitor=per, planned_at=clock.now() + timedelta(days=2))

    client.post(address("plan", bakery), sending(plan()))

    own = EmployerVisit.objects.get(visitor=jonas)
    assert "Per Lind skal hit" in read(client, "visit", own)
    client.force_login(per)
    assert "Jonas Hauglid skal hit" in read(client, "visit", theirs)


def test_one_who_has_been_there_often_is_named_once_with_the_latest_day(client, jonas, per, unit, bakery):
    latest = held(4, workplace=bakery, unit=unit, visitor=per)
    held(20, workplace=bakery, unit=unit, visitor=per)

    page = client.get(address("plan", bakery))

    assert page.context["before"].others == [f"Per Lind var her {day(latest.held_at.date())}."]


def test_a_door_nobody_has_knocked_on_says_so(client, jonas, bakery):
    assert "Ingen har skrevet ned at de har vært her de siste 90 dagene." in read(client, "employer", bakery)


def test_a_counsellor_reads_the_page_without_names_of_visitors_and_changes_nothing(client, per, unit, bakery, tor):
    client.force_login(UserFactory(role=Role.COUNSELLOR, role__unit=unit))
    held(3, workplace=bakery, unit=unit, visitor=per, need="Hemmelig")

    page = read(client, "employer", bakery)

    assert "Jobbhuset Brovik var her" in page
    assert "tel:+4768050214" in page
    assert "Per Lind" not in page
    assert "Hemmelig" not in page
    for name in ("log", "plan", "new_contact", "new_opening", "correct_employer"):
        assert address(name, bakery) not in page
        assert client.get(address(name, bakery)).status_code == 404


# The employer's page


def test_the_page_has_whom_to_call_where_it_is_and_a_map_that_follows_nobody(client, jonas, bakery, tor):
    page = read(client, "employer", bakery)

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

    read(client, "openings")  # the session is new

    with django_assert_max_num_queries(MOST_QUERIES):
        read(client, "employer", bakery)


def test_every_visit_has_a_page_of_its_own_list(client, jonas, unit, bakery):
    visits = [held(number, workplace=bakery, unit=unit) for number in range(60)]
    EmployerVisitFactory(held=True, workplace=bakery)

    first = client.get(address("visits", bakery)).context["page"]
    second = client.get(first.older_url).context["page"]

    assert [*first.rows, *second.rows] == visits


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

    for page in pages:
        text = read(client, *page)
        assert "<b>Bakeri" not in text, page
        assert "<script>alert" not in text, page


# Strangers


def test_a_stranger_and_one_without_a_cell_get_the_same_404(client, unit, jonas, bakery, tor):
    visit = EmployerVisitFactory(workplace=bakery, unit=unit, visitor=jonas, planned_at=clock.now())
    opening = OpeningFactory(workplace=bakery, unit=unit)
    other = UserFactory(role=Role.SPECIALIST)
    client.force_login(other)

    for name, about in {"visit": visit, "hold": visit, "move": visit, "opening": opening, "correct_opening": opening}.items():
        assert client.get(address(name, about)).status_code == 404, name
    for name, about in {"call_off": visit, "next_step_done": visit, "follow_up": opening, "fill": opening, "close": opening}.items():
        assert client.post(address(name, about)).status_code == 404, name

    client.force_login(UserFactory(role=Role.LOOP_COORDINATOR))
    for name in ("employer", "plan", "log", "visits", "new_contact", "new_opening"):
        assert client.get(address(name, bakery)).status_code == 404, name
    for name in ("employers", "new_employer", "openings"):
        assert client.get(address(name)).status_code == 404, name
    visit.refresh_from_db(), opening.refresh_from_db()
    assert (visit.state, opening.state) == (VisitState.PLANNED, OpeningState.OPEN)


def test_a_colleague_reads_a_visit_but_changes_it_only_as_the_deputy_of_one_who_is_away(client, jonas, per, unit, bakery):
    visit = EmployerVisitFactory(workplace=bakery, unit=unit, visitor=per, planned_at=clock.now())

    before = read(client, "visit", visit)
    refused = client.get(address("move", visit)).status_code
    SpecialistProfileFactory(user=per, usual_deputy=jonas)
    AbsenceFactory(user=per, starts_on=clock.today())
    after = read(client, "visit", visit)

    assert (address("hold", visit) in before, refused) == (False, 404)
    assert address("hold", visit) in after
    assert client.get(address("move", visit)).status_code == 200


def test_a_contact_of_another_employer_is_not_found_under_this_one(client, jonas, bakery):
    assert client.get(address("contact", bakery, ContactPersonFactory())).status_code == 404


# Planning and logging


def test_planning_a_visit_and_pressing_twice_gives_one(client, jonas, unit, bakery, tor):
    form = sending(plan(meets=str(tor.public_id), purpose="Første besøk."))

    first, second = client.post(address("plan", bakery), form), client.post(address("plan", bakery), form)

    visit = EmployerVisit.objects.get()
    assert first.url == second.url == address("visit", visit)
    assert (visit.visitor, visit.unit, visit.meets, visit.purpose) == (jonas, unit, tor, "Første besøk.")
    assert "kl. 10.30" in read(client, "visit", visit)


def test_the_same_key_from_a_phone_that_lost_the_answer_gives_one_visit(client, jonas, bakery):
    form = outcome(need="Noen som kan vaske.")

    for _sending in range(2):
        assert client.post(address("log", bakery), sending(form)).status_code == 302

    assert EmployerVisit.objects.count() == 1


def test_the_same_key_with_other_words_is_refused_and_the_words_are_kept_for_one_more(client, jonas, bakery):
    form = outcome(need="Noen som kan vaske.")
    client.post(address("log", bakery), sending(form))

    refused = client.post(address("log", bakery), sending({**form, "need": "Noen som kan male."}))

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Det er allerede lagret noe annet herfra." in page
    assert "Noen som kan male." in page
    assert EmployerVisit.objects.get().need == "Noen som kan vaske."
    new_key = re.search(r'name="key" value="([^"]+)"', page)[1]
    client.post(address("log", bakery), sending({**form, "need": "Noen som kan male.", "key": new_key}))
    assert EmployerVisit.objects.count() == 2


def test_a_visit_is_logged_with_one_answer(client, jonas, unit, bakery):
    answer = client.post(address("log", bakery), sending(outcome(spoke_with_decider="nei")))

    visit = EmployerVisit.objects.get()
    assert answer.url == address("employer", bakery)
    assert (visit.state, visit.spoke_with_decider, visit.unit, visit.visitor) == (VisitState.HELD, False, unit, jonas)
    assert f"Du var her {day(clock.today())}." in read(client, "employer", bakery)


def test_a_visit_without_the_answer_is_not_saved(client, jonas, bakery):
    answer = client.post(address("log", bakery), sending(outcome(spoke_with_decider="", need="Noen som kan vaske.")))

    assert answer.status_code == 422
    assert "Noen som kan vaske." in answer.content.decode()
    assert not EmployerVisit.objects.exists()


def test_a_visit_gives_an_opening_in_the_same_breath_and_a_next_step(client, jonas, bakery, tor):
    soon = day(clock.today() + timedelta(days=7))
    form = outcome(meets=str(tor.public_id), next_step="Ring Tor", next_step_on=soon, title="Dekkskift", tasks="Skifte dekk.")

    client.post(address("log", bakery), sending(form))

    visit, opening = EmployerVisit.objects.get(), Opening.objects.get()
    assert (opening.visit, opening.owner, visit.meets) == (visit, jonas, tor)
    page = read(client, "employer", bakery)
    assert "Dekkskift" in page
    assert "Ring Tor" in page


def test_an_opening_without_tasks_is_refused_and_nothing_is_saved(client, jonas, bakery):
    answer = client.post(address("log", bakery), sending(outcome(title="Dekkskift")))

    assert answer.status_code == 422
    assert "Skriv hva arbeidet er." in answer.content.decode()
    assert not EmployerVisit.objects.exists()


def test_a_visit_on_another_day_is_logged_at_noon_or_at_its_time(client, jonas, bakery):
    yesterday = clock.today() - timedelta(days=1)

    client.post(address("log", bakery), sending(outcome(on=day(yesterday))))
    client.post(address("log", bakery), sending(outcome(on=day(yesterday), at="14.15")))

    moments = [visit.held_at.astimezone(clock.OSLO) for visit in EmployerVisit.objects.order_by("pk")]
    assert [(moment.date(), f"{moment:%H.%M}") for moment in moments] == [(yesterday, "12.00"), (yesterday, "14.15")]


def test_the_moment_a_phone_kept_counts(client, jonas, bakery):
    moment = (clock.now() - timedelta(hours=5)).replace(microsecond=0)

    client.post(address("log", bakery), sending(outcome(happened_at=moment.isoformat())))

    assert EmployerVisit.objects.get().held_at == moment


def test_a_national_id_is_refused(client, jonas, bakery):
    answer = client.post(address("log", bakery), sending(outcome(need="Ring 15076500565 i morgen.")))

    assert answer.status_code == 422
    assert not EmployerVisit.objects.exists()


def test_a_planned_visit_is_logged_moved_and_called_off(client, jonas, unit, bakery):
    moved, made = EmployerVisitFactory.create_batch(2, workplace=bakery, unit=unit, visitor=jonas, planned_at=clock.now())
    later = clock.today() + timedelta(days=4)

    client.post(address("move", moved), sending({"on": day(later), "at": ""}))
    moved.refresh_from_db()
    page = read(client, "visit", moved)
    client.post(address("call_off", moved), sending({}))
    client.post(address("hold", made), sending(outcome(need="Vask.")))

    moved.refresh_from_db(), made.refresh_from_db()
    assert f'en gang <span class="bb-nowrap">{day(later)}' in page
    assert (moved.state, made.state, made.need) == (VisitState.CALLED_OFF, VisitState.HELD, "Vask.")
    assert client.get(address("hold", made)).url == address("visit", made)
    assert "kan ikke bli «avlyst»" in client.post(address("call_off", made), sending({})).content.decode()


def test_the_next_step_is_done_with_one_button(client, jonas, unit, bakery):
    visit = held(1, workplace=bakery, unit=unit, visitor=jonas, next_step="Ring Tor", next_step_on=clock.today())

    client.post(address("next_step_done", visit), sending({}))

    visit.refresh_from_db()
    assert visit.next_step_done_at is not None
    assert "Gjort" in read(client, "visit", visit)


# Openings


def test_the_openings_of_the_unit_come_with_the_quiet_ones_first(client, jonas, unit):
    OpeningFactory(unit=unit, title="Fersk", followed_up_at=clock.now())
    OpeningFactory(unit=unit, title="Stille", followed_up_at=clock.now() - timedelta(days=15))
    OpeningFactory(title="Fremmed")

    page = read(client, "openings")

    assert page.index("Stille") < page.index("Fersk")
    assert "2 muligheter er åpne. Én har ikke blitt fulgt opp på 14 dager" in page
    assert "Fremmed" not in page


@pytest.mark.parametrize("row_count", [1, 50])
def test_the_openings_cost_the_same_however_many(client, jonas, unit, row_count, django_assert_max_num_queries):
    OpeningFactory.create_batch(row_count, unit=unit)

    read(client, "employers")  # the session is new

    with django_assert_max_num_queries(6):
        read(client, "openings")


def test_an_opening_is_written_down_followed_up_filled_and_opened_again(client, jonas, unit, bakery):
    form = {"title": "Dekkskift", "tasks": "Skifte dekk.", "places": "2", "hours_per_week": "15", "work_times": ["day", "weekend"]}
    client.post(address("new_opening", bakery), sending(form))
    opening = Opening.objects.get()
    found_at = opening.followed_up_at

    client.post(address("follow_up", opening), sending({}))
    client.post(address("fill", opening), sending({}))
    refused = client.post(address("close", opening), sending({}))
    client.post(address("reopen", opening), sending({}))

    opening.refresh_from_db()
    assert (opening.owner, opening.unit, opening.places, opening.work_times) == (jonas, unit, 2, ["day", "weekend"])
    assert opening.followed_up_at > found_at
    assert opening.state == OpeningState.OPEN
    assert refused.status_code == 422
    assert "Muligheten er «fylt»" in refused.content.decode()
    assert "dag, helg" in read(client, "opening", opening)


def test_an_opening_is_put_right_and_given_to_a_colleague(client, jonas, per, unit, bakery):
    opening = OpeningFactory(workplace=bakery, unit=unit, owner=jonas)
    form = {"title": "Dekkskift", "tasks": "Bare vinterdekk.", "places": "1", "owner": str(per.public_id)}

    client.post(address("correct_opening", opening), sending(form))

    opening.refresh_from_db()
    assert (opening.tasks, opening.owner) == ("Bare vinterdekk.", per)


def occupations():
    """Two that can be picked, in the tree they hang in."""
    tree = [("6", "Bønder"), ("61", "Jordbruk"), ("611", "Planter"), ("6113", "Gartnere"), ("6114", "Planteskolearbeidere")]
    for code, name in tree:
        Occupation(code=code, level=len(code), parent_id=code[:-1] or None, name=name, search_text=f" {name.lower()} |").save()
    return list(Occupation.objects.filter(level=Occupation.UNIT_LEVEL).order_by("code"))


def test_an_occupation_is_looked_for_and_picked_without_losing_what_is_written(client, jonas, unit, bakery):
    gardener, _nursery = occupations()
    form = {"title": "Planter", "tasks": "Stelle planter.", "places": "mange", "work_times": ["weekend"], "starts_on": "snart"}

    looked = client.post(address("new_opening", bakery), sending({**form, "find": "1", "sok": "gartner"}))
    nothing = client.post(address("new_opening", bakery), sending({**form, "find": "1", "sok": "xyzw"}))
    count_before = Opening.objects.count()
    client.post(address("new_opening", bakery), sending({**form, "places": "1", "starts_on": "", "occupation": "6113"}))

    page = looked.content.decode()
    assert looked.status_code == 200
    for kept in ('value="Planter"', "Stelle planter.</textarea>", 'value="mange"', 'value="snart"', "checked"):
        assert kept in page
    assert '<input type="radio" name="occupation" value="6113">' in page
    assert "Vi fant ikke noe nytt yrke med «xyzw»" in nothing.content.decode()
    assert count_before == 0
    assert Opening.objects.get().occupation == gardener
    assert "Gartnere" in read(client, "opening", Opening.objects.get())


def test_an_occupation_stays_when_something_else_is_put_right_and_can_be_changed_and_taken_off(client, jonas, unit, bakery):
    gardener, nursery = occupations()
    opening = OpeningFactory(workplace=bakery, unit=unit, owner=jonas, occupation=gardener)
    form = {"title": "Planter", "tasks": "Stelle planter.", "places": "1", "owner": str(jonas.public_id)}
    page = read(client, "correct_opening", opening)

    after = []
    for said in ({}, {"occupation": "6113"}, {"occupation": "9999"}, {"occupation": nursery.code}, {"occupation": ""}):
        looked = client.post(address("correct_opening", opening), sending({**form, **said, "find": "1", "sok": "planteskole"}))
        client.post(address("correct_opening", opening), sending({**form, **said}))
        opening.refresh_from_db()
        after.append(opening.occupation)

    assert '<input type="radio" name="occupation" value="6113" checked>' in page
    assert after == [gardener, gardener, None, nursery, None]
    assert 'name="occupation" value="6114">' in looked.content.decode()


@pytest.mark.parametrize("word", ["<b>", "gartner"])
def test_a_word_looked_for_is_shown_as_text_and_the_page_costs_little(client, jonas, unit, bakery, word, django_assert_max_num_queries):
    occupations()
    read(client, "employers")

    with django_assert_max_num_queries(MOST_QUERIES + 4):  # a search that guesses has four of its own
        page = client.post(address("new_opening", bakery), {"find": "1", "sok": word}).content.decode()

    assert "<b>" not in page


def test_an_opening_is_not_given_to_somebody_outside_the_unit(client, jonas, unit, bakery):
    opening = OpeningFactory(workplace=bakery, unit=unit, owner=jonas)
    form = {"title": "Dekkskift", "tasks": "Skifte dekk.", "places": "1", "owner": str(UserFactory(role=Role.SPECIALIST).public_id)}

    assert client.post(address("correct_opening", opening), sending(form)).status_code == 422


# Employers and contacts


def test_a_new_employer_is_registered_with_its_number_and_opens(client, jonas):
    form = {
        "register_number": "923609016", "organisation": "Elvekroken AS", "trade": "bil", "workplace": "Elvekroken verksted", "street": "",
        "postal_code": PostalCodeFactory().code, "first_name": "Eva", "last_name": "Myr", "title": "", "phone": "68053760", "email": "",
        "can_decide": "on",
    }  # fmt: skip

    answer = client.post(address("new_employer"), sending(form))

    place = Workplace.objects.get()
    assert answer.url == address("employer", place)
    assert ContactPerson.objects.get().can_decide is True


def test_a_contact_is_added_put_right_and_gone(client, jonas, bakery):
    reach = {"first_name": "Eva", "last_name": "Myr", "title": "sjef", "phone": "68053760", "email": "", "can_decide": "on"}
    client.post(address("new_contact", bakery), sending(reach))
    twice = client.post(address("new_contact", bakery), sending(reach))
    contact = ContactPerson.objects.get()

    client.post(address("contact", bakery, contact), sending({**reach, "title": "daglig leder", "can_decide": ""}))
    contact.refresh_from_db()
    client.post(address("end_contact", bakery, contact), sending({}))

    assert twice.status_code == 422
    assert (contact.title, contact.can_decide) == ("daglig leder", False)
    contact.refresh_from_db()
    assert contact.ends_on == clock.today()


def test_a_contact_with_an_open_page_of_their_own_stays(client, jonas, bakery, tor):
    SignedLinkFactory(person=tor.person, role=Role.EMPLOYER)

    answer = client.post(address("end_contact", bakery, tor), sending({}))

    tor.refresh_from_db()
    assert (answer.status_code, tor.ends_on) == (422, None)
    assert "har en egen side i Brobygger" in answer.content.decode()


def test_somebody_who_is_more_than_a_contact_is_not_changed_from_here(client, jonas, bakery):
    contact = ContactPersonFactory(workplace=bakery, person=PersonFactory(user=UserFactory(), first_name="Siri"))
    reach = {"first_name": "Eva", "last_name": "Myr", "title": "", "phone": "68053760", "email": ""}

    answer = client.post(address("contact", bakery, contact), sending(reach))

    assert answer.status_code == 422
    contact.person.refresh_from_db()
    assert contact.person.first_name == "Siri"


def test_the_address_and_the_way_in_are_put_right(client, jonas, bakery):
    form = {"street": "Kaigata 6", "postal_code": bakery.postal_code_id, "phone": "68056025", "way_in": "Ring på."}

    client.post(address("correct_employer", bakery), sending(form))

    bakery.refresh_from_db()
    assert (bakery.street, bakery.phone, bakery.way_in) == ("Kaigata 6", "68056025", "Ring på.")
    assert "tel:+4768056025" in read(client, "employer", bakery)


# Who has the contact


def test_the_unit_takes_the_contact_with_two_to_ring_and_ends_it_again(client, jonas, per, bakery):
    form = {"responsible": str(jonas.public_id), "deputy": str(per.public_id)}

    client.post(address("begin_relation", bakery), sending(form))
    taken = read(client, "employer", bakery)
    refused = client.post(address("begin_relation", bakery), sending(form))
    client.post(address("end_relation", bakery.relations.get()), sending({}))

    assert "Du har kontakten. Per Lind er stedfortreder." in taken
    assert refused.status_code == 422
    assert bakery.relations.get().ends_on == clock.today()


def test_a_contact_whose_responsible_has_left_can_be_taken_again_or_ended(client, jonas, per, unit, bakery):
    gone = UserFactory(role=Role.SPECIALIST)
    Membership.objects.filter(user=gone).update(ends_on=clock.today() - timedelta(days=1))
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=gone)

    page = read(client, "employer", bakery)
    client.post(address("begin_relation", bakery), sending({"responsible": str(jonas.public_id), "deputy": str(per.public_id)}))

    assert "Ingen har ansvaret for kontakten nå." in page
    assert "Avslutt kontakten" in page
    assert "Du har kontakten. Per Lind er stedfortreder." in read(client, "employer", bakery)


def test_another_stands_in_for_a_contact_and_one_of_another_unit_cannot_choose_it(client, jonas, per, unit, bakery):
    ours, theirs = EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas), EmployerRelationFactory(workplace=bakery)

    way = read(client, "employer", bakery)
    page = read(client, "relation_deputy", ours)
    nobody = client.post(address("relation_deputy", ours), sending({}))
    client.post(address("relation_deputy", ours), sending({"deputy": str(per.public_id)}))

    assert address("relation_deputy", ours) in way
    assert f'value="{per.public_id}"' in page
    assert f'value="{jonas.public_id}"' not in page
    assert nobody.status_code == 422
    assert "Du har kontakten. Per Lind er stedfortreder." in read(client, "employer", bakery)
    assert client.get(address("relation_deputy", theirs)).status_code == 404


def test_the_contact_has_two_and_one_of_another_unit_cannot_end_it(client, jonas, per, unit, bakery):
    same = client.post(address("begin_relation", bakery), sending({"responsible": str(per.public_id), "deputy": str(per.public_id)}))
    theirs = EmployerRelationFactory(workplace=bakery, responsible=UserFactory())

    assert same.status_code == 422
    assert client.post(address("end_relation", theirs), sending({})).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ends_on is None
