"""An enterprise's own 评价规范 on its way to becoming a basis (JS-02, LC-07, SD-14)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Organisation, User
from accounts.selectors import offices
from casework import kinds
from casework.services import door, letters, materials
from catalogue.enums import Level, StandardKind
from catalogue.models import Occupation, Standard
from catalogue.regulations import Regulation
from catalogue.regulations.terms import OFFICE_OF, ApplicantKind, StandardAct, StandardStep
from catalogue.selectors import assessability, public_standards, standards_in_force
from catalogue.services import standards as catalogue
from config import clock
from filing import selectors
from filing.checks.assessable import why_not
from filing.documents.letters import STANDARD
from filing.models import StandardCase
from filing.selectors.routing import regimes_for
from filing.wording import spanned

DOCUMENT, DOCUMENT_TITLE = "document", "企业评价规范文本"


@dataclass(frozen=True)
class Wish:
    """What an enterprise would assess by; 1 is the highest level."""

    occupation: Occupation
    name: str
    edition: str
    lowest: int
    highest: int
    work_type: str = ""
    not_below: bool = False
    reason: str = ""


def regulations_for(owner: Organisation) -> list[Regulation]:
    """Those under which an organisation may have a standard of its own approved."""
    found = regimes_for(ApplicantKind(owner.kind), owner.division)
    return [regulation for regulation in found if regulation.processes.standard]


def propose(
    owner: Organisation,
    wish: Wish,
    *,
    regulation: Regulation,
    document: UploadedFile,
    actor: User,
    note: str = "",
) -> StandardCase:
    """Send a standard to whoever approves it at the owner's place.

    Who may: managers and clerks of a confirmed applicant. Raises ForbiddenError; ValidationError
    (by field) for an occupation that may not be assessed, one with a national standard and no
    reason, levels that are not open, a second case for the same occupation, or the document.
    """
    with transaction.atomic():
        # Two of its people at once: one case.
        owner = Organisation.objects.select_for_update(of=("self",)).get(pk=owner.pk)
        if not selectors.applicants_of(actor).filter(pk=owner.pk).exists():
            raise door.ForbiddenError("只有本单位的管理员或经办人可以申报评价规范。")
        if regulation not in regulations_for(owner):
            raise ValidationError({"regulation": "本单位不能按这项政策申报评价规范。"})
        refuse_what_cannot_be(owner, wish, regulation)
        office = _approver(owner, regulation)
        case = door.open_case(
            kinds.by_code("standard"),
            actor=actor,
            state=StandardStep.DRAFT,
            owner=owner,
            regulation=regulation,
            division=owner.division,
            receiver=office,
            office=office,
            **_columns(owner, wish),
        )
        add_document(case, document, actor)
        door.perform(case, "submit", actor=actor, note=note)
    return StandardCase.objects.get(pk=case.pk)


def refuse_what_cannot_be(
    owner: Organisation, wish: Wish, regulation: Regulation, *, besides: StandardCase | None = None
) -> None:
    """Raise ValidationError, by field, for a standard that could not be approved."""
    occupation = wish.occupation
    if why := why_not(occupation, assessability(occupation), regulation.limits):
        raise ValidationError({"occupation": f"不能评价{occupation.name}：{''.join(why)}"})
    if not set(range(wish.highest, wish.lowest + 1)) <= set(regulation.limits.levels.allowed):
        allowed = spanned(regulation.limits.levels.allowed)
        raise ValidationError({"highest": f"可以评价的等级是{allowed}，请在其中选择。"})
    if wish.highest > wish.lowest:
        raise ValidationError({"highest": "最高等级不能低于最低等级。"})
    if nationals([occupation]) and not wish.reason.strip():
        raise ValidationError(
            {"reason": f"{occupation.name}有国家职业标准。仍需自行编制的，请写明理由。"}
        )
    if regulation.standards.not_below and not wish.not_below:
        cite = regulation.standards.cite
        raise ValidationError({"not_below": f"评价规范不得低于国家职业标准的要求（{cite}）。"})
    _refuse_second(owner, wish, besides)


def nationals(occupations: Iterable[Occupation]) -> set[int]:
    """The keys of those of which a national standard is in force today."""
    national = public_standards(clock.today()).filter(kind=StandardKind.NATIONAL)
    rows = national.filter(occupation__in=[occupation.pk for occupation in occupations])
    return set(rows.values_list("occupation_id", flat=True))


def in_use(owner: Organisation, occupation: Occupation) -> Standard | None:
    """The owner's standard for an occupation, which the next one would replace."""
    own = standards_in_force(clock.today()).filter(
        kind=StandardKind.ENTERPRISE, owner_code=owner.code, occupation=occupation
    )
    return own.first()


def add_document(case: StandardCase, document: UploadedFile, actor: User) -> None:
    """The text of the standard, or its next version. Raises ValidationError at `document`."""
    before = case.materials.current().filter(key=DOCUMENT).first()
    try:
        materials.add(
            case,
            key=DOCUMENT,
            title=DOCUMENT_TITLE,
            upload=document,
            actor=actor,
            replaces=before,
        )
    except ValidationError as error:
        raise ValidationError({"document": error.messages}) from error


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def submit(
    case: StandardCase,
    *,
    actor: User,
    wish: Wish | None = None,
    document: UploadedFile | None = None,
    **_,
) -> dict | None:
    """Sent; after a return with what was corrected, and another text where there is one."""
    if wish:
        refuse_what_cannot_be(case.owner, wish, case.regulation, besides=case)
        for name, value in _columns(case.owner, wish).items():
            setattr(case, name, value)
    if document:
        add_document(case, document, actor)
    return {"edition": case.edition}


def approve(case: StandardCase, *, actor: User, note: str = "", **_) -> dict:
    """Approved and filed: from today the owner's filings may rest on it. The owner gets a letter.

    The case is over, though it may still go up to the province. Raises ValidationError where the
    catalogue cannot take it.
    """
    case.standard = catalogue.enter(
        catalogue.Edition(
            occupation=case.occupation,
            owner_code=case.owner.code,
            version=case.edition,
            levels=case.levels,
            source=f"{case.name}，{case.office}审定备案，{case.number}",
        ),
        day=clock.today(),
        user=actor,
        reason=case.number,
    )
    letter = _letter(case, actor, note)
    _rest(case)
    return {"standard": case.standard.code, "letter": letter}


def submit_province(case: StandardCase, **_) -> None:
    """The city finds it mature and sends it up (JS-02): the case goes on."""
    case.closed_at = None


def approve_province(case: StandardCase, *, actor: User, note: str = "", **_) -> dict:
    """Approved by the province's centre, with a letter of its own."""
    letter = _letter(case, actor, note)
    _rest(case)
    return {"letter": letter}


def propose_national(case: StandardCase, **_) -> None:
    """The province's centre proposes it as a national standard."""
    _rest(case)


def send_back(case: StandardCase, **_) -> None:
    """Returned to the owner; or by the province to the city, where it stays approved."""
    if case.state == StandardStep.APPROVED:
        case.closed_at = clock.now()


def _rest(case: StandardCase) -> None:
    """Nobody is awaited any more, even where another step is drawn."""
    case.closed_at = clock.now()


def _letter(case: StandardCase, actor: User, note: str) -> str:
    letter = letters.issue(
        case,
        STANDARD,
        actor=actor,
        wording=note,
        name=case.name,
        edition=case.edition,
        occupation=f"{case.occupation.name}（{case.occupation.code}）",
        work_type=case.work_type or "--",
        levels="、".join(Level(level).printed for level in case.levels),
    )
    return letter.number


def _columns(owner: Organisation, wish: Wish) -> dict:
    return {
        "title": f"{owner}{wish.occupation.name}评价规范（{wish.edition}）"[:200],
        "occupation": wish.occupation,
        "work_type": wish.work_type,
        "name": wish.name,
        "edition": wish.edition,
        "lowest": wish.lowest,
        "highest": wish.highest,
        "not_below": wish.not_below,
        "reason": wish.reason,
    }


def _approver(owner: Organisation, regulation: Regulation) -> Organisation:
    """Who approves, as the regulation draws it."""
    arrows = regulation.processes.standard.arrows_from(StandardStep.SUBMITTED)
    by = next(arrow.by for arrow in arrows if arrow.act == StandardAct.APPROVE)
    found = offices(OFFICE_OF[by], owner.division).select_related("division").first()
    if found is None:
        raise ValidationError(f"当地的{by.label}还没有开通本平台，请直接向其咨询。")
    return found


def _refuse_second(owner: Organisation, wish: Wish, besides: StandardCase | None) -> None:
    same = StandardCase.objects.filter(owner=owner, occupation=wish.occupation)
    others = same.exclude(pk=besides.pk if besides else None)
    if pending := others.filter(closed_at=None).exclude(state=StandardStep.PROVINCE_SUBMITTED):
        number = pending[0].number
        raise ValidationError({"occupation": f"这个职业的评价规范 {number} 正在办理，请等办结。"})
    current = in_use(owner, wish.occupation)
    if current is None:
        return
    if current.version == wish.edition:
        raise ValidationError({"edition": f"“{wish.edition}”版已经备案，请改写版本。"})
    before = others.filter(standard=current).first()
    if before and wish.work_type not in ("", before.work_type):
        held = before.work_type or "不分工种"
        raise ValidationError(
            {
                "work_type": f"本单位这个职业已有备案的评价规范（工种：{held}）。每个职业备案一个"
                "评价规范，几个工种写在同一个规范里，工种一栏不填。"
            }
        )
