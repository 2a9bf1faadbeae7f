"""The 备案回执 and the catalogue: into the register and before everybody (LC-12, LN-06, SD-06)."""

from dataclasses import replace

from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from casework.enums import PublicationKind
from casework.models import Letter
from casework.services import letters, publications
from catalogue.regulations.terms import Actor
from config import clock
from filing.documents import receipt_content
from filing.documents.letters import RECEIPT
from filing.enums import PeriodicResult, Purpose
from filing.models import Agency, Filing
from filing.selectors.acting import office_for
from filing.services import register
from printing import qr

QR_CODE = "qr.svg"  # as the template of the receipt calls it
SAME_PERSON = "这件申请由您受理，按两人经办的要求，备案回执由其他同志签发。"


def issue(
    filing: Filing,
    *,
    actor: User,
    code: str = "",
    prefix: str = "",
    evaluation: str = "",
    **_,
) -> dict:
    """Enter the applicant into the register, or change its entry, and print the receipt.

    Who may: a signer of the issuing office who has not accepted the application. `code` and
    `prefix` are those that the province gave; empty, the next of its series. `evaluation` is the
    result of the periodic evaluation of an agency that renews. Raises ValidationError.
    """
    if accepted_by(filing) == actor.pk:
        raise ValidationError(SAME_PERSON)
    if rests_on_evaluation(filing):
        _refuse_poor(evaluation)
    office = office_for(filing, Actor.ISSUER, actor)
    agency = _register(filing, actor, office, {"code": code, "prefix": prefix})
    filing.agency = agency
    letter = _print(filing, agency, actor, office)
    facts = {
        "agency": agency.pk,
        "code": agency.code,
        "prefix": agency.prefix,
        "valid_until": agency.valid_until,
        "letter": letter.number,
        "sha256": letter.file.sha256,
    }
    return facts | ({"evaluation": evaluation} if evaluation else {})


def publish(filing: Filing, *, actor: User, **_) -> dict:
    """Let anybody find the agency: in the register, and by an announcement of the office that
    publishes the catalogue (LC-12, LN-08). What was published before keeps its first day."""
    agency = filing.agency
    if agency is None:
        raise ValidationError("还没有出具备案回执，不能公布。")
    agency.published_on = agency.published_on or clock.today()
    agency.save(update_fields=["published_on"])
    announced = publications.publish(
        kind=PublicationKind.ANNOUNCEMENT,
        title=f"{agency}{Purpose(filing.purpose).label}公告",
        body=_announcement(filing, agency),
        office=office_for(filing, Actor.PUBLISHER, actor),
        actor=actor,
        basis=filing.regulation.receipt.cite,
        case=filing,
    )
    return {"agency": agency.pk, "code": agency.code, "publication": announced.pk}


def accepted_by(filing: Filing) -> int | None:
    """Who accepted the application, the last time."""
    accepted = filing.events.filter(act="accept").order_by("-sequence")
    return accepted.values_list("actor_id", flat=True).first()


def rests_on_evaluation(filing: Filing) -> bool:
    """Whether the periodic evaluation decides: of a renewal of a term (LN-07)."""
    return filing.purpose == Purpose.RENEWAL and bool(filing.regulation.renewal.years)


def _refuse_poor(evaluation: str) -> None:
    if evaluation not in PeriodicResult.values:
        raise ValidationError({"evaluation": "请选择定期评估结果。"})
    if evaluation == PeriodicResult.POOR:
        raise ValidationError(
            {"evaluation": "定期评估不合格的不予延期，不能出具延续的回执；有效期届满后自动到期。"}
        )


def _register(filing: Filing, actor: User, office: Organisation, codes: dict) -> Agency:
    common = {"actor": actor, "issuer": office, "day": clock.today()}
    if filing.purpose == Purpose.SCOPE:
        return register.change_scope(filing, **common)
    if filing.purpose == Purpose.RENEWAL:
        return register.renew(filing, **common)
    return register.enter(filing, **common, **codes)


def _print(filing: Filing, agency: Agency, actor: User, office: Organisation) -> Letter:
    content = receipt_content.of(
        filing, code=agency.code, prefix=agency.prefix or "--", until=agency.valid_until
    )
    return letters.issue(
        filing,
        replace(RECEIPT, title=filing.regulation.receipt.name),
        actor=actor,
        office=office,
        resources={QR_CODE: qr.svg(str(content["address"]))},
        **content,
    )


def _announcement(filing: Filing, agency: Agency) -> str:
    content = receipt_content.of(
        filing, code=agency.code, prefix=agency.prefix or "--", until=agency.valid_until
    )
    scope = [f"{row[1]}（工种：{row[2]}）：{row[3]}" for row in content["rows"]]
    return "\n".join(
        [
            f"机构名称：{agency}",
            f"{content['code_name']}：{agency.code}",
            f"备案机关：{agency.issuer_name}",
            f"有效期：{content['validity']}",
            "可以评价的职业（工种）、等级：",
            *scope,
            f"查询：{content['address']}",
        ]
    )
