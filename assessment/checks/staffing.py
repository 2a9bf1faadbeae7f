"""Each session has its people: enough of them, fit, near nobody, in one place (FACTS 4.4)."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects

from assessment.checks import staff_rotation
from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Session
from assessment.recusal import Bar, Nearness
from assessment.selectors.clashes import Clash, clashes, span
from assessment.selectors.fitness import OWN, Nearby, faults, items_in
from assessment.selectors.norms import Norms, Post
from casework.issues import Issue

SECTION = "staff"
NAMED = 5
NEAR = {
    Nearness.SELF: ("在这一场是考生", "同一个人不能既考评又应考，请换人。"),
    Nearness.TIE: ("须回避考生", "请换到其他考场，或者换人。"),
    Nearness.TEAM: ("与考生在同一部门或班组", "应当回避的，请换人。"),
    Nearness.EMPLOYER: ("与考生在同一单位", "应当回避的，请换人。"),
}


def check(frame: Frame) -> Iterator[Issue]:
    duties = _with_sessions(frame)
    norms, nearby = Norms(frame), Nearby(frame)
    for session in frame.sessions:
        yield from _posts(session, norms)
        yield from _who_leads(frame, session)
    for duty in duties:
        if duty.examiner:
            yield from _fitness(frame, duty)
            yield from _recusal(duty, nearby)
    yield from _places(duties)
    yield from staff_rotation.check(frame)


def _with_sessions(frame: Frame) -> list[Duty]:
    """All duties of the plan with their sessions and the ties of their people."""
    found = []
    for session in frame.sessions:
        for duty in frame.duties.get(session.pk, []):
            duty.session = session
            found.append(duty)
    prefetch_related_objects([duty.examiner for duty in found if duty.examiner], "ties")
    return found


def where(session: Session, room: object = "") -> str:
    """`6月3日 09:00–10:30 理论知识考试，一考场`."""
    return f"{span(session)} {session.get_subject_display()}{f'，{room}' if room else ''}"


def _posts(session: Session, norms: Norms) -> Iterator[Issue]:
    for post in norms.posts(session):
        if unmet := post.unmet:
            yield Issue(
                "staff-ratio",
                SECTION,
                f"{where(session, post.room.name)}：{_counted(post)}",
                f"{post.role.label}{unmet[0].norm.text}，请{_remedy(post)}。",
                unmet[0].basis,
            )


def _counted(post: Post) -> str:
    about = "约 " if post.estimated else ""
    return f"{about}{post.held} 名考生，{post.role.label} {post.there} 人。"


def _remedy(post: Post) -> str:
    if post.there < post.needed:
        return f"再安排 {post.needed - post.there} 人"
    return "增加或减少 1 人，使人数为单数"


def _who_leads(frame: Frame, session: Session) -> Iterator[Issue]:
    roles = {duty.role for duty in frame.duties.get(session.pk, [])}
    if DutyRole.CHIEF not in roles:
        text = f"{where(session)}：还没有安排主考。"
        yield Issue("staff-chief", SECTION, text, "请安排 1 名主考。", OWN)
    if DutyRole.INTERNAL not in roles:
        text = f"{where(session)}：还没有安排内部质量督导员。"
        rule = frame.regulation.staffing.internal
        yield Issue("staff-internal", SECTION, text, "请安排内部质量督导员到场。", rule)


def _fitness(frame: Frame, duty: Duty) -> Iterator[Issue]:
    items = items_in(frame, duty.session, duty.room_id)
    given = (duty.examiner, duty.role, duty.session, items, frame.regulation, frame.bars)
    for fault in faults(*given):
        text = f"{where(duty.session)}：{_named(duty)}{fault.text}。"
        yield Issue(f"staff-{fault.code}", SECTION, text, fault.remedy, fault.basis)


def _recusal(duty: Duty, nearby: Nearby) -> Iterator[Issue]:
    by_kind: dict[Nearness, list[Bar]] = {}
    for bar in nearby.bars(duty.examiner, duty.session, duty.room_id):
        by_kind.setdefault(bar.nearness, []).append(bar)
    for nearness, bars in by_kind.items():
        text, remedy = NEAR[nearness]
        named = "" if nearness == Nearness.SELF else _names(bars)
        yield Issue(
            f"staff-{nearness}",
            SECTION,
            f"{where(duty.session)}：{_named(duty)}{text}{named}。",
            remedy,
            None if nearness in (Nearness.SELF, Nearness.TIE) else OWN,
        )


def _named(duty: Duty) -> str:
    return f"{duty.get_role_display()}“{duty.examiner}”"


def _names(bars: list[Bar]) -> str:
    named = "、".join(
        f"{bar.name}（{bar.cause}）" if bar.cause else bar.name for bar in bars[:NAMED]
    )
    return f"{named}等 {len(bars)} 人" if len(bars) > NAMED else named


def _places(duties: list[Duty]) -> Iterator[Issue]:
    told: set[frozenset] = set()
    for clash in clashes(duties):
        pair = frozenset(((Duty, clash.duty.pk), (type(clash.other), clash.other.pk)))
        if pair not in told and not _is_candidate_here(clash):
            told.add(pair)
            who = clash.duty.examiner or clash.duty.user
            yield Issue(
                "staff-twice",
                SECTION,
                f"{where(clash.duty.session)}：“{who}”{clash.text}。",
                "同一个人不能同时在两处，请换人或者调整时间。",
            )


def _is_candidate_here(clash: Clash) -> bool:
    """Told by the recusal already."""
    here = clash.other.session_id == clash.duty.session_id
    return here and not isinstance(clash.other, Duty)
