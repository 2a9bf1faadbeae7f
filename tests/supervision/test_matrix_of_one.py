"""Pages about one supervisor, visit, rating, signal, destruction or payment × every kind of person,
each cell compared. The accused is the agency that the page is about."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from config import clock
from supervision.models import RiskSignal
from supervision.selectors import visits as reads
from supervision.services.corps import noting
from supervision.services.keeping import due
from supervision.services.on_site import Found
from supervision.services.risk import nightly
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.corps.conftest import corps
from tests.supervision.corps.world import BEFORE as VISITED
from tests.supervision.credit.conftest import office
from tests.supervision.credit.world import RATED
from tests.supervision.keeping.conftest import over
from tests.supervision.keeping.world import NOW as DESTROYED
from tests.supervision.keeping.world import WISH
from tests.supervision.pay.conftest import paid
from tests.supervision.pay.world import NOW as PAID
from tests.supervision.risk.conftest import ground
from tests.supervision.risk.world import NIGHT
from tests.supervision.test_matrix import EVERYBODY, GONE, NO, ODD, OF_ONE, OK, OUT, PEOPLE, row

__all__ = ["agencies", "corps", "ground", "office", "over", "paid", "stored_files", "world"]
pytestmark = pytest.mark.django_db
GOVERNS = row(OUT, OK, GONE, GONE, GONE, OK, GONE, OK, GONE, GONE, GONE)  # and the agency itself


def own(code: int) -> dict[str, int]:
    """The note of a visit: who visits writes; who sees the case may not, others find nothing."""
    return row(OUT, GONE, GONE, GONE, GONE, NO, GONE, NO, GONE, code, GONE)


TABLE = {
    "supervisor-card": EVERYBODY,
    "corps-card": row(OUT, GONE, GONE, GONE, GONE, OK, GONE, NO, GONE, OK, GONE),
    "visit-lot": {**GOVERNS, "inspector": OK},
    "visit-record": own(OK),
    "visit-save": own(ODD),
    "visit-photo-add": own(ODD),
    "visit-finding-add": own(OK),
    "visit-finding-strike": own(OUT),
    "credit-round": EVERYBODY,
    "credit-rating": EVERYBODY,
    "credit-listed": row(*[OUT] * 11),
    "credit-details": {**GOVERNS, "province": GONE},
    "credit-contest": {**GOVERNS, "province": GONE},
    "risk-agency": {**GOVERNS, "accused": GONE},
    "risk-note": {**GOVERNS, "accused": GONE},
    "destruction-list": GOVERNS,
    "pay-of": GOVERNS,
    "pay-record": {**GOVERNS, "city": NO, "province": NO},
}


def cast(agencies, agency, inspector: User | None = None) -> dict[str, User]:
    world, city = agencies.world, agencies.world.offices["lc"]
    return {
        "accused": world.member(agency.organisation, Role.MANAGER, Role.CLERK),
        "other_agency": agencies.clerk["sd"],
        "county": world.staff["dcf"],
        "other_county": world.staff["yg"],
        "city": world.staff["lc"],
        "other_city": world.staff["as"],
        "province": world.staff["sd"],
        "expert": world.member(city, Role.EXPERT),
        "inspector": inspector or world.member(city, Role.SUPERVISOR),
        "admin": User.objects.create_superuser("root", "root@example.com"),
    }


def met(client, people: dict[str, User], name: str, arguments: list, *, posted=False) -> dict:
    """What each gets; whoever may change the row comes last."""
    address, found = reverse(f"supervision:{name}", args=arguments), {}
    for who in sorted(PEOPLE, key="inspector".__eq__):
        client.logout()
        cache.clear()  # each is a visitor of his own
        if who in people:
            client.force_login(User.objects.get(pk=people[who].pk))
        found[who] = (client.post if posted else client.get)(address).status_code
    return found


def compared(
    client, people: dict[str, User], pages: dict[str, list], posted: set[str] = frozenset()
):
    found = {
        name: met(client, people, name, arguments, posted=name in posted)
        for name, arguments in pages.items()
    }
    assert found == {name: TABLE[name] for name in pages}


def test_every_such_page_has_its_row():
    assert set(TABLE) == OF_ONE


def test_of_a_supervisor(client, corps, agencies):
    sending = corps.send()
    visit = corps.visits()[0]
    with clock.travel(VISITED):
        point = reads.points_of(visit)[0]
        noting.save(visit, point.key, "no", actor=visit.person)
        found = Found("考场没有张贴座位标签。", "minor", point.key, "补贴。")
        noting.find(visit, found, actor=visit.person, token=uuid4())
        compared(
            client,
            cast(agencies, agencies.agency["lc"], visit.person),
            {
                "supervisor-card": [visit.appointment.token],
                "corps-card": [visit.appointment.number],
                "visit-lot": [sending.pk],
                "visit-record": [visit.number],
                "visit-save": [visit.number],
                "visit-photo-add": [visit.number],
                "visit-finding-add": [visit.number],
                "visit-finding-strike": [visit.number, visit.findings.get().pk],
            },
            {"visit-save", "visit-photo-add", "visit-finding-strike"},
        )


def test_of_a_rating(client, office, agencies):
    case = office.publicised()
    item = case.items.filter(agency=office.bad).first()
    with clock.travel(RATED):
        compared(
            client,
            cast(agencies, office.bad),
            {
                "credit-round": [case.number],
                "credit-rating": [case.number, office.bad.code],
                "credit-listed": [case.publications.get().pk],
                "credit-details": [case.number, office.bad.code],
                "credit-contest": [item.pk],
            },
        )


def test_of_a_signal(client, ground, agencies):
    with clock.travel(NIGHT):
        nightly.reckon()
        signal = RiskSignal.objects.get(kind="pass_rate")
        compared(
            client,
            cast(agencies, ground.odd),
            {"risk-agency": [ground.odd.code], "risk-note": [signal.pk]},
        )


def test_of_a_destruction(client, over, agencies):
    with clock.travel(DESTROYED):
        due.find()
        case = over.act(over.approved(), "destroy", over.other, **WISH)
        compared(client, cast(agencies, agencies.agency["lc"]), {"destruction-list": [case.number]})


def test_of_a_payment(client, paid, agencies):
    with clock.travel(PAID):
        compared(
            client,
            cast(agencies, agencies.agency["lc"]),
            {"pay-of": [paid.payer.pk], "pay-record": [paid.mine[0].number]},
        )
