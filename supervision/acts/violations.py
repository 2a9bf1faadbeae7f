"""The kind of case of a violation, and its acts."""

from django.db.models import Q

from accounts.models import User
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, register
from casework.models import StoredFile
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from supervision import sanctions
from supervision.acts.clocks import clocks_of
from supervision.enums import ViolationState
from supervision.forms import violations as forms
from supervision.messages import violations as tell
from supervision.models import Violation
from supervision.models.violation_parties import is_tied, violations_hidden_from
from supervision.parts import violations as parts
from supervision.selectors.offices import OFFICES, offices_of
from supervision.services import violations

CODE = "violation"
INVESTIGATE_WITHIN = 60
_clock = clocks_of(CODE)


def _deadlines() -> tuple[Deadline, ...]:
    procedure = sanctions.rules().procedure
    return (
        _clock("investigate", "调查取证", INVESTIGATE_WITHIN, "opened", "notified", "dismissed"),
        _clock(
            "statement",
            "陈述申辩",
            procedure.statement_days,
            "notified",
            "heard",
            "dismissed",
            holder=Actor.APPLICANT,
        ),
        _clock(
            "decide",
            "作出处理决定",
            procedure.decision_days,
            "heard",
            "decided",
            "dismissed",
            "opened",
        ),
        _clock("review", "审查申诉", procedure.review_days, "appealed", "reviewed"),
    )


def seen_by(user: User) -> Q:
    """Who served sees his own case once he was told."""
    return Q(violation__examiner__user=user.pk, violation__notified_at__isnull=False)


def opens(user: User, case: Violation, file: StoredFile) -> bool:
    """No file of such a case is neither paper nor letter."""
    return False


VIOLATION = register(
    CaseKind(
        code=CODE,
        label="违规处理",
        prefix="WG",
        model=Violation,
        states=ViolationState,
        deadlines=_deadlines(),
        tones={
            "heard": "warn",
            "decided": "danger",
            "appealed": "warn",
            "reviewed": "info",
            "dismissed": "neutral",
        },
        drafts=(),
        offices=OFFICES,
        start="supervision:violation-new",
        may_start=lambda user: bool(offices_of(user)),
        hidden_from=violations_hidden_from,
        barred=is_tied,
        seen_by=seen_by,
        parts=(parts.part,),
        opens=opens,
        acts=(
            Act(
                "notify",
                "告知当事人",
                form=forms.NotifyForm,
                effect=violations.notify,
                messages=tell.notified,
                warning="告知书随即送达，当事人可以看到本件。请先把证据添加到材料中。",
            ),
            Act(
                "defend",
                "陈述申辩",
                form=forms.DefenceForm,
                effect=violations.defend,
                messages=tell.spoken,
            ),
            Act(
                "waive",
                "放弃陈述申辩",
                form=NoteForm,
                effect=violations.waive,
                messages=tell.spoken,
                tone="secondary",
                optional=True,
                warning="放弃后不能再提出，办理机关随即作出决定；对决定仍可申诉。",
            ),
            Act("go_on", "逾期未陈述，转作决定", form=NoteForm, tone="secondary"),
            Act(
                "decide",
                "作出处理决定",
                form=forms.DecideForm,
                effect=violations.decide,
                messages=tell.decided,
                tone="danger",
                warning="决定立即生效：成绩、证书、目录状态随之变动。请核对处理、期限和依据。",
            ),
            Act(
                "send_back",
                "退回补充调查",
                form=ReasonForm,
                effect=violations.send_back,
                tone="secondary",
                optional=True,
            ),
            Act(
                "dismiss",
                "不予处理",
                form=ReasonForm,
                effect=violations.dismiss,
                messages=tell.dismissed,
                tone="secondary",
                optional=True,
                warning="本件办结，不作处理。",
            ),
            Act(
                "appeal",
                "申诉",
                form=forms.AppealForm,
                effect=violations.appeal,
                messages=tell.appealed,
                tone="secondary",
                optional=True,
            ),
            Act(
                "uphold",
                "维持原决定",
                form=ReasonForm,
                effect=violations.uphold,
                messages=tell.reviewed,
            ),
            Act(
                "change",
                "变更原决定",
                form=forms.ChangeForm,
                effect=violations.change,
                messages=tell.reviewed,
                tone="secondary",
                warning="原决定的效果能恢复的随即恢复，新的决定立即生效。",
            ),
            Act(
                "revoke",
                "撤销原决定",
                form=ReasonForm,
                effect=violations.revoke,
                messages=tell.reviewed,
                tone="danger",
                warning="原决定的效果能恢复的随即恢复，不能恢复的写进决定书。",
            ),
            Act(
                "resume",
                "提前恢复评价",
                form=ReasonForm,
                effect=violations.resume,
                messages=tell.resumed,
                tone="secondary",
                optional=True,
                warning="今天起恢复评价。",
            ),
            Act("conclude", "结案"),
        ),
    )
)
