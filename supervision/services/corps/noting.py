"""The note of a visit: kept as it is typed on a phone, handed in once, corrected by further rows,
commented by the agency, rated by the office (LC-21, LN-14).

Effects of acts run inside the door, on the locked case.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessment.models import Session
from casework.services import door
from casework.services.inspection import Inspected
from casework.services.timeline import canonical, sha256
from catalogue import workdays
from config import clock
from results.selectors import standing
from results.services import visits as notes
from supervision import corps
from supervision.corps import DURING
from supervision.enums import VisitState
from supervision.models import (
    Visit,
    VisitAnswer,
    VisitCorrection,
    VisitFinding,
    VisitPhoto,
    VisitRating,
)
from supervision.models.corps_parties import is_sent
from supervision.selectors import visits as reads
from supervision.services.corps import sending
from supervision.services.on_site import KINDS, PHOTOS, OnSite, kept, refuse_text

LONGEST = 2000
MOST_PHOTOS = 12  # of a visit, besides those of its findings
NOT_YOURS = "只有受委派的督导员本人可以填写督导记录。"
CLOSED = "督导记录已经提交，或委派已经撤回，现在不能填写。"
EARLY = "督导当天开始填写。"


def _writable(case: Visit, actor: User) -> Visit:
    locked = door.lock([case.pk])[0]
    if not is_sent(locked, actor):
        raise door.ForbiddenError(NOT_YOURS)
    if locked.state != VisitState.ASSIGNED:
        raise door.NotNowError(CLOSED)
    if not may_begin(locked.session):
        raise door.NotNowError(EARLY)
    return locked


def may_begin(session: Session) -> bool:
    """Whether what comes before the session can be looked at: from its day on."""
    return timezone.localdate(session.starts_at) <= clock.today()


def _photograph(finding: VisitFinding, file) -> None:
    VisitPhoto.objects.create(visit=finding.visit, finding=finding, file=file)


# Who may: the supervisor, from the day of the session until the note is handed in.
RECORD = OnSite(
    noun="督导",
    of="visit",
    answers=VisitAnswer,
    findings=VisitFinding,
    reads=reads,
    writable=_writable,
    signed=lambda _: {},
    photograph=_photograph,
    longest=LONGEST,
    wanted="请填写督导情况：到场时间、查看的考场、了解的情况。",
)
save, find, strike, missing = RECORD.save, RECORD.find, RECORD.strike, RECORD.missing


def add_photo(case: Visit, photo: Inspected, *, actor: User) -> None:
    """A photo of the visit itself. Who may: as for the rest. Raises as `OnSite.save`."""
    if photo.kind not in KINDS:
        raise ValidationError({"photo": f"“{photo.name}”不能上传。{PHOTOS}"})
    with transaction.atomic():
        locked = _writable(case, actor)
        rows = VisitPhoto.objects.filter(visit=locked, finding=None)
        if rows.filter(file__sha256=photo.sha256).exists():
            return
        if rows.count() >= MOST_PHOTOS:
            raise ValidationError({"photo": f"现场照片最多 {MOST_PHOTOS} 张。"})
        VisitPhoto.objects.create(visit=locked, file=kept(locked, photo, actor))


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def decline(case: Visit, *, actor: User, **_) -> dict:
    """The supervisor cannot go; the next in the order of the draw goes instead."""
    made = sending.pass_on(case, actor=actor)
    return {"left": case.number_drawn, "sent": made.number_drawn if made else None}


def withdraw(case: Visit, *, actor, **_) -> dict:
    """The office takes the sending back; before the session the next one goes instead."""
    return decline(case, actor=actor)


def report(case: Visit, *, actor: User, **_) -> dict:
    """Hand the note in; nobody changes it afterwards. What was looked at during the session becomes
    the supervisor's note in the session's record too. Raises ValidationError for what is missing.
    """
    if wrong := missing(case):
        raise ValidationError(wrong)
    record = canonical(_frozen(case))
    case.record, case.record_sha256 = record, sha256(record)
    case.reported_on = clock.today()
    case.due_day = reads.due_day(case.session, case.session.plan.regulation_id)
    days = corps.rules().settings.comment_days
    if case.agency.organisation_id:
        case.comment_until = workdays.add_working_days(
            clock.today(), days, calendar=workdays.current()
        )
    _note(case, actor)
    count = reads.findings_of(case).count()
    return {"sha256": case.record_sha256, "findings": count, "in_time": case.in_time}


def correct(case: Visit, *, actor: User, text: str, **_) -> dict:
    """Append a correction to a note that was handed in; the note stays as it was."""
    refuse_text({"text": text}, 1000)
    row = VisitCorrection.objects.create(visit=case, text=text.strip(), at=clock.now())
    return {"correction": row.pk}


def answer(case: Visit, *, actor: User, comment: str, **_) -> dict:
    """The agency says its word on the note, once."""
    refuse_text({"comment": comment}, 1000)
    case.comment = comment.strip()
    return {}


def rate(case: Visit, *, actor: User, complete: int, useful: int, text: str = "", **_) -> dict:
    """The office rates the note: whether it came in time follows from the days, how complete and
    how useful it is the office says, from one to five."""
    refuse_text({"text": text}, 500)
    VisitRating.objects.create(
        visit=case,
        in_time=case.in_time,
        complete=complete,
        useful=useful,
        text=text.strip(),
        by=actor,
        at=clock.now(),
    )
    return {"in_time": case.in_time, "complete": complete, "useful": useful}


def _frozen(case: Visit) -> dict:
    """The note as it is handed in, with the phases of the points and the photos of the visit."""
    record = RECORD.frozen(case)
    for point, line in zip(record["points"], reads.lines_of(case), strict=True):
        point["phase"] = line.point.phase
    photos = VisitPhoto.objects.filter(visit=case, finding=None)
    return {**record, "photos": list(photos.values_list("file__sha256", flat=True))}


def _note(case: Visit, actor: User) -> None:
    """The note as every session has it; a plan that is closed takes none any more."""
    session = standing.sessions().filter(pk=case.session_id).first()
    if session is None or not standing.Standing.of(actor, session).writes_visit:
        return
    lines = [line for line in reads.lines_of(case) if line.point.key.startswith(DURING)]
    points = {line.point.key.removeprefix(DURING): line.value for line in lines}
    problems = "\n".join(row.text for row in reads.findings_of(case))[:LONGEST]
    notes.write(session, notes.Given(case.words, points, problems), actor=actor)
