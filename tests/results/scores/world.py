"""A plan on the day after the exam, with sheets and pages at hand."""

from decimal import Decimal

from accounts.models import User
from catalogue.regulations.terms import PlanStep
from results.models import Attendance, ScoreRound, ScoreSheet
from results.selectors.results import current
from results.services import rounds
from results.services.rounds import Change
from results.sheets import Value
from tests.results.world import Day, a_day, all_present

ABSENT = Value(absent=True)


def value(mark) -> Value | None:
    """`None` is absent, "" nothing."""
    if mark == "":
        return None
    return ABSENT if mark is None else Value(Decimal(str(mark)))


def held(agencies, key: str = "lc", people: int = 3, **columns) -> Day:
    """Everybody came, the holding is over."""
    day = a_day(agencies, key, people, state=PlanStep.HELD, **columns)
    all_present(day)
    return day


def missing(day: Day, entry: int, subject: str = "theory") -> None:
    """Somebody did not come to a subject after all."""
    session = day.theory if subject == "theory" else day.practice
    Attendance.objects.filter(session=session, entry=day.entries[entry]).update(presence="absent")


def address(day: Day, subject: str = "theory", tail: str = "") -> str:
    return f"/plan/{day.plan.number}/scores/{day.item.pk}/{subject}/{tail}"


def taken(day: Day, position: int = 1, subject: str = "theory") -> ScoreRound:
    """A round begun by one of the two clerks."""
    clerk = day.clerks[position - 1]
    return rounds.take(day.plan, day.item.pk, subject, position, actor=clerk)


def entered(
    day: Day, marks: list, position: int = 1, subject: str = "theory", *, hand_in: bool = True
) -> ScoreRound:
    """A round with these marks, handed in."""
    round_ = taken(day, position, subject)
    changes = [
        Change(entry.pk, value(mark), "") for entry, mark in zip(day.entries, marks, strict=True)
    ]
    assert rounds.save(round_, changes, actor=round_.clerk) == {}
    if hand_in:
        rounds.hand_in(round_, checked=True, actor=round_.clerk)
    return round_


def both(day: Day, marks: list, second: list | None = None, subject: str = "theory") -> ScoreSheet:
    """Both rounds of a subject handed in."""
    entered(day, marks, 1, subject)
    return entered(day, marks if second is None else second, 2, subject).sheet


def panel(day: Day, subject: str = "practice") -> ScoreSheet:
    """The subject is marked by its panel."""
    sheet, _ = ScoreSheet.objects.get_or_create(plan=day.plan, item=day.item, subject=subject)
    sheet.by_panel = True
    sheet.save()
    return sheet


def outcomes(day: Day) -> dict[str, tuple]:
    """By ticket: the outcome and each subject's, with its mark."""
    return {
        row.entry.ticket[-1]: (
            row.outcome,
            {
                each.subject: (each.outcome, each.mark and float(each.mark))
                for each in row.subjects.all()
            },
        )
        for row in current(day.plan)
    }


def who(user: User, client):
    client.force_login(user)
    return client
