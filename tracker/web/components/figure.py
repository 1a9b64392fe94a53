"""A figure on a page, the same way everywhere."""

import streamlit as st

from tracker.charts.figure import Figure
from tracker.web.components.screen import Screen


def show_figure(figure: Figure, seen: Screen, *, name: str, alt: str) -> None:
    """Lays out a figure that was drawn for this screen, told in words by `alt`. `name` is its own on the page; with the
    ground it becomes the class by which paper turns a dark picture light."""
    ground = "dark" if seen.dark else "light"
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, alt=alt, key=f"{ground}_{name}")
