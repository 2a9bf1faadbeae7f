"""What is asked of who begins, corrects and contests a rating."""

from django import forms

from casework.evidence_forms import long_text
from casework.forms import ActForm, opinion
from config import clock
from supervision import credit
from supervision.selectors import credit as reads
from supervision.services.credit import rounds
from ui.forms import StyledFormMixin


class BeginForm(StyledFormMixin, forms.Form):
    """Which office rates which period."""

    office = forms.ModelChoiceField(None, label="评估机关", empty_label=None)
    period = forms.ChoiceField(label="评估周期", help_text="只能评估已经结束的周期。")

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [office.pk for office in offices]
        self.fields["office"].queryset = type(offices[0]).objects.filter(pk__in=keys)
        chosen = credit.periods(clock.today())
        self.fields["period"].choices = [(each.key, each.label) for each in chosen]
        if not chosen:
            self.fields["period"].help_text = "目前没有已经结束、可以评估的周期。"


class PubliciseForm(ActForm):
    """Publish; the page shows whom it rates and by what."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.agencies = reads.population_of(self.case).count()
        self.rules = self.case.rules


class CorrectForm(ActForm):
    """Why it is reckoned anew."""

    reason = forms.CharField(
        label="更正原因", max_length=150, help_text="随更正后的结果公开，不要写人员姓名。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.last = rounds.latest(self.case)


class ContestForm(StyledFormMixin, forms.Form):
    """What is wrong with an item."""

    text = long_text(
        "异议理由",
        rows=8,
        limit=3000,
        help_text="哪里不对，有什么证据。提交后可以在本件中添加材料。",
    )


class DecideForm(ActForm):
    """Why a contest holds or does not; the agency reads it."""

    note = opinion(
        "理由", required=True, help_text="写明核实的情况和依据，提出异议的机构可以看到。"
    )
