import pytest
from django.urls import reverse

from brobygger.parties.models import Role
from brobygger.web.shell import MENU, tabs_for
from tests.factories import UserFactory
from tests.kit import read

FIT_AT_THE_THUMB = 5


@pytest.mark.parametrize("item", MENU, ids=lambda item: item.url_name)
def test_every_place_in_the_menu_is_a_page(item):
    assert reverse(item.url_name).startswith("/")


@pytest.mark.parametrize("role", Role)
def test_no_role_has_more_tabs_than_fit_at_the_thumb(role):
    assert len(tabs_for({role}, path="/")) <= FIT_AT_THE_THUMB


@pytest.mark.django_db
def test_what_has_no_room_at_the_thumb_stands_behind_the_last_tab(client):
    client.force_login(UserFactory(role=Role.SPECIALIST))

    page = read(client, reverse("pages:more"))

    last = tabs_for({Role.SPECIALIST}, path=reverse("intake:list"))[-1]
    assert (last.url, last.is_here) == (reverse("pages:more"), True)
    assert all(reverse(name) in page for name in ("intake:list", "followup:matters"))


def test_the_tab_is_marked_on_every_page_under_it():
    loops = reverse("loops:list")

    tabs = tabs_for({Role.LOOP_COORDINATOR}, path=f"{loops}et-sted/plan/")

    assert [tab.url for tab in tabs if tab.is_here] == [loops]


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR])
def test_those_who_come_by_link_have_no_menu(role):
    assert tabs_for({role}, path="/") == []
