"""Which papers were given out is recorded by room, and what panels mark by follows from it."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan, Seat, Session
from casework.models import Event
from casework.services import door
from config import clock
from results.enums import FormsGiven
from results.models import Marking, PaperGiven
from results.selectors.papers_given import Place, places
from results.selectors.standing import Standing, present

CANCELLED = "这一场已经取消。"
MARKED = "{room}的{item}已有提交的评分，不能再改卷别。评分有误的，按成绩更正办理。"
NOT_THERE = "{room}的{item}没有这种卷别的试卷，请刷新页面后重新选择。"


def record(
    session: Session, given: Mapping[str, FormsGiven], *, actor: User, token: UUID
) -> Event | None:
    """Say which forms were given out, by `Place.name`; what is not named stays as it is. Goes on
    the timeline with who said so; nothing to say is no event.

    Who may: `Standing.gives`. Raises NotNowError; ValidationError for a form that there is not, or
    another one where marks by the first were submitted.
    """
    if not _changes(session, given):
        return None

    def change(plan: Plan) -> dict:
        own = _own(session, plan)
        found = _changes(own, given)
        for place, forms in found:
            _refuse(own, place, forms)
        for place, forms in found:
            PaperGiven.objects.update_or_create(
                session=own,
                room=place.room,
                item=place.item,
                defaults={"forms": forms, "recorded_by": actor, "recorded_at": clock.now()},
            )
        told = [{"room": p.room.pk, "item": p.item.pk, "forms": forms} for p, forms in found]
        return {"session": own.pk, "given": told}

    def may(user: User, plan: Plan) -> bool:
        return Standing.of(user, _own(session, plan)).gives

    return door.record(
        session.plan, "give_papers", actor=actor, may=may, change=change, token=token
    )


def _changes(session: Session, given: Mapping[str, FormsGiven]) -> list[tuple[Place, FormsGiven]]:
    return [
        (place, given[place.name])
        for place in places(session)
        if place.name in given and (place.given is None or place.given.forms != given[place.name])
    ]


def _own(session: Session, plan: Plan) -> Session:
    found = present(session, plan)
    if found is None:
        raise door.NotNowError(CANCELLED)
    return found


def _refuse(session: Session, place: Place, forms: FormsGiven) -> None:
    about = {"room": place.room.name, "item": place.item}
    if forms not in place.choices:
        raise ValidationError({place.name: NOT_THERE.format(**about)})
    seated = Seat.objects.filter(session=session, room=place.room, entry__item=place.item)
    marked = Marking.objects.filter(
        session=session, submitted_at__isnull=False, absent=False, entry__in=seated.values("entry")
    )
    if place.given and marked.exists():
        raise ValidationError({place.name: MARKED.format(**about)})
