"""The table of how long a physician waits."""

from benchmarks.pages import report


def test_the_table_gives_median_and_95th_beside_their_goals() -> None:
    waits = {"queue": [100.0] * 19 + [2_000.0], "patient": [300.0, 500.0], "another": [10.0, 10.0]}
    assert report(waits)[2:] == [
        "| queue | 20 | 100 | 500 | 1905 | 1000 |",
        "| patient | 2 | 400 | 700 | 670 | 1500 |",
        "| another | 2 | 10 | – | 10 | – |",
    ]
