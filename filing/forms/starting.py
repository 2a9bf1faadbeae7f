"""What is asked before an application begins."""

from django import forms

from filing.enums import Purpose
from filing.services.starting import Way
from ui.forms import StyledFormMixin

MEANING = {
    Purpose.FIRST: "第一次申请备案",
    Purpose.SCOPE: "增加、减少职业（工种）或者调整等级",
    Purpose.RENEWAL: "有效期届满前延续，也可以同时调整范围",
}


class StartForm(StyledFormMixin, forms.Form):
    """The purpose and, where the rule leaves a choice, the office; for one regime."""

    regulation = forms.CharField(widget=forms.HiddenInput)
    purpose = forms.TypedChoiceField(label="申请事项", coerce=Purpose, widget=forms.RadioSelect)
    receiver = forms.ModelChoiceField(
        None, label="受理机关", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, way: Way, **kwargs):
        super().__init__(*args, prefix=way.regulation.id, **kwargs)
        self.way = way
        self.fields["regulation"].initial = way.regulation.id
        self._ask_purpose(way)
        self._ask_receiver(way)

    def _ask_purpose(self, way: Way) -> None:
        field = self.fields["purpose"]
        field.choices = [(each, f"{each.label}：{MEANING[each]}") for each in way.purposes]
        if len(way.purposes) == 1:
            field.widget, field.initial = forms.HiddenInput(), way.purposes[0]

    def _ask_receiver(self, way: Way) -> None:
        offices = way.routing.offices
        if len(offices) < 2:
            del self.fields["receiver"]
            return
        field = self.fields["receiver"]
        field.queryset = type(offices[0]).objects.filter(pk__in=[office.pk for office in offices])
