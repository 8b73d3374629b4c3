from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from brobygger.access.links import link_of, link_token
from brobygger.kernel import clock
from brobygger.outbox.models import Message
from brobygger.parties.actions import withdraw_link
from brobygger.parties.models import Role
from brobygger.web.window.urls import urlpatterns as window_pages
from tests.kit import token_of
from tests.web.window.scenes import kick_off_scene

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.accounts.window_urls")]


def address(link) -> str:
    return f"/v/{link_token(link)}/"


def expire(link) -> None:
    link.expires_on = clock.today() - timedelta(days=1)
    link.save(update_fields=["expires_on"])


def test_a_link_opens_the_window_without_signing_in(client, link):
    answer = client.get(address(link))

    assert answer.content.decode() == "Amina: candidate"


def test_a_window_is_not_kept_by_browsers_or_found_by_searching_and_its_address_goes_nowhere(client, link):
    headers = client.get(address(link)).headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert len(headers["X-Request-ID"]) == 32


def test_an_expired_a_withdrawn_a_renewed_and_a_made_up_link_look_the_same(client, link):
    old = address(link)
    expire(link)
    expired = client.get(old)
    withdraw_link(link, now=clock.now(), actor=link.person)
    withdrawn = client.get(old)
    link.version = 2
    link.save()
    renewed = client.get(old)
    made_up = client.get("/v/" + "0" * 32 + ".1~tull/")

    pages = [expired, withdrawn, renewed, made_up]
    assert {page.status_code for page in pages} == {410}
    assert all("Lenken virker ikke lenger" in page.content.decode() for page in pages)
    assert all("Amina" not in page.content.decode() for page in pages)
    assert all(page.headers["Cache-Control"] == "private, no-store" for page in pages)


def test_an_expired_link_can_be_asked_for_again_and_only_the_new_message_opens(client, link):
    old = link_token(link)
    expire(link)

    answer = client.post("/ny-lenke/", {"token": old})

    message = Message.objects.get()
    link.refresh_from_db()
    assert answer.status_code == 200
    assert message.recipient_address == "amina@eksempel.no"
    assert message.link == link.public_id
    assert link_of(old) is None
    assert client.get(address(link)).status_code == 200


def test_the_old_address_can_ask_again_when_the_message_was_lost_but_not_every_minute(client, link):
    old = link_token(link)
    expire(link)
    client.post("/ny-lenke/", {"token": old})
    Message.objects.update(once="sendt for to timer siden")

    client.post("/ny-lenke/", {"token": old})
    client.post("/ny-lenke/", {"token": old})

    assert Message.objects.count() == 2
    link.refresh_from_db()
    assert link.version == 2


@pytest.mark.parametrize("token", ["", "tull", "0" * 32 + ".1~feil", "~"])
def test_a_wrong_signature_gets_the_same_answer_and_no_message(client, link, token):
    right = client.post("/ny-lenke/", {"token": link_token(link)})
    before = Message.objects.count()

    wrong = client.post("/ny-lenke/", {"token": token})

    assert wrong.status_code == right.status_code
    assert heading(wrong) == heading(right)
    assert Message.objects.count() == before


def heading(page) -> str:
    text = page.content.decode()
    return text[text.index("<h1>") : text.index("</main>")]


def test_a_withdrawn_link_is_not_sent_again(client, link):
    withdraw_link(link, now=clock.now(), actor=link.person)

    client.post("/ny-lenke/", {"token": link_token(link)})

    assert not Message.objects.exists()


def test_a_mail_scanner_that_opens_dead_links_changes_nothing(client, link):
    dead = address(link)
    expire(link)
    before = everything()

    for url in (dead, "/ny-lenke/", "/v/tull/"):
        client.get(url)
        client.head(url)
        client.options(url)

    assert everything() == before


@pytest.mark.urls("config.urls")
def test_a_mail_scanner_that_opens_every_page_of_a_window_changes_nothing(client):
    scene = kick_off_scene(turned_up=True)
    tor, amina = token_of(scene.bakery.contact, Role.EMPLOYER), token_of(scene.amina.person)
    ids = {"employer_id": scene.bakery.public_id, "participant_id": scene.amina.public_id}
    urls = [
        reverse(
            f"window:{page.name}",
            kwargs={
                "token": tor if "employer_id" in page.pattern.converters else amina,
                **{name: ids.get(name, uuid4()) for name in page.pattern.converters},
            },
        )
        for page in window_pages
    ]
    before = everything()

    answers = {url: {client.get(url).status_code, client.head(url).status_code, client.options(url).status_code} for url in urls}

    assert everything() == before
    assert sum(200 in statuses for statuses in answers.values()) >= 10


def everything() -> dict[str, str]:
    """Each table as one figure; look-ups are left out, since being looked at is written down."""
    figures = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if model._meta.managed and not model._meta.proxy and table != "audit_look_up":
                cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t")
                figures[table] = cursor.fetchone()[0]
    return figures
