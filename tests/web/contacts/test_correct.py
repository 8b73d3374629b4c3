from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.followup.contacts import standing
from brobygger.followup.models import Contact, ContactWith
from brobygger.intake.models import Responsibility
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Protection, Role
from tests.factories import ContactFactory, PlacementFactory, UnitFactory, UserFactory, WorkplaceFactory
from tests.kit import signed_in, text_of
from tests.web.contacts.conftest import Work, specialist

TODAY = clock.today()
THEN = datetime(2026, 1, 5, 9, 12, 41, tzinfo=UTC)


def correct_url(contact: Contact) -> str:
    return reverse("contacts:correct", args=[contact.public_id])


def filled_in(work: Work, contact: Contact) -> dict[str, str]:
    """What the browser sends when nothing is changed."""
    form = work.client.get(correct_url(contact)).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | {
        name: day(form[name].value()) for name in ("on", "next_step_on", "withheld_until") if form[name].value()
    }


def test_ones_own_note_comes_filled_in_and_what_is_left_alone_stays(work: Work):
    stay = PlacementFactory(person=work.nora.person, active=True, workplace__name="Lyngtunet hagesenter")
    shop = WorkplaceFactory()
    contact = ContactFactory(
        engagement=work.nora,
        written_by=work.jonas,
        happened_at=THEN,
        whom=ContactWith.BOTH,
        line="Trives godt.",
        placement=stay,
        workplace=shop,
        next_step="Ringe Eva",
        next_step_on=TODAY,
        withheld_until=TODAY + timedelta(days=3),
        withheld_because="Avtales først.",
    )

    client = work.client
    answer = client.post(correct_url(contact), filled_in(work, contact) | {"line": "Trives svært godt.", "next": "/folk/"})

    right = standing(Contact.objects.all()).get()
    kept = ("happened_at", "whom", "kind", "placement", "workplace", "next_step", "next_step_on", "withheld_until", "withheld_because")
    assert answer.url == "/folk/"
    assert right.line == "Trives svært godt."
    assert [getattr(right, name) for name in kept] == [getattr(contact, name) for name in kept]
    assert right.key != contact.key
    assert "Notatet er rettet." in text_of(client.get("/folk/"))


def test_another_day_and_another_place_are_written_anew(work: Work):
    stay = PlacementFactory(person=work.nora.person, active=True)
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas, happened_at=THEN, placement=stay)

    work.client.post(correct_url(contact), filled_in(work, contact) | {"on": "06.01.2026", "at": "14.15", "placement": ""})

    right = standing(Contact.objects.all()).get()
    assert f"{right.happened_at.astimezone(clock.OSLO):%d.%m.%Y %H.%M}" == "06.01.2026 14.15"
    assert right.placement is None


def test_a_note_whose_withholding_has_run_out_can_be_corrected(work: Work):
    contact = ContactFactory(
        engagement=work.nora, written_by=work.jonas, happened_at=THEN, withheld_until=TODAY, withheld_because="Avtales først."
    )

    work.client.post(correct_url(contact), filled_in(work, contact) | {"line": "Ny linje."})

    right = standing(Contact.objects.all()).get()
    assert (right.line, right.withheld_until, right.withheld_because) == ("Ny linje.", None, "")


def test_a_correction_with_a_mistake_takes_nothing_back_and_says_where(work: Work):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas, happened_at=THEN)

    ahead = work.client.post(correct_url(contact), filled_in(work, contact) | {"on": day(TODAY + timedelta(days=1)), "line": "Nytt."})

    assert ahead.status_code == 422
    assert "Skriv et tidspunkt som har vært" in str(ahead.context["form"]["on"].errors)
    assert "Nytt." in text_of(ahead)
    assert Contact.objects.get() == contact


def test_a_note_that_is_taken_back_is_not_corrected_from_a_page_left_open(work: Work):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas, happened_at=THEN)
    open_page = filled_in(work, contact)
    work.client.post(reverse("contacts:undo", args=[contact.public_id]))

    opened = work.client.get(correct_url(contact))
    sent = work.client.post(correct_url(contact), open_page)

    assert opened.url == reverse("people:person", args=[work.nora.person.public_id])
    assert sent.status_code == 422
    assert "tatt tilbake fra før" in text_of(sent)
    assert not standing(Contact.objects.all()).exists()


def test_only_ones_own_notes_have_the_way_there(work: Work):
    mine = ContactFactory(engagement=work.nora, written_by=work.jonas)
    theirs = ContactFactory(engagement=work.nora, written_by=specialist("Hanne Vik", unit=work.nora.unit))

    page = text_of(work.client.get(reverse("contacts:of_person", args=[work.nora.person.public_id])))

    assert correct_url(mine) in page
    assert correct_url(theirs) not in page
    assert work.client.get(correct_url(theirs)).status_code == 404
    assert work.client.post(correct_url(theirs), {"kind": "phone", "key": str(uuid4())}).status_code == 404


def test_one_who_has_gone_to_another_unit_leaves_the_notes_there(work: Work):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas)
    Responsibility.objects.update(user=specialist("Hanne Vik", unit=work.nora.unit))
    still_there = work.client.get(correct_url(contact)).status_code
    work.jonas.memberships.update(unit=UnitFactory())

    assert still_there == 200
    assert work.client.get(correct_url(contact)).status_code == 404
    assert work.client.post(correct_url(contact), {"kind": "phone", "key": str(uuid4())}).status_code == 404
    assert work.client.post(reverse("contacts:undo", args=[contact.public_id])).status_code == 404
    assert Contact.objects.get() == contact


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.COUNSELLOR, Role.LEADER, Role.BUSINESS_COORDINATOR])
def test_a_stranger_finds_nothing(role: Role, work: Work):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas)

    for stranger in (UserFactory(role=role), UserFactory(role=role, role__unit=work.nora.unit)):
        assert signed_in(stranger).get(correct_url(contact)).status_code == 404
        assert signed_in(stranger).post(correct_url(contact), {"kind": "phone", "key": str(uuid4())}).status_code == 404
    assert Contact.objects.get() == contact


def test_the_note_is_behind_the_fence_when_protection_comes(work: Work):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas)
    work.nora.person.protection = Protection.UNKNOWN
    work.nora.person.save(update_fields=["protection"])

    assert work.client.get(correct_url(contact)).status_code == 404


def test_opening_it_is_written_down_and_costs_little(work: Work, django_assert_max_num_queries):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas, placement=PlacementFactory(person=work.nora.person))
    client = work.client
    client.get("/folk/")

    with django_assert_max_num_queries(12):
        client.get(correct_url(contact))

    assert LookUp.objects.order_by("id").last().purpose == "contact correct"
