"""Windows of Shandong's social filing, and applicants that passed their evaluation."""

from datetime import date, timedelta

from config import clock
from filing.models import Filing, ScopeItem, SelectionWindow
from tests.filing.world import World

ELECTRICIAN, WELDER = "6-31-01-03", "6-18-02-04"
CENTRE = "lc_centre"


def window(world: World, *, at_most: int = 8, opens: date | None = None, days: int = 20, **columns):
    """Open since today, for twenty days."""
    opens = opens or clock.today()
    values = {
        "office": world.offices[CENTRE],
        "regulation_id": "shandong-social",
        "title": "第一批评价机构征集公告",
        "opens": opens,
        "closes": opens + timedelta(days=days),
        "at_least": 2,
        "at_most": at_most,
        "criteria": "技术评估结论；场地设施设备。",
        "created_by": world.staff[CENTRE],
        "created_at": clock.now(),
    }
    return SelectionWindow.objects.create(**(values | columns))


def passed(world: World, into: SelectionWindow | None = None, state: str = "passed") -> Filing:
    """An association's filing for two occupations, five to three, that is to be decided on."""
    owner, actor = world.applicant("371502", "city", "association")
    filing = world.filing(
        state,
        regulation="shandong-social",
        owner=owner,
        actor=actor,
        receiver=CENTRE,
        window=into,
    )
    for code in (ELECTRICIAN, WELDER):
        ScopeItem.objects.create(
            filing=filing, occupation=world.occupations[code], lowest=5, highest=3
        )
    return filing


def items(filing: Filing) -> dict[str, ScopeItem]:
    """The rows of its scope by the name of the occupation."""
    return {row.occupation.name: row for row in filing.scope.select_related("occupation")}


def state(filing: Filing) -> str:
    return Filing.objects.get(pk=filing.pk).state
