from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.audit.models import LookUp
from brobygger.followup.models import Handover
from brobygger.intake.models import Engagement
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Role
from brobygger.web import fields
from brobygger.web.acting import done, said_in
from brobygger.web.addresses import address_of
from brobygger.web.forms import Form
from brobygger.web.page import button, only_while, page
from brobygger.web.request import by, sent
from tests.access.principals import asking
from tests.factories import EngagementFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
Amount = type("Amount", (Form,), {"amount": fields.NumberField(label="Antall")})


@pytest.fixture
def engagement():
    unit = UnitFactory()
    return EngagementFactory(unit=unit, responsible=UserFactory(role=Role.SPECIALIST, role__unit=unit))


def asked(engagement, method: str = "get", **data):
    """A request of the one who follows the engagement up."""
    request = getattr(RequestFactory(), method)("/side/", data)
    request.now = clock.now()
    request.principal = asking(engagement.responsibilities.get().user)
    request.user = request.principal.user
    request._messages = CookieStorage(request)
    return request


@page(Verb.DECIDE, Engagement, purpose=Purpose.FOLLOWING)
def name_page(request, engagement):
    return done(request, "cover:calls", "Gjort.") if request.method == "POST" else HttpResponse(str(engagement.person))


def test_a_view_gets_the_row_its_address_names_and_the_look_is_written_down(engagement):
    answer = name_page(asked(engagement), engagement_id=engagement.public_id)

    assert answer.content.decode() == str(engagement.person)
    assert LookUp.objects.get().purpose == "following"


def test_nobody_gets_a_row_that_is_not_theirs_or_is_not_there(engagement):
    request = asked(engagement)

    for other in (EngagementFactory().public_id, uuid4()):
        with pytest.raises(Http404):
            name_page(request, engagement_id=other)


def test_no_look_is_written_down_when_one_is_sent_on(engagement):
    answer = name_page(asked(engagement, "post"), engagement_id=engagement.public_id)

    assert answer.url == "/ring/"
    assert not LookUp.objects.exists()


def test_what_is_finished_with_leads_to_its_own_page_but_not_what_was_written_meanwhile(engagement):
    @page(Verb.DECIDE, Engagement)
    @only_while(lambda row: row.ends_on is None)
    def change(request, engagement):
        return HttpResponse("endre")

    open_one = change(asked(engagement), engagement_id=engagement.public_id)
    engagement.ends_on = clock.today() + timedelta(days=30)
    engagement.save()
    finished = change(asked(engagement), engagement_id=engagement.public_id)
    written_meanwhile = change(asked(engagement, "post"), engagement_id=engagement.public_id)

    assert open_one.content.decode() == written_meanwhile.content.decode() == "endre"
    assert finished.url == address_of(engagement)


def test_a_view_whose_address_names_another_row_says_so(engagement):
    @page(Verb.DECIDE, Engagement)
    def change(request, intake):
        raise AssertionError

    with pytest.raises(TypeError, match="has no intake_id"):
        change(asked(engagement), engagement_id=engagement.public_id)


def test_a_row_that_has_no_page_says_where_to_give_it_one(engagement):
    with pytest.raises(LookupError, match="PAGES"):
        address_of(engagement.unit)


def test_a_page_without_a_row_is_open_to_those_who_have_a_cell(engagement):
    @page(Verb.HAND_OVER, Handover)
    def ours(request):
        return HttpResponse("vår")

    @page(Verb.CERTIFY, Engagement)
    def theirs(request):
        raise AssertionError

    assert ours(asked(engagement)).content.decode() == "vår"
    with pytest.raises(Http404):
        theirs(asked(engagement))


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_than_those_of_a_browser_are_refused(method, engagement):
    assert name_page(asked(engagement, method), engagement_id=engagement.public_id).status_code == 405


def test_head_is_answered_as_get_is(engagement):
    assert name_page(asked(engagement, "head"), engagement_id=engagement.public_id).status_code == 200


def test_a_button_says_on_the_page_it_stands_on_what_stands_in_the_way(engagement):
    @button(Verb.DECIDE, Engagement)
    def press(request, engagement):
        raise DomainError("Velg en annen dag.")

    request = asked(engagement, "post")
    answer = press(request, engagement_id=engagement.public_id)

    assert answer.url == f"/oppfolging/{engagement.public_id}/hvem/"
    assert [str(each) for each in get_messages(request)] == ["Velg en annen dag."]


def test_what_a_refused_button_began_is_undone_and_the_same_form_may_be_sent_again(engagement):
    is_ready = []

    @button(Verb.DECIDE, Engagement)
    def press(request, engagement):
        Engagement.objects.filter(pk=engagement.pk).update(ends_on=clock.today())
        if not is_ready:
            raise DomainError("Ikke ennå.")
        return done(request, engagement, "Gjort.")

    form = {"once": str(uuid4())}
    press(asked(engagement, "post", **form), engagement_id=engagement.public_id)
    engagement.refresh_from_db()
    refused = engagement.ends_on
    is_ready.append(True)
    press(asked(engagement, "post", **form), engagement_id=engagement.public_id)
    engagement.refresh_from_db()

    assert refused is None
    assert engagement.ends_on == clock.today()


def test_a_button_that_is_asked_for_again_leads_to_the_page_it_stands_on_and_does_nothing(engagement):
    @button(Verb.DECIDE, Engagement, back=lambda _request, engagement: engagement.person)
    def press(request, engagement):
        raise AssertionError

    answer = press(asked(engagement), engagement_id=engagement.public_id)

    assert answer.url == f"/folk/{engagement.person.public_id}/"


@pytest.mark.parametrize(("field", "place"), [("amount", "amount"), ("elsewhere", "__all__"), (None, "__all__")])
def test_a_refusal_is_said_at_its_field_or_for_the_whole_form_when_the_field_is_not_on_it(field, place):
    form = Amount({"amount": "3"})
    assert form.is_valid()

    with said_in(form):
        raise DomainError("For mange.", field=field)

    assert form.errors == {place: ["For mange."]}


def test_what_is_no_refusal_is_not_swallowed():
    with pytest.raises(ZeroDivisionError), said_in(Amount({"amount": "3"})):
        raise ZeroDivisionError


def test_one_request_reads_the_clock_once(engagement):
    request = asked(engagement)

    assert by(request)["now"] is by(request)["now"] is request.now
    assert by(request)["actor"] == request.principal.user


def test_a_form_is_bound_when_it_is_sent_empty_too(engagement):
    assert sent(asked(engagement)) is None
    assert sent(asked(engagement, "post")) is not None
