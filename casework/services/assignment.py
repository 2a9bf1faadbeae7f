"""Who of the office has a case. No state moves; the timeline tells who passed it to whom."""

from uuid import UUID

from accounts.models import User
from casework import rules
from casework.models import Case, Event
from casework.selectors import colleagues
from casework.services import door


def take(case: Case, *, actor: User, token: UUID | None = None) -> Event:
    """Take up a case that nobody has. Anybody of the office that has it; raises NotNowError."""

    def change(locked: Case) -> dict:
        locked.assignee = actor
        return {"assignee": actor.pk}

    return door.record(case, "take", actor=actor, may=rules.may_take, change=change, token=token)


def hand_over(
    case: Case,
    *,
    actor: User,
    to: User,
    holder: int | None = None,
    note: str = "",
    token: UUID | None = None,
) -> Event:
    """Pass a case to a colleague of the same office. Whoever has it, or a manager of the office.

    `holder` (pk) is who had it on the page that was answered, if a page was. Raises NotNowError,
    also where somebody else has it by now or the colleague is none any more.
    """

    def may(user: User, locked: Case) -> bool:
        there = colleagues(locked).filter(pk=to.pk)
        return _may_pass_on(user, locked, holder) and there.exists()

    def change(locked: Case) -> dict:
        before, locked.assignee = locked.assignee_id, to
        return {"assignee": to.pk, "before": before}

    return door.record(
        case, "hand_over", actor=actor, may=may, change=change, token=token, note=note
    )


def release(
    case: Case,
    *,
    actor: User,
    holder: int | None = None,
    note: str = "",
    token: UUID | None = None,
) -> Event:
    """Give a case back to the office's queue. Whoever has it, or a manager of the office.

    `holder` and what is raised: as for `hand_over`.
    """

    def may(user: User, locked: Case) -> bool:
        return _may_pass_on(user, locked, holder)

    def change(locked: Case) -> dict:
        before, locked.assignee = locked.assignee_id, None
        return {"assignee": None, "before": before}

    return door.record(case, "release", actor=actor, may=may, change=change, token=token, note=note)


def _may_pass_on(user: User, locked: Case, holder: int | None) -> bool:
    return rules.may_pass_on(user, locked) and holder in (None, locked.assignee_id)
