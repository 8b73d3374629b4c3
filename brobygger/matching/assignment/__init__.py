"""Who follows up whom: everybody who waits gets the specialist who has room, talks their language, is near, and knows them already."""

from brobygger.matching.assignment.assign import assign
from brobygger.matching.assignment.costs import FULL, WORKING_RANGE_FROM, room
from brobygger.matching.assignment.model import (
    Assigned,
    AssignmentInstance,
    AssignmentReason,
    Because,
    Knowing,
    Pair,
    Specialist,
    Waiting,
)
from brobygger.matching.assignment.reasons import reasons_for
from brobygger.matching.assignment.writing import ASSIGNMENT_VERSION, because_as_json, instance_as_json

__all__ = [
    "ASSIGNMENT_VERSION",
    "FULL",
    "WORKING_RANGE_FROM",
    "Assigned",
    "AssignmentInstance",
    "AssignmentReason",
    "Because",
    "Knowing",
    "Pair",
    "Specialist",
    "Waiting",
    "assign",
    "because_as_json",
    "instance_as_json",
    "reasons_for",
    "room",
]
