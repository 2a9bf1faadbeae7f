"""What supervisors and offices are told in the midst of an act."""

from django.utils.formats import date_format

from accounts.enums import Role
from accounts.models import Membership, User
from assessment.selectors.clashes import span
from casework.kinds import Message
from config import clock
from supervision.models import Visit
from supervision.models.corps_parties import DECIDERS
from supervision.selectors import visits as reads


def sent(case: Visit) -> Message:
    """To the supervisor who was drawn."""
    due = date_format(reads.due_day(case.session, case.session.plan.regulation_id))
    site = case.session.rooms.select_related("site").first()
    place = f"地点：{site.site.address} {site.site.name}。" if site else ""
    body = (
        f"{span(case.session)}，{case.agency}，{case.session.get_subject_display()}。{place}"
        f"与该机构或考生有利害关系、因故不能到场的，请尽快在督导任务中辞派。督导记录请在{due}前提交。"
    )
    return Message([case.person], f"请参加外部质量督导：{case.title}", body)


def taken_back(case: Visit) -> Message:
    """To a supervisor who need not go."""
    return Message([case.person], f"督导委派已撤回：{case.title}", "您不需要到场。")


def nobody_left(case: Visit) -> Message:
    """To the office, where the order of the draw is at its end."""
    body = "抽签次序中没有可以接替的督导员。请在“质量督导”中补派，或者商请上级机关委派。"
    return Message(deciders(case), f"督导员不足：{case.title}", body)


def deciders(case: Visit) -> list[User]:
    """Who of the office decides, the supervisor apart."""
    held = Membership.objects.on(clock.today()).filter(
        organisation=case.office_id, role__in=[Role(role) for role in DECIDERS]
    )
    found = User.objects.filter(pk__in=held.values("user"))
    return list(found.exclude(pk=case.person_id).order_by("pk"))
