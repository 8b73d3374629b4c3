"""Names without a space in them, as long as the database takes them, run off the side of no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Value
from django.db.models.functions import Left, Replace, RPad

from brobygger.accounts.models import User
from brobygger.demo.cast import person_id
from brobygger.loops.models import Loop
from brobygger.loops.states import LoopState
from brobygger.parties.models import Organisation, Person, Role, Unit, Workplace
from tests.browser.conftest import DESK, PHONE
from tests.kit import address, come_in_as, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}
LONGEST = {
    Person: ("first_name", "last_name"),
    Workplace: ("name",),
    Organisation: ("name",),
    Unit: ("name",),
    User: ("name",),
    Loop: ("name",),
}
MOST = 120  # letters


def lengthen() -> None:
    """Each keeps how it begins, so that names stay apart."""
    for model, fields in LONGEST.items():
        for field in fields:
            length = min(MOST, model._meta.get_field(field).max_length)
            long = RPad(Left(Replace(field, Value(" "), Value("")), length), length, Value("w"))
            for row in model._default_manager.annotate(long=long).order_by("pk"):
                model._default_manager.filter(pk=row.pk).update(**{field: row.long})


def test_long_names_break_within_the_page(new_page: Callable[..., Page]):
    amina, tor = Person.objects.get(public_id=person_id("amina")), Person.objects.get(public_id=person_id("tor"))
    bakery = Workplace.objects.get(name="Rugbakken bakeri")
    decided, under_way = Loop.objects.get(state=LoopState.DECIDED), Loop.objects.get(state=LoopState.RUNNING)
    today = Loop.objects.get(name__startswith="Brovik-loopen")
    walks = {
        "jonas": [address("today:today"), address("people:list"), address("cover:calls")],
        "kari": [address("people:person", amina), address("loops:invitations", today)],
        "per": [address("jobdev:employers"), address("jobdev:employer", bakery), address("jobdev:plan", bakery)],
        "lise": [
            *(address("loops:loop", loop) for loop in (today, decided, under_way)),
            address("loops:next_steps", decided),
            address("loops:print_people", today),
            address("year:loop", under_way),
            window(amina),
            window(tor, Role.EMPLOYER),
        ],
        "siri": [address("leader:week"), address("leader:people"), address("intake:list")],
    }
    pages = {key: new_page(PHONE) for key in walks}
    for key, page in pages.items():
        come_in_as(page, key)
    lengthen()

    too_wide = []
    for key, page in pages.items():
        for asked in walks[key]:
            assert page.goto(asked).status == 200
            for size in (NARROW, PHONE, DESK):
                page.set_viewport_size(size)
                width = page.evaluate("document.documentElement.scrollWidth")
                too_wide += [f"{asked} is {width} px wide on {size['width']} px"] if width > size["width"] else []

    assert not too_wide, "\n".join(too_wide)
