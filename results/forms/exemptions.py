"""What is asked to let somebody off a subject."""

from django import forms

from assessment.enums import EntryStatus
from assessment.models import Plan
from catalogue.enums import SubjectKind
from results.selectors.earlier import waivable
from ui.forms import StyledFormMixin


class WaiveForm(StyledFormMixin, forms.Form):
    """A person, a subject, why, and what proves it."""

    number = forms.CharField(label="报名编号", max_length=30)
    subject = forms.ChoiceField(label="免考科目")
    reason = forms.CharField(
        label="免考理由", max_length=300, help_text="如“特殊工种岗位，突出生产技能操作”。"
    )
    file = forms.FileField(label="证明材料", help_text="pdf 或图片。")

    def __init__(self, *args, plan: Plan, **kwargs):
        self.plan = plan
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [
            (each, str(SubjectKind(each).label)) for each in waivable(plan)
        ]

    def clean_number(self) -> int:
        text = self.cleaned_data["number"].strip()
        rows = self.plan.entries.filter(status=EntryStatus.APPROVED, number=text)
        found = rows.values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError("没有这个编号的已核准报名，请核对。")
        return found
