"""Whether the dose of opioids rises while the pain does not fall: a note for the physician."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.facts import Fact, Section
from tracker.domain.opioid_doses import opioid_reference
from tracker.domain.patients import Region, Site, site_word
from tracker.domain.phrases import count, day_span, number


@dataclass(frozen=True, slots=True)
class DoseAndPain:
    """Two stretches of days that follow each other, the later of which ends today: the mean dose of each in MME a day,
    None where its dose is known on too few days, and on how many it is known; and typical pain by site as of the day
    before the first of them and of today, of sites where both are known."""

    dose_before: float | None
    dose_lately: float | None
    days_before: int
    days_lately: int
    pain: Mapping[Site, tuple[float, float]]


def dose_and_pain_fact(found: DoseAndPain, region: Region, today: int) -> Fact:
    """The note as of the day `today` after surgery, with both doses and the pain, or why there is none."""
    rules = opioid_reference().rise
    length, fewest = int(rules["window"].value), int(rules["entries"].value)
    early = day_span(max(today - 2 * length + 1, 0), max(today - length, 0))
    window = f"{day_span(max(today - length + 1, 0), today)} against {early}"
    n = f"known on {found.days_lately} and {count(found.days_before, 'day')} of {length} each"
    least, fall = rules["least"], rules["pain_fall"]
    source = (
        f"Our choice: a rise of {least.value:g} {least.unit} or more; pain falls by {fall.value:g} {fall.unit} or more"
    )
    if found.dose_before is None or found.dose_lately is None:
        value = f"not assessable: the dose has to be known on {fewest} days of each fortnight"
    elif not found.pain:
        value = "not assessable: typical pain is not known now and four weeks before"
    else:
        doses = f"{number(found.dose_before)} to {number(found.dose_lately)} MME a day"
        pains = (
            f"{site_word(region, site)} pain {number(then)} to {number(now)}"
            for site, (then, now) in found.pain.items()
        )
        value = f"{'yes' if _rises_without_relief(found) else 'no'}: {', '.join((doses, *pains))}"
    return Fact(Section.OPIOIDS, "opioid_rise", "Dose rises, pain does not fall", value, n, window, source)


def _rises_without_relief(found: DoseAndPain) -> bool:
    rules, before, lately = opioid_reference().rise, found.dose_before or 0.0, found.dose_lately or 0.0
    falls = any(round(then - now, 9) >= rules["pain_fall"].value for then, now in found.pain.values())
    return round(lately - before, 9) >= rules["least"].value and not falls
