"""Tags that every page may need: what can be pressed, the components in one short line each, and figures as people write them.

The components themselves stand in templates/components, where the comment on top of each lists what it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.context import Context, RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from brobygger.kernel import units
from brobygger.kernel.phones import dialled
from brobygger.web.addresses import Place, address_of, address_to
from brobygger.web.forms import Form
from brobygger.web.keyset import Page
from brobygger.web.once import FIELD
from brobygger.web.shell import Fact, LanguageChoice, Step
from brobygger.web.stamps import stamped

WINDOW = "window:"

register = template.Library()
register.filter("phone", units.phone)
register.filter("tel", dialled)


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a fresh key; @page answers a second sending of it with the first answer."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())


@register.simple_tag
def languages() -> list[LanguageChoice]:
    """What one may read Brobygger in, each in its own words."""
    now = get_language()
    return [LanguageChoice(code, name, code == now) for code, name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def stamp(context: Context, path: str, *rows: object, **more: object) -> SafeString:
    """For a row drawn thirty times, an include at a tenth of the price: {% stamp "today/_person.html" each csrf_token=csrf_token %}

    Takes   rows  objects whose fields are what the template takes, and nothing else; see web/stamps.py
    """
    fields = {name: value for row in rows for name, value in vars(row).items()}
    return stamped(template_of(context, path), fields | more)


def template_of(context: Context, path: str) -> template.Template:
    assert context.template is not None, "only a template draws another"
    return context.template.engine.get_template(path)


@register.simple_tag(takes_context=True)
def post_button(context: Context, to: str, *rows: object, label: object, **more: object) -> SafeString:
    """A form that is one button: {% post_button "loops:employer_yes" employer label=_("De sa ja") %}"""
    words = dict.fromkeys(("variant", "about", "spoken", "next", "quiet", "wide", "name", "value"), "") | more
    own = {"csrf_token": context.get("csrf_token"), "url": address(context, to, rows), "key_name": FIELD, "key": uuid4()}
    return component(context, "components/post_button.html", label=label, **own, **words)


@register.inclusion_tag("components/form_box.html", takes_context=True)
def form_box(context: Context, form: Form, to: str = "", *rows: object, save: str, back: str = "", cancel: str = "") -> dict[str, Any]:
    """A form with its buttons: {% form_box accept "cover:accept_handover" handover save=_("Ja, jeg tar over") %}"""
    url = address(context, to, rows) if to else ""
    cancel_url = address(context, back, ()) if back else ""
    return {"csrf_token": context.get("csrf_token"), "form": form, "to": url, "save": save, "back": cancel_url, "cancel": cancel}


@register.inclusion_tag("components/form_fold.html", takes_context=True)
def form_fold(context: Context, form: Form, to: str, *rows: object, summary: str, save: str, as_line: bool = False) -> dict[str, Any]:
    """The same behind a button, or a quieter line, that opens it; it stands open while there is something to put right in it."""
    return {"summary": summary, "as_line": as_line, "is_open": form.is_bound, **form_box(context, form, to, *rows, save=save)}


def address(context: Context, to: str, rows: Sequence[object]) -> str:
    """What an address or the name of a page stands for, with the rows whose public ids stand in it; a window's own begins with its link."""
    if to.startswith(("/", "#", "?")):
        return to
    ids = [getattr(row, "public_id", row) for row in rows]
    if to.startswith(WINDOW):
        match = context.request.resolver_match if isinstance(context, RequestContext) else None
        assert match is not None, "only a page knows which window it stands in"
        ids.insert(0, match.kwargs["token"])
    public_ids = [each for each in ids if isinstance(each, UUID)]
    return address_to(to, *public_ids) if public_ids == ids else reverse(to, args=ids)


@register.simple_tag(takes_context=True, name="address")
def address_tag(context: Context, to: str, *rows: object) -> str:
    """The same for a link, also inside what is included with `only`: {% address "window:matter" matter %}"""
    return address(context, to, rows)


@register.simple_block_tag
def section(content: str, name: str, heading: str, *, is_printed: bool = True) -> SafeString:
    """A part of a page under a heading of its own; `name` is what it is called in the address."""
    words = '<section class="bb-sec{0}" aria-labelledby="{1}"><h2 id="{1}">{2}</h2>\n{3}</section>'
    return format_html(words, "" if is_printed else " bb-noprint", name, heading, content)


@register.simple_block_tag
def now_box(content: str, name: str, heading: str, *, is_late: object = False, is_printed: bool = True) -> SafeString:
    """What waits now, on a coloured surface; amber when it is late, or must be decided. Otherwise as `section`."""
    words = '<section class="bb-now{0}{1}" aria-labelledby="{2}"><h2 id="{2}">{3}</h2>\n{4}</section>'
    return format_html(words, " bb-now--rav" if is_late else "", "" if is_printed else " bb-noprint", name, heading, content)


@register.simple_block_tag
def fold(content: str, summary: str, *, is_open: bool = False, as_line: bool = False) -> SafeString:
    """A button, or a quieter line, that opens what is inside it."""
    words = '<details class="bb-open bb-open--{}"{}><summary>{}</summary><div class="bb-open__body">{}</div></details>'
    return format_html(words, "line" if as_line else "btn", SafeString(" open") if is_open else "", summary, content)


@register.simple_tag(takes_context=True)
def item(context: Context, name: object, text: object = "", *, url: Place = "", state: str = "", state_text: object = "") -> SafeString:
    """Takes   url  an address, or a row that has a page of its own"""
    to = address_of(url) if isinstance(url, Model) else url
    return component(context, "components/item.html", name=name, text=text, url=to, state=state, state_text=state_text)


@register.simple_tag(takes_context=True)
def state(context: Context, is_what: str, text: object) -> SafeString:
    """Yes, ask or no, in words: {% state "ask" _("Åpen") %}"""
    return component(context, "components/state.html", **{"is": is_what, "text": text})


def component(context: Context, path: str, /, **words: object) -> SafeString:
    """A component that only shows what it is given: a stamp, whatever its words are made of."""
    return stamped(template_of(context, path), {name: "" if said is None or said is False else str(said) for name, said in words.items()})


@register.inclusion_tag("components/steps.html")
def steps(steps: Sequence[Step], *, label: str) -> dict[str, Any]:
    return {"steps": steps, "label": label}


@register.inclusion_tag("components/facts.html")
def facts(facts: Sequence[Fact], *, wide: bool = False) -> dict[str, Any]:
    return {"facts": facts, "wide": wide}


@register.inclusion_tag("components/face.html")
def face(name: object, *, tone: str = "", size: str = "") -> dict[str, str]:
    return {"name": str(name), "tone": tone, "size": size}


@register.inclusion_tag("components/person.html")
def person(name: object, *, url: str = "", tone: str = "") -> dict[str, str]:
    return {"name": str(name), "url": url, "tone": tone}


@register.inclusion_tag("components/note.html")
def note(text: str, *, title: str = "", tone: str = "") -> dict[str, Any]:
    return {"text": text, "title": title, "tone": tone}


@register.inclusion_tag("components/empty.html")
def empty(text: str, *, url: str = "", label: str = "") -> dict[str, Any]:
    return {"text": text, "url": url, "label": label}


@register.inclusion_tag("components/pages.html")
def pages(page: Page[Any], *, what: str) -> dict[str, Any]:
    """The way to the pages beside this one; `what` is what is listed, for those who hear the page."""
    return {"page": page, "what": what}


@register.filter
def besides(heads: Sequence[str], cells: Sequence[object]) -> list[tuple[str, object]]:
    """Each cell of a row with the name of its column; the first column is the row's own heading."""
    return list(zip(heads[1:], cells, strict=True))


@register.filter
def initials(name: str) -> str:
    """First letter of the first and the last name, for the round mark beside a person."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()
