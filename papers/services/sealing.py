"""A paper is sealed by a second person, and spoiled with a reason."""

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan
from casework.services import door
from casework.services.door import ForbiddenError
from config import clock
from papers.documents import sheets
from papers.enums import PaperStatus
from papers.models import Paper
from papers.selectors import rights
from papers.services import contents
from papers.services.adjusting import held
from papers.services.composing import REFUSED, recorded
from printing.pdf import PrintError

TWICE = "这份试卷已经封存。"
SPOILED = "这份试卷已经作废。"
OWN = "组卷人不能封存自己组的试卷，请由另一名管理员或命题人员核对后封存。"
UNPRINTABLE = "试卷现在不能印制，请先处理：{why}"


def seal(paper: Paper, *, actor: User, version: int, token=None) -> None:
    """Seal a paper that was looked through: from now on nobody reads it before its session.

    Who may: `rights.draws`, but not who drew it. Raises ForbiddenError, NotNowError, StaleError
    where it was adjusted meanwhile; ValidationError where it is sealed or cannot be printed.
    """
    _demand_printable(paper)

    def change(plan: Plan) -> dict:
        present = held(paper, None)
        if present.status in (PaperStatus.SEALED, PaperStatus.OPENED):
            raise ValidationError(TWICE)
        if present.status == PaperStatus.SPOILED:
            raise ValidationError(SPOILED)
        held(paper, version)
        if present.drawn_by_id == actor.pk:
            raise ForbiddenError(OWN)
        contents.read(present)
        present.status = PaperStatus.SEALED
        present.sealed_by, present.sealed_at = actor, clock.now()
        present.version += 1
        present.save(update_fields=["status", "sealed_by", "sealed_at", "version"])
        return {"paper": present.number, "digest": present.digest}

    recorded(paper.plan, "seal_paper", actor, change, token=token)


def spoil(paper: Paper, *, reason: str, actor: User, token=None) -> None:
    """Take a paper out of use, for ever; another may be drawn in its place. Also of a plan that is
    cancelled or over.

    Who may: `rights.prepares`. Raises ForbiddenError, ValidationError where it is spoiled already.
    """

    def change(plan: Plan) -> dict:
        if not rights.prepares(actor, plan):
            raise ForbiddenError(REFUSED)
        present = held(paper, None)
        if present.status == PaperStatus.SPOILED:
            raise ValidationError(SPOILED)
        present.status = PaperStatus.SPOILED
        present.spoiled_at, present.spoiled_for = clock.now(), reason.strip()
        present.version += 1
        present.save(update_fields=["status", "spoiled_at", "spoiled_for", "version"])
        return {"paper": present.number}

    door.record(
        paper.plan,
        "spoil_paper",
        actor=actor,
        may=lambda *_: True,
        change=change,
        note=reason.strip(),
        token=token,
    )


def _demand_printable(paper: Paper) -> None:
    """What cannot be printed would be found on the day of the exam."""
    if paper.status != PaperStatus.DRAWN:
        return
    try:
        contents.printed(paper, sheets.KEY)
    except (PrintError, ValueError) as error:
        raise ValidationError(UNPRINTABLE.format(why=error)) from error
