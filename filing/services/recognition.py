"""A parent's filing recognised at the place of its subsidiary (JS-10)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.selectors import offices
from casework import kinds
from casework.services import door, materials
from catalogue.regulations import Regulation
from catalogue.regulations.terms import ApplicantKind
from config import clock
from filing import selectors
from filing.enums import AgencyStatus, RecognitionState
from filing.models import Agency, Recognition
from filing.selectors import register
from filing.selectors.routing import recognising

EVIDENCE, EVIDENCE_TITLE = "relation", "母子公司关系证明材料"
CHOSEN_FROM = 20
PENDING = (RecognitionState.SUBMITTED, RecognitionState.RETURNED)


def applicants_of(user: User) -> list[Organisation]:
    """The enterprises for which `user` may ask, at places whose rule knows recognition."""
    mine = selectors.applicants_of(user).filter(kind=ApplicantKind.ENTERPRISE)
    return [owner for owner in mine.select_related("division") if rule_for(owner)]


def rule_for(owner: Organisation) -> Regulation | None:
    """The regulation by which an organisation's place recognises filings of elsewhere."""
    return recognising(owner.division)


def found(text: str) -> list[Agency]:
    """The enterprises in the register, in force, that a part of a name or a code finds."""
    text = text.strip()
    if not text:
        return []
    coded = Q(code=text.upper()) | Q(credit_code=text.upper())
    rows = register.agencies_on(clock.today()).filter(kind=ApplicantKind.ENTERPRISE)
    return list(rows.filter(coded | Q(name__icontains=text)).order_by("name", "pk")[:CHOSEN_FROM])


def ask(
    owner: Organisation,
    agency: Agency,
    *,
    relation: str,
    evidence: UploadedFile,
    actor: User,
    note: str = "",
) -> Recognition:
    """Ask the bureau of a subsidiary's place to recognise its parent's agency.

    Who may: managers and clerks of a confirmed enterprise. Raises ForbiddenError; ValidationError
    (by field) for an agency that is not in force, one's own, a second request, or the evidence.
    """
    with transaction.atomic():
        # Two of its people at once: one request.
        owner = Organisation.objects.select_for_update(of=("self",)).get(pk=owner.pk)
        if owner not in applicants_of(actor):
            raise door.ForbiddenError("只有企业的管理员或经办人可以申请备案互认。")
        refuse_what_cannot_be(owner, agency)
        office = _office(owner)
        case = door.open_case(
            kinds.by_code("recognition"),
            actor=actor,
            state=RecognitionState.SUBMITTED,
            owner=owner,
            title=f"{owner}申请认可{agency}的备案"[:200],
            division=owner.division,
            receiver=office,
            office=office,
            agency=agency,
            relation=relation,
        )
        add_evidence(case, evidence, actor)
    return case


def refuse_what_cannot_be(
    owner: Organisation, agency: Agency, *, besides: Recognition | None = None
) -> None:
    """Raise ValidationError (at `agency`) for what the bureau could not recognise."""
    if agency.credit_code == owner.code:
        raise ValidationError({"agency": "这是本单位自己的备案，不需要认可。"})
    status = register.status_on(agency, clock.today())
    if status != AgencyStatus.IN_FORCE:
        said = f"的状态是“{status.label}”" if status else "还没有备案"
        raise ValidationError({"agency": f"{agency}{said}，不能申请认可。"})
    same = Recognition.objects.filter(owner=owner, agency=agency)
    others = same.exclude(pk=besides.pk if besides else None)
    if pending := others.filter(state__in=PENDING).first():
        raise ValidationError({"agency": f"已经申请，事项编号 {pending.number}，请等待办理。"})
    if others.filter(state=RecognitionState.RECOGNISED, until=None).exists():
        raise ValidationError({"agency": f"{agency}的备案已经认可，不需要再申请。"})


def add_evidence(case: Recognition, evidence: UploadedFile, actor: User) -> None:
    """Evidence of the relation, or its next version. Raises ValidationError at `evidence`."""
    before = case.materials.current().filter(key=EVIDENCE).first()
    try:
        materials.add(
            case,
            key=EVIDENCE,
            title=EVIDENCE_TITLE,
            upload=evidence,
            actor=actor,
            replaces=before,
        )
    except ValidationError as error:
        raise ValidationError({"evidence": error.messages}) from error


def end_with(agency: Agency, day: date) -> int:
    """End what was recognised of an agency that is struck off, from that day; answers how many.
    The agency's page says from when it was struck off, so nothing is put on the cases."""
    running = Recognition.objects.filter(agency=agency, since__isnull=False, until=None)
    return running.update(until=day)


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def recognise(case: Recognition, **_) -> dict:
    """From today the parent's agency may assess the subsidiary's people. The case is over, though
    the recognition may end one day. Raises ValidationError for an agency no longer in force."""
    # Locked, so that it is not struck off in the same moment.
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=case.agency_id)
    refuse_what_cannot_be(case.owner, agency, besides=case)
    case.since, case.closed_at = clock.today(), clock.now()
    return {"agency": agency.code, "since": case.since.isoformat()}


def resubmit(
    case: Recognition, *, actor: User, relation: str, evidence: UploadedFile | None = None, **_
) -> None:
    """What was corrected; other evidence is the next version of it."""
    refuse_what_cannot_be(case.owner, case.agency, besides=case)
    case.relation = relation
    if evidence:
        add_evidence(case, evidence, actor)


def end(case: Recognition, *, note: str = "", **_) -> dict:
    """Recognised no longer, from today: the relation has ended. Raises ValidationError without a
    reason, and where it ended before."""
    if not note.strip():
        raise ValidationError({"note": "请写明终止的原因。"})
    if case.until:
        raise ValidationError("机构已移出目录，认可已随之终止。")
    case.until = clock.today()
    return {"until": case.until.isoformat()}


def _office(owner: Organisation) -> Organisation:
    regulation = rule_for(owner)
    authority = regulation.recognition.by
    here = offices(authority, owner.division).select_related("division").first()
    if here is None:
        name = regulation.title_of(authority)
        raise ValidationError(f"当地的{name}还没有开通本平台，请直接向其咨询。")
    return here
