from dataclasses import replace

import pytest

from benchmarks.matching.repair import random_repair, tiny_repair
from brobygger.matching import (
    BadInstance,
    BrokenPlan,
    Employer,
    Instance,
    Newcomers,
    Objective,
    Path,
    Plan,
    Proof,
    RepairCode,
    Veto,
    check_repair,
    plan_loop,
    replan_loop,
)
from brobygger.matching.loop.model import SolversDisagree
from brobygger.matching.loop.repair import lattice, programme
from tests.matching.brute_force_repair import best_keys
from tests.matching.test_plan_loop import in_another_order

KINDS = ["fair", "sum", "leximin"]
NOTHING = Objective(0, 0, 0, 0, 0)


def loop_of(places, *names, fit=None, vetoes=()):
    """A loop where everybody wishes everything."""
    employers = tuple(Employer(name, room) for name, room in places.items())
    wishes = {name: dict.fromkeys(places, 5) for name in names}
    return Instance(
        len(employers[0].places), employers, names, wishes, {place: dict.fromkeys(names, 5) for place in places}, fit or {}, vetoes, 1
    )


def plan_of(instance, **paths):
    """A plan that is taken as it is."""
    return Plan(
        "best_found",
        NOTHING,
        tuple(Path(name, stays) for name, stays in paths.items()),
        tuple(name for name in instance.candidates if name not in paths),
        (),
        (),
        Proof("by hand", NOTHING, 0.0),
    )


def stays_in(repair):
    return {path.candidate: path.stays for path in repair.plan.paths}


def key_of(repair, kind):
    return (-len(repair.changes), *repair.objective.key(kind)[1:])


@pytest.mark.parametrize("block", range(10))
def test_no_way_has_fewer_changes_or_is_better_with_as_few(block):
    for seed in range(block * 40, block * 40 + 40):
        happened = tiny_repair(seed)
        best = best_keys(happened.instance, happened.plan, **happened.words)

        for kind in KINDS:
            repair = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)

            assert key_of(repair, kind) == best[kind], (seed, kind)
            assert repair.proof.method == "exact search"
            assert repair.proof.upper_bound == repair.objective


def test_the_repairs_the_oracle_judges_are_of_every_kind():
    repairs = [(one := tiny_repair(seed), replan_loop(one.instance, one.plan, **one.words)) for seed in range(400)]

    codes = {change.code for _, repair in repairs for change in repair.changes} | {
        reason.code for _, repair in repairs for reason in repair.reasons
    }

    assert codes >= {
        RepairCode.EMPLOYER_CLOSED,
        RepairCode.NO_PLACE,
        RepairCode.TOO_FEW_PLACES,
        RepairCode.STANDS,
        RepairCode.KEPT,
        RepairCode.MOVED,
        RepairCode.NEWCOMER_BEGINS,
        RepairCode.NEWCOMER_GOES_ON,
        RepairCode.FILLS_GAP,
    }
    assert {happened.from_period for happened, _ in repairs} == {0, 1, 2}
    assert sum(bool(happened.left) for happened, _ in repairs) > 100


@pytest.mark.parametrize("kind", KINDS)
def test_the_solvers_find_what_the_oracle_finds(kind, monkeypatch):
    monkeypatch.setattr(lattice, "MOST_CELLS", 0)
    methods = set()

    for seed in range(0, 240, 4):
        happened = tiny_repair(seed)
        repair = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)
        methods.add(repair.proof.method)
        assert key_of(repair, kind) == best_keys(happened.instance, happened.plan, **happened.words)[kind], seed

    assert "CP-SAT and HiGHS" in methods


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_and_the_solvers_agree_on_real_repairs(kind, monkeypatch):
    happened = random_repair(15)
    found = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)
    monkeypatch.setattr(lattice, "MOST_OPTIONS", 0)

    solved = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)

    assert (found.proof.method, solved.proof.method) == ("exact search", "CP-SAT and HiGHS")
    assert key_of(solved, kind) == key_of(found, kind)
    assert solved.proof.second == solved.objective


def test_solvers_that_disagree_give_no_repair(monkeypatch):
    monkeypatch.setattr(lattice, "MOST_OPTIONS", 0)
    monkeypatch.setattr(programme, "_by_highs", lambda *_: 1)
    happened = random_repair(15)

    with pytest.raises(SolversDisagree, match="HiGHS 1"):
        replan_loop(happened.instance, happened.plan, **happened.words)


def test_stays_before_the_period_are_kept_and_leavers_have_none_after_it():
    instance = loop_of({"bakeri": (1, 1, 1), "verksted": (1, 1, 1)}, "amina", "tor")
    plan = plan_of(instance, amina=("bakeri", "verksted", None), tor=("verksted", "bakeri", None))

    repair = replan_loop(instance, plan, from_period=1, left=("tor",))

    assert stays_in(repair) == {"amina": ("bakeri", "verksted", None), "tor": ("verksted", None, None)}
    assert repair.changes == ()


def test_one_who_leaves_before_the_start_has_no_path():
    instance = loop_of({"bakeri": (1, 1)}, "amina", "tor")

    repair = replan_loop(instance, plan_of(instance, amina=("bakeri", None)), from_period=0, left=("amina",))

    assert (stays_in(repair), repair.plan.not_joined) == ({}, ("amina", "tor"))
    assert set(repair.objective.figures.values()) == {0}


def test_a_gap_is_filled_with_the_place_of_a_leaver_and_that_is_no_change():
    instance = loop_of({"bakeri": (2, 0), "verksted": (0, 1)}, "amina", "tor")
    plan = plan_of(instance, amina=("bakeri", None), tor=("bakeri", "verksted"))

    repair = replan_loop(instance, plan, from_period=1, left=("tor",))

    assert stays_in(repair) == {"amina": ("bakeri", "verksted"), "tor": ("bakeri", None)}
    assert repair.changes == ()
    assert repair.reasons[1].code == RepairCode.FILLS_GAP
    assert repair.reasons[1].facts == {"wish": 5, "employer_wish": 5, "fit": 0, "place": "left", "before": "tor"}


def test_a_closed_employer_is_a_change_for_each_who_should_have_been_there():
    instance = loop_of({"bakeri": (1, 1), "kafé": (1, 1), "verksted": (1, 1)}, "amina", "tor")
    plan = plan_of(instance, amina=("bakeri", "verksted"), tor=("verksted", "bakeri"))

    repair = replan_loop(instance, plan, from_period=1, closed=("verksted", "verksted"))

    assert stays_in(repair) == {"amina": ("bakeri", "kafé"), "tor": ("verksted", "bakeri")}
    assert [(change.candidate, change.period, change.planned, change.now, change.code) for change in repair.changes] == [
        ("amina", 1, "verksted", "kafé", RepairCode.EMPLOYER_CLOSED)
    ]
    assert (repair.reasons[1].code, repair.reasons[1].facts["planned"]) == (RepairCode.MOVED, "verksted")


def test_fewest_changes_come_before_more_visits():
    instance = loop_of({"bakeri": (1, 0), "kafé": (1, 1), "verksted": (0, 1)}, "amina", "tor")
    instance = replace(instance, candidate_wishes=instance.candidate_wishes | {"tor": {"kafé": 5, "verksted": 5}})
    plan = plan_of(instance, amina=("bakeri", "verksted"), tor=("kafé", None))

    repair = replan_loop(instance, plan, from_period=1)

    assert repair.changes == ()
    assert stays_in(repair) == {"amina": ("bakeri", "verksted"), "tor": ("kafé", None)}


def test_where_there_are_too_few_places_the_objective_says_who_stays():
    fit = {"amina": {"bakeri": 90}, "siri": {"bakeri": 70}, "tor": {"bakeri": 40, "kafé": 50}}
    instance = loop_of({"bakeri": (0, 2), "kafé": (3, 0)}, "amina", "siri", "tor", fit=fit)
    plan = plan_of(instance, **dict.fromkeys(instance.candidates, ("kafé", "bakeri")))
    fewer = replace(instance, employers=(Employer("bakeri", (0, 1)), Employer("kafé", (3, 0))))

    by_sum = replan_loop(fewer, plan, from_period=1, objective="sum")
    fair = replan_loop(fewer, plan, from_period=1, objective="fair")

    assert [change.candidate for change in by_sum.changes] == ["siri", "tor"]
    assert by_sum.changes[0].facts == {"places": 1, "people": 3}
    assert fair.objective.worst == 0
    assert len(fair.changes) == 2


@pytest.fixture(params=["search", "solvers"])
def either_way(request, monkeypatch):
    """The same question to the search and to the solvers."""
    if request.param == "solvers":
        monkeypatch.setattr(lattice, "MOST_OPTIONS", 0)


def test_nobody_is_moved_from_an_employer_with_too_few_places_for_the_sake_of_fit(either_way):
    fit = {name: {"bakeri": 10, "kafé": 90} for name in ("amina", "tor")}
    instance = loop_of({"bakeri": (0, 1), "kafé": (0, 2), "verksted": (2, 0)}, "amina", "tor", fit=fit)
    plan = plan_of(instance, **dict.fromkeys(instance.candidates, ("verksted", "bakeri")))

    repair = replan_loop(instance, plan, from_period=1)

    assert sorted(stays[1] for stays in stays_in(repair).values()) == ["bakeri", "kafé"]
    assert len(repair.changes) == 1


def test_with_as_many_visits_a_place_goes_to_one_who_has_none(either_way):
    instance = loop_of({"bakeri": (1, 0), "kafé": (0, 1)}, "amina", "tor", fit={"amina": {"bakeri": 50, "kafé": 90}})
    plan = plan_of(instance, amina=("bakeri", None))

    repair = replan_loop(instance, plan, from_period=1, joined=Newcomers(("tor",)))

    assert stays_in(repair) == {"amina": ("bakeri", None), "tor": (None, "kafé")}
    assert repair.objective.selected == 2


def test_when_a_leaver_has_the_smallest_fit_the_sum_decides_and_leximin_looks_at_the_next(either_way):
    fit = {"amina": {"bakeri": 20, "kafé": 30}, "siri": {"bakeri": 40, "kafé": 60}, "tor": {"bakeri": 10}}
    instance = loop_of({"bakeri": (3, 0), "kafé": (0, 1)}, "amina", "siri", "tor", fit=fit)
    plan = plan_of(instance, amina=("bakeri", None), siri=("bakeri", None), tor=("bakeri", "kafé"))

    moves = {kind: replan_loop(instance, plan, from_period=1, left=("tor",), objective=kind) for kind in KINDS}

    assert {kind: [name for name, stays in stays_in(repair).items() if stays[1]] for kind, repair in moves.items()} == {
        "fair": ["siri"],
        "sum": ["siri"],
        "leximin": ["amina"],
    }


def test_a_newcomer_begins_in_the_period_or_not_at_all():
    instance = loop_of({"bakeri": (1, 1, 1), "verksted": (1, 1, 1)}, "amina")
    plan = plan_of(instance, amina=("bakeri", "verksted", None))
    joined = Newcomers(("tor",), {"tor": {"bakeri": 3}}, {"bakeri": {"tor": 3}})

    begins = replan_loop(instance, plan, from_period=1, joined=joined)
    late = replan_loop(instance, plan, from_period=1, joined=replace(joined, vetoes=(Veto("tor", "bakeri", 1),)))

    assert stays_in(begins)["tor"] == (None, "bakeri", None)
    assert begins.reasons[-1].code == RepairCode.NEWCOMER_BEGINS
    assert late.plan.not_joined == ("tor",)


def test_one_without_a_place_may_come_in_with_the_wishes_of_the_instance():
    instance = loop_of({"bakeri": (1, 1), "verksted": (1, 1)}, "amina", "tor")
    plan = plan_of(instance, amina=("bakeri", "verksted"))

    as_it_was = replan_loop(instance, plan, from_period=1)
    with_tor = replan_loop(instance, plan, from_period=1, joined=Newcomers(("tor",)))
    without_wish = replan_loop(instance, plan, from_period=1, joined=Newcomers(("tor",), {"tor": {"bakeri": 0}}))

    assert as_it_was.plan.not_joined == without_wish.plan.not_joined == ("tor",)
    assert stays_in(with_tor)["tor"] == (None, "bakeri")


def test_a_veto_that_has_come_since_the_plan_moves_only_the_one_it_is_about():
    instance = loop_of({"bakeri": (1, 1), "verksted": (1, 1)}, "amina", "tor")
    plan = plan_of(instance, amina=("bakeri", "verksted"), tor=("verksted", "bakeri"))

    repair = replan_loop(replace(instance, vetoes=(Veto("tor", "bakeri", 1, "skift"),)), plan, from_period=1)

    assert [(change.candidate, change.now, change.code, change.facts) for change in repair.changes] == [
        ("tor", None, RepairCode.VETOED, {"reason": "skift"})
    ]


def test_a_repair_can_be_repaired():
    instance = loop_of({"bakeri": (1, 1, 1), "verksted": (1, 1, 1)}, "amina")
    joined = Newcomers(("tor",), {"tor": {"bakeri": 3, "verksted": 3}}, {"bakeri": {"tor": 3}, "verksted": {"tor": 3}})
    first = replan_loop(instance, plan_of(instance, amina=("bakeri", "verksted", None)), from_period=1, joined=joined)

    second = replan_loop(instance, first.plan, from_period=2, joined=joined, closed=("verksted",))

    assert stays_in(first)["tor"] == (None, "bakeri", "verksted")
    assert [(change.candidate, change.planned, change.now) for change in second.changes] == [("tor", "verksted", None)]


def test_reasons_stand_where_the_path_is_as_planned():
    happened = random_repair(3)
    plan = plan_loop(happened.instance)

    repair = replan_loop(happened.instance, plan, **happened.words)

    before = {path.candidate: path.stays for path in plan.paths}
    assert [reason in plan.reasons for reason in repair.reasons] == [
        stays == before.get(name) or (period < happened.from_period and name in before)
        for name, stays in stays_in(repair).items()
        for period, stay in enumerate(stays)
        if stay is not None
    ]
    assert repair.plan.reasons == tuple(reason for reason in repair.reasons if reason in plan.reasons)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_question_in_another_order_has_the_same_answer(kind):
    for seed in range(25):
        happened = random_repair(seed)
        words = happened.words | {
            "left": tuple(reversed(happened.left)),
            "joined": replace(happened.joined, candidates=tuple(reversed(happened.joined.candidates))),
        }
        shuffled = replace(happened.plan, paths=tuple(reversed(happened.plan.paths)), not_joined=tuple(reversed(happened.plan.not_joined)))

        once = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)
        again = replan_loop(in_another_order(happened.instance, seed), shuffled, objective=kind, **words)

        assert without_seconds(again) == without_seconds(once), seed


def without_seconds(repair):
    return replace(repair, plan=replace(repair.plan, proof=replace(repair.plan.proof, seconds=0.0)))


@pytest.mark.parametrize("kind", KINDS)
def test_other_ids_in_the_same_order_have_the_same_repair(kind):
    for seed in range(25):
        happened = random_repair(seed)
        name = {old: f"person-{number:03}" for number, old in enumerate(sorted(happened.instance.candidates))}

        once = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)
        again = replan_loop(*renamed(happened, name), objective=kind, **renamed_words(happened, name))

        assert {name[candidate]: stays for candidate, stays in stays_in(once).items()} == stays_in(again)
        assert [(name[change.candidate], change.period, change.now) for change in once.changes] == [
            (change.candidate, change.period, change.now) for change in again.changes
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_other_ids_in_another_order_have_a_repair_that_is_as_good(kind):
    for seed in range(15):
        happened = random_repair(seed)
        name = {old: f"person-{999 - number}" for number, old in enumerate(sorted(happened.instance.candidates))}

        once = replan_loop(happened.instance, happened.plan, objective=kind, **happened.words)
        again = replan_loop(*renamed(happened, name), objective=kind, **renamed_words(happened, name))

        assert key_of(again, kind) == key_of(once, kind)


def renamed(happened, name):
    loop, plan = happened.instance, happened.plan
    return (
        replace(
            loop,
            candidates=tuple(name[one] for one in loop.candidates),
            candidate_wishes={name[one]: wishes for one, wishes in loop.candidate_wishes.items()},
            employer_wishes={
                employer: {name[one]: wish for one, wish in wishes.items()} for employer, wishes in loop.employer_wishes.items()
            },
            fit={name[one]: fits for one, fits in loop.fit.items()},
            vetoes=tuple(replace(veto, candidate=name[veto.candidate]) for veto in loop.vetoes),
        ),
        replace(
            plan,
            paths=tuple(Path(name[path.candidate], path.stays) for path in plan.paths),
            not_joined=tuple(name[one] for one in plan.not_joined),
        ),
    )


def renamed_words(happened, name):
    return happened.words | {
        "left": tuple(name[one] for one in happened.left),
        "joined": Newcomers(tuple(name[one] for one in happened.joined.candidates)),
    }


def test_of_equally_good_repairs_the_first_by_id_has_the_place():
    instance = loop_of({"bakeri": (2, 0), "kafé": (0, 1)}, "amina", "tor")
    plan = plan_of(instance, amina=("bakeri", None), tor=("bakeri", None))

    repair = replan_loop(instance, plan, from_period=1)

    assert stays_in(repair) == {"amina": ("bakeri", "kafé"), "tor": ("bakeri", None)}


def test_a_plan_with_nothing_to_repair_stands():
    instance = loop_of({"bakeri": (1, 1), "verksted": (1, 1)}, "amina", "tor")
    plan = plan_loop(instance)

    repair = replan_loop(instance, plan, from_period=1)

    assert (repair.plan.paths, repair.changes, repair.reasons) == (plan.paths, (), plan.reasons)
    assert (repair.plan.status, repair.plan.blocking_pairs) == ("optimal", ())


BAKERY = loop_of({"bakeri": (1, 1), "verksted": (1, 1)}, "amina", "tor")
GOOD = plan_of(BAKERY, amina=("bakeri", "verksted"))


@pytest.mark.parametrize(
    ("instance", "plan", "sentence"),
    [
        (BAKERY, plan_of(BAKERY, kari=("bakeri", None)), r"«paths\[0\].candidate» i planen nevner «kari»"),
        (BAKERY, replace(GOOD, not_joined=("tor", "kari")), r"«not_joined\[1\]» i planen nevner «kari»"),
        (BAKERY, replace(GOOD, not_joined=("tor", "amina")), r"«not_joined\[1\]» i planen er «amina», som alt står"),
        (BAKERY, replace(GOOD, not_joined=()), "ikke for denne loopen: «tor»"),
        (BAKERY, plan_of(BAKERY, amina=("bakeri",)), r"«paths\[0\].stays» i planen har 1 perioder"),
        (BAKERY, plan_of(BAKERY, amina=("bakeri", "kafé")), r"«paths\[0\].stays\[1\]» i planen nevner «kafé»"),
        (BAKERY, plan_of(BAKERY, amina=("bakeri", "bakeri")), r"«paths\[0\].stays\[1\]» i planen er «bakeri»"),
        (BAKERY, plan_of(BAKERY, amina=(None, None)), r"«paths\[0\].stays» i planen er tom"),
        (BAKERY, plan_of(BAKERY, amina=("bakeri", None), tor=("bakeri", None)), "har 2 hos «bakeri» i periode 0"),
        (replace(BAKERY, vetoes=(Veto("amina", "bakeri", 0),)), GOOD, "et veto står i veien"),
        (replace(BAKERY, candidate_wishes={}), GOOD, "«amina» har ikke ønsket å være der"),
        (replace(BAKERY, employer_wishes={}), GOOD, "bedriften har ikke ønsket «amina»"),
    ],
)
def test_a_plan_of_another_loop_is_refused_with_one_sentence(instance, plan, sentence):
    with pytest.raises(BadInstance, match=sentence) as refusal:
        replan_loop(instance, plan, from_period=1)

    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"from_period": 2}, "from_period must be 0 to 1"),
        ({"from_period": -1}, "from_period must be 0 to 1"),
        ({"from_period": 1, "left": ("kari",)}, "kari"),
        ({"from_period": 1, "closed": ("kafé",)}, "kafé"),
        ({"from_period": 1, "objective": "best"}, "fair, sum, leximin"),
    ],
)
def test_what_the_loop_does_not_have_is_refused(words, said):
    with pytest.raises(ValueError, match=said):
        replan_loop(BAKERY, GOOD, **words)


def test_the_check_finds_what_a_search_could_get_wrong():
    joined = Newcomers(("tor",))
    good = replan_loop(BAKERY, GOOD, from_period=1, joined=joined)
    paths = {path.candidate: path for path in good.plan.paths}

    def with_paths(*changed, **plan):
        return replace(good, plan=replace(good.plan, paths=changed, **plan))

    for broken, said in [
        (with_paths(Path("amina", ("bakeri", "bakeri")), paths["tor"]), "visits an employer twice"),
        (with_paths(Path("amina", ("verksted", "bakeri")), paths["tor"]), "before period 1 are changed"),
        (with_paths(paths["amina"]), "not everybody once"),
        (with_paths(paths["tor"], not_joined=("amina",)), "are gone"),
        (with_paths(paths["amina"], Path("tor", (None, "verksted"))), "more people than places"),
        (with_paths(paths["amina"], Path("tor", ("verksted", None))), "before period 1 are changed"),
        (with_paths(Path("amina", ("bakeri", None)), paths["tor"]), "the changes are"),
        (replace(good, plan=replace(good.plan, objective=NOTHING)), "counted are"),
        (replace(good, reasons=()), "one reason for each stay"),
    ]:
        with pytest.raises(BrokenPlan, match=said):
            check_repair(BAKERY, GOOD, broken, joined=joined)

    check_repair(BAKERY, GOOD, good, joined=joined)
    with pytest.raises(BrokenPlan, match="has left"):
        check_repair(BAKERY, GOOD, good, joined=joined, left=("amina",))
    with pytest.raises(BrokenPlan, match="cannot visit"):
        check_repair(BAKERY, GOOD, good, joined=joined, closed=("bakeri",))
    with pytest.raises(BrokenPlan, match="has not joined"):
        check_repair(BAKERY, GOOD, good)


def test_the_check_knows_how_few_changes_are_enough():
    good = replan_loop(BAKERY, GOOD, from_period=1)
    moved = replan_loop(BAKERY, GOOD, from_period=1, closed=("verksted",))

    with pytest.raises(BrokenPlan, match="1 changes where 0 are enough"):
        check_repair(BAKERY, GOOD, moved)

    assert good.changes == ()
