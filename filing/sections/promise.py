"""承诺: what the regulation has the applicant promise, and who promises (FACTS 2.5)."""

from django import forms

from catalogue.regulations.basis import Rule
from filing.models import Filing
from filing.sections.forms import Row, SectionForm
from filing.sections.organisation import line

SIGNATORY = "signatory"


class PromiseForm(SectionForm):
    key = "promise"

    @classmethod
    def of(cls, filing: Filing) -> type[SectionForm]:
        fields: dict[str, forms.Field] = {}
        cites: dict[str, Rule] = {}
        for number, promise in enumerate(filing.regulation.promises, 1):
            name = f"promise_{number}"
            fields[name] = forms.BooleanField(
                label=promise.text, error_messages={"required": "请勾选，作出这一项承诺。"}
            )
            cites[name] = promise
        fields[SIGNATORY] = line(
            "法定代表人姓名", 50, help_text="由法定代表人作出承诺，与“组织信息”填写的一致。"
        )
        return type("PromiseForm", (cls,), {**fields, "cites": cites})

    def rows(self) -> list[Row]:
        return [
            Row(row.key, row.label, "已承诺" if row.value == "是" else row.value)
            for row in super().rows()
        ]
