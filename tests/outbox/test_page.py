from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.kernel import clock
from brobygger.outbox.actions import Draft, Recipient, enqueue
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Role
from tests.factories import SignedLinkFactory, UserFactory
from tests.kit import signed_in

pytestmark = pytest.mark.django_db
WORDS = {"loop": "Brovik-loopen", "day": "04.01.2027", "time": "09.00", "place": "Biblioteket", "owner": "Lise", "phone": "680 50 214"}


def page_for(role, query=""):
    return signed_in(UserFactory(role=role)).get(reverse("outbox:list") + query)


def put(*, minutes_ago=0, link=None):
    to = Recipient("Amina", "amina@brovik.invalid", "nb")
    now = clock.now() - timedelta(minutes=minutes_ago)
    return enqueue(Draft("loops/invitation", once=str(uuid4()), to=to, about=uuid4(), values=WORDS, link=link), now=now)


def test_the_officer_sees_what_would_have_gone_out_with_a_link_that_works():
    link = SignedLinkFactory()
    put(link=link.public_id)

    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert "Vil du være med på kick-off 04.01.2027?" in html
    assert "amina@brovik.invalid" in html
    assert 'href="http://localhost:8000/' in html
    assert link.public_id.hex in html


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.LEADER, Role.REFERRER, Role.PEER_WORKER])
def test_others_are_told_there_is_nothing_there(role):
    assert page_for(role).status_code == 404


@pytest.mark.parametrize(
    ("address", "date_ids", "said"),
    [
        ("amina@brovik.invalid", "a b c", "3 datoer følger med som kalenderfiler"),
        ("amina@brovik.invalid", "a", "1 dato følger med som kalenderfil"),
        ("amina@brovik.invalid", None, None),
        ("68050214", "a b c", "Uten e-post."),
    ],
)
def test_a_letter_says_what_goes_along_and_to_whom_nothing_can_be_sent_yet(address, date_ids, said):
    values = {"loop": "Brovik-loopen", "dates": "04.01.2027", "owner": "Lise", "phone": "680 50 214"}
    values |= {"date_ids": date_ids} if date_ids else {}
    to = Recipient("Amina", address, "nb")
    enqueue(Draft("loops/year", once="year", to=to, about=uuid4(), values=values), now=clock.now())

    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert [words for words in ("datoer følger med", "1 dato følger med", "Uten e-post.") if words in html] == (
        [words for words in ("datoer følger med", "1 dato følger med", "Uten e-post.") if said and words in said]
    )
    assert "(her står lenken)" not in html


def test_a_coordinator_sees_nothing_of_what_is_sent_in_other_units():
    put()

    assert "Ingenting er sendt ennå" in page_for(Role.LOOP_COORDINATOR).content.decode()


def test_a_link_that_is_withdrawn_is_not_shown():
    link = SignedLinkFactory(withdrawn_at=clock.now())
    put(link=link.public_id)

    html = page_for(Role.DATA_PROTECTION_OFFICER).content.decode()

    assert link.public_id.hex not in html


def test_an_empty_outbox_says_what_will_come():
    assert "Ingenting er sendt ennå" in page_for(Role.DATA_PROTECTION_OFFICER).content.decode()


@pytest.mark.parametrize("row_count", [1, 60])
def test_the_page_costs_the_same_however_many_messages(row_count, django_assert_max_num_queries):
    link = SignedLinkFactory()
    for minutes in range(row_count):
        put(minutes_ago=minutes, link=link.public_id)
    client = signed_in(UserFactory(role=Role.DATA_PROTECTION_OFFICER))

    with django_assert_max_num_queries(12):
        answer = client.get(reverse("outbox:list"))
    assert answer.status_code == 200


def test_pages_lead_to_older_and_back_to_newer_without_losing_or_repeating_any():
    now = clock.now()
    Message.objects.bulk_create(
        Message(
            once=f"n{n}",
            template="loops/invitation",
            about=uuid4(),
            recipient_name=f"Navn{n}",
            recipient_address="x@brovik.invalid",
            language="nb",
            values=WORDS,
            created_at=now - timedelta(minutes=n // 2),
            send_after=now,
            state=MessageState.WAITING,
        )
        for n in range(60)
    )

    first = page_for(Role.DATA_PROTECTION_OFFICER).context["page"]
    second = page_for(Role.DATA_PROTECTION_OFFICER, query(first.after_url)).context["page"]
    third = page_for(Role.DATA_PROTECTION_OFFICER, query(second.after_url)).context["page"]
    back = page_for(Role.DATA_PROTECTION_OFFICER, query(third.before_url)).context["page"]

    seen = [row.pk for page in (first, second, third) for row in page.rows]
    assert len(seen) == len(set(seen)) == 60
    assert (first.before_url, third.after_url) == ("", "")
    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]


def query(url):
    return "?" + url.partition("?")[2]
