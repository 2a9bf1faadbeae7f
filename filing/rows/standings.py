"""What holds an association or a school to an occupation (SD-02)."""

from django import forms

from catalogue.enums import Level
from catalogue.models import Occupation
from catalogue.regulations.schema import Applicant
from catalogue.regulations.terms import ScopeRule
from filing.checks.standing import WORDS
from filing.models import Filing, Standing
from filing.rows.forms import RowForm
from onboarding.forms import CreditCodeField


def rule_of(filing: Filing) -> Applicant:
    """What the regulation holds this applicant to."""
    return next(a for a in filing.regulation.applicants if a.kind == filing.owner.kind)


def word_of(filing: Filing) -> str:
    """What such rows are called for this applicant; empty where there are none."""
    return WORDS.get(rule_of(filing).scope, "")


class StandingForm(RowForm):
    """The fields that the applicant's rule asks for."""

    occupation = forms.ModelChoiceField(
        Occupation.objects.none(), label="职业", empty_label="请选择"
    )
    top_level = forms.TypedChoiceField(
        label="培养的最高等级",
        coerce=int,
        empty_value=None,
        choices=[("", "请选择"), *Level.choices],
        help_text="申请的等级不得超过学校的培养层次。",
    )
    unit = forms.CharField(
        label="承担工作的单位会员", max_length=100, help_text="有条件承担评价工作的单位会员全称。"
    )
    unit_code = CreditCodeField(label="单位会员的统一社会信用代码")

    class Meta:
        model = Standing
        fields = ["occupation", "name", "top_level", "unit", "unit_code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked_for = self.filing.scope.values("occupation")
        self.fields["occupation"].queryset = Occupation.objects.filter(pk__in=asked_for)
        self.fields["name"].label = f"{word_of(self.filing)}名称"
        scope = rule_of(self.filing).scope
        if scope != ScopeRule.MAIN_PROGRAMMES:
            del self.fields["top_level"]
        if scope != ScopeRule.MAIN_BUSINESS:
            del self.fields["unit"], self.fields["unit_code"]
