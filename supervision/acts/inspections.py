"""The kinds of case of inspections, drawn or for a cause, and their acts."""

from dataclasses import dataclass

from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, register
from casework.models import Case
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from catalogue.workdays import working_days_between
from config import clock
from supervision import checklists
from supervision.acts.clocks import clocks_of
from supervision.enums import CampaignState, InspectionState
from supervision.forms import campaigns as campaign_forms
from supervision.forms import causes as cause_forms
from supervision.forms import inspections as forms
from supervision.messages import inspections as tell
from supervision.models import Campaign, Inspection
from supervision.models.inspection_parties import inspections_hidden_from, is_barred
from supervision.parts import inspections as parts
from supervision.selectors import campaigns as campaign_reads
from supervision.selectors import inspections as reads
from supervision.selectors.offices import OFFICES, offices_of
from supervision.services import campaigns, causes, inspections, rectifying

INSPECTION_CODE = "inspection"
_clock = clocks_of(INSPECTION_CODE)


def _clocks(case: Inspection) -> tuple[Deadline, ...]:
    """The clocks of an inspection: the visit ends on its last day, the rectification when the
    order says; without findings there is nothing to answer."""
    procedure = checklists.rules().procedure
    left = working_days_between(clock.today(), case.ends_on)
    found = [
        _clock("approve", "批准", procedure.approve_days, "proposed", "assigned", "cancelled"),
        _clock("visit", "检查", max(1, left), "assigned", "reported", "cancelled"),
        _clock(
            "decide", "作出处理", procedure.decision_days, "answered", "rectifying", "concluded"
        ),
        _clock("recheck", "复查", procedure.recheck_days, "rectified", "rectifying", "concluded"),
        _clock("publish", "公布结果", procedure.decision_days, "concluded", "published"),
    ]
    days, holder = case.rectify_days or procedure.rectify_days, Actor.APPLICANT
    found.append(
        _clock(
            "rectify",
            "整改",
            days,
            "rectifying",
            "rectified",
            "concluded",
            "cancelled",
            holder=holder,
        )
    )
    if case.statement_until:
        ends = ("answered", "rectifying", "concluded")
        days = procedure.statement_days
        found.append(_clock("statement", "陈述意见", days, "reported", *ends, holder=holder))
    return tuple(found)


@dataclass(frozen=True)
class InspectionKind(CaseKind):
    """A kind whose clocks depend on the case."""

    def rules(self, case: Case) -> tuple[Deadline, ...]:
        return _clocks(case)


CAMPAIGN = register(
    CaseKind(
        code="campaign",
        label="双随机抽查",
        prefix="SJ",
        model=Campaign,
        states=CampaignState,
        tones=campaign_reads.TONES,
        drafts=(),
        offices=OFFICES,
        start="supervision:campaign-new",
        fill="supervision:campaign-edit",
        may_start=lambda user: bool(offices_of(user)),
        parts=(parts.campaign,),
        acts=(
            Act(
                "fix",
                "公布抽查范围",
                form=campaign_forms.FixForm,
                effect=campaigns.fix,
                template="supervision/inspections/fix.html",
                warning="公布后，抽查对象、检查人员名录和规则不能修改，所有人可以看到。",
            ),
            Act(
                "draw",
                "抽取",
                form=campaign_forms.DrawForm,
                effect=campaigns.draw,
                warning="抽取后，结果随即公开，检查任务派给抽中的人员，被抽中的机构收到通知。",
            ),
            Act("close", "办结", form=NoteForm, effect=campaigns.close, optional=True),
            Act(
                "redraw",
                "重新抽取",
                form=campaign_forms.RedrawForm,
                effect=campaigns.redraw,
                tone="secondary",
                optional=True,
                warning="已派出的任务取消，范围和人员按今天的情况重新公布；这一次抽取保留在公开记录中。",
            ),
            Act(
                "cancel",
                "终止",
                form=ReasonForm,
                tone="danger",
                optional=True,
                warning="终止后不能恢复；已公布的范围和承诺仍然公开，注明终止。",
            ),
        ),
    )
)

INSPECTION = register(
    InspectionKind(
        code=INSPECTION_CODE,
        label="检查任务",
        prefix="JC",
        model=Inspection,
        states=InspectionState,
        tones={
            "proposed": "warn",
            "reported": "warn",
            "answered": "warn",
            "rectifying": "warn",
            "published": "ok",
            "cancelled": "neutral",
        },
        drafts=(),
        offices=OFFICES,
        owner_label="被检查机构",
        start="supervision:inspection-propose",
        may_start=lambda user: bool(offices_of(user)),
        hidden_from=inspections_hidden_from,
        barred=is_barred,
        seen_by=reads.sent_to,
        awaits=reads.awaiting,
        parts=(parts.inspection, parts.past),
        opens=parts.opens,
        acts=(
            Act(
                "approve",
                "批准并指派人员",
                form=cause_forms.ApproveForm,
                effect=causes.approve,
                messages=tell.settled,
                note_is_public=False,
                warning="批准后，检查任务派给所选人员。被检查机构要到开始检查时才知道。",
            ),
            Act(
                "refuse",
                "不予批准",
                form=cause_forms.RefuseForm,
                messages=tell.settled,
                note_is_public=False,
                tone="secondary",
                optional=True,
            ),
            Act(
                "revise",
                "修改",
                form=cause_forms.ReviseForm,
                effect=causes.revise,
                messages=tell.revised,
                tone="secondary",
                optional=True,
            ),
            Act(
                "withdraw",
                "撤回",
                form=NoteForm,
                note_is_public=False,
                tone="danger",
                optional=True,
            ),
            Act(
                "begin",
                "开始检查",
                form=NoteForm,
                effect=inspections.begin,
                messages=tell.begun,
                warning="请出示证件，说明来意。与被检查机构有利害关系的，请申请回避。",
            ),
            Act(
                "report",
                "填写检查记录",
                effect=inspections.report,
                messages=tell.reported,
                page="supervision:record",
            ),
            Act(
                "step_back",
                "申请回避",
                form=forms.StepBackForm,
                effect=inspections.step_back,
                tone="danger",
                optional=True,
                note_is_public=False,
                warning="提交后即退出检查组，不能撤销。由抽签次序中的下一位接替；指派的，由机关另派。",
            ),
            Act(
                "replace",
                "更换检查人员",
                form=forms.ReplaceForm,
                effect=inspections.replace,
                tone="secondary",
                optional=True,
                warning="由抽签次序中的下一位接替，不能指定人员。",
            ),
            Act(
                "send",
                "调整检查人员",
                form=cause_forms.SendForm,
                effect=causes.send,
                tone="secondary",
                optional=True,
            ),
            Act(
                "answer",
                "陈述意见",
                form=forms.AnswerForm,
                effect=inspections.answer,
                messages=tell.answered,
            ),
            Act(
                "order",
                "责令整改",
                form=forms.OrderForm,
                effect=rectifying.order,
                messages=tell.ordered,
                warning="责令整改通知书随即送达被检查机构。",
            ),
            Act(
                "rectify",
                "提交整改报告",
                form=forms.RectifyForm,
                effect=rectifying.rectify,
                messages=tell.rectified,
            ),
            Act(
                "ask_for_time",
                "申请延长整改期限",
                form=forms.AskForTimeForm,
                effect=rectifying.ask_for_time,
                messages=tell.asked_for_time,
                tone="secondary",
                optional=True,
            ),
            Act(
                "extend",
                "延长整改期限",
                form=forms.ExtendForm,
                effect=rectifying.extend,
                messages=tell.extended,
                tone="secondary",
                optional=True,
            ),
            Act(
                "send_back",
                "复查未通过",
                form=forms.SendBackForm,
                effect=rectifying.send_back,
                messages=tell.sent_back,
                tone="secondary",
                optional=True,
            ),
            Act(
                "conclude",
                "作出检查结论",
                form=forms.ConcludeForm,
                effect=inspections.conclude,
                messages=tell.concluded,
            ),
            Act(
                "publish",
                "公布结果",
                form=forms.PublishForm,
                effect=inspections.publish,
                messages=tell.published,
                warning="公布后所有人可以看到，不能收回。",
            ),
            Act("cancel", "取消任务", tone="danger", optional=True),
        ),
    )
)
