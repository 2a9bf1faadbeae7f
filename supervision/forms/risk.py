"""What an officer notes on a risk signal, and what the list may be narrowed by."""

import uuid

from django import forms
from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from casework.evidence_forms import long_text
from casework.forms import ActForm, opinion
from catalogue.filters import FilterForm
from filing.models import Agency
from supervision.enums import RiskKind, RiskOutcome
from ui.forms import StyledFormMixin


class NoteForm(StyledFormMixin, forms.Form):
    """What is behind a signal."""

    outcome = forms.ChoiceField(
        label="核实结果", choices=RiskOutcome.choices, widget=forms.RadioSelect
    )
    text = long_text(
        "核实情况",
        rows=6,
        help_text="怎样核实的，有什么依据。只有辖区工作人员看得到，不要写证件号码、手机号码。",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"token": uuid.uuid4()}, **kwargs)


class OutcomeForm(ActForm):
    """The same, as an act of the case."""

    outcome = forms.ChoiceField(
        label="核实结果", choices=RiskOutcome.choices, widget=forms.RadioSelect
    )
    note = opinion("核实情况", required=True)


class StandingOutFilter(FilterSet):
    """Narrows the agencies that stand out."""

    search = CharFilter(label="机构名称或代码", method="by_text")
    kind = ChoiceFilter(
        label="提示", choices=RiskKind.choices, method="by_kind", empty_label="全部提示"
    )
    noted = ChoiceFilter(
        label="核实",
        choices=[("no", "有未核实的"), ("yes", "全部已登记")],
        method="by_noted",
        empty_label="不限",
    )

    class Meta:
        model = Agency
        form = FilterForm
        fields: list[str] = []

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()[:100]
        return rows.filter(Q(name__icontains=text) | Q(code=text.upper()))

    def by_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        held = Agency.objects.filter(risk_signals__kind=value, risk_signals__ended_on=None)
        return rows.filter(pk__in=held.values("pk"))

    def by_noted(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(n_open=0) if value == "yes" else rows.filter(n_open__gt=0)
