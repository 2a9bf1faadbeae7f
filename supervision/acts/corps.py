"""The kinds of case of the corps of supervisors: appointments, and visits of those who are sent."""

from dataclasses import dataclass

from accounts.enums import OrganisationKind
from casework.kinds import Act, CaseKind, register
from casework.models import Case
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from supervision import corps
from supervision.enums import AppointmentState, VisitState
from supervision.forms import corps as forms
from supervision.messages import corps as tell
from supervision.models import CorpsAppointment, Visit
from supervision.models.corps_parties import is_barred
from supervision.parts import corps as parts
from supervision.selectors import corps as reads
from supervision.selectors import visits
from supervision.services.corps import appointing, noting, sending, watching

OFFICES = (OrganisationKind.HRSS, OrganisationKind.CENTRE)


def _deadline(key: str, name: str, amount: int, starts: str, *ends: str) -> Deadline:
    return Deadline(
        key=key,
        name=name,
        amount=amount,
        starts=starts,
        ends=tuple(f"visit.{end}" for end in ends),
        holder=Actor.RECEIVER,
        default=True,
    )


@dataclass(frozen=True)
class VisitKind(CaseKind):
    """A kind whose clocks depend on the regulation of the plan that is visited."""

    def rules(self, case: Case) -> tuple[Deadline, ...]:
        own = corps.rules().of(case.session.plan.regulation_id)
        over = ("reported", "declined", "withdrawn", "cancelled")
        return (
            _deadline(watching.NOTE, "提交督导记录", own.note_days, watching.HELD, *over),
            _deadline("rate", "评价督导记录", own.rate_days, "visit.reported", "rated"),
        )


APPOINTMENT = register(
    CaseKind(
        code=appointing.CODE,
        label="督导员聘任",
        prefix="PR",
        model=CorpsAppointment,
        states=AppointmentState,
        tones={"active": "ok", "ended": "neutral"},
        drafts=(),
        offices=OFFICES,
        owner_label="聘任单位",
        start="supervision:corps-new",
        may_start=lambda user: bool(reads.offices_of(user) or reads.agencies_of(user)),
        seldom=True,
        seen_by=parts.own_appointments,
        parts=(parts.appointment,),
        opens=parts.opens_photo,
        acts=(
            Act(
                "renew",
                "续聘",
                form=forms.RenewForm,
                effect=appointing.renew,
                messages=tell.renewed,
                optional=True,
            ),
            Act(
                "end",
                "解聘",
                form=forms.EndForm,
                effect=appointing.end,
                messages=tell.ended,
                tone="danger",
                optional=True,
                note_is_public=False,
                warning="解聘后不能恢复，督导证随即失效；尚未开考的督导由抽签次序中的下一位接替。",
            ),
        ),
    )
)

VISIT = register(
    VisitKind(
        code=sending.CODE,
        label="督导任务",
        prefix="DD",
        model=Visit,
        states=VisitState,
        tones=visits.TONES,
        drafts=(),
        offices=OFFICES,
        barred=is_barred,
        seen_by=visits.sent_to,
        awaits=visits.awaiting,
        parts=(parts.visit,),
        opens=parts.opens,
        acts=(
            Act(
                "report",
                "填写督导记录",
                effect=noting.report,
                messages=tell.reported,
                page="supervision:visit-record",
            ),
            Act(
                "decline",
                "辞派",
                form=forms.DeclineForm,
                effect=noting.decline,
                messages=tell.declined,
                tone="danger",
                optional=True,
                note_is_public=False,
                warning="提交后您不再参加这一场，由抽签次序中的下一位接替，不能撤销。",
            ),
            Act(
                "withdraw",
                "撤回委派",
                form=forms.WithdrawForm,
                effect=noting.withdraw,
                messages=tell.withdrawn,
                tone="danger",
                optional=True,
                note_is_public=False,
                warning="尚未开考的，由抽签次序中的下一位接替，不能指定人员。",
            ),
            Act(
                "answer",
                "反馈意见",
                form=forms.AnswerForm,
                effect=noting.answer,
                messages=tell.answered,
            ),
            Act(
                "rate",
                "评价督导记录",
                form=forms.RateForm,
                effect=noting.rate,
                messages=tell.rated,
            ),
            Act(
                "correct",
                "补充更正",
                form=forms.CorrectForm,
                effect=noting.correct,
                messages=tell.corrected,
                tone="secondary",
                optional=True,
                warning="更正说明附在原记录之后，提交后不能修改。",
            ),
            Act("cancel", "取消任务", tone="danger", optional=True, messages=tell.withdrawn),
        ),
    )
)
