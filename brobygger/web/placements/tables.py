"""The way somebody has gone, as the rows of a table. For staff: it tells how each stay ended."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from brobygger.placements.chain import Chain, Link
from brobygger.web.placements import words
from brobygger.web.shell import Row

CHAIN_HEADS = (
    gettext_lazy("Hva"),
    gettext_lazy("Hvor"),
    gettext_lazy("Når"),
    gettext_lazy("Timer i uka"),
    gettext_lazy("Hvordan det gikk"),
)


def rows_of(chain: Chain, *, with_links: bool) -> list[Row]:
    """Each stay by its first day, those that came to nothing last."""
    return [row_of(link, chain, with_links=with_links) for link in (*chain.links, *chain.called_off)]


def row_of(link: Link, chain: Chain, *, with_links: bool) -> Row:
    when = ". ".join(filter(None, (words.when(link, today=chain.today), words.after_a_gap(link))))
    return Row(
        name=words.what(link),
        cells=(link.place, when, words.hours(link, today=chain.today), words.how_it_went(link)),
        url=reverse("placements:placement", args=[link.public_id]) if with_links else "",
    )
