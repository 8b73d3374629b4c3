"""What has been put right on the employers' cards, what somebody said they would do next, and a bookshop that went bankrupt."""

from __future__ import annotations

from datetime import date, timedelta

from brobygger.demo.cast import key
from brobygger.demo.employers import Employer
from brobygger.demo.loops import at
from brobygger.demo.people import People
from brobygger.followup.actions.bankruptcy import employer_went_bankrupt
from brobygger.jobdev.actions.visits import Outcome, log_visit
from brobygger.jobdev.models import VisitKind
from brobygger.parties.actions import add_contact, correct_contact
from brobygger.parties.employer_cards import correct_workplace, end_contact

BANKRUPT, SINCE_DAYS = "Bokstua", 30


def make_cards(people: People, employers: dict[str, Employer], *, today: date) -> None:
    jonas, per = people.staff["jonas"], people.staff["per"]
    garden, store = employers["Lyngtunet hagesenter"].contact, employers["Havnelageret"].contact
    correct_contact(
        garden.person, workplace=garden.workplace, first_name=garden.person.first_name, last_name=garden.person.last_name,
        title="daglig leder", phone="68052177", email=garden.person.email, now=at(today, 7), actor=per,
    )  # fmt: skip
    place = garden.workplace
    correct_workplace(
        place, name=place.name, street=place.street, postal_code=place.postal_code, phone="68052170", email="post@lyngtunet.example",
        way_in="Inn ved drivhuset, spør i kassa.", actor=jonas,
    )  # fmt: skip
    left = add_contact(
        store.workplace, first_name="Gerd", last_name="Moen", title="skiftleder", phone="68052178", email="", can_decide=False,
        today=today - timedelta(days=400), actor=jonas,
    )  # fmt: skip
    end_contact(left, on=today - timedelta(days=20), actor=jonas)
    for contact, actor, back, step, ahead in (
        (garden, jonas, 2, "Ringe om flere timer til Nora", 2),
        (store, jonas, 4, "Sende forslag til vaktliste", 3),
    ):
        moment = at(today - timedelta(days=back), 14)
        log_visit(
            contact.workplace, unit=people.units["nav"], key=key(f"call:{contact.workplace}"), now=moment, actor=actor,
            outcome=Outcome(
                spoke_with_decider=True, kind=VisitKind.PHONE, held_at=moment, meets=contact, next_step=step,
                next_step_on=today + timedelta(days=ahead),
            ),
        )  # fmt: skip
    employer_went_bankrupt(
        employers[BANKRUPT].contact.workplace.organisation, on=today - timedelta(days=SINCE_DAYS),
        words="Kunngjort i Brønnøysundregistrene.", actor=jonas, today=today, now=at(today, 7),
    )  # fmt: skip
