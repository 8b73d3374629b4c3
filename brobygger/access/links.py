"""The address of a signed link, and back again.

The address carries the link's public id and version under a signature made with the server's secret, so nothing secret is
stored and the same address can be sent again. Raising the version makes every older address dead.
Source  RULES W7
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from brobygger.parties.models import SignedLink
from brobygger.parties.queries import with_last_day

SIGNER = Signer(salt="brobygger.signed-link", sep="~")


def link_token(link: SignedLink) -> str:
    """What stands in the address: `<id>.<version>~<signature>`."""
    return SIGNER.sign(f"{link.public_id.hex}.{link.version}")


def link_address(link: SignedLink) -> str:
    """The whole address to send to the holder."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('window:home', args=[link_token(link)])}"


def link_of(token: str) -> SignedLink | None:
    """The link behind a token, with its person, or None when the signature or version is not right.

    Whether it is still open is for `principal_of_link`.
    Cost  one query
    """
    try:
        public_id, version = SIGNER.unsign(token).split(".")
        return with_last_day(SignedLink.objects.select_related("person")).filter(public_id=UUID(public_id), version=int(version)).first()
    except (BadSignature, ValueError):
        return None
