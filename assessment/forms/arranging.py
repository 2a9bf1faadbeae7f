"""The forms of the acts between enrolment and the exam."""

from functools import cached_property

from django import forms
from django.utils.formats import date_format

from assessment.checks import arrangement, roster
from assessment.forms.plans import day_field
from assessment.frames.arrangement import Frame
from casework.forms import ActForm, opinion
from casework.issues import Issue
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import PlanAct, PlanStep
from config import clock

PRINTED, OWN, NONE = "printed", "own", "none"
PAPERS = {
    PRINTED: "由固定的、有资质的印制单位印制，已签订保密协议",
    OWN: "本单位印制，专人负责，已签订保密承诺",
    NONE: "机考或实操，不用纸质试卷",
}
CHECKS = ("papers", "printer", "agreed_on", "venue", "trained_on", "complaints")


class CloseForm(ActForm):
    """A word with the end of enrolment."""

    note = opinion("说明")

    @cached_property
    def issues(self) -> list[Issue]:
        """What keeps it from being closed, and that it is early."""
        early = []
        until = self.case.enrol_until
        if until and until >= clock.today():
            early.append(
                Issue(
                    "early",
                    "roster",
                    f"公告的报名时间到{date_format(until)}为止，现在还没有到期。",
                    "到期之前仍有人报名的，截止后还可以补录，直到名册报出。",
                    Rule(default=True),
                )
            )
        return [*roster.check(self.case), *early]


class PreparedForm(ActForm):
    """What must be prepared before an exam, confirmed point by point (LC-15, HB-04, HB-06)."""

    note = opinion("说明")
    papers = forms.ChoiceField(label="试题试卷")
    printer = forms.CharField(
        label="印制单位",
        max_length=100,
        required=False,
        help_text="委托印制试卷的填写。",
    )
    agreed_on = day_field("保密协议（承诺）签订日期", required=False)
    venue = forms.BooleanField(
        label="考场、设施设备、工具和原材料已经落实，视频监控可以使用",
        error_messages={"required": "请先落实考场和设施设备，再勾选。"},
    )
    trained_on = day_field(
        "考评、考务人员考前培训日期", help_text="应在首场之前；尚未培训的填写安排的日期。"
    )
    complaints = forms.BooleanField(
        label="监督举报电话和待遇承诺在评价过程中公开",
        error_messages={"required": "评价过程中须公开监督举报电话，请落实后勾选。"},
    )
    field_order = (*CHECKS, "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [(key, text) for key, text in PAPERS.items() if key != OWN or not self.outside]
        self.fields["papers"].choices = [("", "请选择"), *chosen]
        self.fields["printer"].is_conditional = self.fields["agreed_on"].is_conditional = True
        if phone := self.case.complaints:
            self.fields["complaints"].label = f"监督举报电话（{phone}）和待遇承诺在评价过程中公开"

    @cached_property
    def issues(self) -> list[Issue]:
        """What the checks find now."""
        return arrangement.issues(self.case)

    @cached_property
    def step(self) -> Rule | None:
        """The step of the regulation that asks for these preparations."""
        steps = self.case.regulation.processes.plan.steps
        return next((step for step in steps if step.key == PlanStep.READY), None)

    @property
    def outside(self) -> bool:
        """Whether the regulation wants papers printed by a printing house (HB-04)."""
        return bool(self.step and "印制方" in self.step.text)

    def clean(self) -> dict:
        data = super().clean()
        papers = data.get("papers")
        if papers == PRINTED and not data.get("printer"):
            self.add_error("printer", "委托印制试卷的，请填写印制单位。")
        if papers in (PRINTED, OWN) and not data.get("agreed_on"):
            self.add_error("agreed_on", "请填写保密协议（承诺）的签订日期。")
        if (agreed := data.get("agreed_on")) and agreed > clock.today():
            self.add_error("agreed_on", "签订日期不能晚于今天。请先签订，再办理。")
        days = arrangement.days_of(Frame.of(self.case))
        if days and (trained := data.get("trained_on")) and trained > days[0]:
            self.add_error("trained_on", f"应在首场（{date_format(days[0])}）当天或之前培训。")
        return data

    def facts(self) -> dict:
        """Dates as text: the facts go onto the timeline."""
        given = super().facts()
        found = {key: given.pop(key) for key in CHECKS if key in given}
        plain = {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in found.items()
            if value not in ("", None)
        }
        return given | {"preparations": plain}


class FileForm(PreparedForm):
    """Asks for the preparations where no later act does (HB)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        arrows = self.case.regulation.processes.plan.arrows
        if any(arrow.act == PlanAct.MAKE_READY for arrow in arrows):
            for name in CHECKS:
                del self.fields[name]

    def facts(self) -> dict:
        given = super().facts()
        return given if given["preparations"] else {"note": given["note"]}


class ReadyForm(PreparedForm):
    """Everything is there."""
