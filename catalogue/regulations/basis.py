"""Where a rule comes from: the clause of a document, or nothing but our own default."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

_CLAUSE = re.compile(r"(LC|LN|JS|HB|SD)-\d{2}")


def _clause_id(value: str) -> str:
    if not _CLAUSE.fullmatch(value):
        raise ValueError(f"“{value}”不是条款编号，应形如 LC-10")
    return value


ClauseId = Annotated[str, AfterValidator(_clause_id)]


class Frozen(BaseModel):
    """A value read from a file: nobody changes it, and unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Rule(Frozen):
    """A rule with its basis.

    Either it cites a document (`cite`, in the document's own section marks; `clauses` gives the
    ids of the requirements where the document is one of the five), or it says `default = true`:
    no document says so, the screens show 本系统默认, and a breach warns instead of refusing.
    """

    clauses: tuple[ClauseId, ...] = ()
    cite: str = ""
    default: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _has_one_basis(self) -> "Rule":
        if self.default and (self.clauses or self.cite):
            raise ValueError("default = true 与 clauses、cite 只能取其一")
        if not self.default and not self.cite:
            raise ValueError("缺少依据：写明 cite（文件出处），文件没有规定的写 default = true")
        return self

    @property
    def binding(self) -> bool:
        """Whether a breach is refused; a default only warns."""
        return not self.default


class Amount(Rule):
    """A number that a rule sets."""

    value: int


class Text(Rule):
    """A sentence that a rule sets, shown as it is."""

    text: str
