"""Where each role begins."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.loops.models import Loop
from brobygger.parties.models import Role


class Landing(NamedTuple):
    """The first row that fits says where to go; `with_loops` fits only those who reach a loop."""

    roles: frozenset[Role]
    url_name: str
    with_loops: bool = False


LANDINGS = (
    Landing(frozenset({Role.LEADER}), "leader:week"),
    Landing(frozenset({Role.LOOP_COORDINATOR, Role.DRIVER}), "loops:list"),
    Landing(frozenset({Role.COUNSELLOR, Role.SPECIALIST}), "today:today"),
    Landing(frozenset({Role.BUSINESS_COORDINATOR}), "loops:list", with_loops=True),
    Landing(frozenset({Role.DATA_PROTECTION_OFFICER}), "lookups:list"),
)


def landing_address(principal: Principal) -> str | None:
    """The address of the first page for somebody's roles, or None when there is none for them yet.

    Cost  at most one query
    """
    for landing in LANDINGS:
        if landing.roles & principal.roles and (not landing.with_loops or door.rows(principal, Verb.READ, Loop).exists()):
            return reverse(landing.url_name)
    return None
