"""People with an account are told what they have to do, and that they need not any more."""

from collections import defaultdict

from accounts.models import User
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Plan
from assessment.selectors.clashes import span
from casework.kinds import Message
from casework.services import notices

OWN = "/duties/"


def of_plan(plan: Plan) -> list[Message]:
    """What everybody of the arrangement has to do, one message a person, for when it stands; those
    whom the bureau sent know it already."""
    frame = Frame.of(plan)
    lines: dict[User, list[str]] = defaultdict(list)
    for session in frame.sessions:
        for duty in frame.duties.get(session.pk, []):
            if duty.examiner and duty.examiner.user_id:
                lines[duty.examiner.user].append(f"{span(session)} {line(duty)}")
    subject = f"{plan.agency}：您的考务安排"
    return [Message([user], subject, "\n".join(said)) for user, said in lines.items()]


def line(duty: Duty) -> str:
    """`理论知识考试，监考人员，一号楼 一考场`."""
    place = f"，{duty.room}" if duty.room else ""
    return f"{duty.session.get_subject_display()}，{duty.get_role_display()}{place}"


def sent(duty: Duty) -> None:
    """Tell a supervisor where the bureau sends him or her."""
    _tell(duty, "您被委派为外部质量督导员", "请按时到场。因故不能到场的，请尽快告知委派机关。")


def taken_back(duty: Duty) -> None:
    """Tell a supervisor that he or she need not go."""
    _tell(duty, "外部质量督导委派已撤回", "您不需要到场。")


def _tell(duty: Duty, subject: str, body: str) -> None:
    plan = duty.session.plan
    said = f"{span(duty.session)} {plan.agency}：{duty.session.get_subject_display()}。{body}"
    notices.tell([Message([duty.user], subject, said)], link=OWN)
