"""Every letter that can be sent, as an example in the reader's language, for the data protection officer."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.access.letters import LETTERS
from brobygger.access.verbs import Verb
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.models import Message
from brobygger.outbox.words import Words
from brobygger.web.page import page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request


class Shown(NamedTuple):
    to: Audience
    words: Words


@page(Verb.READ, Message)
def letters(request: Request) -> HttpResponse:
    return render_part(request, "letters/list.html", {"letters": [shown(letter) for letter in LETTERS.values()]})


def shown(letter: Letter) -> Shown:
    message = letter.in_example(get_language() or "nb")
    return Shown(letter.to, letter.words(message, link=_("(her står lenken)"), page=_("(her står adressen)")))
