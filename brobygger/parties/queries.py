"""Which rows hold on a day, and people in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Collate, Lower, Replace

from brobygger.accounts.models import User
from brobygger.parties.models import ContactPerson, Membership, Person, Role, Unit, Workplace

# æ, ø and å stand after z, where the C collation has these three signs; letters with accents go with the plain ones.
LETTERS = "æäøöåáàâãéèêëíìîïóòôõúùûüýčćđñŋšťŧž"
IN_ORDER = "{{||}aaaaeeeeiiiioooouuuuyccdnnsttz"


def holds_on(today: date, path: str = "") -> Q:
    """Rows with dates that hold on a day: first and last day included, and no last day is for ever."""
    return Q(**{f"{path}starts_on__lte": today}) & (Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": today}))


def is_not_over(today: date) -> Q:
    """Rows with dates that hold on a day, or are to begin later."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


def in_norwegian_order(field: str) -> Collate:
    """A name as the database must sort it: … Zoo, Ærlig, Øst, ål, Ås, Aas, Åse. Nothing in it depends on the server's language."""
    written = Replace(Lower(F(field)), Value("aa"), Value("å"))
    return Collate(Func(written, Value(LETTERS), Value(IN_ORDER), function="translate", output_field=CharField()), "C")


def by_name(scope: QuerySet[Person]) -> QuerySet[Person]:
    """People by last name, then first name. The two it sorted by come along as `last_sorted` and `first_sorted`."""
    return scope.annotate(last_sorted=in_norwegian_order("last_name"), first_sorted=in_norwegian_order("first_name")).order_by(
        "last_sorted", "first_sorted", "pk"
    )


def people_named(scope: QuerySet[Person], *, text: str, after: UUID | None = None) -> QuerySet[Person]:
    """People with every word of a text in their name, in the order of the alphabet.

    Takes   text   one or more words, or parts of them
            after  the public id of the last person on the page before; none for the first page
    Gives   the people; the page takes as many as it shows
    Cost    one query, and one to find the page before; every name of the scope is looked through, 10,000 in some tens of milliseconds
    """
    people = by_name(scope)
    for word in text.split():
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    if after is None:
        return people
    places = scope.filter(public_id=after).values_list(in_norwegian_order("last_name"), in_norwegian_order("first_name"), "pk")
    place = places.first()
    return people if place is None else people.filter(beyond_name(*place))


def beyond_name(last: str, first: str, key: int) -> Q:
    """Rows after a place in the order of `last_sorted`, `first_sorted` and key."""
    return Q(last_sorted__gt=last) | Q(last_sorted=last, first_sorted__gt=first) | Q(last_sorted=last, first_sorted=first, pk__gt=key)


def units_of(user: User, *, roles: Iterable[Role], today: date) -> list[Unit]:
    """The units where a user has one of some roles on a day, the longest held first. Cost: one query."""
    held = Membership.objects.filter(holds_on(today), user=user, role__in=list(roles)).select_related("unit").order_by("starts_on", "pk")
    return list(dict.fromkeys(membership.unit for membership in held))


def title_at(person: Person, workplace: Workplace) -> str:
    """What somebody's post is called at a workplace; nothing when it is not written. Cost: one query."""
    here = ContactPerson.objects.filter(person=person, workplace=workplace, ends_on__isnull=True).order_by("pk")
    return here.values_list("title", flat=True).first() or ""
