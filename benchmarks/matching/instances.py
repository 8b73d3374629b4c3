"""Invented loops, drawn from a seed, shared by benchmarks and tests."""

from random import Random

from brobygger.matching import Employer, Instance, Veto


def random_loop(
    seed: int,
    *,
    employers: int = 3,
    places: tuple[int, int] = (1, 3),
    candidates: tuple[int, int] = (6, 30),
    periods: int = 3,
    min_visits: int | None = None,
    no_wish: float = 0.25,
    vetoed: float = 0.03,
    closed: float = 0.05,
    uneven: float = 0.0,
    highest_wish: int = 5,
    highest_fit: int = 100,
) -> Instance:
    """A loop after its kick-off day.

    Takes   places, candidates  the fewest and the most, both included
            no_wish             share of wishes that are 0, on each side
            vetoed, closed      share of visits with a veto, of employer periods without a place
            uneven              share of employer periods with any number of places up to the employer's own
    Gives   the same loop for the same arguments
    """
    draw = Random(f"{seed} {employers} {places} {candidates} {periods}")
    employer_ids = [f"bedrift-{number + 1}" for number in range(employers)]
    candidate_ids = [f"deltaker-{number + 1:02}" for number in range(draw.randint(*candidates))]

    def wish() -> int:
        return 0 if draw.random() < no_wish else draw.randint(1, highest_wish)

    def room() -> tuple[int, ...]:
        count = draw.randint(*places)
        return tuple(0 if draw.random() < closed else draw.randint(0, count) if draw.random() < uneven else count for _ in range(periods))

    return Instance(
        periods=periods,
        employers=tuple(Employer(employer, room()) for employer in employer_ids),
        candidates=tuple(candidate_ids),
        candidate_wishes={candidate: {employer: wish() for employer in employer_ids} for candidate in candidate_ids},
        employer_wishes={employer: {candidate: wish() for candidate in candidate_ids} for employer in employer_ids},
        fit={candidate: {employer: draw.randint(0, highest_fit) for employer in employer_ids} for candidate in candidate_ids},
        vetoes=tuple(
            Veto(candidate, employer, period, "reisevei")
            for candidate in candidate_ids
            for employer in employer_ids
            for period in range(periods)
            if draw.random() < vetoed
        ),
        min_visits=min_visits,
    )


def tiny_loop(seed: int) -> Instance:
    """A loop small enough to try every plan of it, with many ties, vetoes and closed periods."""
    draw = Random(f"tiny {seed}")
    return random_loop(
        seed,
        employers=draw.choice([1, 2, 3, 3]),
        places=(1, draw.randint(1, 2)),
        candidates=(draw.choice([0, 2, 3]), draw.randint(3, 4)),
        periods=draw.choice([1, 2, 3, 3]),
        min_visits=draw.choice([None, 1, 1, 2]),
        no_wish=draw.choice([0.0, 0.0, 0.2, 0.3]),
        vetoed=draw.choice([0.0, 0.1, 0.2]),
        closed=draw.choice([0.0, 0.0, 0.2]),
        uneven=draw.choice([0.0, 0.5]),
        highest_wish=draw.choice([1, 2, 3, 5]),
        highest_fit=draw.choice([1, 5, 100]),
    )
