"""The dose of opioids of the last fortnight against the one before, and typical pain at both ends of the four weeks."""

import pandas as pd

from tracker.domain.dose_and_pain import DoseAndPain
from tracker.domain.opioid_doses import opioid_reference
from tracker.domain.patients import Site


def dose_and_pain(opioid_days: pd.DataFrame, days: pd.DataFrame) -> DoseAndPain:
    """As of the last of `opioid_days` (what `trends.opioids.opioid_days` gives; one day at least). `days` has `day` and
    `<site>_typical`, NaN where not known. A day counts where the list was answered and every dose can be read."""
    rules = opioid_reference().rise
    length, today = int(rules["window"].value), int(opioid_days["day"].iloc[-1])
    dose = opioid_days.set_index("day")["mme"]
    lately = dose.loc[today - length + 1 : today].dropna()
    before = dose.loc[today - 2 * length + 1 : today - length].dropna()
    fewest = int(rules["entries"].value)
    levels = days.set_index("day")[[f"{site}_typical" for site in Site]].reindex([today - 2 * length, today])
    known = levels.dropna(axis="columns").astype(float)
    return DoseAndPain(
        dose_before=float(before.mean()) if len(before) >= fewest else None,
        dose_lately=float(lately.mean()) if len(lately) >= fewest else None,
        days_before=len(before),
        days_lately=len(lately),
        pain={
            site: (float(known[name].iloc[0]), float(known[name].iloc[1]))
            for site in Site
            if (name := f"{site}_typical") in known
        },
    )
