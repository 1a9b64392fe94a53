"""The panel as a whole: whose patients count, who may look, the trace, and that page and file say the same."""

import csv
import io
from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.services.conftest import NOW, TODAY, Clinic
from tracker.domain.audit import Action
from tracker.domain.cohort import FEWER, METHODS, PANEL_CURVES, Grouping, Statistic
from tracker.domain.diary import DiaryEntry, Origin
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.patients import Episode, Patient, Region, Site
from tracker.domain.people import OPERATOR
from tracker.services import exports
from tracker.services.panel_cohort import OTHER_PROCEDURES, Chosen, asked_for, choices, panel_cohort
from tracker.store import audit, care_teams, diary, patients

WHO = "physician of nobody"
DAY = 120


def follow(
    clinic: Clinic, names: Iterable[str], pain: int, *, procedure: str = "fusion", region: Region = Region.LUMBAR
) -> None:
    """Patients of that physician's own team, each with the same pain for 100 days after surgery."""
    surgery = TODAY - timedelta(days=DAY)
    with clinic.store.transaction() as tx:
        team = next((each for each in care_teams.care_teams(tx, OPERATOR) if each.name == "Own"), None)
        team = team or care_teams.add_care_team(tx, OPERATOR, "Own")
        care_teams.add_member(tx, OPERATOR, team.id, clinic.viewers[WHO].account_id or "")
        for name in names:
            episode = Episode(f"{name}-1", name, surgery, region, procedure=procedure, baseline_axial=8)
            patients.add_patient(tx, OPERATOR, Patient(name, name, "UTC", demo=False, episode=episode))
            care_teams.add_patient(tx, OPERATOR, team.id, name)
            days = [DiaryEntry(surgery + timedelta(days=each), axial=pain, limb=1) for each in range(100)]
            diary.save_entries(tx, OPERATOR, name, days, now=NOW, origin=Origin.IMPORT)


def weekly_pain(clinic: Clinic, chosen: Chosen | None = None) -> list[tuple[str, float, float]]:
    """Group, n and median of the week after the first."""
    cells = panel_cohort(clinic.store, clinic.viewers[WHO], chosen or Chosen()).cells[Statistic.PAIN]
    return [
        (row["group"], row["n"], row["value"])
        for row in cells[cells["at"] == 1].sort_values("group").to_dict("records")
        if row["withheld"] == ""
    ]


def test_patients_of_another_team_never_count(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3)  # A, of another team, logged 6 on six of seven days
    assert weekly_pain(clinic) == [("all chosen patients", 5, 3)]
    told = panel_cohort(clinic.store, clinic.viewers[WHO], Chosen())
    assert told.patient_ids == tuple("CDEFG")


def test_another_teams_patient_is_not_what_makes_five(clinic: Clinic) -> None:
    follow(clinic, "CDEF", 3)
    told = panel_cohort(clinic.store, clinic.viewers[WHO], Chosen())
    assert all(set(cells["withheld"]) <= {FEWER} for cells in told.cells.values())
    assert told.rows()[["n", "value", "low", "high", "left_out"]].isna().all(axis=None)


def test_a_team_that_is_not_the_own_chooses_nobody(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3)
    with clinic.store.reading() as tx:
        teams = {each.name: each.id for each in care_teams.care_teams(tx, OPERATOR)}
    assert panel_cohort(clinic.store, clinic.viewers[WHO], Chosen(team_id=teams["Team A"])).patient_ids == ()
    assert len(panel_cohort(clinic.store, clinic.viewers[WHO], Chosen(team_id=teams["Own"])).patient_ids) == 5
    assert [team.name for team in choices(clinic.store, clinic.viewers[WHO]).teams] == ["Own"]


@pytest.mark.parametrize("who", ["patient A", "administrator", "operator"])
def test_only_physicians_look(clinic: Clinic, who: str) -> None:
    with pytest.raises(NotAllowed):
        panel_cohort(clinic.store, clinic.who(who), Chosen())
    with pytest.raises(NotAllowed):
        choices(clinic.store, clinic.who(who))
    with pytest.raises(NotAllowed):
        exports.panel_curves_csv(clinic.store, clinic.who(who), Chosen(), "10.0.0.1")


def test_an_administrator_in_the_team_does_not_look_either(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3)
    with clinic.store.transaction() as tx:
        (team,) = (each for each in care_teams.care_teams(tx, OPERATOR) if each.name == "Own")
        care_teams.add_member(tx, OPERATOR, team.id, clinic.viewers["administrator"].account_id or "")
    with pytest.raises(NotAllowed):
        panel_cohort(clinic.store, clinic.viewers["administrator"], Chosen())


def test_groups_and_filters(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3, procedure="Fusion")
    follow(clinic, "HIJKL", 5, procedure=" fusion ", region=Region.CERVICAL)
    follow(clinic, "MN", 1, procedure="corpectomy")
    follow(clinic, "OPQ", 1, procedure="")
    assert weekly_pain(clinic, Chosen(region=Region.CERVICAL)) == [("all chosen patients", 5, 5)]
    assert weekly_pain(clinic, Chosen(procedure="fusion", by=Grouping.REGION)) == [("cervical", 5, 5), ("lumbar", 5, 3)]
    assert weekly_pain(clinic, Chosen(by=Grouping.PROCEDURE)) == [("fusion", 10, 4), (OTHER_PROCEDURES, 5, 1)]
    assert weekly_pain(clinic, Chosen(site=Site.LIMB)) == [("all chosen patients", 15, 1)]
    offered = choices(clinic.store, clinic.viewers[WHO])
    assert offered.procedures == ("fusion", OTHER_PROCEDURES)  # a procedure that two had is named nowhere
    assert offered.regions == (Region.LUMBAR, Region.CERVICAL)
    assert offered.followed == 15


def traces(clinic: Clinic, action: Action) -> list[str | None]:
    with clinic.store.reading() as tx:
        return sorted((each.patient_id for each in audit.events(tx, OPERATOR, actions=[action])), key=str)


def test_each_patient_counted_has_a_line_in_the_trail_once_a_visit(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3)
    follow(clinic, "H", 3, region=Region.CERVICAL)
    for _ in range(2):
        panel_cohort(clinic.store, clinic.viewers[WHO], Chosen(region=Region.LUMBAR))
    assert traces(clinic, Action.PANEL_VIEWED) == list("CDEFG")


def table(clinic: Clinic, chosen: Chosen) -> list[dict[str, str]]:
    text = "".join(exports.panel_curves_csv(clinic.store, clinic.viewers[WHO], chosen, "10.0.0.1"))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_file_says_what_the_page_says(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3)
    follow(clinic, "HI", 9, region=Region.CERVICAL)
    chosen = Chosen(by=Grouping.REGION)
    lines = table(clinic, chosen)
    told = panel_cohort(clinic.store, clinic.viewers[WHO], chosen)
    assert list(lines[0]) == PANEL_CURVES.names
    for statistic, cells in told.cells.items():
        of_file = [line for line in lines if line["statistic"] == statistic]
        for name in ("n", "value", "low", "high", "left_out"):
            written = [float(line[name]) if line[name] else None for line in of_file]
            assert written == [None if value != value else value for value in cells[name].tolist()]  # noqa: PLR0124
        assert [line["withheld"] for line in of_file] == cells["withheld"].tolist()
        assert {line["method"] for line in of_file} == {METHODS[statistic]}
    assert {line["as_of"] for line in lines} == {str(TODAY)}
    assert traces(clinic, Action.EXPORTED) == list("CDEFGHI")


def test_a_small_group_is_blank_in_the_file_and_says_why(clinic: Clinic) -> None:
    follow(clinic, "CDEFG", 3)
    follow(clinic, "HI", 9, region=Region.CERVICAL)
    small = [line for line in table(clinic, Chosen(by=Grouping.REGION)) if line["group"] == "cervical"]
    assert small
    assert {line["withheld"] for line in small} == {FEWER}
    assert {line["n"] + line["value"] + line["low"] + line["high"] + line["left_out"] for line in small} == {""}


def test_of_nobody_there_is_no_file(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        exports.panel_curves_csv(clinic.store, clinic.viewers[WHO], Chosen(), "10.0.0.1")
    assert traces(clinic, Action.RECORD_REFUSED) == [None]


def test_what_an_address_asks_for() -> None:
    assert asked_for({}) == Chosen()
    asked = {"site": "limb", "region": "cervical", "procedure": "fusion", "team_id": "t", "by": "procedure"}
    assert asked_for(asked) == Chosen(Site.LIMB, Region.CERVICAL, "fusion", "t", Grouping.PROCEDURE)
    for wrong in ({"site": "toe"}, {"region": "sacral"}, {"by": "surgeon"}):
        with pytest.raises(BadInput, match="is not one of the choices"):
            asked_for(wrong)
