"""The applicant sends and takes back."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import members_of
from config import clock
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.models import Filing, SelectionWindow, Submission

TOLD_AT_ONCE = 5  # of what is wrong; the page lists all
CHANGED = "核对之后内容又有改动。请重新核对下面的内容，再提交。"
NO_WINDOW = (
    "征集窗口已关闭：现在不是集中征集的时间，不能提交。草稿会保留，等受理机关发布征集后再提交。"
)


def submit(filing: Filing, *, actor: User, seen: str = "", **_) -> dict:
    """Send an application, or send it again after a supplement: an effect, on the locked case.

    Every check runs once more; what was submitted is frozen. `seen` is the digest of what the
    person read before sending: anything else is not sent. Refuses (ValidationError) while a check
    fails, and outside a window where the regulation collects applicants in windows (SD-07).
    """
    found = dossier.load(filing)
    content = snapshot.of(found)
    digest = snapshot.digest_of(content)
    if seen and seen != digest:
        raise ValidationError(CHANGED, code="changed")
    refusing = [issue for issue in problems(found) if issue.refuses]
    if refusing:
        raise ValidationError(_told([issue.message for issue in refusing]), code="incomplete")
    if filing.window is None:
        filing.window = window_for(filing)
    number = filing.submissions.count() + 1
    Submission.objects.create(
        filing=filing,
        number=number,
        snapshot=snapshot.text_of(content),
        sha256=digest,
        submitted_by=actor,
        submitted_at=clock.now(),
    )
    return {"submission": number, "sha256": digest}


def window_for(filing: Filing) -> SelectionWindow | None:
    """The window into which an application goes today; None where its regulation has none.

    Raises ValidationError while the receiver has none open and a document asks for one.
    """
    rule = filing.regulation.limits.window
    if rule is None:
        return None
    today = clock.today()
    found = SelectionWindow.objects.filter(
        office=filing.receiver,
        regulation_id=filing.regulation_id,
        opens__lte=today,
        closes__gte=today,
    ).order_by("closes", "pk")
    if (window := found.first()) is None and rule.binding:
        raise ValidationError(NO_WINDOW, code="window")
    return window


def acceptors_of(filing: Filing) -> QuerySet[User]:
    """Who of the receiving office may accept it."""
    holders = members_of(filing.receiver).filter(role=Role.ACCEPTOR)
    return User.objects.filter(pk__in=holders.values("user"), is_active=True)


def _told(texts: list[str]) -> list[str]:
    shown = texts[:TOLD_AT_ONCE]
    if more := len(texts) - len(shown):
        shown.append(f"另有 {more} 处，见下面的清单。")
    return ["还不能提交，请先处理下面的问题。", *shown]
