"""Who is asking: a signed-in user or the holder of a signed link, with roles, units and today's date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection

from brobygger.accounts.models import User
from brobygger.parties.models import Person, Protection, Role, SignedLink
from brobygger.parties.queries import has_left

NOBODY = UUID(int=0)
# Written out, as every page asks it: building the queries took three times as long as answering them. What holds is what `holds_on` says.
WHAT_HOLDS = """
    SELECT 'role', role, unit_id FROM parties_membership
    WHERE user_id = %(user)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s)
    UNION ALL
    SELECT 'clearance', protection, NULL FROM parties_clearance
    WHERE user_id = %(user)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on >= %(today)s)
    UNION ALL
    SELECT 'own record', NULL, id FROM parties_person WHERE user_id = %(user)s
"""


@dataclass(frozen=True)
class Trace:
    """What the look-up log needs to know of a request."""

    request_id: str = field(default_factory=lambda: uuid4().hex)
    path: str = ""


@dataclass(frozen=True)
class Principal:
    """One who asks, on one day.

    `units` tells in which units (keys) each role is held; a link holder has none.
    `person` is the asker's own record, if there is one: their window, and what staff may not open.
    """

    today: date
    user: User | None = None
    person: Person | None = None
    link: SignedLink | None = None
    roles: frozenset[Role] = frozenset()
    units: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    clearances: frozenset[Protection] = frozenset()
    trace: Trace = field(default_factory=Trace)

    @property
    def is_known(self) -> bool:
        return self.user is not None or self.link is not None

    @property
    def staff(self) -> User:
        """The asker's user, on pages that only those who are signed in reach."""
        assert self.user is not None, "nobody is signed in"
        return self.user

    @property
    def holder(self) -> Person:
        """The asker's own record, in the window of a link."""
        assert self.person is not None, "nobody holds this link"
        return self.person

    @property
    def user_key(self) -> int:
        """The key of the asker's user; 0, which no row has, when there is none. Never None, which would match empty fields."""
        return self.user.pk if self.user is not None else 0

    @property
    def person_key(self) -> int:
        """The key of the asker's own record; 0 when there is none."""
        return self.person.pk if self.person is not None else 0

    @property
    def public_id(self) -> UUID:
        """The opaque id the audit trail writes for this asker."""
        if self.user is not None:
            return self.user.public_id
        return self.person.public_id if self.person is not None else NOBODY

    def units_as(self, role: Role) -> frozenset[int]:
        """The keys of the units where the asker has the role today."""
        return self.units.get(role, frozenset())

    @property
    def role_names(self) -> str:
        return ",".join(sorted(self.roles))


def anonymous(today: date, *, trace: Trace | None = None) -> Principal:
    return Principal(today=today, trace=trace or Trace())


def principal_of_user(user: User, *, today: date, trace: Trace | None = None) -> Principal:
    """A signed-in user with what holds today. A membership counts on its last day and not after.

    Cost  one query; of the user's own record the key, and the rest of it when it is asked for
    """
    own: Person | None = None
    units: dict[Role, set[int]] = {}
    clearances: set[Protection] = set()
    with connection.cursor() as cursor:
        cursor.execute(WHAT_HOLDS, {"user": user.pk, "today": today})
        for kind, held, key in cursor.fetchall():
            if kind == "role":
                units.setdefault(Role(held), set()).add(key)
            elif kind == "clearance":
                clearances.add(Protection(held))
            else:
                own = Person.from_db(DEFAULT_DB_ALIAS, ["id"], [key])
    return Principal(
        today=today,
        user=user,
        person=own,
        roles=frozenset(units),
        units={role: frozenset(keys) for role, keys in units.items()},
        clearances=frozenset(clearances),
        trace=trace or Trace(),
    )


def principal_of_link(link: SignedLink, *, today: date, trace: Trace | None = None) -> Principal:
    """The holder of a signed link that is open today; else nobody. Those who have left an employer hold none there. Source: ADR 0123."""
    if not link.is_open(today) or has_left(link, today=today):
        return anonymous(today, trace=trace)
    return Principal(today=today, person=link.person, link=link, roles=frozenset({Role(link.role)}), trace=trace or Trace())
