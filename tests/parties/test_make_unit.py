from __future__ import annotations

import pytest

from brobygger.audit.models import Entry
from brobygger.cli.__main__ import main
from brobygger.kernel.errors import DomainError
from brobygger.parties.models import Sector, Unit, UnitKind
from brobygger.parties.unit_actions import make_unit
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_unit_is_made_and_written_down():
    siri = UserFactory()

    unit = make_unit(name=" NAV Brovik ", kind="nav_office", sector="state", actor=siri)

    assert (unit.name, unit.kind, unit.sector) == ("NAV Brovik", UnitKind.NAV_OFFICE, Sector.STATE)
    assert Entry.objects.get(event="parties.unit_made").actor_id == siri.public_id


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "kiosk"}, "kiosk"),
        ({"sector": "mars"}, "mars"),
        ({"name": " "}, "navn"),
        ({"name": "\u200b-"}, "navn"),
        ({"name": "nav brovik"}, "navn"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_leaves_no_trace(wrong, words):
    make_unit(name="NAV Brovik", kind="nav_office", sector="state", actor=UserFactory())

    with pytest.raises(DomainError, match=words):
        make_unit(**{"name": "NAV Lysvik", "kind": "nav_office", "sector": "state", "actor": UserFactory(), **wrong})

    assert Unit.objects.count() == 1


def test_the_command_makes_one(capsys):
    assert main(["add-unit", "Jobbsentralen", "--kind", "youth_centre", "--sector", "municipality"]) == 0

    assert Unit.objects.get().name == "Jobbsentralen"
    assert "Jobbsentralen er klar" in capsys.readouterr().out
