"""工作方案: written here, chapter by chapter (SD-04; FACTS 2.4)."""

from catalogue.regulations.basis import Rule
from catalogue.regulations.schema import Material
from filing.models import Filing
from filing.sections.forms import Heading, SectionForm, area

PLAN = "plan"
NUMERALS = "一二三四五六七八九十"
LAST = "其他"  # a chapter that may stay empty
DEFAULT = Rule(default=True)
# Where the document's own chapters are not at hand.
CHAPTERS = (
    "总体规划、工作计划",
    "组织机构及职责",
    "开展评价的职业（工种）、等级、申报条件、依据的标准及题库资源",
    "评价流程及考核工作规则",
    "评价内容及方式",
    "开展评价工作的各项保障",
    LAST,
)


def plan_paper(filing: Filing) -> Material | None:
    """The paper that the regulation calls the plan."""
    return next((m for m in filing.regulation.materials if m.key == PLAN), None)


class PlanForm(SectionForm):
    key = PLAN

    @classmethod
    def of(cls, filing: Filing) -> type[SectionForm]:
        paper = plan_paper(filing)
        named = paper.chapters if paper else ()
        basis = paper if named else DEFAULT
        fields = {
            f"chapter_{place}": area(
                f"{NUMERALS[place - 1]}、{title}", rows=6, limit=10_000, required=title != LAST
            )
            for place, title in enumerate(named or CHAPTERS, 1)
        }
        bases = dict.fromkeys(fields, basis)
        headings = (Heading(tuple(fields), basis=basis),)
        return type("PlanForm", (cls,), {**fields, "bases": bases, "headings": headings})


def is_written(filing: Filing, typed: dict[str, str]) -> bool:
    """Whether every chapter stands there that may not stay empty: then it is no paper any more."""
    return not PlanForm.of(filing)(filing, typed).faults
