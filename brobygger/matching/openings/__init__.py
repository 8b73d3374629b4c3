"""Which openings meet what one candidate has wished for, with what speaks for and against each. Never which candidate suits an opening."""

from brobygger.matching.openings.fit import in_order, minutes_of, reasons_about
from brobygger.matching.openings.model import AGAINST, About, OpeningReason, Place, Wishes
from brobygger.matching.openings.words import words_of
from brobygger.matching.openings.writing import OPENINGS_VERSION, about_as_json, inputs_as_json

__all__ = [
    "AGAINST",
    "OPENINGS_VERSION",
    "About",
    "OpeningReason",
    "Place",
    "Wishes",
    "about_as_json",
    "in_order",
    "inputs_as_json",
    "minutes_of",
    "reasons_about",
    "words_of",
]
