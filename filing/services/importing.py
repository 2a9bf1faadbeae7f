"""Bring agencies filed elsewhere into the register: preview, then all or nothing (LN-08)."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import OrganisationStatus
from accounts.models import Organisation, User
from casework.services.door import ForbiddenError
from catalogue.models import ImportDraft
from config import clock
from filing import validity
from filing.enums import AgencyOrigin, AgencyStatus
from filing.importing import columns as c
from filing.importing.entries import Entry
from filing.importing.outcome import Outcome, read
from filing.models import Agency, AgencyPeriod, AgencyScope
from filing.selectors import importers
from filing.services import register

MODEL = Agency._meta.label_lower
GONE = "预览已过期，或已被新的上传取代，没有导入。请重新上传。"
CHANGED = "预览之后目录有了变化，没有导入。请核对下面的新预览，再确认一次。"


def preview(content: bytes, file_name: str, *, office: Organisation, actor: User) -> ImportDraft:
    """Keep what an uploaded list would do, for two hours; an earlier preview of the same person
    gives way to it. Managers and reviewers of a city's or province's bureau or centre may.

    Raises SheetError for what is no table, ForbiddenError for others.
    """
    _demand(office, actor)
    outcome = read(content, file_name, office)
    with transaction.atomic():
        ImportDraft.objects.filter(created_at__lt=clock.now() - ImportDraft.KEPT).delete()
        drafts_of(actor).filter(outcome="").delete()
        return ImportDraft.objects.create(
            user=actor,
            model=MODEL,
            file_name=file_name[-255:],
            content=content if outcome.digest else b"",
            preview_sha256=outcome.digest,
            report=outcome.report(office),
            created_at=clock.now(),
        )


def drafts_of(user: User):
    """A person's own previews that have not expired."""
    since = clock.now() - ImportDraft.KEPT
    return ImportDraft.objects.filter(user=user, model=MODEL, created_at__gte=since)


def confirm(pk: int, *, actor: User) -> str:
    """Enter what was previewed, once; asked again, tell again what came of it. Published at once.

    Raises ValidationError where the preview is gone or no longer true: it is then made anew.
    """
    with transaction.atomic():
        draft = (
            drafts_of(actor).exclude(preview_sha256="").select_for_update().filter(pk=pk).first()
        )
        if draft is None:
            raise ValidationError(GONE)
        if draft.outcome:
            return draft.outcome
        office = Organisation.objects.select_related("division").get(pk=draft.report["office"])
        _demand(office, actor)
        outcome = read(bytes(draft.content), draft.file_name, office)
        if outcome.digest == draft.preview_sha256 and _entered(outcome, draft, office, actor):
            draft.content = b""
            draft.outcome = (
                f"已导入“{draft.file_name}”：{len(outcome.entries)} 家机构，已公布在目录中。"
            )
            draft.save()
            return draft.outcome
        draft.report, draft.preview_sha256 = outcome.report(office), outcome.digest
        draft.save()
    raise ValidationError(CHANGED)


def _demand(office: Organisation, actor: User) -> None:
    if office not in importers.offices_of(actor):
        raise ForbiddenError("只有市级、省级人社部门和评价管理机构的管理员、审核人员可以导入。")


def _entered(outcome: Outcome, draft: ImportDraft, office: Organisation, actor: User) -> bool:
    """Write all of it, or nothing where somebody else entered one of them at the same moment."""
    reason = f"{office}导入（{draft.file_name}）"[:200]
    try:
        with transaction.atomic():
            write(outcome.entries, reason=reason, actor=actor)
    except IntegrityError:
        return False
    return True


def write(entries: list[Entry], *, reason: str, actor: User) -> None:
    """Enter agencies that are in no register yet, published today, in force since they were filed;
    those whose term is over have expired."""
    owners = _owners([entry[c.CREDIT_CODE] for entry in entries])
    agencies = Agency.objects.bulk_create(
        _agency(entry, owners.get(entry[c.CREDIT_CODE])) for entry in entries
    )
    AgencyPeriod.objects.bulk_create(
        AgencyPeriod(
            agency=agency,
            status=AgencyStatus.IN_FORCE,
            since=agency.filed_on,
            reason=reason,
            set_by=actor,
        )
        for agency in agencies
    )
    AgencyScope.objects.bulk_create(
        AgencyScope(
            agency=agency,
            occupation=line.occupation,
            work_type=line.work_type,
            level=level,
            since=agency.filed_on,
        )
        for agency, entry in zip(agencies, entries, strict=True)
        for line in entry.lines
        for level in line.levels
    )
    for agency in agencies:
        if validity.has_lapsed(agency.valid_until, clock.today()):
            register.expire(agency)


def _agency(entry: Entry, owner: Organisation | None) -> Agency:
    return Agency(
        code=entry[c.CODE],
        prefix=entry[c.PREFIX],
        name=entry[c.NAME],
        credit_code=entry[c.CREDIT_CODE],
        kind=entry[c.KIND],
        organisation=owner,
        division=entry.division,
        regulation_id=entry.regulation.id,
        issuer_name=entry[c.ISSUER],
        origin=AgencyOrigin.IMPORT,
        address=entry[c.ADDRESS],
        contact=entry[c.CONTACT],
        filed_on=entry[c.FILED],
        valid_until=entry[c.VALID],
        published_on=clock.today(),
    )


def _owners(codes: list[str]) -> dict[str, Organisation]:
    """Those of the agencies that have an account here."""
    rows = Organisation.objects.filter(code__in=codes, status=OrganisationStatus.ACTIVE)
    return {each.code: each for each in rows}
