"""Experts, panels and opinions for tests."""

from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import Organisation, User
from casework.services import door
from config import clock
from filing.enums import Verdict
from filing.models import Conflict, Expert, Expertise, Filing, Panel, PanelMember
from filing.selectors import experts
from filing.services import opinions
from tests.filing.world import SINCE, World


def expert(world: World, office: str = "dcf", *, fields: tuple = ("6",), **columns) -> Expert:
    """A new person in the pool of an office, for years to come."""
    user = world.member(world.offices[office], Role.EXPERT, name=f"专家{User.objects.count()}")
    return enlist(world, user, office, fields=fields, **columns)


def enlist(world: World, user: User, office: str, *, fields: tuple = ("6",), **columns) -> Expert:
    """Somebody who has the role already."""
    columns = {"since": SINCE, "until": date(2099, 12, 31)} | columns
    row = Expert.objects.create(user=user, office=world.offices[office], **columns)
    Expertise.objects.bulk_create(Expertise(expert=row, code=code) for code in fields)
    return row


def accepted(world: World, **columns) -> Filing:
    """An accepted filing for 电工."""
    filing = world.filing("accepted", **columns)
    filing.scope.create(occupation=world.occupations["6-31-01-03"], lowest=5, highest=3)
    return filing


def convened(world: World, *, pool: int = 5, filing: Filing | None = None, **wish) -> Filing:
    """A filing under evaluation by a panel drawn from `pool` new experts of the county."""
    filing = filing or accepted(world)
    for _ in range(pool):
        expert(world)
    methods = [filing.regulation.evaluation[0].text]
    given = {"methods": methods, "size": 3, "reserves": 2, "wide": False} | wish
    door.perform(filing, "evaluate", actor=world.staff["dcf"], **given)
    return Filing.objects.get(pk=filing.pk)


def seats(filing: Filing) -> list[PanelMember]:
    """Who sits on the newest panel, in the order of the draw."""
    return list(experts.tallies(filing)[0].seats)


def fill_in(member: PanelMember, verdict: Verdict = Verdict.MEETS, *, against: tuple = ()) -> None:
    """Write a whole opinion; `against` are the conditions found not met."""
    for condition in opinions.conditions(member.panel.filing):
        one = Verdict.FAILS if condition.key in against else Verdict.MEETS
        for field, value in (("verdict", one), ("text", "理由"), ("evidence", "所见")):
            opinions.save(member, condition=condition.key, field=field, value=value)
    opinions.save(member, condition="", field="verdict", value=verdict)
    opinions.save(member, condition="", field="text", value="总体理由")


def speak(member: PanelMember, verdict: Verdict = Verdict.MEETS, *, against: tuple = ()) -> None:
    """Write a whole opinion and say it."""
    fill_in(member, verdict, against=against)
    member = PanelMember.objects.get(pk=member.pk)
    opinions.speak(member, actor=member.user)


def all_speak(filing: Filing, *verdicts: Verdict) -> None:
    """Each seat its verdict; those that no verdict is given for meet."""
    for place, seat in enumerate(seats(filing)):
        speak(seat, verdicts[place] if place < len(verdicts) else Verdict.MEETS)


def all_speak_besides(filing: Filing, done: PanelMember) -> None:
    """All others find the conditions met."""
    for seat in seats(filing):
        if seat.pk != done.pk:
            speak(seat)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


def conclude(world: World, filing: Filing, act: str, note: str = "多数专家认为符合条件。"):
    """What the county's officer concludes from the opinions."""
    return door.perform(filing, act, actor=world.staff["dcf"], note=note)


def evaluate(world: World, filing: Filing, **wish) -> Panel:
    """The panel that the county's officer draws."""
    given = {"methods": ["文件审核"], "size": 3, "reserves": 1, "wide": False} | wish
    door.perform(filing, "evaluate", actor=world.staff["dcf"], **given)
    return Panel.objects.get(filing=filing)


def tie(expert: Expert, firm: Organisation, **columns) -> Conflict:
    """What an expert has declared of a firm."""
    return Conflict.objects.create(
        user=expert.user,
        code=firm.code,
        name=firm.name,
        cause="employer",
        declared_at=clock.now(),
        declared_by=expert.user,
        **columns,
    )


def excluded(filing: Filing, *, wide: bool = False) -> dict[int, str]:
    """Why each of the pool cannot be drawn, by the expert's key; empty: he can."""
    return {c.expert.pk: c.excluded for c in experts.candidates(filing, wide=wide)}
