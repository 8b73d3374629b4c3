from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.kernel import clock
from brobygger.outbox.actions import Draft, Recipient, bring_up_to_date, cancel, cancel_many, enqueue, enqueue_many
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState

AMINA = Recipient(name="Amina", address="amina@brovik.invalid", language="nb")


def put(once="loops/invitation:1:first", **fields):
    given = {"to": AMINA, "about": uuid4(), "values": {"loop": "Brovik-loopen"}, **fields}
    return enqueue(Draft("loops/invitation", once=once, **given), now=clock.now())


@pytest.mark.django_db
def test_a_message_waits_with_one_job_that_names_it_and_nothing_more():
    message = put()

    job = ProcrastinateJob.objects.get()
    assert message.state == MessageState.WAITING
    assert (job.task_name, job.args) == ("outbox.send", {"message_id": str(message.public_id)})


@pytest.mark.django_db
def test_the_same_key_again_gives_the_first_message_and_no_new_job():
    first = put()

    second = put(to=Recipient("Tor", "tor@brovik.invalid", "nn"))

    assert second == first
    assert second.recipient_name == "Amina"
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_undone_leaves_neither_message_nor_job():
    @transaction.atomic
    def act():
        put()
        raise LookupError

    with pytest.raises(LookupError):
        act()

    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_a_message_for_later_has_its_job_later():
    later = clock.now() + timedelta(days=3)

    put(send_after=later)

    assert ProcrastinateJob.objects.get().scheduled_at == later


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, ["Tor"], clock.today()])
def test_a_value_that_is_not_finished_is_refused(value):
    with pytest.raises(ValueError, match="loop"):
        put(values={"loop": value})


@pytest.mark.django_db
def test_cancelling_takes_back_what_waits_about_one_thing_and_one_kind_only():
    loop, other = uuid4(), uuid4()
    mine, theirs = put("a", about=loop), put("b", about=other)

    assert cancel(loop, template="loops/tasks") == 0
    assert cancel(loop) == 1

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (MessageState.CANCELLED, MessageState.WAITING)


def draft(once, **fields):
    return Draft("loops/reminder", **{"once": once, "to": AMINA, "about": uuid4(), **fields})


@pytest.mark.django_db
def test_many_are_put_at_once_and_a_key_in_use_or_given_twice_gives_no_second_message(django_assert_num_queries):
    now = clock.now()
    first = enqueue(draft("a"), now=now)

    with django_assert_num_queries(5):  # two for the messages, one for the jobs at both moments, and the savepoint
        new = enqueue_many(
            [draft("a"), draft("b"), draft("b"), draft("c"), draft("d", send_after=now + timedelta(days=1))], now=now + timedelta(hours=1)
        )

    assert sorted(message.once for message in new) == ["b", "c", "d"]
    assert Message.objects.count() == ProcrastinateJob.objects.count() == 4
    assert Message.objects.get(once="a") == first
    jobs = {job.args["message_id"]: job.scheduled_at for job in ProcrastinateJob.objects.all()}
    assert {str(message.public_id): message.send_after for message in Message.objects.all()} == jobs


@pytest.mark.django_db
def test_nothing_to_put_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(2):  # the savepoint
        assert enqueue_many([], now=clock.now()) == []


@pytest.mark.parametrize("wrong", [{"template": "Loops"}, {"template": "loops"}, {"values": {"loop": None}}])
def test_a_draft_of_the_wrong_shape_is_refused_before_it_is_put(wrong):
    with pytest.raises(ValueError, match=r"named package/kind|finished words"):
        Draft(**{"template": "loops/reminder", "once": "a", "to": AMINA, "about": uuid4(), **wrong})


@pytest.mark.django_db
def test_many_are_taken_back_at_once_but_for_other_kinds_those_that_stand_and_those_for_later():
    now, about, other = clock.now(), uuid4(), uuid4()
    rows = [draft("a", about=about), draft("b", about=other), draft("later", about=about, send_after=now + timedelta(days=1))]
    enqueue_many([*rows, draft("stands", about=about), draft("not asked")], now=now)
    put("of another kind", about=about)

    assert cancel_many([about, other], template="loops/reminder", due_by=now, but=["stands"]) == 2

    assert set(Message.objects.filter(state=MessageState.CANCELLED).values_list("once", flat=True)) == {"a", "b"}


@pytest.mark.django_db
def test_a_letter_that_has_waited_long_is_written_anew_and_keeps_its_key_and_its_day():
    message = put()

    to = Recipient("Amina", "ny@brovik.invalid", "nn")
    anew = bring_up_to_date(message, draft=Draft("followup/ring_late", "another", to, uuid4(), {"loop": "Ny"}, page="calls"))

    assert (anew.recipient_address, anew.language, anew.values, anew.page) == ("ny@brovik.invalid", "nn", {"loop": "Ny"}, "calls")
    assert (anew.once, anew.send_after, anew.state) == (message.once, message.send_after, MessageState.WAITING)
