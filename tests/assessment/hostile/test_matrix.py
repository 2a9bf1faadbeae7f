"""Every page of sites, sessions, seats, duties and prints × every kind of person, and what these
pages answer to things that no form of theirs sends."""

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Duty, Entry, Room, Seat, Session, Site
from assessment.services import printing
from assessment.urlpatterns import arrangement, staffing
from assessment.urlpatterns import printing as prints
from tests.assessment.changes.world import Arranged, arranged

pytestmark = pytest.mark.django_db
PAGES = {each.name: each for each in (*arrangement.URLS, *staffing.URLS, *prints.URLS)}
OK, OUT, NO, GONE = 200, 302, 403, 404
READERS = ("client", "centre", "province", "bureau", "expert")
OTHERS = ("elsewhere", "stranger", "supervisor")


def row(own: int, readers: int, others: int, **more: int) -> dict[str, int]:
    """What the agency's clerk, who reads the plan, and everybody else get."""
    answers = {"nobody": OUT, "own": own}
    return answers | dict.fromkeys(READERS, readers) | dict.fromkeys(OTHERS, others) | more


LISTS = row(OK, NO, NO, stranger=OK)  # who keeps sites of his own has a list of them
KEPT = row(OK, GONE, GONE)
READ = row(OK, OK, GONE)
DONE = row(OK, NO, GONE)
SENT = row(NO, OK, GONE, client=NO, expert=NO)
TABLE = {
    **dict.fromkeys(("sites", "staff"), LISTS),
    **dict.fromkeys(("site-add", "site", "site-edit", "room-add", "room"), KEPT),
    **dict.fromkeys(("staff-add", "staff-person", "staff-edit", "staff-leave", "staff-tie"), KEPT),
    **dict.fromkeys(("sessions", "session", "seats", "session-staff", "prints"), READ),
    **dict.fromkeys(("session-add", "session-edit", "seat-move"), DONE),
    "session-supervisors": SENT,
    "duties": row(OK, OK, OK),
    "session-lot": row(GONE, GONE, GONE),
    "print-file": row(GONE, GONE, GONE),  # not drawn yet
}
# Which are only sent; the clerk whose they are is left out, for whom they do something.
SENDING = {
    **dict.fromkeys(("site-remove", "room-remove", "staff-back", "staff-untie"), KEPT),
    "staff-take": KEPT,
    **dict.fromkeys(("session-remove", "seats-all", "seat-release", "session-staff-fill"), DONE),
    "staff-fill-all": DONE,
    **dict.fromkeys(("session-staff-remove", "print-drop"), DONE),
    "session-supervisor-remove": row(NO, GONE, GONE, client=NO, expert=NO),
}


def keys_of(made: Arranged, run: int) -> dict[str, dict]:
    """The arguments of addresses by their first part."""
    room, session = made.rooms["一考场"], made.sessions["theory"]
    common = {
        "number": made.plan.number,
        "code": made.plan.agency.code,
        "room": room.pk,
        "entry": made.plan.entries.first().pk,
        "duty": session.duties.first().pk,
        "kind": "theory",
        "tie": 1,
    }
    return {
        "sites": {**common, "pk": room.site_id},
        "staff": {**common, "pk": made.staff[0].pk},
        "plan": {**common, "pk": session.pk},
        "prints": {**common, "pk": run},
        "duties": common,
    }


def address(name: str, keys: dict[str, dict]) -> str:
    route = str(PAGES[name].pattern)
    given = keys["prints" if "prints" in route else route.partition("/")[0]]
    wanted = re.findall(r"<\w+:(\w+)>", route)
    return reverse(f"assessment:{name}", kwargs={each: given[each] for each in wanted})


@pytest.fixture
def made(agencies) -> Arranged:
    return arranged(agencies, "hb", "roster")


@pytest.fixture
def keys(agencies, made) -> dict[str, dict]:
    for pk in made.plan.entries.values_list("pk", flat=True):
        Entry.objects.filter(pk=pk).update(ticket=f"{pk}")
    run = printing.start(made.plan, "doors", None, actor=agencies.clerk["hb"])
    return keys_of(made, run.pk)


@pytest.fixture
def people(agencies, made, world) -> dict:
    return {
        "nobody": None,
        "own": agencies.clerk["hb"],
        "client": agencies.client_hr,
        "centre": world.staff["sjz_centre"],
        "province": world.staff["hb_centre"],
        "bureau": world.staff["sjz"],
        "expert": world.member(made.plan.owner, Role.EXPERT),
        "elsewhere": world.staff["lc_centre"],
        "stranger": agencies.clerk["sd"],
        "supervisor": world.member(world.offices["sjz_centre"], Role.SUPERVISOR),
    }


def test_the_tables_hold_every_page():
    assert {**TABLE, **SENDING}.keys() == PAGES.keys()


def answers(client, people: dict, keys: dict, names, method: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for who, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        for name in names:
            page = getattr(client, method)(address(name, keys))
            found[name][who] = page.status_code
    return found


def held() -> list[int]:
    return [model.objects.count() for model in (Site, Room, Session, Seat, Duty)]


def test_each_sees_what_is_due_to_him(client, people, keys):
    assert answers(client, people, keys, TABLE, "get") == TABLE


def test_nobody_else_does_anything(client, people, keys):
    before = held()
    others = {who: user for who, user in people.items() if who != "own"}
    found = answers(client, others, keys, SENDING, "post")
    expected = {
        name: {who: code for who, code in codes.items() if who != "own"}
        for name, codes in SENDING.items()
    }
    assert {name: found[name] for name in found if found[name] != expected[name]} == {}
    assert held() == before


def test_parts_of_another_s_are_not_found_in_one_s_own(client, agencies, made, keys, people):
    """The own plan, agency or site named with another's session, person, room or candidate."""
    foreign = keys_of(arranged(agencies, "sd", "roster"), 0)
    mixed = {part: {**given, "number": made.plan.number} for part, given in foreign.items()}
    inside = [name for name, page in PAGES.items() if "<int:" in str(page.pattern)]
    before = held()
    client.force_login(people["own"])
    found = {name: client.post(address(name, mixed)).status_code for name in inside}
    # Gone already is no error where something is taken away: it answers alike for what never was.
    gone = {"session-remove": OUT}
    refused = {name: found[name] for name in found if found[name] not in (NO, GONE, 405)}
    assert (refused, held()) == (gone, before)


GARBAGE = ["", "\0", "9" * 30, "-1", "²", "<script>", ["1", "2", "x"]]
FIELDS = (
    "items day begins ends form rooms seen order entry room number name id_number document roles "
    "kind capacity cameras address division contact session certificate since until employer left "
    "user role examiner person relation note all confirm version token"
)
FORMS = [*(name for name in TABLE if TABLE[name] in (KEPT, DONE)), "seats", "session-staff"]
FORMS += ["prints"]


@pytest.mark.parametrize("typed", GARBAGE, ids=repr)
def test_what_no_form_sends_is_refused_and_changes_nothing(client, people, keys, typed):
    client.force_login(people["own"])
    before = held()
    sent = dict.fromkeys(FIELDS.split(), typed)
    pages = [name for name in FORMS if name not in ("site", "staff-person")]
    found = {name: client.post(address(name, keys), sent).status_code for name in pages}
    # Which of its forms was sent stands in a field of its own.
    expected = {**dict.fromkeys(pages, 422), "session-staff": GONE}
    assert (found, held()) == (expected, before)


@pytest.mark.parametrize("field", ["items", "rooms"])
def test_a_key_too_long_for_any_row_is_said_at_its_field(client, people, keys, field):
    client.force_login(people["own"])
    page = client.post(address("session-add", keys), {field: "9" * 30})
    assert page.context["form"].errors[field] == ["“999999999…”不是一个有效的值"]


def test_numbers_beyond_every_key_are_not_found(client, people, keys):
    client.force_login(people["own"])
    huge = {part: {**given, "pk": 9**30} for part, given in keys.items()}
    named = [name for name, page in PAGES.items() if "<int:pk>" in str(page.pattern)]
    found = {name: client.get(address(name, huge)).status_code for name in named}
    assert {name: code for name, code in found.items() if code not in (NO, GONE, 405)} == {}
