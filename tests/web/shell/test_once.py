from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from brobygger.accounts.actions import forget_submitted
from brobygger.accounts.models import SubmittedForm
from brobygger.reference.models import Municipality
from brobygger.web.once import once


@once
def found_a_town(request):
    """Stands in for any action: each run makes one more row."""
    count = Municipality.objects.count()
    Municipality.objects.create(number=f"{9000 + count}", name=request.POST["name"])
    return HttpResponseRedirect(f"/town/{count}/")


def post(key, **data):
    return RequestFactory().post("/town/", {"once": str(key), **data})


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_row_and_get_the_same_answer():
    key, ready = uuid4(), Barrier(2)

    def press(_number):
        ready.wait(timeout=10)
        try:
            return found_a_town(post(key, name="Brovik")).url
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as presses:
        answers = list(presses.map(press, range(2)))

    assert answers == ["/town/0/", "/town/0/"]
    assert Municipality.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_when_the_first_of_two_presses_breaks_the_second_is_carried_out():
    key, ready, runs = uuid4(), Barrier(2), []

    @once
    def breaks_the_first_time(request):
        runs.append(request)
        if len(runs) == 1:
            raise ZeroDivisionError
        Municipality.objects.create(number="9000", name=request.POST["name"])
        return HttpResponseRedirect("/town/")

    def press(_number):
        ready.wait(timeout=10)
        try:
            return breaks_the_first_time(post(key, name="Brovik")).url
        except ZeroDivisionError:
            return "broke"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as presses:
        answers = sorted(presses.map(press, range(2)))

    assert answers == ["/town/", "broke"]
    assert Municipality.objects.count() == 1


@pytest.mark.django_db
def test_going_back_and_changing_the_answer_is_a_new_form():
    key = uuid4()

    first, changed = found_a_town(post(key, name="Brovik")), found_a_town(post(key, name="Brovika"))

    assert (first.url, changed.url) == ("/town/0/", "/town/1/")


@pytest.mark.django_db
def test_a_form_with_mistakes_can_be_sent_again():
    @once
    def refuses(request):
        return HttpResponse(status=422)

    key = uuid4()

    assert [refuses(post(key)).status_code for _press in range(2)] == [422, 422]
    assert not SubmittedForm.submitted.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("refusal", [Http404, PermissionDenied])
def test_what_is_written_down_about_a_denied_look_up_stays(refusal):
    @once
    def denies(request):
        Municipality.objects.create(number="9000", name="written down")
        raise refusal

    with pytest.raises(refusal):
        denies(post(uuid4()))

    assert Municipality.objects.count() == 1
    assert not SubmittedForm.submitted.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "not-a-key"])
def test_a_form_without_a_key_of_ours_is_carried_out_each_time(key):
    answers = [found_a_town(post(key, name="Brovik")).url for _press in range(2)]

    assert answers == ["/town/0/", "/town/1/"]


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_day():
    found_a_town(post(uuid4(), name="Brovik"))

    now = timezone.now()

    assert forget_submitted(now=now + timedelta(hours=23)) == 0
    assert forget_submitted(now=now + timedelta(hours=25)) == 1
