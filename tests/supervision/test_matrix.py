"""Every page of supervision × every kind of person, each cell compared. The addresses come from the
URLconf, those of an API as well: a page without a row here fails."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import get_resolver, reverse

from accounts.enums import Role
from accounts.models import User
from config import clock
from supervision.services.causes import propose
from tests.house.test_urls import walk
from tests.plugins.kept_worlds import kept
from tests.supervision.complaints.world import ACCEPT, a_complaint, said
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.inspections.causes import wish
from tests.supervision.inspections.world import (
    PREPARED,
    VISIT,
    an_agency,
    begun,
    build,
    fill,
    inspector,
)
from tests.supervision.violations.world import FACTS, a_wish, act, opened

__all__ = ["agencies", "stored_files", "world"]
pytestmark = pytest.mark.django_db
PEOPLE = (
    "stranger", "accused", "other_agency", "county", "other_county", "city", "other_city",
    "province", "expert", "inspector", "admin",
)  # fmt: skip
OK, OUT, NO, GONE, ODD = 200, 302, 403, 404, 422


def row(*codes: int) -> dict[str, int]:
    return dict(zip(PEOPLE, codes, strict=True))


EVERYBODY = row(*[OK] * 11)
OFFICERS = row(OUT, NO, NO, OK, OK, OK, OK, OK, NO, NO, NO)
WITH_AGENCIES = {**OFFICERS, "accused": OK, "other_agency": OK}
INVOLVED = {**WITH_AGENCIES, "expert": OK, "inspector": OK}
RATES = {**OFFICERS, "county": NO, "other_county": NO}
GOVERNS = row(OUT, GONE, GONE, OK, GONE, OK, GONE, OK, GONE, GONE, GONE)


def at_work(code: int) -> dict[str, int]:
    """The record on site: who inspects writes; who sees the case may not, others find nothing."""
    return row(OUT, NO, GONE, NO, GONE, NO, GONE, NO, GONE, code, GONE)


# name of the address → what each gets; a name with `case:` is the page of such a case.
TABLE = {
    "complaint-new": EVERYBODY,
    "complaint-track": EVERYBODY,
    "complaint-add": row(*[OUT] * 11),
    "complaints": OFFICERS,
    "complaint-enter": OFFICERS,
    "sanctions": EVERYBODY,
    "inspections": EVERYBODY,
    "inspection-results": EVERYBODY,
    "inspection-campaign": EVERYBODY,
    "inspection-draw": EVERYBODY,
    "inspection-program": EVERYBODY,
    "campaigns": OFFICERS,
    "campaign-new": OFFICERS,
    "campaign-edit": row(OUT, NO, NO, GONE, GONE, OK, GONE, GONE, NO, NO, NO),
    "inspection-propose": OFFICERS,
    "my-inspections": row(OUT, *[OK] * 10),
    "record": at_work(OK),
    "record-save": at_work(ODD),
    "finding-add": at_work(OK),
    "finding-strike": at_work(OUT),
    "violation-new": OFFICERS,
    "violation-open": row(OUT, NO, NO, OK, GONE, OK, GONE, OK, NO, NO, NO),
    "corps": INVOLVED,
    "corps-new": WITH_AGENCIES,
    "visits-coming": OFFICERS,
    "visits-tasks": OFFICERS,
    "my-visits": row(OUT, *[OK] * 10),
    "visits-internal": INVOLVED,
    "credit": EVERYBODY,
    "credit-formula": EVERYBODY,
    "credit-desk": RATES,
    "credit-begin": RATES,
    "credit-mine": row(OUT, OK, OK, *[NO] * 8),
    "risk": OFFICERS,
    "due": WITH_AGENCIES,
    "destructions": WITH_AGENCIES,
    "pay": {**OFFICERS, "accused": OUT, "other_agency": OUT},
    # Without a link of one's own.
    "pay-answer": row(*[GONE] * 11),
    "digests": EVERYBODY,
    "digests-data": EVERYBODY,
    "integrity": {**row(OUT, *[NO] * 10), "province": OK, "admin": OK},
    "case:draft campaign": row(OUT, GONE, GONE, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE),
    "case:campaign": row(OUT, GONE, GONE, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE),
    "case:inspection": {**GOVERNS, "accused": OK, "inspector": OK},
    "case:proposed inspection": GOVERNS,
    "case:opened violation": GOVERNS,
    "case:notified violation": {**GOVERNS, "accused": OK},
    "case:complaint": GOVERNS,
    "case:explanation": {**GOVERNS, "accused": OK},
}
# Pages about one supervisor, visit, rating, signal, destruction or payment: the tests of the rooms
# (corps, credit, risk, keeping, pay) build these and compare who opens them.
OF_ONE = {
    "corps-card", "supervisor-card", "visit-finding-add", "visit-finding-strike", "visit-lot",
    "visit-photo-add", "visit-record", "visit-save", "credit-contest", "credit-details",
    "credit-listed", "credit-rating", "credit-round", "destruction-list", "pay-of", "pay-record",
    "risk-agency", "risk-note",
}  # fmt: skip
POSTED = ("complaint-add", "record-save", "finding-strike")


@dataclass
class Cast:
    """Who asks, and what the addresses are about."""

    people: dict[str, User]
    arguments: dict[str, list]


@kept
def cast(agencies) -> Cast:
    """The city inspects, punishes and hears complaints about an agency in one of its counties."""
    desk = build(agencies)
    world, agency = desk.world, an_agency(desk.world, 9)
    agency.division = agency.organisation.division = world.places["371502"]
    agency.organisation.save()
    agency.save()
    desk.agencies.append(agency)
    with clock.travel(PREPARED):
        draft = desk.prepared()
    campaign = desk.drawn(amount=6, staff=False, supervisors=True)
    case = begun(desk, next(t for t in campaign.inspections.all() if t.agency_id == agency.pk))
    sent = inspector(case)
    fill(case, no="rules")
    with clock.travel(VISIT):
        return _with_cases(desk, agency, draft, campaign, case, sent)


def _with_cases(desk, agency, draft, campaign, case, sent) -> Cast:
    world, day = desk.world, VISIT.date()
    secret = propose(
        wish(desk, agency=agency, begins_on=day, ends_on=day + timedelta(5)),
        office=desk.office,
        actor=desk.officer,
    )
    begun_on, told = opened(world, agency), opened(world, agency)
    told = act(told, "notify", desk.officer, wish=a_wish("agency_talk"), facts=FACTS)
    asked = ("ask", {"subject": "考场安排", "question": "请说明当天的考场安排。"})
    complaint = a_complaint(said(agency), desk.officer, ACCEPT, asked)
    pages = {
        "draft campaign": draft,
        "campaign": campaign,
        "inspection": case,
        "proposed inspection": secret,
        "opened violation": begun_on,
        "notified violation": told,
        "complaint": complaint,
        "explanation": complaint.explanations.get(),
    }
    on_site = {name: [case.number] for name in ("record", "record-save", "finding-add")}
    return Cast(
        _people(desk, agency, sent),
        {
            "inspection-campaign": [campaign.number],
            "inspection-draw": [campaign.number, 1],
            "inspection-program": [campaign.number, 1],
            "campaign-edit": [draft.number],
            **on_site,
            "finding-strike": [case.number, case.findings.get().pk],
            "violation-open": ["agency", agency.pk],
            "credit-formula": [1],
            **{f"case:{name}": [each.number] for name, each in pages.items()},
        },
    )


def _people(desk, agency, sent: User) -> dict[str, User]:
    world = desk.world
    return {
        "accused": world.member(agency.organisation, Role.MANAGER, Role.CLERK),
        "other_agency": agencies_clerk(desk),
        "county": world.staff["dcf"],
        "other_county": world.staff["yg"],
        "city": desk.officer,
        "other_city": world.staff["as"],
        "province": world.staff["sd"],
        "expert": world.member(desk.office, Role.EXPERT),
        "inspector": sent,
        "admin": User.objects.create_superuser("root", "root@example.com"),
    }


def agencies_clerk(desk) -> User:
    """Somebody of another agency of the city."""
    return desk.world.member(desk.agencies[0].organisation, Role.MANAGER, Role.CLERK)


def addresses() -> set[str]:
    """Every address whose view is of supervision, whichever URLconf names it."""
    return {
        name.removeprefix("supervision:")
        for name, view in walk(get_resolver().url_patterns)
        if getattr(view, "__module__", "").startswith("supervision.")
    }


def test_every_page_has_its_row():
    assert addresses() == OF_ONE | {name for name in TABLE if not name.startswith("case:")}


@pytest.mark.parametrize("name", list(TABLE))
def test_each_gets_what_is_due(client, cast, name):
    space = "casework:case" if name.startswith("case:") else f"supervision:{name}"
    address = reverse(space, args=cast.arguments.get(name, []))
    method = "post" if name in POSTED else "get"
    found = {}
    # Who may strike a problem comes last: afterwards it is gone.
    for who in sorted(PEOPLE, key="inspector".__eq__):
        client.logout()
        cache.clear()  # each is a visitor of his own
        if who in cast.people:
            client.force_login(cast.people[who])
        with clock.travel(VISIT):
            found[who] = getattr(client, method)(address).status_code
    assert found == TABLE[name]
