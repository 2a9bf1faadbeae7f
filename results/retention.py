"""Until when what was made in an assessment must be kept. Pure (LC-16, LN-12, HB-08)."""

from collections.abc import Iterable
from datetime import date

from casework.services.deadlines import add_months
from catalogue.regulations.basis import Amount
from catalogue.regulations.schema import Retention
from results.enums import ArchiveForm

DEFAULT = "本系统默认"


def term(form: ArchiveForm, rules: Retention) -> tuple[int, Amount]:
    """For how many months a form is kept, and the amount that says so."""
    if form == ArchiveForm.PAPER:
        return rules.paper_years.value * 12, rules.paper_years
    if form == ArchiveForm.ELECTRONIC:
        return rules.electronic_years.value * 12, rules.electronic_years
    return rules.video_months.value, rules.video_months


def longest(form: ArchiveForm, rules: Iterable[Retention]) -> tuple[int, Amount]:
    """The longest term of several sets of rules: nothing goes at the shorter limit (FACTS 4.6).
    Of equal ones the first. Raises ValueError for none."""
    return max((term(form, each) for each in rules), key=lambda found: found[0])


def kept_until(
    form: ArchiveForm, rules: Iterable[Retention], *, made_on: date, ended_on: date | None = None
) -> date:
    """The last day on which nobody may destroy it: the term counted from the day on which it was
    made or on which the plan ended, whichever is later. A term that ends on a day which its month
    does not have ends on the last day of the month."""
    months, _ = longest(form, rules)
    return add_months(max(made_on, ended_on or made_on), months)


def basis(form: ArchiveForm, rules: Iterable[Retention]) -> str:
    """The rule in words, with the text that it stands in."""
    months, amount = longest(form, rules)
    years, rest = divmod(months, 12)
    said = f"{years} 年" if not rest else f"{months} 个月"
    source = amount.cite if amount.clauses and amount.cite else DEFAULT
    return f"{ArchiveForm(form).label}材料保管不少于 {said}（{source}）"
