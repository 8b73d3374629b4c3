"""Pure optimisation: plain values in, a plan with its reasons out. No database, no clock but to measure seconds, no chance.

`loop` plans who starts where in a JobbLoop and the whole way round; `interviews` the rounds of the kick-off day.
"""

from brobygger.matching.bad_instance import BadInstance
from brobygger.matching.interviews.model import InterviewPlan, Meeting, TooFewRounds
from brobygger.matching.interviews.plan import plan_interviews
from brobygger.matching.interviews.reading import read_interviews
from brobygger.matching.interviews.writing import interviews_as_json
from brobygger.matching.loop.alternatives import price_of, why_not
from brobygger.matching.loop.check import check_plan
from brobygger.matching.loop.model import (
    BrokenPlan,
    Employer,
    Instance,
    NoPlan,
    Objective,
    Path,
    Plan,
    Price,
    Proof,
    Reason,
    ReasonCode,
    SolversDisagree,
    Veto,
    WhyNot,
    WhyNotCode,
)
from brobygger.matching.loop.plan import plan_loop, plans_for_every_minimum
from brobygger.matching.loop.reading import read_instance
from brobygger.matching.loop.repair.check import check_repair
from brobygger.matching.loop.repair.model import Change, Newcomers, Repair, RepairCode, RepairReason
from brobygger.matching.loop.repair.reading import PlanFile, read_newcomers, read_plan
from brobygger.matching.loop.repair.replan import replan_loop
from brobygger.matching.loop.repair.writing import repair_as_json
from brobygger.matching.loop.writing import ENGINE_VERSION, instance_as_json, plan_as_json

__all__ = [
    "ENGINE_VERSION",
    "BadInstance",
    "BrokenPlan",
    "Change",
    "Employer",
    "Instance",
    "InterviewPlan",
    "Meeting",
    "Newcomers",
    "NoPlan",
    "Objective",
    "Path",
    "Plan",
    "PlanFile",
    "Price",
    "Proof",
    "Reason",
    "ReasonCode",
    "Repair",
    "RepairCode",
    "RepairReason",
    "SolversDisagree",
    "TooFewRounds",
    "Veto",
    "WhyNot",
    "WhyNotCode",
    "check_plan",
    "check_repair",
    "instance_as_json",
    "interviews_as_json",
    "plan_as_json",
    "plan_interviews",
    "plan_loop",
    "plans_for_every_minimum",
    "price_of",
    "read_instance",
    "read_interviews",
    "read_newcomers",
    "read_plan",
    "repair_as_json",
    "replan_loop",
    "why_not",
]
