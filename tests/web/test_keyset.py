from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs

import pytest
from django.core import signing
from django.test import RequestFactory

from brobygger.followup.models import Contact, ContactKind
from brobygger.kernel.clock import OSLO
from brobygger.web.keyset import keyset
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
BY_DAY, BY_NAME = ("-happened_at",), ("line",)


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=OSLO)


def page(url: str = "/liste/", *, by=BY_DAY, size: int = 2, name: str = "", is_hidden: bool = False):
    return keyset(RequestFactory().get(url), Contact.objects.all(), by=by, size=size, name=name, is_hidden=is_hidden)


def names(found) -> list[str]:
    return [row.line for row in found.rows]


@pytest.fixture
def five():
    return [ContactFactory(line=name, happened_at=at(number + 1)) for number, name in enumerate("ABCDE")]


def test_every_row_is_met_once_on_the_way_down_and_in_the_same_pages_on_the_way_up(five):
    first = page()
    second = page(first.after_url)
    last = page(second.after_url)

    assert [names(each) for each in (first, second, last)] == [["E", "D"], ["C", "B"], ["A"]]
    assert (first.before_url, last.after_url) == ("", "")
    assert names(page(last.before_url)) == ["C", "B"]
    assert names(page(page(last.before_url).before_url)) == ["E", "D"]


def test_rows_alike_in_the_field_are_told_apart_by_their_key(db):
    for name in "ABC":
        ContactFactory(line=name, happened_at=at(1))

    first = page()

    assert names(first) + names(page(first.after_url)) == ["C", "B", "A"]


def test_a_list_in_rising_order_is_paged_the_same_way(five):
    first = page(by=BY_NAME)

    assert names(first) == ["A", "B"]
    assert names(page(first.after_url, by=BY_NAME)) == ["C", "D"]
    assert not first.is_newest_first


def test_fields_may_go_each_their_way(db):
    for kind, name in ((ContactKind.OUT, "A"), (ContactKind.PHONE, "B"), (ContactKind.OUT, "C"), (ContactKind.PHONE, "D")):
        ContactFactory(kind=kind, line=name, happened_at=at(1))
    order = ("-kind", "line")

    first = page(by=order, size=3)

    assert names(first) == ["B", "D", "A"]
    assert names(page(first.after_url, by=order, size=3)) == ["C"]


def test_a_row_that_comes_meanwhile_moves_nothing(five):
    first = page()
    ContactFactory(line="F", happened_at=at(20))

    assert names(page(first.after_url)) == ["C", "B"]


@pytest.mark.parametrize("place", ["etter=abc", "etter=", "for=x:y", "etter=1%3A2"])
def test_a_place_that_was_made_up_gives_the_first_page(place, five):
    assert names(page(f"/liste/?{place}")) == ["E", "D"]


def test_a_place_in_another_list_gives_the_first_page(five):
    elsewhere = page().after_url.replace("/liste/", "/en-annen/")

    assert names(page(elsewhere)) == ["E", "D"]


def test_two_lists_on_a_page_are_paged_each_for_itself_and_keep_what_else_the_address_says(five):
    first = page("/liste/?navn=ole", name="-venter")
    other = page(first.after_url, by=BY_NAME)

    assert names(page(first.after_url, name="-venter")) == ["C", "B"]
    assert names(other) == ["A", "B"]
    assert "navn=ole" in first.after_url
    assert "etter-venter=" in other.after_url


def test_an_address_tells_no_running_number(five):
    assert f"{five[3].pk}," not in page().after_url


def test_an_empty_list_has_no_pages_beside_it(db):
    found = page()

    assert (list(found.rows), found.before_url, found.after_url) == ([], "", "")


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_costs_one_query(count, django_assert_num_queries):
    ContactFactory.create_batch(count)

    with django_assert_num_queries(1):
        page()


def test_what_orders_a_hidden_list_stays_out_of_the_address_and_it_is_read_all_the_same(five):
    first = page(by=BY_NAME, is_hidden=True)
    second = page(first.after_url, by=BY_NAME, is_hidden=True)

    assert [names(each) for each in (first, second)] == [["A", "B"], ["C", "D"]]
    assert names(page(second.before_url, by=BY_NAME, is_hidden=True)) == ["A", "B"]
    assert signing.loads(parse_qs(first.after_url.partition("?")[2])["etter"][0], salt="brobygger.keyset.etter./liste/") == [five[1].pk]


def test_a_hidden_list_begins_from_the_top_after_a_row_that_is_out_of_reach(five):
    first = page(by=BY_NAME, is_hidden=True)
    rest = Contact.objects.exclude(pk=five[1].pk)

    found = keyset(RequestFactory().get(first.after_url), rest, by=BY_NAME, size=2, is_hidden=True)

    assert names(found) == ["A", "C"]
