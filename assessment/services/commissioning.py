"""A commission is begun, filled in, asked, answered, submitted, granted (HB-01, LC-03)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.selectors import offices
from assessment.checks import commissions as checks
from assessment.documents import commission_letter
from assessment.models import Commission, CommissionItem
from assessment.models.commission import AGAIN, EDITABLE
from assessment.selectors import commissions as selectors
from casework import kinds
from casework.issues import Issue
from casework.services import door, letters, materials
from catalogue.models import Division
from catalogue.regulations import Regulation
from catalogue.regulations.terms import (
    OFFICE_OF,
    Affiliation,
    ApplicantKind,
    Authority,
    CommissionAct,
    CommissionStep,
    Organ,
    Tier,
)
from config import clock
from filing.models import Agency
from filing.rows.forms import PAST, digest
from filing.selectors import routing

COPIED = ("need", "same_kind", "pay")
CLOSED = "委托现在是“{}”，不能再修改。"
SETTLED = "职业、等级和人数已由评价机构接受，不能再修改。需要调整的，请撤回后重新提出委托。"


def start(client: Organisation, agency: Agency, division: Division, *, actor: User) -> Commission:
    """Begin a commission, or go on with the draft that the enterprise has to the same agency for
    the same place.

    A manager or clerk of the enterprise may. Raises ForbiddenError for others and where the
    enterprise is not confirmed; ValidationError where the agency cannot be commissioned by it, or
    the place has no centre that answers.
    """
    if not selectors.clients_of(actor).filter(pk=client.pk).exists():
        raise door.ForbiddenError("只有已确认的企业的管理员和经办人可以委托评价。")
    if agency.organisation_id == client.pk:
        raise ValidationError("本单位不能委托自己的评价机构，请直接制定评价计划。")
    regulation = selectors.regulation_between(client, agency)
    if regulation is None or not selectors.askable(client).filter(pk=agency.pk).exists():
        raise ValidationError(f"现在不能委托{agency}：它的备案没有生效，或者不接受本单位委托。")
    if not routing.reaches(regulation, division):
        raise ValidationError(f"评价所在地应在{regulation.region}内。")
    centre = centre_for(regulation, client, agency, division)
    if centre is None:
        raise ValidationError("办理委托的鉴定中心还没有在本平台开通，请与当地鉴定中心联系。")
    with transaction.atomic():
        hold(client)
        return begun(client, agency, division) or door.open_case(
            kinds.by_code("commission"),
            actor=actor,
            state=CommissionStep.DRAFT,
            owner=client,
            regulation=regulation,
            title=f"{client}委托{agency}评价"[:200],
            division=division,
            receiver=centre,
            office=centre,
            agency=agency,
        )


def copy(case: Commission, *, actor: User) -> Commission:
    """Begin a commission anew from one that ended without a letter, or was sent back: to the same
    agency and place, with its texts and items; its papers belong to it alone. What was sent back
    is withdrawn. A draft that the enterprise has already to that agency is answered as it is.

    Who may, raises: as `start`; NotNowError at another step.
    """
    with transaction.atomic():
        locked = door.lock([case.pk])[0]
        if locked.state not in AGAIN:
            raise door.NotNowError(f"“{kinds.state_label(locked)}”状态下不能重新提出。")
        hold(locked.owner)
        if found := begun(locked.owner, locked.agency, locked.division):
            return found
        if locked.state == CommissionStep.RETURNED:
            door.perform(locked, "withdraw", actor=actor, note="重新提出委托")
        made = start(locked.owner, locked.agency, locked.division, actor=actor)
        for name in COPIED:
            setattr(made, name, getattr(locked, name))
        if locked.proposed_on and locked.proposed_on > clock.today():
            made.proposed_on = locked.proposed_on
        made.save(update_fields=[*COPIED, "proposed_on"])
        for item in locked.items.all():
            item.pk, item.commission = None, made
            item.save(force_insert=True)
        return made


def hold(client: Organisation) -> None:
    """Let nobody else begin a commission of the enterprise until the transaction ends."""
    Organisation.objects.select_for_update().get(pk=client.pk)


def begun(client: Organisation, agency: Agency, division: Division) -> Commission | None:
    """The draft that the enterprise has to an agency for a place."""
    return Commission.objects.filter(
        owner=client, agency=agency, division=division, state=CommissionStep.DRAFT
    ).first()


def centre_for(
    regulation: Regulation, client: Organisation, agency: Agency, division: Division
) -> Organisation | None:
    """The centre with authority: the one that the regulation names by its territory; else the one
    that filed the agency, or stands beside the bureau that did; else that of the client's
    affiliation (HB-01)."""
    arrows = regulation.processes.commission.arrows
    grants = next(arrow.by for arrow in arrows if arrow.act == CommissionAct.GRANT)
    if grants in OFFICE_OF:
        return offices(OFFICE_OF[grants], division).first()
    issuer = agency.issuer
    if issuer and issuer.is_active:
        if issuer.kind == OrganisationKind.CENTRE:
            return issuer
        beside = Authority(Tier(issuer.tier), Organ.CENTRE)
        if found := offices(beside, issuer.division).first():
            return found
    kind, affiliation = ApplicantKind(client.kind), client.affiliation
    if not affiliation:
        return None
    named = routing.routing(
        regulation, kind=kind, affiliation=Affiliation(affiliation), division=client.division
    )
    return next(iter(named.offices), None)


@contextmanager
def opened(case: Commission, *, unanswered: bool = False) -> Iterator[Commission]:
    """The locked commission, in a transaction, while its client may fill it in; `unanswered`: only
    before the agency was asked. Raises NotNowError."""
    with transaction.atomic():
        locked = door.lock([case.pk])[0]
        if locked.state not in EDITABLE:
            raise door.NotNowError(CLOSED.format(kinds.state_label(locked)))
        if unanswered and locked.state != CommissionStep.DRAFT:
            raise door.NotNowError(SETTLED)
        yield locked


def keep(form) -> None:
    """Save what the enterprise needs and promises (`commissions.NeedForm`). Raises ValidationError
    where a colleague saved since the page was opened, NotNowError as `opened`."""
    with opened(form.instance) as locked:
        if form.cleaned_data["seen"] != digest(locked):
            raise ValidationError(PAST)
        form.instance.save(update_fields=form.named)


def add_item(item: CommissionItem) -> None:
    """Add an occupation and level. Raises ValidationError for one that is there, NotNowError as
    `opened`."""
    with opened(item.commission, unanswered=True):
        item.validate_constraints()
        item.save()


def remove_item(case: Commission, pk: int) -> bool:
    """Take an item out; whether it was there. Raises NotNowError as `opened`."""
    with opened(case, unanswered=True) as locked:
        return bool(locked.items.filter(pk=pk).delete()[0])


# --- effects: the case is locked, and at the step it comes to -------------------------------------


def ask(case: Commission, *, actor: User, **_) -> dict:
    """Put the need before the agency. Raises ValidationError with all that stands in the way."""
    found = _refuse(checks.asking(case))
    case.asked_on = clock.today()
    return {
        "agency": case.agency.code,
        "items": [f"{item} {item.headcount}" for item in case.items.select_related("occupation")],
        "warnings": [issue.message for issue in found],
    }


def agree(
    case: Commission,
    *,
    actor: User,
    agreement: UploadedFile,
    signed_on: date,
    sealed: bool = False,
    **_,
) -> dict:
    """The agency takes the commission on, with the agreement that both have signed and sealed.
    Raises ValidationError for an unsigned one, and where it may not assess this any more."""
    if not sealed:
        raise ValidationError({"sealed": "协议须由双方签字盖章，请签好后再接受委托。"})
    if signed_on > clock.today():
        raise ValidationError({"signed_on": "签订日期不能晚于今天。"})
    _refuse(checks.agreeing(case))
    earlier = checks.agreement_of(case)
    paper = materials.add(
        case, key=checks.AGREEMENT, upload=agreement, actor=actor, replaces=earlier
    )
    case.signed_on, case.agreement = signed_on, paper.file
    return {"agreement": paper.file.sha256, "signed_on": signed_on}


def submit(case: Commission, *, actor: User, signed_on: date | None = None, **_) -> dict:
    """To the centre, with all papers; `signed_on` is the date of an agreement that was replaced.
    Raises ValidationError with all that stands in the way, the lack of that date among it."""
    paper = checks.agreement_of(case)
    if signed_on and paper and paper.file_id != case.agreement_id:
        if signed_on > clock.today():
            raise ValidationError({"signed_on": "签订日期不能晚于今天。"})
        case.signed_on, case.agreement = signed_on, paper.file
    found = _refuse(checks.submitting(case))
    return {
        "warnings": [issue.message for issue in found],
        "agreement": case.agreement and case.agreement.sha256,
        "signed_on": case.signed_on,
    }


def grant(case: Commission, *, actor: User, wording: str = "", **_) -> dict:
    """Print the 委托函, or the notice that the commission is on record. Raises ValidationError
    where the agency may not assess this any more, or the centre has no 机关代字."""
    _refuse(checks.submitting(case))
    letter = letters.issue(
        case,
        commission_letter.kind(case),
        actor=actor,
        office=case.office,
        wording=wording,
        **commission_letter.content(case),
    )
    return {"letter": letter.number, "sha256": letter.file.sha256}


def _refuse(issues: list[Issue]) -> list[Issue]:
    """Raise ValidationError for those that refuse; answer the others."""
    refusing = [f"{issue.message}{issue.remedy}" for issue in issues if issue.refuses]
    if refusing:
        raise ValidationError(refusing)
    return issues
