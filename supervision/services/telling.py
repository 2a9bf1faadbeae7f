"""What people are told in the midst of an act, one message a person."""

from django.utils.formats import date_format

from accounts.models import User
from accounts.selectors import managers_of
from casework.kinds import Message
from supervision.models import Inspection


def drawn(case: Inspection) -> list[Message]:
    """To the agency that was drawn."""
    if not case.owner_id:
        return []
    campaign = case.for_campaign
    span = f"{date_format(campaign.begins_on)}至{date_format(campaign.ends_on)}"
    body = (
        f"{campaign.office}开展的“{campaign.title}”经公开抽取，抽中本机构。检查时间：{span}。"
        f"抽取记录公开在“双随机抽查”（{campaign.number}），可以复核。"
    )
    return [Message(managers_of(case.owner), f"本机构被抽中：{campaign.title}", body)]


def sent(case: Inspection, user: User) -> Message:
    """To whoever was named, or takes the place of an inspector."""
    body = "与被检查机构有利害关系的，请立即申请回避。"
    return Message([user], f"请参加检查：{case.title}", body)
