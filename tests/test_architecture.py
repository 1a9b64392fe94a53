"""The layers of the design, held by the imports themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([ROOT / "dashboard.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "tracker").rglob("*.py")])

LAYERS = {
    "dashboard": {"web"},
    "pages": {"web", "services", "charts", "languages", "domain"},
    "web": {"services", "report", "charts", "languages", "domain", "config", "store"},
    "services": {"store", "access", "trends", "exchange", "simulation", "languages", "domain"},
    "store": {"domain"},
    "access": {"domain"},
    "trends": {"domain"},
    "exchange": {"languages", "domain"},
    "simulation": {"domain"},
    "report": {"charts", "languages", "domain"},
    "charts": {"languages", "domain"},
    "config": {"domain"},
    "languages": {"domain"},
    "domain": set(),
    "__main__": {"commands", "domain"},
    "commands": {"services", "store", "domain", "config"},
}
"""What each part of the house may import from the others."""

OF_THE_STORE = {"": {"tracker.store.Store"}, "tracker/web/server.py": {"tracker.store.schema.check_migrated"}}
"""All that web may import from the store, by file ("" is every file): the store that it hands on to the services, never
a query; and for the start of the server, whether the database fits."""

ONLY_IN = {
    "streamlit": {"dashboard", "pages", "web"},
    "plotly": {"charts"},
    "typst": {"report"},
    "font_source_sans_pro": {"report"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "pwdlib": {"access"},
    "limits": {"access"},
    "starlette": {"web"},
    "anyio": {"web"},
    "google": {"web"},  # google.protobuf, in which Streamlit's page and server speak
    "jinja2": {"web"},
    "smtplib": {"exchange"},
    "icalendar": {"exchange"},
    "babel": {"languages"},
    "pandas": {"trends", "store", "exchange", "services", "charts", "report", "simulation", "pages", "web"},
    "numpy": {"trends", "store", "exchange", "charts", "report", "simulation"},
    "numba": {"trends"},
    "scipy": {"trends"},
}
"""Where a library may be imported; the domain is standard library only, which the next table holds."""

CLOCK_READS = {"date.today", "datetime.now", "datetime.utcnow", "Timestamp.now", "Timestamp.today", "time.time"}


def part(path: Path) -> str:
    """The part of the house that a file belongs to: `tracker/store/x.py` is "store", `pages/x.py` is "pages"."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    return inside[1] if inside[0] == "tracker" and len(inside) > 1 else inside[0]


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, in full, `from a import b` as `a.b`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_imports_only_from_the_layers_beneath_it(path: Path) -> None:
    here = part(path)
    if here == "__init__":
        return
    for module in imports(path):
        first, _, rest = module.partition(".")
        if first == "tracker" and (there := rest.split(".")[0]) != here:
            assert there in LAYERS[here], f"{named(path)} imports {module}"


@pytest.mark.parametrize("path", [path for path in SOURCES if part(path) == "web"], ids=named)
def test_the_web_asks_services_and_never_the_store_itself(path: Path) -> None:
    for module in imports(path):
        if module.split(".")[:2] == ["tracker", "store"]:
            assert module in OF_THE_STORE[""] | OF_THE_STORE.get(named(path), set()), f"{named(path)} imports {module}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_library_is_imported_only_where_it_belongs(path: Path) -> None:
    for module in imports(path):
        library = module.split(".")[0]
        if library in ONLY_IN:
            assert part(path) in ONLY_IN[library], f"{named(path)} imports {library}"


@pytest.mark.parametrize("path", sorted((ROOT / "tracker" / "domain").glob("*.py")), ids=named)
def test_the_domain_needs_the_standard_library_only(path: Path) -> None:
    import sys

    for module in imports(path):
        assert module.split(".")[0] in {*sys.stdlib_module_names, "tracker"}, f"{named(path)} imports {module}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_the_clock_is_read_in_one_place_only(path: Path) -> None:
    if path.name == "clock.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ".".join(ast.unparse(node.func).split(".")[-2:])
            assert called not in CLOCK_READS, f"{named(path)}:{node.lineno} reads the clock"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_the_environment_is_read_in_one_place_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name != "config.py":
        assert "os.environ" not in text
        assert "getenv(" not in text


def test_the_script_that_streamlit_runs_does_not_lie_beside_a_pages_folder() -> None:
    # Streamlit would serve pages/*.py of a fresh process without the script, and its sign-in, in front.
    assert not (ROOT / "tracker" / "web" / "pages").exists()
    assert "st.App(" in (ROOT / "dashboard.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["utils", "helpers", "manager", "misc", "common"])
def test_no_drawer_for_whatever_has_no_place(folder: str) -> None:
    assert not [path for path in SOURCES if path.stem == folder or folder in path.parts[len(ROOT.parts) :]]
