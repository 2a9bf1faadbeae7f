"""Forms of inspections for a cause."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import Organisation
from casework.evidence_forms import long_text
from casework.forms import ActForm, opinion
from casework.models import Case
from filing.models import Agency
from supervision import checklists
from supervision.enums import InspectionMethod
from supervision.forms.campaigns import day
from supervision.selectors import inspections as reads
from supervision.selectors.offices import agencies_under
from supervision.services.causes import STATED, Proposal
from ui.forms import StyledFormMixin

INSIDE = "只有办理机关看得到，被检查机构看不到。"


class _WhyForm(StyledFormMixin, forms.Form):
    """For what cause, how and when."""

    cause = forms.ChoiceField(
        label="检查缘由",
        choices=[(each.value, each.label) for each in STATED],
        widget=forms.RadioSelect,
        help_text=INSIDE,
    )
    grounds = long_text(
        "检查理由",
        rows=6,
        limit=2000,
        help_text=f"什么线索、要查什么。{INSIDE}不写投诉人的姓名和联系方式。",
    )
    methods = forms.MultipleChoiceField(
        label="检查方式", choices=InspectionMethod.choices, widget=forms.CheckboxSelectMultiple
    )
    begins_on = day("检查开始")
    ends_on = day("检查截止")


class ProposeForm(_WhyForm):
    """Which agency, for what cause, how and when."""

    office = forms.ModelChoiceField(None, label="检查机关", empty_label=None)
    agency = forms.CharField(
        label="被检查机构", max_length=100, help_text="机构代码或全称，限本机关管辖的机构。"
    )
    field_order = ("office", "agency")

    def __init__(self, *args, offices: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        keys = [office.pk for office in offices]
        self.fields["office"].queryset = Organisation.objects.filter(pk__in=keys)

    def clean(self):
        data = super().clean()
        office, words = data.get("office"), (data.get("agency") or "").strip()
        if office and words:
            try:
                data["agency"] = _agency(office, words)
            except ValidationError as refused:
                self.add_error("agency", refused)
        return data

    def proposal(self, because_of: Case | None) -> Proposal:
        """What was filled in."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "office"}
        return Proposal(**data, because_of=because_of)


def _agency(office: Organisation, words: str) -> Agency:
    rows = agencies_under(office).select_related("organisation__merged_into")
    found = list(rows.filter(Q(code__iexact=words) | Q(name=words))[:2])
    if len(found) != 1:
        raise ValidationError("本机关管辖的机构中没有找到，或不止一家。请填写机构代码。")
    return found[0]


class ReviseForm(ActForm, _WhyForm):
    """The same for one that waits for approval, as it was proposed."""

    def start(self, case: Case) -> dict:
        return {name: getattr(case, name) for name in _WhyForm.base_fields}


class _NamingForm(ActForm):
    """Who is sent."""

    inspectors = forms.ModelMultipleChoiceField(
        None, label="检查人员", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, team = self.fields["inspectors"], checklists.rules().procedure.team
        field.queryset = reads.may_be_sent(self.case, self.actor)
        field.label_from_instance = str
        field.help_text = f"一般不少于 {team} 名（本系统默认）。应当回避的人员不在其中。"


class ApproveForm(_NamingForm):
    note = opinion("批准意见", help_text=INSIDE)


class RefuseForm(ActForm):
    note = opinion("理由", required=True, help_text=INSIDE)


class SendForm(_NamingForm):
    """Who comes besides, or in place of whom."""

    leaving = forms.ModelChoiceField(None, label="谁退出", required=False, empty_label="无人退出")
    reason = forms.CharField(
        label="退出原因", max_length=200, required=False, help_text="有人退出的填写。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].required = False
        self.fields["leaving"].queryset = reads.team_of(self.case)
        self.fields["reason"].is_conditional = True
