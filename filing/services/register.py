"""The register of agencies, written: entered by a receipt, changed, renewed, struck off.

Whatever changes is dated, so that the register can be read as of any day; the reads are in
`filing.selectors.register`. Each function locks the agency: periods never overlap.
"""

import json
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format

from accounts.enums import OrganisationStatus
from accounts.models import Organisation, User
from casework.models import Case
from casework.services import publications
from config import clock
from filing import ports, validity
from filing.enums import AgencyOrigin, AgencyStatus
from filing.models import Agency, AgencyPeriod, AgencyScope, Filing
from filing.selectors import granted
from filing.services import agency_codes, recognition

ENDED = (AgencyStatus.EXPIRED, AgencyStatus.STRUCK_OFF)
GONE = (OrganisationStatus.MERGED, OrganisationStatus.CLOSED)
TAKEN = "代码或证书编号前段刚刚已由其他机构使用，请重新办理。"


def enter(
    filing: Filing,
    *,
    actor: User,
    issuer: Organisation,
    day: date,
    code: str = "",
    prefix: str = "",
) -> Agency:
    """Enter the applicant of a first filing into the register, in force from `day` (LC-12, LN-06,
    SD-06). One that was there and ended comes back under the code it had.

    Only in the transaction of the receipt. Raises ValidationError, by field for codes, and for one
    from whom nothing is accepted for a time.
    """
    if barred := ports.filing_bar(filing.owner.code):
        raise ValidationError(f"{barred}不能出具回执。")
    if found := _found(filing):
        agency = _locked(found.pk)
        _refuse_unless_ended(agency)
        agency.filed_on = day
    else:
        codes = agency_codes.given(filing, code=code, prefix=prefix)
        agency = Agency(
            code=codes.code,
            prefix=codes.prefix,
            credit_code=filing.owner.code,
            division=filing.division,
            regulation_id=filing.regulation_id,
            filed_on=day,
        )
    agency.valid_until = validity.last_day(day, filing.regulation.renewal.years)
    _identify(agency, filing, issuer)
    _save(agency)
    _replace_scope(agency, filing, day)
    set_status(agency, AgencyStatus.IN_FORCE, reason="备案", case=filing, day=day, actor=actor)
    ports.back_in_force(agency, actor)
    return agency


def change_scope(filing: Filing, *, actor: User, issuer: Organisation, day: date) -> Agency:
    """Let the scope of a filed agency be what was filed now, from `day` (LC-06, LN-13): same code,
    same last day. Raises ValidationError for an agency that is not in force."""
    agency = _named_by(filing)
    refuse_unless_in_force(agency, day)
    _identify(agency, filing, issuer)
    _save(agency)
    _replace_scope(agency, filing, day)
    return agency


def renew(filing: Filing, *, actor: User, issuer: Organisation, day: date) -> Agency:
    """Extend a filed agency by another term (LN-07), with the scope that was filed. One that has
    expired meanwhile is in force again. Raises ValidationError for one that was struck off."""
    agency = _named_by(filing)
    if present(agency).status == AgencyStatus.STRUCK_OFF:
        raise ValidationError(f"{agency}已移出目录，不能延续；需要评价的，请重新申请备案。")
    before = agency.valid_until
    agency.valid_until = validity.renewed(before, filing.regulation.renewal.years, day)
    _identify(agency, filing, issuer)
    _save(agency)
    _replace_scope(agency, filing, day)
    if validity.has_lapsed(before, day):
        _close_lapse(agency, before, day)
        set_status(agency, AgencyStatus.IN_FORCE, reason="延续", case=filing, day=day, actor=actor)
        ports.back_in_force(agency, actor)
    return agency


def set_status(
    agency: Agency,
    status: AgencyStatus,
    *,
    reason: str,
    case: Case | None,
    day: date,
    actor: User | None,
) -> AgencyPeriod:
    """Let an agency have a status from `day` on; the one before ends on that day, and with an
    agency that is struck off what was recognised of it (JS-10). The same status again changes
    nothing. Who may: the act that calls, or a clock (`actor` none).

    Raises ValidationError for a day to come or before the present status began.
    """
    with transaction.atomic():
        _locked(agency.pk)
        current = AgencyPeriod.objects.on(clock.today()).filter(agency=agency).first()
        if current and current.status == status:
            return current
        if day > clock.today() or (current and day < current.since):
            raise ValidationError("状态的起始日期应在上一状态开始之后、今天之前。")
        # What a suspension has planned does not come any more.
        AgencyPeriod.objects.filter(agency=agency, since__gt=clock.today()).delete()
        if current:
            current.until = day
            current.save(update_fields=["until"])
        if status == AgencyStatus.STRUCK_OFF:
            recognition.end_with(agency, day)
        return AgencyPeriod.objects.create(
            agency=agency,
            status=status,
            since=day,
            reason=reason,
            case_id=case.pk if case else None,
            set_by=actor,
        )


def expire(agency: Agency) -> AgencyPeriod | None:
    """Write down that an agency's term is over, from the first day after it; None where it is not,
    or where that was written before."""
    with transaction.atomic():
        locked = _locked(agency.pk)
        ended = present(locked).status in ENDED
        if ended or not validity.has_lapsed(locked.valid_until, clock.today()):
            return None
        return _close_lapse(locked, locked.valid_until, clock.today())


def refuse_unless_in_force(agency: Agency, day: date) -> None:
    """Raise ValidationError, with what to do, for an agency that may not act on `day`: its term is
    over, whether or not the daily run has written that down, or its status says so."""
    status = present(agency).status
    if status == AgencyStatus.EXPIRED or validity.has_lapsed(agency.valid_until, day):
        ended = date_format(agency.valid_until)
        raise ValidationError(f"{agency}的备案已于 {ended} 到期，请先办理延续备案。")
    if status == AgencyStatus.SUSPENDED:
        raise ValidationError(f"{agency}已暂停评价，恢复后再办理。")
    if status == AgencyStatus.STRUCK_OFF:
        raise ValidationError(f"{agency}已移出目录，请重新申请备案。")


def set_contact(agency: Agency, *, address: str, contact: str) -> None:
    """What the register tells everybody of how to reach an agency (JS-03). Who may: its managers
    and clerks. Raises ValidationError by field for a person's number."""
    if publications.MOBILE.search(contact):
        raise ValidationError({"contact": "这里向所有人公开，请用办公电话，不要用个人手机号码。"})
    for name, text in (("address", address), ("contact", contact)):
        if found := publications.personal_number(text):
            raise ValidationError({name: found})
    agency.address, agency.contact = address.strip(), contact.strip()
    agency.save(update_fields=["address", "contact"])


def follow(organisation: Organisation) -> None:
    """Let the register follow an organisation: its new name, or its end. The certificate shows the
    filed name (人社鉴发〔2021〕1号), so both must be the same."""
    with transaction.atomic():
        for agency in Agency.objects.filter(organisation=organisation).order_by("pk"):
            if organisation.status in GONE:
                reason = f"单位{organisation.get_status_display()}"
                _strike_off(agency, reason)
            elif agency.name != organisation.name:
                agency.name = organisation.name
                agency.save(update_fields=["name"])


def _strike_off(agency: Agency, reason: str) -> None:
    struck = AgencyStatus.STRUCK_OFF
    set_status(agency, struck, reason=reason, case=None, day=clock.today(), actor=None)


def _locked(pk: int) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).get(pk=pk)


def _named_by(filing: Filing) -> Agency:
    if filing.agency_id is None:
        raise ValidationError("这件申请没有写明是哪个评价机构的，请由申请单位撤回后重新申请。")
    return _locked(filing.agency_id)


def present(agency: Agency) -> AgencyPeriod:
    """The status of today as it is written down; that a term is over may not be yet."""
    return AgencyPeriod.objects.on(clock.today()).get(agency=agency)


def _found(filing: Filing) -> Agency | None:
    """The applicant's own entry under the same regulation, by its code and not by its account: it
    may have been imported."""
    return Agency.objects.filter(
        credit_code=filing.owner.code,
        regulation_id=filing.regulation_id,
        division=filing.division,
    ).first()


def _refuse_unless_ended(agency: Agency) -> None:
    if present(agency).status in ENDED:
        return
    if validity.has_lapsed(agency.valid_until, clock.today()):
        expire(agency)
        return
    raise ValidationError(
        f"{agency}已在目录中（{agency.code}）。增减职业（工种）、等级或延续的，请办理变更、延续备案。"
    )


def _identify(agency: Agency, filing: Filing, issuer: Organisation) -> None:
    """Who it is today and whose receipt it holds."""
    owner = filing.owner
    agency.name, agency.kind, agency.organisation = owner.name, owner.kind, owner
    agency.issuer, agency.issuer_name = issuer, issuer.name
    agency.origin = AgencyOrigin.RECEIPT
    agency.address = agency.address or _address(filing)


def _address(filing: Filing) -> str:
    """The organisation's own, as the application gives it; none that names a person's number, as
    the register is public."""
    answer = filing.answers.filter(section="organisation").first()
    text = json.loads(answer.values).get("address", "").strip()[:200] if answer else ""
    return "" if publications.personal_number(text) else text


def _save(agency: Agency) -> None:
    agency.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            agency.save()
    except IntegrityError as error:  # another receipt took the code at the same moment
        raise ValidationError(TAKEN) from error


def _replace_scope(agency: Agency, filing: Filing, day: date) -> None:
    """Close what is no more, open what is new, and leave the rest as old as it is. Another basis is
    another row."""
    wanted = {
        (grant.occupation.pk, grant.work_type, int(level)): grant.standard
        for grant in granted.scope_of(filing)
        for level in grant.levels
    }
    if not wanted:
        raise ValidationError("申请里没有职业（工种），不能出具回执。")
    for row in AgencyScope.objects.filter(agency=agency, until=None):
        key = (row.occupation_id, row.work_type, row.level)
        standard = wanted.get(key)
        if key in wanted and row.standard_id == (standard.pk if standard else None):
            del wanted[key]
            continue
        row.until = max(day, row.since)
        row.save(update_fields=["until"])
    AgencyScope.objects.bulk_create(
        AgencyScope(
            agency=agency,
            occupation_id=occupation,
            work_type=work_type,
            level=level,
            standard=standard,
            since=day,
            filing=filing,
        )
        for (occupation, work_type, level), standard in wanted.items()
    )


def _close_lapse(agency: Agency, until: date, day: date) -> AgencyPeriod:
    """The status of an agency whose term ended on `until`: expired from the day after."""
    since = max(until + timedelta(days=1), present(agency).since)
    return set_status(
        agency,
        AgencyStatus.EXPIRED,
        reason="备案有效期届满",
        case=None,
        day=min(since, day),
        actor=None,
    )
