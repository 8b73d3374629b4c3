"""Putting an employer's contact right, and closing a link that has come to somebody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from brobygger.outbox.models import Message
from brobygger.parties.models import Role, SignedLink
from tests.factories import SignedLinkFactory
from tests.kit import signed_in

FIELDS = {"first_name": "Thor", "last_name": "Rugbakken", "title": "sjef", "phone": "68050214", "email": "thor@brovik.invalid"}


def test_the_contact_is_put_right_on_the_employers_page(scene):
    dag, url = signed_in(scene.dag), reverse("loops:employer_contact", args=[scene.bakery.public_id])

    wrong = dag.post(url, {**FIELDS, "phone": "", "email": ""})
    done = dag.post(url, FIELDS)
    page = dag.get(done.url).content.decode()

    assert wrong.status_code == 422
    assert "Skriv telefon eller e-post" in wrong.content.decode()
    assert done.status_code == 302
    assert "Thor Rugbakken" in page
    assert "thor@brovik.invalid" in page
    assert 'value="sjef"' in page


@pytest.mark.parametrize(("button", "letters"), [({"steng": "1"}, []), ({}, ["parties/fresh_link"])], ids=["close", "close and send"])
def test_the_link_of_a_contact_is_closed(scene, button, letters):
    link = SignedLinkFactory(person=scene.bakery.contact, role=Role.EMPLOYER)

    answer = signed_in(scene.dag).post(reverse("loops:employer_new_link", args=[scene.bakery.public_id]), button)

    assert answer.status_code == 302
    assert [letter.template for letter in Message.objects.all()] == letters
    changed = SignedLink.objects.get(pk=link.pk)
    assert (changed.withdrawn_at is not None, changed.version) == ((True, 1) if button else (False, 2))


def test_the_counsellor_closes_the_link_of_a_candidate_and_is_told_when_there_is_none(scene):
    amina, kari = scene.participant("Amina"), signed_in(scene.kari)
    url = reverse("loops:candidate_new_link", args=[amina.public_id])

    refused = kari.post(url, {"steng": "1"}, follow=True)
    SignedLinkFactory(person=amina.person)
    done = kari.post(url, {"steng": "1"})

    assert refused.redirect_chain == [(reverse("loops:prepare", args=[amina.public_id]), 302)]
    assert "har ikke fått noen lenke ennå" in refused.content.decode()
    assert done.url == reverse("loops:prepare", args=[amina.public_id])
    assert SignedLink.objects.get().withdrawn_at is not None
