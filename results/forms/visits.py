"""The form of a supervisor's note."""

from django import forms

from casework.evidence_forms import long_text
from results import conduct
from results.services.visits import ANSWERS, Given
from ui.forms import StyledFormMixin


class VisitForm(StyledFormMixin, forms.Form):
    """Every point of the regulation, what was seen, what is to be mended."""

    text = long_text("督导情况", help_text="到场时间、巡查的考场、了解的情况和评价。")
    problems = long_text("发现的问题和整改要求", required=False, help_text="有不符合的要点须填写。")

    def __init__(self, *args, regulation: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = conduct.rules().points_of(regulation)
        texts = {name: self.fields.pop(name) for name in ("text", "problems")}
        for point in self.points:
            self.fields[f"point_{point.key}"] = forms.ChoiceField(
                label=point.text,
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
                help_text=f"依据：{point.basis}",
                error_messages={"required": f"请选择“{point.text}”是否符合。"},
            )
        self.fields |= texts
        self.fields["problems"].is_conditional = True

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        points = {point.key: data[f"point_{point.key}"] for point in self.points}
        return Given(data["text"].strip(), points, data["problems"].strip())
