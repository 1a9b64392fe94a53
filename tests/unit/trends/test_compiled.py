"""Machine code is never older than the source."""

from pathlib import Path

from tracker.trends.compiled import kept_in


def test_a_change_of_any_source_gives_the_machine_code_another_place(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1", encoding="utf-8")
    (tmp_path / "other.py").write_text("b = 1", encoding="utf-8")
    kept = tmp_path / "kept"
    before = kept_in(kept, tmp_path)
    assert kept_in(kept, tmp_path) == before
    assert before.parent == kept
    (tmp_path / "other.py").write_text("b = 2", encoding="utf-8")
    assert kept_in(kept, tmp_path) != before
