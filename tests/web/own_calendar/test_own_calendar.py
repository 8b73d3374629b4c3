from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest
from django.test import Client

from brobygger.accounts.actions import close_user
from brobygger.accounts.models import Language
from brobygger.appointments.feeds import follow
from brobygger.appointments.models import CalendarFeed
from brobygger.audit.models import Entry, LookUp
from brobygger.kernel import clock
from brobygger.kernel.local_time import moment_on, monday_of
from brobygger.parties.models import Membership, Protection, Role
from brobygger.web.accounts.masking import hide_tokens
from tests.factories import AppointmentFactory, AppointmentPartyFactory, PersonFactory, UserFactory, WorkplaceFactory
from tests.kit import once_of, read, signed_in, text_of
from tests.strict_calendar import faults

pytestmark = pytest.mark.django_db
PAGE = "/min-kalender/"


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST)


@pytest.fixture
def calendar():
    """A calendar on the net: it has no session and keeps no cookies."""
    return Client()


def talk(user, *, days=2, **named):
    starts_at = moment_on(clock.today() + timedelta(days=days), clock.now().replace(hour=10, minute=0, second=0, microsecond=0).time())
    row = AppointmentFactory(starts_at=starts_at, changed_at=clock.now() - timedelta(days=1), **named)
    AppointmentPartyFactory(appointment=row, user=user)
    return row


def feed_for(user):
    return f"/kalender/{follow(user, now=clock.now(), actor=user)}.ics"


def address_on(page: str) -> str:
    return re.search(r"(/kalender/[\w-]{43}\.ics)</code>", page)[1]


def test_pressing_follow_shows_the_address_once_and_it_works_without_signing_in(jonas, calendar):
    talk(jonas, place="Brohuset")
    staff = signed_in(jonas)

    page = staff.post(PAGE).content.decode()

    answer = calendar.get(address_on(page))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    assert faults(answer.content) == []
    assert [str(event["LOCATION"]) for event in icalendar.Calendar.from_ical(answer.content).events] == ["Brohuset"]
    assert "webcal://" in page
    assert "/kalender/" not in read(staff, PAGE)


def test_a_double_press_shows_an_address_that_works(jonas, calendar):
    staff = signed_in(jonas)
    key = once_of(read(staff, PAGE))

    staff.post(PAGE, {"once": key})
    shown = staff.post(PAGE, {"once": key}).content.decode()

    assert calendar.get(address_on(shown)).status_code == 200
    assert CalendarFeed.objects.count() == 1


def test_a_new_address_closes_the_old_one(jonas, calendar):
    staff = signed_in(jonas)
    old = address_on(staff.post(PAGE).content.decode())
    assert "Lag ny adresse" in read(staff, PAGE)
    new = address_on(staff.post(PAGE).content.decode())

    assert [calendar.get(each).status_code for each in (old, new)] == [404, 200]
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == ["appointments.feed_made", "appointments.feed_renewed"]


def test_it_can_be_stopped_and_followed_again(jonas, calendar):
    staff = signed_in(jonas)
    address = address_on(staff.post(PAGE).content.decode())
    feed = CalendarFeed.objects.get()

    answer = staff.post(f"{PAGE}{feed.public_id}/slutt/", follow=True)

    assert "virker ikke lenger" in text_of(answer)
    assert calendar.get(address).status_code == 404
    assert calendar.get(address_on(staff.post(PAGE).content.decode())).status_code == 200


def test_nobody_stops_anothers(jonas, calendar):
    address = feed_for(jonas)
    stranger = signed_in(UserFactory(role=Role.SPECIALIST))

    assert stranger.post(f"{PAGE}{CalendarFeed.objects.get().public_id}/slutt/").status_code == 404
    assert calendar.get(address).status_code == 200


def test_one_who_is_closed_or_has_no_role_any_more_has_no_feed(jonas, calendar):
    kari = UserFactory(role=Role.COUNSELLOR)
    addresses = [feed_for(each) for each in (jonas, kari)]

    close_user(jonas, actor=kari)
    Membership.objects.filter(user=kari).update(ends_on=clock.today() - timedelta(days=1))

    assert [calendar.get(each).status_code for each in addresses] == [404, 404]


def test_a_peer_worker_has_no_such_page():
    assert signed_in(UserFactory(role=Role.PEER_WORKER)).get(PAGE).status_code == 404


def test_one_who_has_it_already_is_told_so_in_a_line_and_head_answers(jonas, calendar):
    talk(jonas)
    address = feed_for(jonas)
    first = calendar.get(address)

    by_tag = calendar.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_time = calendar.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    head = calendar.head(address)

    assert (by_tag.status_code, by_time.status_code, by_tag.content) == (304, 304, b"")
    assert by_tag.headers["ETag"] == head.headers["ETag"] == first.headers["ETag"]
    assert (head.status_code, head.content) == (200, b"")
    assert first.headers["Cache-Control"] == by_tag.headers["Cache-Control"] == "private"


def test_what_is_moved_is_fetched_anew(jonas, calendar):
    row = talk(jonas)
    address = feed_for(jonas)
    first = calendar.get(address)
    row.place, row.sequence, row.changed_at = "Torget 1", 1, clock.now() + timedelta(seconds=2)
    row.save()

    again = calendar.get(address, headers={"If-None-Match": first.headers["ETag"]})

    (event,) = icalendar.Calendar.from_ical(again.content).events
    assert (again.status_code, event["SEQUENCE"], str(event["LOCATION"])) == (200, 1, "Torget 1")


def test_it_costs_four_questions_and_no_look_up_is_written(jonas, calendar, django_assert_num_queries):
    for days in range(9):
        row = talk(jonas, days=days, place="Brohuset", workplace=WorkplaceFactory())
        AppointmentPartyFactory(appointment=row, user=None, person=PersonFactory(protection=Protection.NONE), role=Role.CANDIDATE)
    address = feed_for(jonas)

    with django_assert_num_queries(4):
        answer = calendar.get(address)

    assert len(icalendar.Calendar.from_ical(answer.content).events) == 9
    assert not LookUp.objects.exists()


def test_one_with_somebody_protected_is_not_in_it(jonas, calendar):
    row = talk(jonas)
    AppointmentPartyFactory(appointment=row, user=None, person=PersonFactory(protection=Protection.CODE_6), role=Role.CANDIDATE)

    assert icalendar.Calendar.from_ical(calendar.get(feed_for(jonas)).content).events == []


def test_the_words_are_those_of_the_user_and_not_of_who_fetches(jonas, calendar):
    jonas.language = Language.NYNORSK
    jonas.save()
    talk(jonas, state="called_off")

    data = calendar.get(feed_for(jonas), headers={"Accept-Language": "en"}).content.decode()
    assert "SUMMARY:Avlyst: samtale" in data


def test_an_address_that_opens_nothing_is_a_404_and_many_are_too_many(calendar, db):
    answers = [calendar.get(f"/kalender/{number:043}.ics").status_code for number in range(61)]

    assert answers == [404] * 60 + [429]
    assert calendar.post("/kalender/x.ics").status_code == 405


def test_too_many_wrong_ones_from_an_office_do_not_stop_the_right_one(jonas, calendar):
    address = feed_for(jonas)
    for number in range(62):
        calendar.get(f"/kalender/{number:043}.ics")

    assert calendar.get(address).status_code == 200


def test_the_address_stays_out_of_logs(jonas):
    address = feed_for(jonas)

    assert hide_tokens(f"GET {address} 200") == "GET /kalender/*** 200"


def test_a_week_can_be_kept_and_an_absurd_one_is_not_there(jonas):
    row = talk(jonas, days=0)
    year, week, _day = monday_of(clock.today()).isocalendar()
    staff = signed_in(jonas)

    data = staff.get(f"{PAGE}uke/{year}-{week:02}.ics").content
    assert [str(event["UID"]) for event in icalendar.Calendar.from_ical(data).events] == [f"{row.public_id}@brobygger"]
    assert faults(data) == []
    absurd = [f"{year}-54", "0-1", "1-1", "9999-52", "99999-1", f"{year}-0", f"{year + 1}-30"]
    assert [staff.get(f"{PAGE}uke/{each}.ics").status_code for each in absurd] == [404] * len(absurd)
