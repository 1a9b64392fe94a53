"""How right the flags are, on synthetic patients whose true level is known, beside other methods in the same run.

    python -m benchmarks.accuracy --seed 11 --n 2000 --conditions all --rivals

prints tables in Markdown. What counts as right is in `benchmarks.truth` and `benchmarks.scoring`, how the patients are
made in `tracker.simulation`. The same seed gives the same tables. The engine reads the logs together with the lists of
treatments, as it does in use; the other methods have no use for such a list and read the logs alone.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.lasting_rivals import LASTING_RIVALS, LastingRival, flags_on
from benchmarks.relapse_rivals import RELAPSE_RIVALS, relapse_flags
from benchmarks.scoring import COLUMNS, OPEN, Agreement, Rate, RelapseScore, agreement, churn, relapse_score
from benchmarks.truth import Answers, Truth, truth_of
from tracker.domain.assessment import FlagKind
from tracker.domain.patients import Site
from tracker.simulation.population import Conditions, Population, population
from tracker.trends.arrays import Bools
from tracker.trends.replay import replay

CHECKPOINTS = (90, 180)
LASTING = (FlagKind.NON_IMPROVEMENT, FlagKind.PERSISTENT)
CONDITIONS: Mapping[str, Conditions] = {
    "usual": Conditions(),
    "missing": Conditions(missing=2),
    "quiet": Conditions(noise=0.5),
    "noisy": Conditions(noise=1.5),
    "independent": Conditions(correlated=False),
    "useless": Conditions(useless_procedures=0.25),
}
MEANING: Mapping[str, str] = {
    "usual": "as usual",
    "missing": "twice as many days missing",
    "quiet": "half the noise",
    "noisy": "one and a half times the noise",
    "independent": "days not correlated",
    "useless": "an injection without effect in a quarter of the others",
}
OURS = "Mendline"
RELAPSE_HEAD = [
    *("method", "within 14 d", "within 28 d", "relapses", "median delay, d"),
    *("false flags / 100 PY", "PY at risk", "onset error, d", "onsets"),
]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description=__doc__.split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--n", type=int, default=2000, help="patients")
    parser.add_argument("--days", type=int, default=540, help="days each is followed")
    parser.add_argument("--conditions", choices=[*CONDITIONS, "all"], default="usual")
    parser.add_argument("--rivals", action="store_true", help="other methods too, which takes minutes")
    given = parser.parse_args(arguments)
    print("\n".join(report(given.seed, given.n, given.days, conditions=given.conditions, rivals=given.rivals)))


def report(seed: int, count: int, days: int, *, conditions: str, rivals: bool) -> Iterator[str]:
    """The lines of all tables. With `conditions` "all" these are of the usual ones, and one more table compares."""
    named = "usual" if conditions == "all" else conditions
    people = population(seed, count, days, conditions=CONDITIONS[named])
    truth, flags = truth_of(people), engine_flags(people)
    yield f"Seed {seed}, {count} patients, {days} days, {MEANING[named]}; {_left_out(truth)}."
    yield _lists(people)
    yield from _section("Relapse", RELAPSE_HEAD, _relapse_rows(people, truth, flags, rivals=rivals))
    head = ["flag", "day", "method", "sensitivity", "n", "specificity", "n", "balanced"]
    yield from _section("Pain that lasts", head, _lasting_rows(people, truth, flags, rivals=rivals))
    years = (truth.last_entry + 1).sum() / 365.25
    yield from _section(
        f"Churn: raised plus cleared, per patient-year ({years:.0f})", ["flag", "churn"], _churn(flags, truth)
    )
    yield from _section("By course", _GROUP_HEAD, _group_rows(flags, truth, _courses(people)))
    yield from _section("By days logged, in thirds", _GROUP_HEAD, _group_rows(flags, truth, _thirds(people)))
    if conditions == "all":
        yield from _section("By conditions", _CONDITION_HEAD, _condition_rows(seed, count, days))


def engine_flags(people: Population) -> pd.DataFrame:
    """The engine's own flags of a replay of all logs with their lists of treatments, in the columns of the scores;
    those of the axial site and of the log as a whole."""
    patients = people.patients()
    flags = replay(patients, people.entries(), people.treatments()).flags()
    flags = flags[flags["site"] != Site.LIMB]
    row = pd.Index(patients["patient_id"]).get_indexer(pd.Index(flags["patient_id"]))
    surgery = patients["surgery_date"].to_numpy()[row]
    days = {
        column: (flags[date].to_numpy() - surgery) / np.timedelta64(1, "D")
        for column, date in (("onset", "onset_date"), ("detected", "detected_on"), ("cleared", "cleared_on"))
    }
    frame = pd.DataFrame({"patient": row, "flag": flags["flag"].to_numpy(), **days}).fillna({"cleared": OPEN})
    return frame.astype(dict.fromkeys(("onset", "detected", "cleared"), np.int64))[COLUMNS]


def _left_out(truth: Truth) -> str:
    small = sum(each.unclear for each in truth.relapses)
    sparse = sum(not each.unclear and not each.logged_enough for each in truth.relapses)
    return (
        f"{len(truth.relapses)} true relapses; left out: {small} too small to be called, {sparse} with too few entries"
    )


def _lists(people: Population) -> str:
    return (
        f"{OURS} judges the logs with their lists of treatments ({len(people.treatments())} procedures); "
        "the other methods do not read these."
    )


def _relapse_rows(people: Population, truth: Truth, flags: pd.DataFrame, *, rivals: bool) -> Iterator[list[str]]:
    yield [OURS, *_relapse_cells(relapse_score(flags, truth))]
    for rival in RELAPSE_RIVALS if rivals else ():
        some = _first(people, rival.most)
        score = relapse_score(relapse_flags(rival, some), truth_of(some))
        yield [f"{rival.name}, {rival.setting}", *_relapse_cells(score)]


def _relapse_cells(score: RelapseScore) -> list[str]:
    return [
        *(_share(score.within_14), _share(score.within_28), str(score.within_28.n), f"{score.median_delay:.1f}"),
        *(f"{score.false_per_100_years:.1f}", f"{score.years:.0f}", f"{score.onset_error:.1f}", str(score.onsets)),
    ]


def _lasting_rows(people: Population, truth: Truth, flags: pd.DataFrame, *, rivals: bool) -> Iterator[list[str]]:
    for kind in LASTING:
        for day in CHECKPOINTS:
            yield [str(kind), str(day), OURS, *_agreement_cells(_agreement(flags, kind, day, truth))]
            for rival in LASTING_RIVALS if rivals else ():
                if rival.kind == kind:
                    yield [
                        str(kind),
                        str(day),
                        rival.name,
                        *_agreement_cells(_rival_agreement(rival, people, day, truth)),
                    ]
    for day in CHECKPOINTS:
        yield [str(FlagKind.INSUFFICIENT_DATA), str(day), OURS, *_agreement_cells(_too_few(flags, day, truth))]


def _rival_agreement(rival: LastingRival, people: Population, day: int, truth: Truth) -> Agreement:
    return _agreement(flags_on(rival, people, (day,)), rival.kind, day, truth)


def _agreement(flags: pd.DataFrame, kind: str, day: int, truth: Truth) -> Agreement:
    answers = truth.persistent if kind == FlagKind.PERSISTENT else truth.non_improvement
    return agreement(flags, kind, day, answers=answers, asked=truth.enough)


def _too_few(flags: pd.DataFrame, day: int, truth: Truth) -> Agreement:
    """Whether the engine says that it has too few entries just where there are."""
    everybody = np.ones_like(truth.enough)
    answers = Answers(~truth.enough, everybody)
    return agreement(flags, FlagKind.INSUFFICIENT_DATA, day, answers=answers, asked=everybody)


def _agreement_cells(result: Agreement) -> list[str]:
    yes, no = result.sensitivity, result.specificity
    return [_share(yes), str(yes.n), _share(no), str(no.n), _number(result.balanced, 3)]


def _churn(flags: pd.DataFrame, truth: Truth) -> Iterator[list[str]]:
    kinds = (FlagKind.RELAPSE, *LASTING)
    for kind in kinds:
        yield [str(kind), f"{churn(flags, [kind], truth):.2f}"]
    yield ["all three", f"{churn(flags, kinds, truth):.2f}"]


_BALANCED_HEAD = [f"{kind} balanced, day {day} (n on / off)" for kind in LASTING for day in CHECKPOINTS]
_GROUP_HEAD = [
    *("patients", "n", "relapse within 28 d", "relapses", "false flags / 100 PY", "PY at risk"),
    *_BALANCED_HEAD,
]


def _group_rows(flags: pd.DataFrame, truth: Truth, groups: Mapping[str, Bools]) -> Iterator[list[str]]:
    for name, who in groups.items():
        score = relapse_score(flags, truth, who)
        yield [
            *(name, str(who.sum()), _share(score.within_28), str(score.within_28.n)),
            *(_number(score.false_per_100_years, 1), f"{score.years:.0f}"),
            *_balanced_cells(flags, replace(truth, enough=truth.enough & who[:, None])),
        ]


def _balanced_cells(flags: pd.DataFrame, truth: Truth) -> Iterator[str]:
    """Balanced accuracy of each flag and day, with how many should be on and off."""
    for kind in LASTING:
        for day in CHECKPOINTS:
            result = _agreement(flags, kind, day, truth)
            yield f"{_number(result.balanced, 3)} ({result.sensitivity.n} / {result.specificity.n})"


def _courses(people: Population) -> dict[str, Bools]:
    course = np.array(people.courses)
    return {str(name): course == name for name in dict.fromkeys(sorted(people.courses))}


def _thirds(people: Population) -> dict[str, Bools]:
    share = people.share_logged
    low, high = np.quantile(share, [1 / 3, 2 / 3])
    return {
        f"up to {low:.0%}": share <= low,
        f"over {low:.0%} to {high:.0%}": (share > low) & (share <= high),
        f"over {high:.0%}": share > high,
    }


_CONDITION_HEAD = [
    *("conditions", "within 14 d", "within 28 d", "relapses", "median delay, d", "false flags / 100 PY", "PY at risk"),
    *_BALANCED_HEAD,
]


def _condition_rows(seed: int, count: int, days: int) -> Iterator[list[str]]:
    for name, conditions in CONDITIONS.items():
        people = population(seed, count, days, conditions=conditions)
        truth, flags = truth_of(people), engine_flags(people)
        score = relapse_score(flags, truth)
        yield [
            *(MEANING[name], *_relapse_cells(score)[:6]),
            *_balanced_cells(flags, truth),
        ]


def _first(people: Population, most: int) -> Population:
    """The first patients of a population."""
    return replace(
        people,
        courses=people.courses[:most],
        level=people.level[:most],
        scores=people.scores[:most],
        before=people.before[:most],
        asked=people.asked[:most],
        procedures=people.procedures[:most],
    )


def _share(rate: Rate) -> str:
    return _number(rate.value, 3)


def _number(value: float, decimals: int) -> str:
    """A number for a table; a dash where there is none."""
    return f"{value:.{decimals}f}" if np.isfinite(value) else "–"


def _section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"\n### {title}\n"
    yield _line(head)
    yield _line(["---"] * len(head))
    yield from map(_line, rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
