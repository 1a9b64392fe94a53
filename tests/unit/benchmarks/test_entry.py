"""The table of how long a day takes to log."""

from benchmarks.entry import Played, report


def test_a_day_takes_its_taps_and_what_the_page_takes() -> None:
    assert Played([0.1, 0.2, 0.3]).seconds == 3 * 0.8 + 0.6


def test_the_table_gives_taps_seconds_and_reactions_beside_their_goals() -> None:
    days = {"usual": [Played([0.1] * 11), Played([0.2] * 11)], "minimal": [Played([0.1] * 3)]}
    assert report(days)[2:] == [
        "| usual | 11 | 12 | 10.4 | 45 | 150 / 200 ms | 150 / 400 ms |",
        "| minimal | 3 | 4 | 2.7 | 10 | 100 / 100 ms | 150 / 400 ms |",
    ]
