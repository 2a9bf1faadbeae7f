"""The panel drawn, and its conclusion (LC-11, LN-04, SD-06)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import holds, managers_of
from casework.kinds import Message
from casework.models import Lot
from casework.services import door, letters, lots, notices
from casework.services.lots import Ticket
from catalogue.regulations.terms import FilingStep
from config import clock
from filing.documents.letters import EVALUATION
from filing.enums import Verdict
from filing.models import Expert, Filing, Panel, PanelMember
from filing.selectors import experts
from filing.selectors.experts import Candidate, Tally

LEAST = 3


@dataclass(frozen=True)
class Wish:
    """How a panel is to be. `wide`: drawn from the pool of the office above as well."""

    methods: Sequence[str]
    size: int = LEAST
    reserves: int = 0
    wide: bool = False
    visit_on: date | None = None


def convene(filing: Filing, *, actor: User, note: str = "", **given) -> dict:
    """The effect of `evaluate`: draw the panel. `given` are the fields of `Wish`. Raises
    ValidationError, its text saying what to do."""
    return draw_panel(filing, Wish(**given), actor=actor)


def convene_again(filing: Filing, wish: Wish, *, actor: User, token=None) -> None:
    """A new panel for a filing that is evaluated anew (an objection was upheld): other experts.

    Who may: the receiver's reviewers, while the filing is evaluated and has no panel. Raises
    NotNowError, ValidationError.
    """
    door.record(
        filing,
        "convene_again",
        actor=actor,
        may=may_convene_again,
        change=lambda locked: draw_panel(locked, wish, actor=actor),
        token=token,
    )


def may_convene_again(user: User, filing: Filing) -> bool:
    """Whether the evaluation lacks a panel and `user` is one who may convene it."""
    return may_direct(user, filing) and experts.open_panel(filing) is None


def may_direct(user: User, filing: Filing) -> bool:
    """Whether `user` is a reviewer of the office that evaluates, and it does so now."""
    return filing.state == FilingStep.EVALUATION and holds(user, filing.receiver_id, Role.REVIEWER)


def draw_panel(filing: Filing, wish: Wish, *, actor: User) -> dict:
    """Draw the panel of a filing by lot and tell its members; answers the facts. The caller holds
    the lock on the case and has asked who may. Raises ValidationError."""
    _check(filing, wish)
    found = experts.candidates(filing, wide=wish.wide)
    _refuse_too_few(filing, wish, found)
    purpose = f"抽取 {filing.number} 的技术评估专家"
    lot = fixed(filing, purpose, found, count=wish.size, reserves=wish.reserves, actor=actor)
    drawn, reserves = lots.drawn(lots.draw(lot, actor=actor))
    panel = Panel(
        filing=filing,
        lot=lot,
        methods=list(wish.methods),
        visit_on=wish.visit_on,
        convened_at=clock.now(),
    )
    panel.save(force_insert=True)
    by_ticket = {ticket_of(each.expert): each.expert for each in found}
    for ticket in drawn:
        take_seat(panel, by_ticket[ticket.id])
    notices.tell([_to_applicant(filing, panel)], case=filing)
    return {
        "lot": lot.pk,
        "panel": panel.pk,
        "drawn": [ticket.id for ticket in drawn],
        "reserves": [ticket.id for ticket in reserves],
        "methods": panel.methods,
    }


def fixed(
    filing: Filing,
    purpose: str,
    found: Iterable[Candidate],
    *,
    count: int,
    actor: User,
    reserves: int = 0,
) -> Lot:
    """The lot, fixed. Who was not drawn stays a number in it: applicants read lots too."""
    population = [
        Ticket(ticket_of(each.expert), f"专家 {each.expert.pk} 号", excluded=each.excluded)
        for each in found
    ]
    return lots.fix(
        purpose=purpose,
        population=population,
        count=count,
        reserves=reserves,
        actor=actor,
        case=filing,
    )


def ticket_of(expert: Expert) -> str:
    """What a lot calls an expert."""
    return str(expert.pk)


def take_seat(panel: Panel, expert: Expert) -> PanelMember:
    """Give an expert a seat and tell him. The database refuses one who is tied to the applicant."""
    member = PanelMember.objects.create(
        panel=panel, expert=expert, user_id=expert.user_id, appointed_on=clock.today()
    )
    visit = f"现场考察日期：{date_format(panel.visit_on)}。" if panel.visit_on else ""
    body = (
        f"评估方式：{'、'.join(panel.methods)}。{visit}请在工作台打开这件申请，逐条填写意见。"
        "与申请单位有利害关系的，请立即申请回避。"
    )
    message = Message([expert.user], f"请参加技术评估：{panel.filing.title}", body)
    notices.tell([message], case=panel.filing)
    return member


def conclude(filing: Filing, *, actor: User, note: str = "", **_) -> dict:
    """The effect of `pass_evaluation` and `fail_evaluation`: the panel's conclusion, which is what
    most of its members think. Raises ValidationError where it is not that, or cannot be yet."""
    wanted = Verdict.MEETS if filing.state == FilingStep.PASSED else Verdict.FAILS
    panel = experts.open_panel(filing)
    if panel is None:
        raise ValidationError("还没有组建专家组，请先组建专家组。")
    stand = experts.tally(panel)
    if stand.hindrance:
        raise ValidationError(f"{stand.hindrance}全部专家提交意见后，才能形成评估结论。")
    if stand.majority != wanted:
        raise ValidationError(
            f"{stand.in_words}。评估结论以多数专家意见为准，应为“{stand.majority.label}”。"
        )
    if not note.strip():
        raise ValidationError({"note": "请填写评估结论。"})
    panel.verdict, panel.conclusion, panel.concluded_at = wanted, note.strip(), clock.now()
    panel.save(update_fields=["verdict", "conclusion", "concluded_at"])
    facts = {"panel": panel.pk, "verdict": wanted, "tally": stand.in_words}
    if wanted == Verdict.FAILS:
        letter = letters.issue(filing, EVALUATION, actor=actor, wording=note, **_grounds(stand))
        facts["letter"] = letter.number
    return facts


def _check(filing: Filing, wish: Wish) -> None:
    offered = [rule.text for rule in filing.regulation.evaluation]
    if experts.open_panel(filing):
        raise ValidationError("这件申请已有专家组，不能再组建。")
    if (offered and not wish.methods) or not set(wish.methods) <= set(offered):
        raise ValidationError({"methods": "请至少选择一种评估方式。"})
    if wish.size < LEAST or wish.size % 2 == 0:
        raise ValidationError({"size": f"专家人数应为单数，至少 {LEAST} 名。"})
    if wish.reserves < 0:
        raise ValidationError({"reserves": "候补人数不能为负数。"})
    if wish.visit_on and wish.visit_on < clock.today():
        raise ValidationError({"visit_on": "现场考察日期不能早于今天。"})


def _refuse_too_few(filing: Filing, wish: Wish, found: list[Candidate]) -> None:
    free = sum(not each.excluded for each in found)
    if free >= wish.size + wish.reserves:
        return
    ways = ["减少候补人数"] if free >= wish.size else []
    if not wish.wide and len(experts.pools_for(filing)) > 1:
        ways.append("把上级机关的专家库一并纳入抽取范围")
    ways.append("请专家库管理人员增聘相关专业的专家")
    raise ValidationError(
        f"可以抽取的专家只有 {free} 名，不够抽取 {wish.size} 名、候补 {wish.reserves} 名。"
        f"可以{'，或者'.join(ways)}。"
    )


def _to_applicant(filing: Filing, panel: Panel) -> Message:
    visit = f"现场考察日期：{date_format(panel.visit_on)}。" if panel.visit_on else ""
    body = (
        f"评估方式：{'、'.join(panel.methods)}。{visit}"
        "专家名单和抽取记录在这件申请的页面上；认为专家应当回避的，请尽快告知受理机关。"
    )
    return Message(managers_of(filing.owner), f"{filing.title}：专家组已组建", body)


def _grounds(stand: Tally) -> dict:
    """What the letter says of how the conclusion came about."""
    return {
        "methods": "、".join(stand.panel.methods),
        "tally": stand.in_words,
        "failing": experts.failing(stand),
    }
