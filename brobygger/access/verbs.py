"""What one can ask to do."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    FIND = "find"  # see that it exists, by name
    NAME = "name"  # see whom a log means
    READ = "read"
    MEET = "meet"  # see what a candidate has chosen to show
    CHOOSE = "choose"  # pick it in a form
    CREATE = "create"
    BUILD = "build"  # shape a loop before it is decided
    DESCRIBE = "describe"  # say what the work is
    PROPOSE = "propose"
    PREPARE = "prepare"
    ANSWER = "answer"
    WISH = "wish"
    RUN = "run"  # lead the kick-off day and the year
    DECIDE = "decide"
    END = "end"  # let what one answers for end, and go on after all
    EVALUATE = "evaluate"  # say how a stay went
    VOUCH = "vouch"  # write an employer's words for the joint certificate
    GUIDE = "guide"  # write the goals of a stay, and the way on
    CERTIFY = "certify"  # issue the joint certificate
    RAISE = "raise"  # say that something is hard
    SOLVE = "solve"  # work on what is hard until it is solved
    LOG = "log"  # write down a contact, or days away
    PLACE = "place"  # start, change and end a stay at a workplace
    VISIT = "visit"  # knock on a door, and follow up what was found behind it
    RING = "ring"  # ring somebody back
    ASK = "ask"  # ask to be rung
    AGREE = "agree"  # agree on a time, move it, and call it off
    SUBSCRIBE = "subscribe"  # have one's own appointments in a calendar elsewhere
    HAND_OVER = "hand_over"  # let another take over
    CORRECT = "correct"  # put right what stands on somebody's card
    LEAD = "lead"  # see what a unit must take up
