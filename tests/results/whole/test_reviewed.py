"""What is recorded of each candidate is what a panel marks: LC-08, LN-02, JS-12, and JS-14."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Entry, PlanSubject, Seat
from casework.models import Case
from casework.services import publications
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import a_plan, conditions, filled
from tests.assessment.staffing.world import duty, examiner, rooms, session
from tests.filing.whole.pages import People
from tests.results.whole import kept, outcome, scores
from tests.results.whole.walk import Walk
from tests.results.world import BEFORE

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 6, 5)
SHARES = {1: (1, 1), 2: (1, 4), 3: None}  # of the full marks of each line; 3 does not come
ORDER = {
    "lc": ["ability", "performance", "conduct"],
    "ln": ["ability", "performance", "conduct"],
    "js": ["conduct", "ability", "performance", "contribution"],
}
METHOD = {"lc": "performance", "ln": "comprehensive", "js": "performance"}


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("lc", marks=pytest.mark.clause("LC-08")),
        pytest.param("ln", marks=pytest.mark.clause("LN-02")),
        pytest.param("js", marks=pytest.mark.clause("JS-12", "JS-14")),
    ],
)
def test_from_what_is_recorded_to_confirmed_results(client, agencies, moments, key):
    walk = a_review(People(client), agencies, moments, key)
    is_held(walk)
    walk.turn_to(FRIDAY)
    assert walk.act(walk.clerk, "score") == "scored"
    assert scores.outcomes(walk) == wanted(walk)
    is_confirmed(walk)
    is_told_line_by_line(walk)


def a_review(people, agencies, moments, key: str) -> Walk:
    """Three people entered with what is assessed of them, seated before a panel of three."""
    conditions()
    days = {"first_on": date(2026, 6, 3), "last_on": date(2026, 6, 3)}
    plan = a_plan(agencies, key, ["own_staff"], PlanStep.ENROLMENT, **days)
    type(plan).objects.filter(pk=plan.pk).update(method=METHOD[key])
    item, world, owner = agencies.item(plan), agencies.world, plan.owner
    PlanSubject.objects.filter(item=item).delete()
    PlanSubject.objects.create(item=item, kind="review")
    judges = [world.member(owner, Role.ASSESSOR) for _ in range(3)]
    manager = world.member(owner, Role.MANAGER)
    writer = world.member(owner, Role.WRITER)
    walk = Walk(
        people=people,
        agencies=agencies,
        clock=moments,
        key=key,
        number=plan.number,
        entries={},
        writer=writer,
        second=writer,
        scorers=[world.member(owner, role) for role in (Role.SCORER, Role.CLERK)],
        manager=manager,
        watch=agencies.clerk[key],
        judges=judges,
    )
    enter(walk, item)
    seated(walk, plan, judges)
    Case.objects.filter(pk=plan.pk).update(state=PlanStep.READY)
    return walk


def enter(walk: Walk, item) -> None:
    """By the form of the agency, with every content of the region's document."""
    address = walk.at("assessment:entry-add")
    for number in SHARES:
        contents = {f"content_{each}": f"{each}优良{number}" for each in ORDER[walk.key]}
        typed = filled(item, number, name=f"考生{'一二三'[number - 1]}", **contents)
        walk.open(walk.clerk, address)
        assert walk.people.post(address, typed).status == 302
    rows = Entry.objects.filter(plan__number=walk.number).order_by("pk")
    walk.entries = dict(enumerate(rows, 1))
    page = walk.open(walk.clerk, reverse("assessment:entry", args=[walk.number, rows[0].pk]))
    assert [each for each in ORDER[walk.key] if f"{each}优良1" not in page.text] == []
    for number, entry in walk.entries.items():
        given = {"ticket": f"20260603{number:06}", "status": "approved"}
        given |= {"decided_by": walk.clerk, "decided_at": BEFORE}
        Entry.objects.filter(pk=entry.pk).update(**given)
    walk.refresh()


def seated(walk: Walk, plan, judges) -> None:
    (hall,) = rooms(plan.agency, 3, kind="review")
    made = session(plan, [hall], "review")
    for number, entry in walk.entries.items():
        Seat.objects.create(session=made, room=hall, number=number, entry=entry)
    for number, judge in enumerate(judges):
        duty(made, examiner(plan.agency, 20 + number, user=judge), room=hall)


def is_held(walk: Walk) -> None:
    """Everybody noted, then marked by each of the panel, a line for each content in its order."""
    (made,) = walk.sessions("review")
    walk.turn_to(made.starts_at + timedelta(minutes=10))
    address = walk.at("results:check-in", made.pk)
    person = walk.at("results:check-in-person", made.pk, walk.entries[3].pk)
    assert walk.open(walk.clerk, person).send(to="/note/", press="absent").status == 302
    page = walk.open(walk.clerk, f"{address}?room=all")
    assert page.send(to="/rest/", presence="present").status == 302
    walk.turn_to(made.ends_at + timedelta(minutes=1))
    assert walk.act(walk.clerk, "hold") == "held"
    item = walk.plan.items.get()
    sheet = walk.open(walk.clerk, walk.at("results:sheet", item.pk, "review"))
    assert sheet.send(to="/way/", press="yes").status == 302
    for judge in walk.judges:
        own = made.duties.get(examiner__user=judge)
        for number in (1, 2):
            given = {f"line-{at}": f"{mark}" for at, mark in enumerate(lines_of(walk, number))}
            page = walk.open(judge, f"/marking/{own.pk}/{walk.entries[number].pk}/")
            assert page.send(press="1", **given).status == 302


def most(walk: Walk) -> list[int]:
    """The full marks of each line, the rest with the first."""
    each, rest = divmod(100, len(ORDER[walk.key]))
    return [each + (rest if at == 0 else 0) for at in range(len(ORDER[walk.key]))]


def lines_of(walk: Walk, number: int) -> list[int]:
    above, below = SHARES[number]
    return [mark * above // below for mark in most(walk)]


def wanted(walk: Walk) -> dict[str, tuple]:
    good, bad, missing = (walk.entries[number].ticket for number in SHARES)
    return {
        good: ("qualified", {"review": ("passed", 100)}),
        bad: ("unqualified", {"review": ("failed", sum(lines_of(walk, 2)))}),
        missing: ("unqualified", {"review": ("absent", None)}),
    }


def is_confirmed(walk: Walk) -> None:
    """By the city in Liaoning, elsewhere by the enterprise itself, where no office may."""
    if walk.key == "ln":
        outcome.submit(walk)
        assert outcome.pass_review(walk, "as") == "confirmed"
        return
    public = outcome.publicise(walk)
    walk.turn_to(public.closes_on + timedelta(days=1))
    assert [each.pk for each in publications.close_due()] == [public.pk]
    offices = {"lc": ("lc_centre", "lc"), "js": ("sz_centre", "sz")}[walk.key]
    asked = [(each, act) for each in offices for act in ("review", "confirm")]
    assert [pair for pair in asked if walk.status_of(walk.officer(pair[0]), pair[1]) == 200] == []
    assert walk.status_of(walk.clerk, "submit_results") != 200
    assert walk.act(walk.clerk, "confirm") == "confirmed"
    assert not walk.plan.events.filter(act__in=("review", "submit_results")).exists()


def is_told_line_by_line(walk: Walk) -> None:
    """The dossier says what each of the panel gave for each content, in the document's order."""
    pack = kept.dossier(walk)
    contents = walk.plan.regulation.contents
    assert [rule.content.value for rule in contents] == ORDER[walk.key]
    rows = kept.table(pack, "06_成绩/考评组评分.csv")
    expected = [
        (walk.entries[number].ticket, told(walk, contents, number))
        for number in (1, 2)
        for _ in walk.judges
    ]
    assert [(row["准考证号"], row["评分项"]) for row in rows] == expected


def told(walk: Walk, contents, number: int) -> str:
    given = zip(contents, most(walk), lines_of(walk, number), strict=True)
    return "；".join(
        f"{rule.content.label}：{rule.text}（{full}）：{mark}.0" for rule, full, mark in given
    )
