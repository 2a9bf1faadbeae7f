"""The kinds of case of credit: a round of an office, and what an agency contests."""

from accounts.enums import OrganisationKind
from casework.forms import NoteForm
from casework.kinds import Act, CaseKind, Publicity, register
from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor
from supervision import credit
from supervision.enums import ContestState, RoundState
from supervision.forms import credit as forms
from supervision.messages import credit as tell
from supervision.models import CreditContest, CreditRound
from supervision.parts import credit as parts
from supervision.selectors import credit as reads
from supervision.services.credit import contests, rounds

LISTED = Publicity(listed="supervision:credit-listed", corrected_by="correct")

CREDIT_ROUND = register(
    CaseKind(
        code="credit_round",
        label="信用评估",
        prefix="XY",
        model=CreditRound,
        states=RoundState,
        tones={"publicity": "info", "final": "ok", "cancelled": "neutral"},
        drafts=(),
        offices=(OrganisationKind.HRSS,),
        start="supervision:credit-begin",
        may_start=lambda user: bool(reads.offices_of(user)),
        parts=(parts.round_,),
        publicities={
            rounds.CLEARS: Publicity(
                listed=LISTED.listed,
                corrected_by=LISTED.corrected_by,
                hindrance=rounds.hindrance,
            ),
            "": LISTED,  # what is announced for good
        },
        acts=(
            Act(
                "publicise",
                "测算并公示",
                form=forms.PubliciseForm,
                effect=rounds.publicise,
                messages=tell.publicised,
                template="supervision/credit/publicise.html",
                warning="测算后随即公示，所有人可以看到各机构的得分和等级。",
            ),
            Act("clear", "公示期满，公布", effect=rounds.clear, messages=tell.cleared),
            Act(
                "correct",
                "按记录重新测算",
                form=forms.CorrectForm,
                effect=rounds.correct,
                messages=tell.corrected,
                tone="secondary",
                optional=True,
                warning="按现在的记录重新计分，得分有变化的更正后重新公布；公示中的，公示期重新计算。",
            ),
            Act(
                "cancel",
                "取消",
                form=NoteForm,
                effect=rounds.cancel,
                tone="danger",
                optional=True,
            ),
        ),
    )
)


def _decide_within() -> Deadline:
    return Deadline(
        key="decide",
        name="处理评分异议",
        amount=credit.formulas()[-1].decide_days,
        starts="credit_contest.filed",
        ends=tuple(f"credit_contest.{end}" for end in ("upheld", "rejected", "withdrawn")),
        holder=Actor.RECEIVER,
        default=True,
    )


CREDIT_CONTEST = register(
    CaseKind(
        code="credit_contest",
        label="信用评分异议",
        prefix="XX",
        model=CreditContest,
        states=ContestState,
        deadlines=(_decide_within(),),
        tones={"upheld": "ok", "rejected": "warn", "withdrawn": "neutral"},
        drafts=(),
        offices=(OrganisationKind.HRSS,),
        owner_label="评价机构",
        parts=(parts.contest,),
        acts=(
            Act(
                "uphold",
                "异议成立",
                form=forms.DecideForm,
                effect=contests.uphold,
                messages=tell.decided,
                warning="该事项不再计分，得分随即重新计算，评估结果更正后重新公布。",
            ),
            Act(
                "reject",
                "异议不成立",
                form=forms.DecideForm,
                effect=contests.reject,
                messages=tell.decided,
                tone="secondary",
            ),
            Act(
                "withdraw",
                "撤回异议",
                form=NoteForm,
                effect=contests.withdraw,
                tone="secondary",
                optional=True,
            ),
        ),
    )
)
