"""A plan on its whole road: from the draft to the exam, and on from there."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from assessment.models import Entry, Exemption
from tests.assessment.entering import id_number, portrait
from tests.assessment.whole.rosters import WHOLE, name
from tests.assessment.whole.steps import Way
from tests.results.whole.cast import CARRIED, THEORY, WAIVED
from tests.results.whole.conftest import carried_from
from tests.results.whole.walk import Clock, Walk


@contextmanager
def beyond_the_tickets(road: Way, begin, *, waives: bool = False, spared=()) -> Iterator[Walk]:
    """The plan where `begin` leaves it, with one who carries theory from last year and, where the
    region waives it, one let off it; `spared`: whom the plan itself spares theory."""
    earlier = carried_from(road.agencies, road.key, CARRIED, level=5)

    def exempting(way: Way) -> None:
        exempt(way, waives=waives)
        carried = Exemption.objects.get(entry__plan=way.plan, cause="earlier")
        assert carried.earlier == earlier.entries.get()

    begin(road, exempting)
    with ExitStack() as stack:
        yield walking(road, Clock(stack), frozenset(spared))


def exempt(road: Way, *, waives: bool) -> None:
    """What one passed before is carried with a button; letting somebody off a subject is offered
    only where the regulation knows it (LC-19)."""
    page = road.open(road.clerk, f"/plan/{road.number}/exemptions/")
    assert page.send(to="/found/").status == 302
    address = f"/plan/{road.number}/exemptions/new/"
    if not waives:
        assert road.people.open(road.clerk, address).status == 404
        return
    proof = SimpleUploadedFile("特殊工种证明.png", portrait(), "image/png")
    number = road.plan.entries.get(name=name(WAIVED)).number
    given = {"number": number, "subject": THEORY, "reason": "特殊工种岗位", "file": proof}
    road.send(road.clerk, address, **given)


def walking(road: Way, clock: Clock, spared: frozenset[int]) -> Walk:
    """The same plan, with whoever takes it on from here."""
    plan, world = road.plan, road.agencies.world
    numbers = {id_number(number): number for number in range(1, WHOLE + 1)}
    people = Entry.objects.filter(plan=plan).select_related("item__occupation")
    owner = plan.owner
    walk = Walk(
        people=road.people,
        agencies=road.agencies,
        clock=clock,
        key=road.key,
        number=road.number,
        entries={numbers[entry.id_number]: entry for entry in people},
        writer=world.member(owner, Role.WRITER, name="命题甲"),
        second=world.member(owner, Role.WRITER, name="命题乙"),
        scorers=[world.member(owner, role) for role in (Role.SCORER, Role.CLERK)],
        manager=world.member(owner, Role.MANAGER),
        watch=road.clerk,
        spared=spared,
    )
    assert sorted(walk.entries) == list(range(1, WHOLE + 1))
    return walk
