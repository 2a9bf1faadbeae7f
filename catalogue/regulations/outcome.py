"""What follows an exam: scoring, reviews, certificates, what is kept and reported."""

from typing import Annotated, Literal

from pydantic import Field

from catalogue.regulations.basis import Amount, Frozen, Rule
from catalogue.regulations.terms import Actor


class Scoring(Rule):
    """How scores become results. `panel`: the marks of a panel are averaged (`mean`), or averaged
    without the highest and the lowest where five or more marked (`trimmed`). Every subject must
    reach its own pass mark (FACTS 4.3); nothing is averaged across subjects."""

    panel: Literal["mean", "trimmed"]


class Retakes(Rule):
    """For how many months a subject that was passed counts in a later assessment of the same
    occupation and level; None: it does not."""

    months: int | None = None


class Review(Rule):
    """One office that reviews results before certificates are issued, in the order of the file."""

    by: Actor
    text: str


class Retention(Frozen):
    """How long things are kept, at the least."""

    paper_years: Amount
    electronic_years: Amount
    video_months: Amount


class Report(Rule):
    """A form that goes up, when and by whom."""

    key: str
    name: str
    by: Actor
    to: str
    when: str


class Certificate(Rule):
    """The letters its number may begin with (人社鉴发〔2019〕2号) and how it is published."""

    letters: tuple[Annotated[str, Field(pattern="^[YS]$")], ...] = Field(min_length=1)
    text: str
