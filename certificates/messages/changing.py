"""Who is told of a change of a certificate: its side, and of a revocation the agency and the office
that filed it."""

from collections.abc import Iterable

from casework.kinds import Message
from casework.models import Event
from certificates.enums import ChangePurpose
from certificates.models import CertificateChange
from certificates.selectors import visible

OUTCOMES = {"making": "已同意，正在制证", "decided": "已办结", "refused": "未同意"}


def decided(case: CertificateChange, event: Event) -> Iterable[Message]:
    """What became of a proposal, to everybody concerned but who decided it."""
    told = {user.pk: user for user in (case.proposed_by, *visible.people_of(case.side))}
    ended = case.purpose in (ChangePurpose.REVOCATION, ChangePurpose.REPLACEMENT)
    if ended and event.target == "decided":
        agency = case.certificate.agency
        for organisation in (
            visible.organisation_of(agency),
            agency.issuer if agency else None,
        ):
            told |= {user.pk: user for user in visible.people_of(organisation)}
    told.pop(event.actor_id, None)
    subject = f"{case.title}：{OUTCOMES[event.target]}"
    body = f"事由：{case.get_cause_display()}。证书编号 {case.certificate.number}。"
    yield Message(list(told.values()), subject, body)
