"""条件自查: the regulation's conditions one by one (LC-01, LN-01, SD-01)."""

from django import forms

from catalogue.regulations.schema import Condition
from catalogue.regulations.terms import ApplicantKind
from filing.models import Filing
from filing.sections.forms import Heading, Row, SectionForm, area

MEETS, FAILS = "yes", "no"
ANSWERS = [(MEETS, "符合"), (FAILS, "不符合")]
MORE = "写明制度名称、人数、金额、设备等具体情况，便于核对。"


def meets_name(condition: Condition) -> str:
    return f"{condition.key}_meets"


def how_name(condition: Condition) -> str:
    return f"{condition.key}_how"


def conditions_of(filing: Filing) -> tuple[Condition, ...]:
    """The conditions that this applicant is held to."""
    return filing.regulation.conditions_for(ApplicantKind(filing.owner.kind))


class ConditionsForm(SectionForm):
    key = "conditions"

    @classmethod
    def of(cls, filing: Filing) -> type[SectionForm]:
        fields: dict[str, forms.Field] = {}
        headings = []
        for number, condition in enumerate(conditions_of(filing), 1):
            names = (meets_name(condition), how_name(condition))
            fields[names[0]] = _meets()
            fields[names[1]] = area("本单位的情况", rows=3, limit=1000, help_text=MORE)
            headings.append(
                Heading(names, f"条件{number}", condition.text, condition, condition.materials)
            )
        return type("ConditionsForm", (cls,), {**fields, "headings": tuple(headings)})

    def rows(self) -> list[Row]:
        """A condition a row: the verdict, then the applicant's own words."""
        return [
            Row(
                condition.key,
                condition.text,
                "。".join(
                    part
                    for part in (
                        self.said(meets_name(condition)),
                        self.said(how_name(condition)),
                    )
                    if part
                ),
            )
            for condition in conditions_of(self.filing)
        ]


def _meets() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="是否符合",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否符合。"},
    )
