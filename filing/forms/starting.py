"""What is asked before an application begins."""

from django import forms
from django.utils.formats import date_format

from filing.enums import Purpose
from filing.services.starting import Way
from ui.forms import StyledFormMixin

MEANING = {
    Purpose.FIRST: "第一次申请备案",
    Purpose.SCOPE: "增加、减少职业（工种）或者调整等级",
    Purpose.RENEWAL: "有效期届满前延续，也可以同时调整范围",
}
NO_TERM = "现有备案未规定有效期，不需要延续。确需申请的，请勾选。"
EARLY = "有效期至{until}，{since}起申请即可，不影响新的有效期。确需现在申请的，请勾选。"


class StartForm(StyledFormMixin, forms.Form):
    """The purpose and, where the rule leaves a choice, the office; for one regime. `early` is asked
    of who might renew sooner than is sensible."""

    regulation = forms.CharField(widget=forms.HiddenInput)
    purpose = forms.TypedChoiceField(label="申请事项", coerce=Purpose, widget=forms.RadioSelect)
    early = forms.BooleanField(label="仍要现在申请延续", required=False)
    receiver = forms.ModelChoiceField(
        None, label="受理机关", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, way: Way, **kwargs):
        super().__init__(*args, prefix=way.regulation.id, **kwargs)
        self.way = way
        self.fields["regulation"].initial = way.regulation.id
        self._ask_purpose(way)
        self._ask_early(way)
        self._ask_receiver(way)

    def _ask_purpose(self, way: Way) -> None:
        field = self.fields["purpose"]
        field.choices = [(each, f"{each.label}：{MEANING[each]}") for each in way.purposes]
        if len(way.purposes) == 1:
            field.widget, field.initial = forms.HiddenInput(), way.purposes[0]

    def _ask_early(self, way: Way) -> None:
        if not way.renewal_is_early:
            del self.fields["early"]
            return
        self.fields["early"].is_conditional = True
        self.fields["early"].help_text = f"只在申请延续时勾选。{self._early()}（本系统默认）"

    def _early(self) -> str:
        if (since := self.way.renewable_from) is None:
            return NO_TERM
        until = self.way.agency.valid_until
        return EARLY.format(until=date_format(until), since=date_format(since))

    def clean(self) -> dict:
        """A renewal that is early by our default goes on only where the person says so."""
        given = super().clean()
        renews = given.get("purpose") == Purpose.RENEWAL
        if renews and "early" in self.fields and not given.get("early"):
            self.add_error("early", self._early())
        return given

    def _ask_receiver(self, way: Way) -> None:
        offices = way.routing.offices
        if len(offices) < 2:
            del self.fields["receiver"]
            return
        field = self.fields["receiver"]
        field.queryset = type(offices[0]).objects.filter(pk__in=[office.pk for office in offices])
