from datetime import date

import pytest

from brobygger.access.principal import principal_of_user
from brobygger.parties.models import Role
from brobygger.web.accounts.landing import landing_address
from tests.factories import LoopFactory, MembershipFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


def address_for(role: Role, *, with_loop: bool) -> str | None:
    membership = MembershipFactory(role=role)
    if with_loop:
        LoopFactory(offices=[membership.unit])
    return landing_address(principal_of_user(membership.user, today=TODAY))


@pytest.mark.parametrize(
    ("role", "with_loop", "address"),
    [
        (Role.LOOP_COORDINATOR, False, "/looper/"),
        (Role.DRIVER, False, "/looper/"),
        (Role.COUNSELLOR, True, "/i-dag/"),
        (Role.COUNSELLOR, False, "/i-dag/"),
        (Role.SPECIALIST, True, "/i-dag/"),
        (Role.LEADER, True, "/uka/"),
        (Role.LEADER, False, "/uka/"),
        (Role.BUSINESS_COORDINATOR, True, "/looper/"),
        (Role.BUSINESS_COORDINATOR, False, None),
        (Role.DATA_PROTECTION_OFFICER, False, "/oppslag/"),
        (Role.PEER_WORKER, True, None),
        (Role.REFERRER, True, None),
    ],
)
def test_each_role_begins_where_its_work_is(role, with_loop, address):
    assert address_for(role, with_loop=with_loop) == address
