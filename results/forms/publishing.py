"""The forms of publicity, corrections and the upload of results."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from assessment.enums import EntryStatus
from assessment.forms.plans import day_field
from assessment.models import Entry, Plan, PlanSubject
from casework.evidence_forms import ACCEPT
from casework.forms import ActForm, opinion
from casework.models import Objection
from catalogue import workdays
from catalogue.enums import SubjectKind
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import PlanStep
from config import clock
from results.documents import publicity as document
from results.enums import CorrectionCause
from results.models import Correction, Recheck
from results.selectors import publicity
from results.selectors.publicity import LONGEST
from results.services.corrections import NO_SUBJECT, Proposal
from results.services.publicity import preview
from results.services.reviewing import meant_day

MARK, ABSENT, VOID = "mark", "absent", "void"
BECOMES = {MARK: "改为下面的成绩", ABSENT: "缺考", VOID: "成绩无效"}


class PublicityForm(ActForm):
    """What both forms that publish show: the notice as it will be, and how long."""

    again = False

    @cached_property
    def days(self) -> int:
        """For how long, as it stands in the form."""
        least = publicity.least_days(self.case)
        typed = str(self["working_days"].value() or "")
        days = int(typed) if typed.isdecimal() and len(typed) <= len(str(LONGEST)) else least
        return min(max(days, least), LONGEST)

    @cached_property
    def agreed(self) -> list[Correction]:
        """The corrections that come in force with it."""
        pks = [each.pk for each in publicity.agreed_corrections(self.case)]
        return list(self.case.corrections.filter(pk__in=pks).select_related("entry"))

    @cached_property
    def _preview(self) -> tuple[document.Text, int]:
        return preview(self.case, self.days, again=self.again)

    @property
    def shown(self) -> document.Text:
        """The notice."""
        return self._preview[0]

    @property
    def count(self) -> int:
        """How many are listed."""
        return self._preview[1]

    @cached_property
    def unsettled(self) -> list[str]:
        """What keeps it from being published."""
        return publicity.unsettled(self.case)

    @cached_property
    def rule(self) -> Deadline | None:
        return publicity.rule_of(self.case)

    @cached_property
    def late_by(self) -> int:
        """By how many working days it is late today."""
        return publicity.late_by(self.case, clock.today())

    @cached_property
    def publishing_rule(self) -> Deadline | None:
        return publicity.rule_of(self.case, publicity.PUBLISHING)

    @property
    def closes_on(self) -> date:
        """The last day, if it is published today."""
        return workdays.add_working_days(clock.today(), self.days, calendar=workdays.current())


class PubliciseForm(PublicityForm):
    """How long the results are public."""

    working_days = forms.IntegerField(
        label="公示几个工作日",
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = opinion("说明")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, least = self.fields["working_days"], publicity.least_days(self.case)
        field.help_text = f"不少于 {least} 个工作日，发布次日为第 1 天。"

    def start(self, case: Plan) -> dict:
        return {"working_days": publicity.least_days(case)}

    def clean_working_days(self) -> int:
        """Said by the form, so that what is wrong stands at the field."""
        days, least = self.cleaned_data["working_days"], publicity.least_days(self.case)
        if days < least:
            basis = f"（依据：{self.rule.cite}）" if self.rule and self.rule.binding else ""
            raise ValidationError(f"公示不能少于 {least} 个工作日{basis}。")
        return days


class SubmitForm(ActForm):
    """When the agency means to issue: the day stands on the forms that are filed (HB-07)."""

    issue_on = day_field(
        "计划发证日期",
        help_text="填入结果备案表的“发证日期”，编号按这一天的年份预留。"
        "须在这一年内核发，跨年核发的重新编号。",
    )
    note = opinion("说明")

    def start(self, case: Plan) -> dict:
        return {"issue_on": meant_day(case)}


class CorrectForm(PublicityForm):
    """Why the results are published again; the reason becomes public."""

    again = True
    note = forms.CharField(
        label="更正原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随原公示公开，请不要写姓名、证件号码和电话。",
    )

    @cached_property
    def days(self) -> int:
        before = publicity.latest(self.case)
        return max(publicity.least_days(self.case), before.working_days if before else 0)


class ProposalForm(ActForm):
    """A correction. A person is named by the ticket number: a plan may have thousands."""

    ticket = forms.CharField(
        label="准考证号", max_length=30, help_text="没有准考证号的填写报名编号。"
    )
    subject = forms.ChoiceField(
        label="科目",
        choices=[("", "请选择"), *SubjectKind.choices],
        error_messages={"invalid_choice": NO_SUBJECT},
    )
    becomes = forms.ChoiceField(
        label="更正为", choices=list(BECOMES.items()), widget=forms.RadioSelect, initial=MARK
    )
    mark = forms.DecimalField(
        label="更正后的成绩",
        required=False,
        max_digits=5,
        decimal_places=1,
        min_value=Decimal(0),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
    )
    cause = forms.ChoiceField(label="事由", choices=[("", "请选择"), *CorrectionCause.choices])
    objection = forms.ModelChoiceField(
        None, label="异议", required=False, help_text="因异议成立更正的，选择是哪一件。"
    )
    recheck = forms.ModelChoiceField(
        None, label="复核申请", required=False, help_text="因复核更正的，选择是哪一件。"
    )
    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明核实的经过和结论。",
    )
    evidence = forms.FileField(
        label="依据材料",
        help_text="原始答卷、评分表、核实记录等。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "请上传更正的依据材料，例如原始答卷、评分表。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan, fields = self.case, self.fields
        fields["objection"].queryset = publicity.uncorrected_objections(plan)
        fields["recheck"].queryset = publicity.uncorrected_rechecks(plan).select_related("entry")
        fields["recheck"].label_from_instance = _recheck_label
        kinds = set(PlanSubject.objects.filter(item__plan=plan).values_list("kind", flat=True))
        fields["subject"].choices = [
            each for each in fields["subject"].choices if not each[0] or each[0] in kinds
        ]
        for name in ("mark", "objection", "recheck"):
            fields[name].is_conditional = True
        if plan.state != PlanStep.REVIEW_RETURNED:
            kept = [each for each in fields["cause"].choices if each[0] != CorrectionCause.REVIEW]
            fields["cause"].choices = kept
        for name in ("objection", "recheck"):
            if not fields[name].queryset.exists():
                del fields[name]
                kept = [each for each in fields["cause"].choices if each[0] != name]
                fields["cause"].choices = kept

    def clean_ticket(self) -> str:
        text = self.cleaned_data["ticket"].strip()
        approved = self.case.entries.filter(status=EntryStatus.APPROVED)
        found = approved.filter(ticket=text).first() or approved.filter(number=text).first()
        if found is None:
            raise ValidationError("这个计划里没有这个准考证号，请核对。")
        self.entry: Entry = found
        return text

    def clean(self) -> dict:
        data = super().clean()
        if data.get("becomes") == MARK and data.get("mark") is None and "mark" not in self.errors:
            self.add_error("mark", "请填写更正后的成绩。")
        return data

    def proposal(self) -> Proposal:
        """What was proposed."""
        given = self.cleaned_data
        becomes = given["becomes"]
        objection: Objection | None = given.get("objection")
        recheck: Recheck | None = given.get("recheck")
        return Proposal(
            entry=self.entry,
            subject=given["subject"],
            cause=given["cause"],
            reason=given["reason"],
            mark=given["mark"] if becomes == MARK else None,
            absent=becomes == ABSENT,
            void=becomes == VOID,
            objection=objection,
            recheck=recheck,
        )


class AgreeForm(ActForm):
    remark = forms.CharField(
        label="意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RefuseForm(ActForm):
    remark = forms.CharField(
        label="不同意的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(ActForm):
    """Nothing is asked."""


class UploadForm(ActForm):
    """When the results were uploaded, and under which number."""

    on = day_field("上传日期")
    reference = forms.CharField(
        label="批次号或回执号",
        max_length=100,
        required=False,
        help_text="系统给出的，照录。",
    )

    def start(self, case: Plan) -> dict:
        return {"on": clock.today()}


def _recheck_label(recheck: Recheck) -> str:
    return f"{document.ticket(recheck.entry)} {recheck.get_subject_display()}"
