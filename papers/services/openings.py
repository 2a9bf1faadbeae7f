"""Opening a sealed paper: who saw it, when and what for stays on record (LC-15, HB-04)."""

from datetime import timedelta
from functools import partial
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.models import Plan, Session
from casework.services import door
from casework.services.door import ForbiddenError, NotNowError
from config import clock
from papers.documents import sheets
from papers.enums import OpeningCause, PaperStatus
from papers.models import Opening, Paper, PrintOrder
from papers.selectors import openings as ways
from papers.selectors import rights
from papers.services import contents
from printing.pdf import PrintError

AGAIN = timedelta(minutes=1)  # a double click is answered; later it is another opening
ONCE_MORE = "这次启封已经办理。需要再次查看的，请重新启封。"
REFUSED = "您没有启封这份试卷的事由。"
ON_SCREEN = "评分时查看评分项"
NO_KEY = "开考启封和付印只提供不含答案的试卷。"
RETURNED = "这批试卷已经收回，不能再次付印。需要加印的，另行登记。"
NOT_PRINTING = "考试已经开始，不再付印。"


def open_for(
    paper: Paper, cause: str, *, actor: User, sheet: str = sheets.PAPER, note: str = "", token=None
) -> bytes:
    """Open a paper for its session, for scoring or afterwards, and answer it as PDF.

    Who may and from when: `selectors.openings.ways`. Raises ForbiddenError, NotNowError with the
    time from which it can be opened; ValidationError where the file cannot be made.
    """
    way = _way(paper, cause, sheet, actor)
    made = _printed(paper, sheet)
    opening = Opening(
        paper=paper,
        cause=way.cause,
        session=way.session,
        opened_by=actor,
        with_key=sheet != sheets.PAPER,
        note=note.strip(),
    )
    ask = partial(_way, cause=cause, sheet=sheet, actor=actor)
    _record(opening, ask, _form(token, opening, sheet))
    return made


def open_for_printing(
    paper: Paper, order: PrintOrder, *, actor: User, sheet: str = sheets.PAPER, token=None
) -> bytes:
    """The file for the printing house that the paper was handed to, without answers; a marking
    sheet is printed for the assessors.

    Who may: `rights.draws`, until the order is received back. Raises as `open_for`.
    """
    _may_print(paper, order, sheet, actor)
    made = _printed(paper, sheet)
    opening = Opening(
        paper=paper,
        cause=OpeningCause.PRINTING,
        order=order,
        opened_by=actor,
        with_key=sheet != sheets.PAPER,
    )
    ask = partial(_may_print, order=order, sheet=sheet, actor=actor)
    _record(opening, ask, _form(token, opening, sheet))
    return made


def note_marking(paper: Paper, session: Session, *, actor: User) -> None:
    """That somebody sees the marking lines of a paper on the screen while marking a session: an
    opening for scoring, once for each person, paper and session.

    Who may: whoever marks the session, which the caller asks. Raises NotNowError for a paper that
    is not sealed any more, or was never.
    """
    seen = {"paper": paper, "session": session, "cause": OpeningCause.SCORING, "opened_by": actor}
    if Opening.objects.filter(**seen, note=ON_SCREEN).exists():
        return
    opening = Opening(**seen, with_key=True, note=ON_SCREEN)

    def ask(present: Paper) -> None:
        if refusal := ways.refusal_of(present):
            raise NotNowError(refusal)

    named = f"marking:{paper.pk}:{session.pk}:{actor.pk}"
    _record(opening, ask, uuid5(NAMESPACE_OID, named))


def _form(token: UUID | None, opening: Opening, sheet: str) -> UUID | None:
    """One page offers several papers and sheets under one token: each of them is a form of its
    own, or only the first that is taken would stand on record."""
    if token is None:
        return None
    named = (opening.paper_id, opening.cause, opening.order_id, sheet)
    return uuid5(UUID(str(token)), ":".join(map(str, named)))


def _record(opening: Opening, ask, token) -> None:
    """Write the opening and a line of the timeline, once for a form; asks again under the lock."""

    def change(plan: Plan) -> dict:
        present = Paper.objects.select_for_update(of=("self",)).get(pk=opening.paper_id)
        present.plan = plan
        ask(present)
        opening.opened_at = clock.now()
        opening.save(force_insert=True)
        if opening.cause != OpeningCause.PRINTING and present.status == PaperStatus.SEALED:
            present.status = PaperStatus.OPENED
            present.save(update_fields=["status"])
        return {"paper": present.number, "cause": opening.cause, "key": opening.with_key}

    with transaction.atomic():
        event = door.record(
            opening.paper.plan,
            "open_paper",
            actor=opening.opened_by,
            may=lambda *_: True,
            change=change,
            token=token,
        )
    if opening.pk is None and clock.now() - event.at > AGAIN:
        raise ValidationError(ONCE_MORE)


def _way(paper: Paper, cause: str, sheet: str, actor: User) -> ways.Way:
    way = next((each for each in ways.ways(actor, paper) if each.cause == cause), None)
    if way is None:
        raise ForbiddenError(REFUSED)
    if refusal := ways.refusal_of(paper) or way.refusal:
        raise NotNowError(refusal)
    if sheet != sheets.PAPER and not way.with_key:
        raise ForbiddenError(NO_KEY)
    return way


def _may_print(paper: Paper, order: PrintOrder, sheet: str, actor: User) -> None:
    if not rights.prepares(actor, paper.plan):
        raise ForbiddenError(REFUSED)
    if not order.papers.filter(pk=paper.pk).exists():
        raise ForbiddenError(REFUSED)
    if sheet == sheets.KEY:
        raise ForbiddenError(NO_KEY)
    if refusal := ways.refusal_of(paper):
        raise NotNowError(refusal)
    present = PrintOrder.objects.select_related("house").get(pk=order.pk)
    if present.received_at:
        raise NotNowError(RETURNED)
    if paper.status != PaperStatus.SEALED or paper.plan.state not in rights.DRAWING:
        raise NotNowError(NOT_PRINTING)
    if refusal := refusal_of_house(present.house):
        raise NotNowError(refusal)


def refusal_of_house(house) -> str:
    """Why nothing is handed to a printing house today; empty where it may be."""
    today = clock.today()
    if house.ended_on and house.ended_on <= today:
        return f"{house}已经停用，不能付印。"
    if not house.agreed_on <= today <= house.agreed_until:
        return f"与{house}的保密协议不在有效期内，不能付印。请先续签并重新登记。"
    return ""


def _printed(paper: Paper, sheet: str) -> bytes:
    try:
        return contents.printed(paper, sheet)
    except (PrintError, ValueError) as error:
        raise ValidationError(f"试卷文件没有生成：{error}") from error
