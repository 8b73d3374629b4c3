"""brobygger add-user: make a staff member who can sign in, and print the link where they choose a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from brobygger.accounts.actions import create_user, forget_second_factor
from brobygger.accounts.queries import user_by_email
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.parties.membership_actions import begin_membership

if TYPE_CHECKING:
    import argparse

    from brobygger.accounts.models import User


class Program(NamedTuple):
    """The one at the terminal, who is nobody in the database."""

    public_id: UUID = UUID(int=0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="E-POST", help="adressen personen logger inn med")
    parser.add_argument("name", metavar="NAVN", nargs="?", help="fullt navn, i anførselstegn; trengs for en ny bruker")
    parser.add_argument("--role", metavar="ROLLE", help="for eksempel counsellor eller loop_coordinator")
    parser.add_argument("--unit", metavar="ENHET", help="navnet på enheten personen hører til")
    parser.add_argument("--new-code", action="store_true", help="la en som har mistet telefonen, sette opp engangskode på nytt")


def run(given: argparse.Namespace) -> int:
    with transaction.atomic():
        user = user_by_email(given.email)
        if given.new_code:
            if user is None:
                raise DomainError(f"Ingen logger inn med {given.email}. Se etter en skrivefeil.")
            forget_second_factor(user, actor=Program())
        elif user is None:
            user = added(given)
        elif not (given.role and given.unit):
            raise DomainError(f"{given.email} er bruker fra før. Gi en rolle til med --role og --unit.")
        if given.role or given.unit:
            if not (given.role and given.unit):
                raise DomainError("Rolle og enhet hører sammen. Skriv både --role og --unit.")
            begin_membership(user, role=given.role, unit=given.unit, starts_on=clock.today(), actor=Program())
    print(f"{user.name} ({user.email}) er klar.")
    if not user.has_usable_password():
        print(f"Gi personen denne lenken. Der velger de passord. Den virker i tre dager, og bare én gang:\n{password_address(user)}")
    return 0


def added(given: argparse.Namespace) -> User:
    if not given.name:
        raise DomainError(f'Ingen logger inn med {given.email} ennå. Skriv navnet også: brobygger add-user {given.email} "Kari Moseby"')
    return create_user(email=given.email, name=given.name, actor=Program())


def password_address(user: User) -> str:
    key = default_token_generator.make_token(user)
    path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.BASE_URL.rstrip('/')}{path}"
