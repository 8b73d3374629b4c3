"""The cast of the demo: who they are, and the keys the town must give them.

Staff are found by e-mail, the others by the public id of their person: `person_id("amina")`. The town makes users, people and
signed links with exactly these, so that the buttons, the tests and the pictures find them.

    staff          <first name>@brovik.example, names as in STAFF
    link holders   Person.public_id = person_id(key), one SignedLink with the role in LINK_HOLDERS
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.parties.models import Role, SignedLink

NAMESPACE = UUID("b30b1660-0000-4000-8000-b20b1660b20b")


def key(name: str) -> UUID:
    """What a thing of the town is known by, the same in every town."""
    return uuid5(NAMESPACE, name)


def person_id(name: str) -> UUID:
    """The public id of a person of the town."""
    return key(f"person:{name}")


@dataclass(frozen=True)
class Part:
    """A member of the cast before the town is built. `role` is theirs in the access table, `label` what the button says."""

    key: str
    first_name: str
    last_name: str
    role: Role
    label: str | Promise

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{self.key}@brovik.example"


STAFF = (
    Part("lise", "Lise", "Dalby", Role.LOOP_COORDINATOR, _("Koordinator for loopen")),
    Part("dag", "Dag", "Vestli", Role.DRIVER, _("Driver")),
    Part("kari", "Kari", "Moseby", Role.COUNSELLOR, _("Veileder")),
    Part("jonas", "Jonas", "Hauglid", Role.SPECIALIST, _("Jobbspesialist")),
    Part("per", "Per", "Aunvik", Role.BUSINESS_COORDINATOR, _("Næringslivskoordinator")),
    Part("siri", "Siri", "Lunden", Role.LEADER, _("Leder")),
    Part("ida", "Ida", "Nesvold", Role.PEER_WORKER, _("Ungdomsmedarbeider")),
    Part("rune", "Rune", "Fossmo", Role.REFERRER, _("Henviser")),
    Part("liv", "Liv", "Torvund", Role.DATA_PROTECTION_OFFICER, _("Personvernombud")),
)
LINK_HOLDERS = (
    Part("amina", "Amina", "Rahimi", Role.CANDIDATE, _("Deltaker")),
    Part("tor", "Tor", "Bakkli", Role.EMPLOYER, _("Arbeidsgiver")),
    Part("mona", "Mona", "Strandli", Role.MENTOR, _("Fadder")),
)
TONES = ("rav", "", "lyng")


@dataclass(frozen=True)
class CastMember:
    """One button: who, what they do, and the way in: a user, or a signed link."""

    key: str
    first_name: str
    name: str
    role_label: str | Promise
    tone: str
    user: User | None = None
    link: SignedLink | None = None


def cast() -> list[CastMember]:
    """Everybody one can be in the demo, in the order of the buttons; those the town has not made yet are left out.

    Cost  two queries
    """
    users = {user.email: user for user in User.objects.filter(email__in=[part.email for part in STAFF], is_active=True)}
    links = {
        (link.person.public_id, link.role): link
        for link in SignedLink.objects.select_related("person").filter(
            person__public_id__in=[person_id(part.key) for part in LINK_HOLDERS], withdrawn_at__isnull=True
        )
    }
    members = [member(part, user=users.get(part.email)) for part in STAFF]
    members += [member(part, link=links.get((person_id(part.key), part.role))) for part in LINK_HOLDERS]
    return [each for each in members if each.user or each.link]


def member(part: Part, *, user: User | None = None, link: SignedLink | None = None) -> CastMember:
    tone = TONES[[*STAFF, *LINK_HOLDERS].index(part) % len(TONES)]
    return CastMember(part.key, part.first_name, part.name, part.label, tone, user, link)
