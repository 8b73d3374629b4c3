from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.jobdev.models import OpeningState
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Protection, Role
from brobygger.placements.hours import hours_of, with_hours
from brobygger.placements.models import EndCause, Placement, PlacementKind
from brobygger.placements.states import PlacementState
from tests.factories import (
    EngagementFactory,
    NeedToKnowFactory,
    OpeningFactory,
    PlacementFactory,
    StayFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.kit import address, signed_in, text_of

pytestmark = pytest.mark.django_db

TODAY = clock.today()
POSTED = ("begin", "call_off", "undo")
READ = ("placement", "change", "end", "hours", "take_out")


@pytest.fixture
def nora(jonas, office):
    return EngagementFactory(person__first_name="Nora", person__last_name="Sletten", unit=office, responsible=jonas).person


def answers(**fields) -> dict[str, str]:
    return {"kind": "practice", "starts_on": day(TODAY + timedelta(days=3)), "ends_on": "", "hours_per_week": "22,5", **fields}


def test_a_stay_at_a_workplace_found_by_name_is_written_down_and_stands_in_the_way(client, nora):
    lyngtunet = WorkplaceFactory(name="Lyngtunet hagesenter")
    found = text_of(client.get(address("placements:new", nora), {"sok": "lyng"}))
    assert f"?sted={lyngtunet.public_id}" in found

    answer = client.post(f"{address('placements:new', nora)}?sted={lyngtunet.public_id}", answers(), follow=True)

    placement = Placement.objects.get()
    assert (placement.person, placement.workplace, placement.kind) == (nora, lyngtunet, PlacementKind.PRACTICE)
    assert (placement.hours.get().hours_per_week, placement.state) == (Decimal("22.5"), PlacementState.PLANNED)
    assert answer.redirect_chain == [(reverse("people:person", args=[nora.public_id]), 302)]
    assert "Lyngtunet hagesenter, fra" in text_of(answer)


def test_a_school_is_written_by_name(client, nora):
    client.post(f"{address('placements:new', nora)}?sted=annet", answers(kind="education", place_name="Brovik videregående skole"))

    placement = Placement.objects.get()
    assert (placement.place, placement.workplace) == ("Brovik videregående skole", None)


def test_an_opening_brings_its_workplace_days_and_hours(client, nora, office):
    opening = OpeningFactory(unit=office, hours_per_week=20, starts_on=TODAY + timedelta(days=7))
    opened = f"{address('placements:new', nora)}?mulighet={opening.public_id}"

    form = text_of(client.get(opened))
    client.post(opened, answers())

    assert f'value="{day(opening.starts_on)}"' in form
    assert 'value="20"' in form
    assert (Placement.objects.get().opening, Placement.objects.get().workplace) == (opening, opening.workplace)


def test_an_opening_that_is_closed_or_another_units_is_not_there(client, nora, office):
    closed, others = OpeningFactory(unit=office, state=OpeningState.CLOSED), OpeningFactory()

    for asked in (f"mulighet={closed.public_id}", f"mulighet={others.public_id}", "mulighet=x", f"sted={uuid4()}", "sted=x"):
        assert client.get(f"{address('placements:new', nora)}?{asked}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "", "Velg hva slags plass det er"),
        ("kind", "job", "gyldig"),
        ("starts_on", "", "Skriv første dag"),
        ("starts_on", "tulleball", "Skriv datoen med dag, måned og år"),
        ("starts_on", "32.01.2027", "Det er bare 31 dager i januar 2027."),
        ("starts_on", "04.01.0027", "04.01.0027 er lenge siden. Mente du 04.01.2027?"),
        ("ends_on", "04.01.2207", "04.01.2207 er langt fram. Mente du 04.01.2027?"),
        ("ends_on", day(TODAY), "Siste dag kan ikke være før første dag."),
        ("hours_per_week", "0", "over 0 og høyst 60"),
        ("hours_per_week", "61", "over 0 og høyst 60"),
        ("hours_per_week", "mange", "for eksempel 22,5"),
        ("place_name", "", "Skriv hvor det er"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client, nora, field, value, said):
    answer = client.post(f"{address('placements:new', nora)}?sted=annet", answers(place_name="Parken") | {field: value})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Placement.objects.exists()


def test_a_double_click_makes_one_stay_and_one_beginning(client, nora):
    sent = answers(place_name="Parken", once=str(uuid4()), starts_on=day(TODAY))

    first, second = (client.post(f"{address('placements:new', nora)}?sted=annet", sent) for _each in range(2))
    placement = Placement.objects.get()
    again = [client.post(address("placements:begin", placement), {"once": sent["once"]}) for _each in range(2)]

    assert first.url == second.url
    assert [each.status_code for each in again] == [302, 302]
    assert Placement.objects.get().state == PlacementState.ACTIVE


def test_begun_is_said_with_one_press_and_a_second_press_explains(client, nora):
    placement = PlacementFactory(person=nora, starts_on=TODAY)

    answer = client.post(address("placements:begin", placement), follow=True)
    again = client.post(address("placements:begin", placement), follow=True)

    assert "Nora har begynt." in text_of(answer)
    assert again.redirect_chain == [(address("placements:placement", placement), 302)]
    assert "kan ikke bli «i gang»" in text_of(again)


def test_an_ending_has_a_cause_and_words_for_staff_and_no_bankruptcy_of_one_alone(client, nora):
    placement = PlacementFactory(person=nora, active=True, starts_on=TODAY - timedelta(days=30))
    form = text_of(client.get(address("placements:end", placement)))
    assert "Bedriften og fadderen får aldri se dette." in form
    assert EndCause.EMPLOYER_BANKRUPT not in form

    client.post(address("placements:end", placement), {"on": day(TODAY), "cause": "got_job", "words": "Fikk fast jobb."})

    placement.refresh_from_db()
    assert (placement.state, placement.end_cause, placement.end_words) == (PlacementState.ENDED, EndCause.GOT_JOB, "Fikk fast jobb.")


def test_words_that_look_like_health_are_asked_about_before_they_are_kept(client, nora):
    placement = PlacementFactory(person=nora, active=True, starts_on=TODAY - timedelta(days=30))

    answer = client.post(address("placements:end", placement), {"on": day(TODAY), "cause": "other", "words": "Har depresjon."})

    assert answer.status_code == 422
    assert "ligner helseopplysninger" in text_of(answer)
    assert Placement.objects.get().state == PlacementState.ACTIVE


def test_kind_and_days_are_put_right_and_the_page_says_who_did_it(client, nora):
    placement = PlacementFactory(person=nora, active=True, kind="practice", starts_on=TODAY - timedelta(days=365))

    answer = client.post(
        address("placements:change", placement), {"kind": "work_training", "starts_on": day(TODAY - timedelta(days=5)), "ends_on": ""},
        follow=True,
    )  # fmt: skip

    placement.refresh_from_db()
    assert (placement.starts_on, placement.kind) == (TODAY - timedelta(days=5), "work_training")
    assert f"Slag endret {day(TODAY)} av Jonas Hauglid, fra praksisplass til arbeidstrening." in text_of(answer)
    assert "2 rettelser" in text_of(answer)


def test_hours_from_a_day_stand_after_those_before_in_the_way_and_on_the_page(client, nora):
    placement = PlacementFactory(person=nora, active=True, starts_on=TODAY - timedelta(days=30))

    client.post(address("placements:hours", placement), {"hours_per_week": "20", "from_on": ""})
    client.post(address("placements:hours", placement), {"hours_per_week": "37,5", "from_on": day(TODAY)})

    held = hours_of(with_hours(Placement.objects.all()).get())
    assert [(each.from_on, each.hours_per_week) for each in held] == [(None, 20), (TODAY, Decimal("37.5"))]
    for page in (address("people:person", nora), address("placements:placement", placement)):
        assert re.search(r"20 fra \d+\. \w+, 37,5 fra \d+\. \w+", text_of(client.get(page)))


def test_hours_written_by_mistake_are_taken_away_and_back(client, nora):
    placement = PlacementFactory(person=nora, active=True, starts_on=TODAY - timedelta(days=30))
    client.post(address("placements:hours", placement), {"hours_per_week": "20", "from_on": ""})
    (written,) = hours_of(with_hours(Placement.objects.all()).get())

    gone = client.post(reverse("placements:withdraw_hours", args=[written.public_id]), follow=True)
    *_before, message = gone.context["messages"]
    assert hours_of(with_hours(Placement.objects.all()).get()) == ()
    client.post(message.extra_tags)

    assert hours_of(with_hours(Placement.objects.all()).get()) == (written,)


def test_one_written_by_mistake_is_taken_out_of_the_way_and_put_back(client, nora):
    placement = PlacementFactory(person=nora, active=True, workplace__name="Lyngtunet")
    refused = client.post(address("placements:take_out", placement), {"because": ""})

    page = client.post(address("placements:take_out", placement), {"because": "Skrevet på feil person."}, follow=True)
    (message,) = page.context["messages"]

    assert refused.status_code == 422
    assert "Skrevet ved en feil. Skrevet på feil person." in text_of(page)
    assert "bb-chain" not in text_of(page)
    client.post(message.extra_tags)
    assert Placement.objects.get().state == PlacementState.ACTIVE


@pytest.mark.parametrize("press", ["end", "call_off"])
def test_what_ended_or_came_to_nothing_can_be_taken_back_from_the_toast_and_later_from_the_page(client, nora, press):
    traits = {"active": True, "ends_on": TODAY + timedelta(days=9)} if press == "end" else {"starts_on": TODAY + timedelta(days=3)}
    placement = PlacementFactory(person=nora, **traits)
    before = Placement.objects.values().get()

    for _each in range(2):
        page = client.post(address(f"placements:{press}", placement), {"on": day(TODAY), "cause": "resigned", "words": ""}, follow=True)
        *_before, message = page.context["messages"]
        assert message.extra_tags.startswith(address("placements:undo", placement))
        assert address("placements:undo", placement) in text_of(client.get(address("placements:placement", placement)))
        client.post(message.extra_tags)
        assert Placement.objects.values().get() == before


def test_how_it_ended_is_put_right_and_a_bankruptcy_stays_one(client, nora):
    over = TODAY - timedelta(days=3)
    placement = PlacementFactory(person=nora, ended=True, starts_on=over, ends_on=TODAY, end_cause=EndCause.EMPLOYER_BANKRUPT)
    form = text_of(client.get(address("placements:end", placement)))

    client.post(address("placements:end", placement), {"on": day(over), "cause": "employer_bankrupt", "words": "Kunngjort."})

    placement.refresh_from_db()
    assert "Rett hvordan det sluttet" in form
    assert (placement.ends_on, placement.end_cause, placement.end_words) == (over, EndCause.EMPLOYER_BANKRUPT, "Kunngjort.")


def test_a_planned_stay_that_came_to_nothing_is_only_in_the_table(client, nora):
    placement = PlacementFactory(person=nora, starts_on=TODAY + timedelta(days=3), workplace__name="Lyngtunet")

    page = text_of(client.post(address("placements:call_off", placement), follow=True))

    assert "Ble ikke noe av" in page
    assert "bb-chain" not in page


def test_a_stay_of_a_loop_is_shown_and_says_who_changes_it(client, nora):
    placement = PlacementFactory(person=nora, starts_on=TODAY)
    stay = StayFactory(placement=placement, participant__person=nora, participant__loop__name="Brovikloopen")

    page = text_of(client.get(address("placements:placement", placement)))
    refused = client.post(address("placements:begin", placement), follow=True)

    assert f"hører til Brovikloopen og endres fra loopens sider. Ring {stay.participant.loop.coordinator.name}" in page
    assert "Har begynt" not in page
    assert refused.redirect_chain == [(address("placements:placement", placement), 302)]
    assert ["hører til Brovikloopen" in str(each) for each in refused.context["messages"]] == [True]
    assert Placement.objects.get().state == PlacementState.PLANNED


@pytest.mark.parametrize("who", ["a stranger", "one with a reason", "a leader", "one who used to follow", "protected"])
def test_others_get_the_404_of_what_is_not_there_and_a_refused_look_is_written_down(client, nora, office, who):
    placement = PlacementFactory(person=nora, active=True)
    user = UserFactory(role=Role.LEADER if who == "a leader" else Role.SPECIALIST, role__unit=office)
    if who == "one with a reason":
        NeedToKnowFactory(user=user, person=nora, starts_on=TODAY)
    if who == "one who used to follow":
        EngagementFactory(person=nora, responsible=user, responsible__ends_on=TODAY - timedelta(days=1))
    if who == "protected":
        nora.protection = Protection.CODE_6
        nora.save()
        user = nora.engagements.get().responsibilities.get().user
    other = signed_in(user)

    for name in READ:
        assert other.get(address(f"placements:{name}", placement)).status_code == 404
        assert other.get(reverse(f"placements:{name}", args=[uuid4()])).status_code == 404
    for name in POSTED:
        assert other.post(address(f"placements:{name}", placement)).status_code == 404
    assert other.get(address("placements:new", nora)).status_code == 404

    assert LookUp.objects.filter(person=nora.public_id, is_permitted=False).count() == len(READ) + len(POSTED) + 1
    assert Placement.objects.get().state == PlacementState.ACTIVE


@pytest.mark.parametrize("role", [Role.DRIVER, Role.LOOP_COORDINATOR, Role.BUSINESS_COORDINATOR, Role.REFERRER, Role.PEER_WORKER])
def test_other_roles_have_no_such_pages(client, nora, office, role):
    client.force_login(UserFactory(role=role, role__unit=office))

    assert client.get(address("placements:new", nora)).status_code == 404
    assert client.get(address("placements:placement", PlacementFactory(person=nora))).status_code == 404


def test_markup_is_shown_as_it_was_written(client, nora):
    markup = "<b>hei</b>"
    placement = PlacementFactory(person=nora, active=True, workplace__name=markup)
    end_words = PlacementFactory(person=nora, ended=True, end_words=markup, workplace=None, place_name=markup)

    for asked in (
        address("placements:placement", placement),
        address("placements:placement", end_words),
        address("placements:end", placement),
        f"{address('placements:new', nora)}?sok={markup}",
    ):
        assert markup not in text_of(client.get(asked))


@pytest.mark.parametrize("row_count", [1, 30])
def test_the_pages_cost_the_same_for_one_and_for_thirty(client, nora, row_count, django_assert_max_num_queries):
    for _each in range(row_count):
        placement = PlacementFactory(person=nora, active=True)
    client.get(reverse("people:list"))

    for asked in (
        address("placements:placement", placement),
        address("placements:end", placement),
        address("placements:change", placement),
        address("placements:hours", placement),
        address("placements:take_out", placement),
        address("placements:new", nora),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(asked).status_code == 200


def test_each_page_writes_down_the_look(client, nora):
    placement = PlacementFactory(person=nora, active=True)

    for count, asked in enumerate([*(address(f"placements:{name}", placement) for name in READ), address("placements:new", nora)], start=1):
        client.get(asked)
        assert [row.person for row in LookUp.objects.all()] == [nora.public_id] * count
