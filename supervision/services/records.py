"""What inspectors write down on site (LN-14). Who may: the inspectors, while they inspect."""

from accounts.models import User
from casework.services import door
from supervision.enums import InspectionState
from supervision.models import CheckAnswer, Finding, FindingPhoto, Inspection
from supervision.models.inspection_parties import inspects
from supervision.selectors import inspections as reads
from supervision.services.on_site import OnSite

CLOSED = "检查记录已经提交，或检查还没有开始，现在不能填写。"
NOT_YOURS = "只有参加这次检查的人员可以填写检查记录。"


def _writable(case: Inspection, actor: User) -> Inspection:
    locked = door.lock([case.pk])[0]
    if not inspects(locked, actor):
        raise door.ForbiddenError(NOT_YOURS)
    if locked.state != InspectionState.VISITING:
        raise door.NotNowError(CLOSED)
    return locked


def _photograph(finding: Finding, file) -> None:
    FindingPhoto.objects.create(finding=finding, file=file)


RECORD = OnSite(
    noun="检查",
    of="inspection",
    answers=CheckAnswer,
    findings=Finding,
    reads=reads,
    writable=_writable,
    signed=lambda actor: {"by": actor},
    photograph=_photograph,
    longest=4000,
    wanted="请填写检查情况：时间、地点、查看的内容、了解的情况。",
)
save, find, strike, missing = RECORD.save, RECORD.find, RECORD.strike, RECORD.missing


def frozen(case: Inspection) -> dict:
    """The record as it is handed in, with the methods."""
    return {**RECORD.frozen(case), "methods": case.methods}
