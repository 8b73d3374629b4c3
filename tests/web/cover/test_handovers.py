from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.followup.models import Handover, HandoverState
from brobygger.intake.models import Responsibility
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Protection, Role
from tests.factories import AbsenceFactory, EmployerRelationFactory, EngagementFactory, UnitFactory, UserFactory
from tests.kit import address, signed_in, text_of

TODAY = clock.today()
FIRST = TODAY + timedelta(days=7)


class Office:
    """Kari answers for Amina and for Rugbakken bakeri; Jonas is asked; Siri leads."""

    def __init__(self) -> None:
        self.unit = UnitFactory()
        names = ("Kari Moseby", "Jonas Hauglid")
        self.kari, self.jonas = (UserFactory(name=name, role=Role.SPECIALIST, role__unit=self.unit) for name in names)
        self.siri = UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=self.unit)
        self.amina = EngagementFactory(unit=self.unit, responsible=self.kari, person__first_name="Amina", person__last_name="Rahimi")
        self.bakery = EmployerRelationFactory(unit=self.unit, responsible=self.kari, workplace__name="Rugbakken bakeri")

    def words(self, **named):
        held = [str(each.pk) for each in Responsibility.objects.filter(user=self.kari)]
        words = {
            "held": held,
            "to": str(self.jonas.public_id),
            "starts_on": day(FIRST),
            "answer_by": day(TODAY),
            "because": "Kari slutter.",
        }
        return words | named

    def asked(self):
        signed_in(self.kari).post("/overtakelser/ny/", self.words())
        return Handover.objects.get()


@pytest.fixture
def office(db):
    return Office()


def responsible():
    return list(Responsibility.objects.filter(ends_on=None).order_by("pk").values_list("user__name", flat=True))


def test_one_asks_is_answered_and_both_see_how_it_went(office):
    said = text_of(signed_in(office.kari).post("/overtakelser/ny/", office.words(), follow=True))
    handover = Handover.objects.get()
    asked = text_of(signed_in(office.jonas).get("/overtakelser/"))

    answer = text_of(signed_in(office.jonas).post(address("cover:accept_handover", handover), follow=True))

    assert "Jonas Hauglid er spurt" in said
    assert "Ta over 2 fra Kari Moseby" in asked
    assert "Du tar over fra" in answer
    assert responsible() == ["Jonas Hauglid", "Jonas Hauglid"]
    assert "tatt over" in text_of(signed_in(office.kari).get("/overtakelser/"))


def test_the_one_who_is_asked_sees_whom_and_what_and_why(office):
    page = text_of(signed_in(office.jonas).get(address("cover:handover", office.asked())))

    assert "Amina Rahimi" in page
    assert "Rugbakken bakeri" in page
    assert "Kari slutter." in page
    assert "Ja, jeg tar over" in page


def test_a_leader_asks_about_all_of_one_who_leaves_and_all_are_ticked(office):
    client = signed_in(office.siri)

    listed = text_of(client.get("/overtakelser/"))
    page = client.get(f"/overtakelser/ny/?fra={office.kari.public_id}").content.decode()
    client.post(f"/overtakelser/ny/?fra={office.kari.public_id}", office.words())

    assert "Fra Kari Moseby" in listed
    assert page.count("checked") == 2
    handover = Handover.objects.get()
    assert (handover.from_user, handover.proposed_by) == (office.kari, office.siri)


def test_from_somebodys_page_it_is_about_that_one_and_the_others_are_folded_away(office):
    EngagementFactory(unit=office.unit, responsible=office.kari, person__first_name="Bjarte", person__last_name="Aa")
    amina = Responsibility.objects.get(engagement=office.amina)
    client = signed_in(office.kari)
    where = f"/overtakelser/ny/?om={office.amina.public_id}"

    link = client.get(address("people:person", office.amina.person)).content.decode()
    page = client.get(where).content.decode()
    client.post(where, office.words(held=[str(amina.pk)]))

    assert where in link
    assert page.count(" checked") == 1
    first, folded = page.split("<details", 1)
    assert "Amina Rahimi" in first
    assert "Bjarte" not in first
    assert "Bjarte" in folded
    assert "Rugbakken bakeri" in folded
    assert "Flere (2)" in folded
    assert [item.responsibility for item in Handover.objects.get().items.all()] == [amina]


def test_it_is_said_when_the_one_to_be_asked_is_away(office):
    AbsenceFactory(user=office.jonas, starts_on=TODAY, ends_on=FIRST)

    assert f"Jonas Hauglid, borte {day(TODAY)}–{day(FIRST)}" in text_of(signed_in(office.kari).get("/overtakelser/ny/"))


def test_one_tick_asks_about_all_and_none_at_all_is_refused(office):
    client = signed_in(office.kari)
    page = text_of(client.get("/overtakelser/ny/"))

    refused = client.post("/overtakelser/ny/", office.words(held=[]))
    client.post("/overtakelser/ny/", office.words(held=[], everything="on"))

    assert "Alle sammen" in page
    assert refused.status_code == 422
    assert "Velg hvem og hva det gjelder" in text_of(refused)
    assert Handover.objects.get().items.count() == 2


def test_a_no_needs_a_reason_and_the_reason_is_read(office):
    handover = office.asked()
    client = signed_in(office.jonas)

    without = client.post(address("cover:decline_handover", handover))
    client.post(address("cover:decline_handover", handover), {"nei-because": "Jeg har fullt."})

    assert without.status_code == 422
    assert "Jonas Hauglid kunne ikke ta over: «Jeg har fullt.»" in text_of(signed_in(office.kari).get(address("cover:handover", handover)))
    assert responsible() == ["Kari Moseby", "Kari Moseby"]


def test_above_twenty_the_page_asks_why(office):
    for _each in range(20):
        EngagementFactory(unit=office.unit, responsible=office.jonas)
    handover = office.asked()
    client = signed_in(office.jonas)

    page = text_of(client.get(address("cover:handover", handover)))
    without = client.post(address("cover:accept_handover", handover))
    client.post(address("cover:accept_handover", handover), {"ja-above_range_because": "To slutter i august."})

    assert "Med disse følger du opp 21." in page
    assert without.status_code == 422
    assert Responsibility.objects.get(engagement=office.amina, user=office.jonas).above_range_because == "To slutter i august."


def test_sending_the_question_twice_asks_once(office):
    client, words = signed_in(office.kari), office.words(once=str(uuid4()))

    for _each in range(2):
        client.post("/overtakelser/ny/", words)

    assert Handover.objects.count() == 1


def test_the_one_who_asked_can_take_it_back_and_nobody_else(office):
    handover = office.asked()

    refused = [signed_in(user).post(address("cover:withdraw_handover", handover)).status_code for user in (office.jonas, office.siri)]
    signed_in(office.kari).post(address("cover:withdraw_handover", handover))

    assert refused == [404, 404]
    assert Handover.objects.get().state == HandoverState.WITHDRAWN


def test_only_the_one_who_is_asked_can_answer_and_strangers_see_nothing(office):
    handover = office.asked()
    stranger, other_leader = UserFactory(role=Role.SPECIALIST), UserFactory(role=Role.LEADER)

    for user in (office.kari, office.siri, stranger, other_leader):
        codes = [
            signed_in(user).post(address(f"cover:{name}", handover), {"nei-because": "x"}).status_code
            for name in ("accept_handover", "decline_handover")
        ]
        assert codes == [404, 404]
    assert [signed_in(user).get(address("cover:handover", handover)).status_code for user in (stranger, other_leader)] == [404, 404]
    assert signed_in(stranger).get(f"/overtakelser/ny/?fra={office.kari.public_id}").status_code == 404
    assert responsible() == ["Kari Moseby", "Kari Moseby"]


def test_one_who_has_become_protected_is_not_named_to_one_without_clearance(office):
    handover = office.asked()
    office.amina.person.protection = Protection.SHIELDED
    office.amina.person.save()
    client = signed_in(office.jonas)

    page = text_of(client.get(address("cover:handover", handover)))
    refused = client.post(address("cover:accept_handover", handover))

    assert "Amina" not in page
    assert "En deltaker" in page
    assert refused.status_code == 422
    assert responsible() == ["Kari Moseby", "Kari Moseby"]


def test_a_refused_yes_names_nobody_who_has_become_protected_and_is_somebody_elses_by_now(office):
    handover = office.asked()
    Responsibility.objects.filter(engagement=office.amina).update(user=UserFactory())
    office.amina.person.protection = Protection.SHIELDED
    office.amina.person.save()

    refused = signed_in(office.jonas).post(address("cover:accept_handover", handover))

    assert refused.status_code == 422
    assert "Amina" not in text_of(refused)


def test_words_with_signs_in_them_do_nothing(office):
    signed_in(office.kari).post("/overtakelser/ny/", office.words(because="<script>alert(1)</script>"))

    page = signed_in(office.jonas).get(address("cover:handover", Handover.objects.get())).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("row_count", [1, 10])
def test_the_pages_cost_the_same_however_many(row_count, office, django_assert_max_num_queries):
    for _each in range(row_count):
        EngagementFactory(unit=office.unit, responsible=office.kari)
    client, page = signed_in(office.jonas), address("cover:handover", office.asked())

    with django_assert_max_num_queries(12):
        client.get("/overtakelser/")
    with django_assert_max_num_queries(17):
        client.get(page)


def test_markup_in_the_reasons_is_shown_as_it_was_written(office):
    signed_in(office.kari).post("/overtakelser/ny/", office.words(because="<i>Slutter</i>"))
    asked = Handover.objects.get()
    before = text_of(signed_in(office.jonas).get(reverse("cover:handover", args=[asked.public_id])))

    signed_in(office.jonas).post(reverse("cover:decline_handover", args=[asked.public_id]), {"nei-because": "<i>Fullt</i>"})
    after = text_of(signed_in(office.kari).get(reverse("cover:handover", args=[asked.public_id])))

    assert Handover.objects.get().declined_because == "<i>Fullt</i>"
    assert "&lt;i&gt;Slutter&lt;/i&gt;" in before
    assert "&lt;i&gt;Fullt&lt;/i&gt;" in after
    assert "<i>" not in before + after
