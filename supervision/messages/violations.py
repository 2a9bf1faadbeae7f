"""Who hears what of a violation: the party and its agency, and the offices."""

from collections.abc import Iterable

from accounts.models import User
from casework.kinds import Message
from casework.models import Case, Event
from casework.services import holders
from supervision.enums import PartyKind
from supervision.models import Violation

LETTER = "通知书在本件的页面，请查收。"


def party(case: Violation) -> list[User]:
    """The party's people: those of the agency, or the person who has an account."""
    if case.owner_id:
        return holders.people([case.owner_id])
    user = case.examiner.user if case.examiner_id else None
    return [user] if user else []


def notified(case: Case, event: Event) -> Iterable[Message]:
    text = f"请在规定期限内陈述申辩。{LETTER}"
    yield Message(party(case), f"{case.title}：违规处理事先告知", text)


def spoken(case: Case, event: Event) -> Iterable[Message]:
    """To the office, where the party spoke itself."""
    told = [user for user in holders.people([case.office_id]) if user.pk != event.actor_id]
    yield Message(told, f"{case.title}：当事人已提出意见", "请审查后办理。")


def decided(case: Case, event: Event) -> Iterable[Message]:
    """To the party; of a person also to the agency, whose roster or staff it concerns, without a
    name; of an agency also to the office that filed it."""
    yield Message(party(case), f"{case.title}：已作出处理决定", LETTER)
    agency = case.party_agency
    if case.party_kind != PartyKind.AGENCY:
        organisation = agency.organisation_id
        text = "处理已在平台生效：成绩、证书、报名或者考务安排随之变动，请核对正在办理的评价计划。"
        told = holders.people([organisation]) if organisation else []
        yield Message(
            told, f"{case.get_party_kind_display()}违规处理决定已生效（{case.number}）", text
        )
    elif agency.issuer_id and agency.issuer_id != case.receiver_id:
        yield Message(holders.people([agency.issuer_id]), f"{case.title}：已作出处理决定", "")


def dismissed(case: Case, event: Event) -> Iterable[Message]:
    if case.notified_at:
        yield Message(party(case), f"{case.title}：不予处理", LETTER)


def appealed(case: Case, event: Event) -> Iterable[Message]:
    offices = [case.office_id, case.receiver_id]
    told = [user for user in holders.people(offices) if user.pk != event.actor_id]
    yield Message(told, f"{case.title}：当事人提出申诉", "原决定在申诉期间继续执行。")


def reviewed(case: Case, event: Event) -> Iterable[Message]:
    subject = f"{case.title}：申诉处理决定（{case.get_outcome_display()}）"
    yield Message(party(case), subject, LETTER)
    yield Message(holders.people([case.receiver_id]), subject, "")


def resumed(case: Case, event: Event) -> Iterable[Message]:
    yield Message(party(case), f"{case.title}：提前恢复评价", "今天起可以开展评价。")
