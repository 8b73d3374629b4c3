"""Which rows hold on a day, and people in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Collate, Lower, Replace

from brobygger.accounts.models import User
from brobygger.parties.models import AT_EMPLOYERS, ContactPerson, Membership, Person, Role, SignedLink, Unit, Workplace

# æ, ø and å stand after z, where the C collation has these three signs; letters with accents go with the plain ones.
LETTERS = "æäøöåáàâãéèêëíìîïóòôõúùûüýčćđñŋšťŧž"
IN_ORDER = "{{||}aaaaeeeeiiiioooouuuuyccdnnsttz"


def holds_on(today: date, path: str = "") -> Q:
    """Rows with dates that hold on a day: first and last day included, and no last day is for ever."""
    return Q(**{f"{path}starts_on__lte": today}) & (Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": today}))


def is_not_over(today: date) -> Q:
    """Rows with dates that hold on a day, or are to begin later."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


def with_last_day(scope: QuerySet[SignedLink]) -> QuerySet[SignedLink]:
    """Links with `stood_until`: the last day their holder stood at an employer; None for one who stands there, or never has."""
    last = ContactPerson.objects.filter(person=OuterRef("person")).order_by(F("ends_on").desc(nulls_first=True)).values("ends_on")
    return scope.annotate(stood_until=Subquery(last[:1]))


def has_left(link: SignedLink, *, today: date) -> bool:
    """Whether a link from `with_last_day` is of one who was called at an employer, and is not any more. Source: ADR 0123."""
    last = getattr(link, "stood_until", None)
    return link.role in AT_EMPLOYERS and last is not None and last < today


def in_norwegian_order(field: str) -> Collate:
    """A name as the database must sort it: … Zoo, Ærlig, Øst, ål, Ås, Aas, Åse. Nothing in it depends on the server's language."""
    written = Replace(Lower(F(field)), Value("aa"), Value("å"))
    return Collate(Func(written, Value(LETTERS), Value(IN_ORDER), function="translate", output_field=CharField()), "C")


def by_name(scope: QuerySet[Person]) -> QuerySet[Person]:
    """People by last name, then first name. The two it sorted by come along as `last_sorted` and `first_sorted`."""
    return scope.annotate(last_sorted=in_norwegian_order("last_name"), first_sorted=in_norwegian_order("first_name")).order_by(
        "last_sorted", "first_sorted", "pk"
    )


def people_named(scope: QuerySet[Person], *, text: str) -> QuerySet[Person]:
    """People with every word of a text in their name, in the order of the alphabet, as `by_name` gives them.

    Takes   text   one or more words, or parts of them
    Cost    one query; every name of the scope is looked through, 10,000 in some tens of milliseconds
    """
    people = by_name(scope)
    for word in text.split():
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    return people


def units_of(user: User, *, roles: Iterable[Role], today: date) -> list[Unit]:
    """The units where a user has one of some roles on a day, the longest held first. Cost: one query."""
    held = Membership.objects.filter(holds_on(today), user=user, role__in=list(roles)).select_related("unit").order_by("starts_on", "pk")
    return list(dict.fromkeys(membership.unit for membership in held))


def title_at(person: Person, workplace: Workplace) -> str:
    """What somebody's post is called at a workplace; nothing when it is not written. Cost: one query."""
    here = ContactPerson.objects.filter(person=person, workplace=workplace, ends_on__isnull=True).order_by("pk")
    return here.values_list("title", flat=True).first() or ""
