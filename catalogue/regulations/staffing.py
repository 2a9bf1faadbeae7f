"""Who must be there in a session, as a regulation file says it."""

from pydantic import Field, model_validator

from catalogue.enums import Level, SubjectKind
from catalogue.regulations.basis import Amount, Frozen, Rule


class Ratio(Rule):
    """How many of its staff a subject takes in a room where its standard says nothing else: one to
    at most `candidates` people (none: whatever their number), `least` or more, odd where `odd`."""

    subject: SubjectKind
    candidates: int | None = Field(default=None, ge=1)
    least: int = Field(ge=1)
    odd: bool = False


class Senior(Rule):
    """The levels that only a 高级考评员 judges."""

    levels: tuple[Level, ...]


class Staffing(Frozen):
    """Who must be there in a session. `certificate`: assessors and supervisors hold one that is
    valid on the day; `internal`: a supervisor of the agency's own watches; `turns`: how many
    assessments of one agency in a row somebody may judge; `rotation`: part of those who judge are
    others than the last time."""

    ratios: tuple[Ratio, ...]
    certificate: Rule
    senior: Senior
    internal: Rule
    turns: Amount
    rotation: Rule

    @model_validator(mode="after")
    def _has_one_ratio_a_subject(self) -> "Staffing":
        subjects = [ratio.subject for ratio in self.ratios]
        if sorted(subjects) != sorted(SubjectKind):
            raise ValueError("ratios 须写明每个科目的考评人员配比，每个科目一条")
        return self

    def ratio(self, subject: SubjectKind) -> Ratio:
        """The ratio of a subject; there is one for each."""
        return next(ratio for ratio in self.ratios if ratio.subject == subject)
