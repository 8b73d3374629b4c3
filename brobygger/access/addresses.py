"""The addresses of signed links, for the letters that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from brobygger.access.links import link_address
from brobygger.parties.models import SignedLink


def open_addresses(links: Iterable[UUID], *, today: date) -> dict[UUID, str]:
    """The whole address of each link that works today; one that is withdrawn or has run out is left out.

    Cost    one query
    """
    found = SignedLink.objects.filter(public_id__in=set(links))
    return {link.public_id: link_address(link) for link in found if link.is_open(today)}
