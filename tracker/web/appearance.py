"""Light, dark and large: the palette as custom properties of CSS, for the pages of Streamlit and our own. The device
says which ground it wants, so there is no switch; paper is always light."""

from dataclasses import asdict

from tracker.charts import theme

_SHADOWS = {"light": "#1f293714", "dark": "#00000066"}


def palette_css(*, large: bool = False) -> str:
    """Rules that define `--ink`, `--accent-soft` and so on, one for each colour of the palette, and `--shadow`. They
    are inherited by all there is on a page, the own components included. `large` makes larger all that is measured in
    rem, which is all words and targets."""
    rules = [
        f":root {{ color-scheme: light; {_properties(theme.LIGHT, 'light')} }}",
        f"@media screen and (prefers-color-scheme: dark) {{\n"
        f":root {{ color-scheme: dark; {_properties(theme.DARK, 'dark')} }}\n}}",
    ]
    if large:
        rules.append(f":root {{ font-size: {theme.LARGE:.0%}; }}")
    return "\n".join(rules)


def _properties(palette: theme.Palette, ground: str) -> str:
    colours = {**asdict(palette), "shadow": _SHADOWS[ground]}
    return " ".join(f"--{name.replace('_', '-')}: {colour};" for name, colour in colours.items())
