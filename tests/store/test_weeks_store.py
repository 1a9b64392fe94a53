"""The diary in weeks since surgery, against the same sums in plain Python."""

from datetime import timedelta

from tests.store.people import NOW, SURGERY, World
from tests.store.statements import counted
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.patients import Site
from tracker.domain.people import OPERATOR
from tracker.store import diary, weeks

LOG = {-1: (9, 9), 0: (8, 10), 6: (7, None), 7: (None, 3), 8: (0, 10), 20: (10, 0), 400: (1, None)}
"""Pain of both sites by day since surgery; the day before it is not of the recovery."""


def keep_log(world: World, patient_id: str) -> None:
    entries = [DiaryEntry(SURGERY + timedelta(days=day), axial=a, limb=b) for day, (a, b) in LOG.items()]
    with world.store.transaction() as tx:
        diary.save_entries(tx, OPERATOR, patient_id, entries, now=NOW, origin=Origin.IMPORT)


def by_hand(site: Site) -> list[list[object]]:
    found: dict[int, list[int | None]] = {}
    for day, pain in LOG.items():
        if day >= 0:
            found.setdefault(day // 7, []).append(pain[site is Site.LIMB])
    return [
        ["anna", week, len(scores), sum(each is not None for each in scores), sum(each or 0 for each in scores)]
        for week, scores in found.items()
    ]


def test_each_week_is_counted_and_added_up(world: World) -> None:
    keep_log(world, "anna")
    with world.store.reading() as tx:
        for site in Site:
            frame = weeks.weeks_frame(tx, world.able.viewer, site)
            assert frame.to_numpy().tolist() == by_hand(site)


def test_a_panel_is_one_query_and_may_be_narrowed(world: World) -> None:
    keep_log(world, "anna")
    keep_log(world, "ben")
    with world.store.reading() as tx, counted(tx) as statements:
        everybody = weeks.weeks_frame(tx, OPERATOR, Site.AXIAL)
        assert len(statements) == 1
        assert set(everybody["patient_id"]) == {"anna", "ben"}
        assert set(weeks.weeks_frame(tx, OPERATOR, Site.AXIAL, ["ben"])["patient_id"]) == {"ben"}


def test_nobody_logged_is_an_empty_frame_of_the_same_types(world: World) -> None:
    with world.store.reading() as tx:
        empty = weeks.weeks_frame(tx, world.able.viewer, Site.LIMB)
    keep_log(world, "anna")
    with world.store.reading() as tx:
        full = weeks.weeks_frame(tx, world.able.viewer, Site.LIMB)
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
