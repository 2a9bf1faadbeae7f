"""Runs of prints: what stands in the way, jobs that die, one print after the other."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from assessment.frames.prints import Arranged
from assessment.models import Entry, PrintRun, Session
from assessment.services import print_files, print_jobs, printing
from casework.models import Case, JobItem
from casework.services import jobs, leases
from casework.services.door import ForbiddenError, NotNowError
from casework.services.files import path_of
from config import clock
from tests.assessment.entering import a_plan
from tests.assessment.prints.world import a_site, arranged, moment, pages, people, printed


@pytest.fixture
def clerk(agencies):
    return agencies.clerk["lc"]


@pytest.fixture
def small_parts(monkeypatch):
    """Two people in a part."""
    monkeypatch.setattr(print_jobs, "PEOPLE", 2)


def told(plan, kind: str = "tickets", session=None) -> list[tuple[str, list[str], bool]]:
    found = printing.lacks(Arranged.of(plan), kind, session)
    return [(lack.message, [each.name for each in lack.people], lack.refuses) for lack in found]


def test_what_is_missing_is_told_with_the_people(plan, item, clerk):
    assert told(plan) == [("还没有排座", [], True)]
    entries = arranged(plan, item, range(1, 5))
    assert told(plan) == []
    entries[0].seats.filter(session__subject="practice").delete()
    Entry.objects.filter(pk=entries[1].pk).update(ticket="")
    Entry.objects.filter(pk=entries[2].pk).update(name="张\U00032400")
    Entry.objects.filter(pk=entries[3].pk).update(photo=None)
    refusing = [
        ("有人还没有座位", ["考生1"], True),
        ("有人还没有准考证号", ["考生2"], True),
        ("姓名里有字库没有的字", ["张\U00032400"], True),
    ]
    assert told(plan) == [*refusing, ("有人没有照片", ["考生4"], False)]
    assert told(plan, "doors") == refusing
    theory = plan.sessions.get(subject="theory")
    assert told(plan, "doors", theory) == refusing[1:]
    with pytest.raises(ValidationError) as refused:
        printing.start(plan, "tickets", None, actor=clerk)
    assert refused.value.messages[0] == "有人还没有座位（考生1）。请在考务安排中补排座位。"
    assert not PrintRun.objects.exists()


def test_a_waived_subject_needs_no_seat(plan, item):
    entries = arranged(plan, item, [1])
    entries[0].seats.filter(session__subject="practice").delete()
    item.subjects.filter(kind="practice").update(waived=True, reason="免考")
    assert told(plan) == []


def test_a_room_that_cannot_be_printed_is_told(plan, item):
    arranged(plan, item, [1])
    site = plan.sessions.first().rooms.get().site
    type(site).objects.filter(pk=site.pk).update(address="\U00032400路")
    [(message, _, refuses)] = told(plan)
    assert ("U+32400" in message, refuses) == (True, True)


def test_who_has_withdrawn_or_sat_in_a_cancelled_session_is_on_no_sheet(plan, item, clerk):
    entries = arranged(plan, item, range(1, 3))
    Entry.objects.filter(pk=entries[0].pk).update(status="withdrawn")
    run = printed(printing.start(plan, "doors", None, actor=clerk))
    text = "".join(pages(print_files.whole(run.folder).read_bytes()))
    assert (run.count, text.count("考生1"), text.count("考生2")) == (2, 0, 2)
    plan.sessions.filter(subject="practice").update(cancelled_at=clock.now())
    assert told(plan) == [("有人还没有座位", ["考生2"], True)]


def test_a_print_in_many_parts_has_everybody_once_in_order(plan, item, clerk, small_parts):
    arranged(plan, item, range(1, 8))
    run = printed(printing.start(plan, "tickets", None, actor=clerk))
    texts = "".join(pages(print_files.whole(run.folder).read_bytes()))
    places = [texts.find(f"准考证号202603{n:06}") for n in range(1, 8)]
    assert -1 not in places and places == sorted(places)
    assert (run.count, run.job.items.count()) == (7, 5)
    assert [path.name for path in print_files.folder(run.folder).iterdir()] == ["whole"]
    assert run.job.message == (
        f"评价计划 {plan.number} 的准考证（合并为一份）已生成，7 人。请到“考前打印”页面下载。"
    )


def test_what_a_dead_worker_left_is_done_again(plan, item, clerk, small_parts):
    arranged(plan, item, range(1, 6))
    run = printing.start(plan, "tickets", None, actor=clerk)
    rows = JobItem.objects.filter(job__kind="print_day")
    [dead] = leases.claim(rows, seconds=900, most_attempts=3)
    print_jobs._prepare(dead)
    left = print_files.part(run.folder, 0)
    left.with_name(f"{left.name}-0123{print_files.UNFINISHED}").write_bytes(b"half")
    left.write_bytes(b"half")
    jobs.work_off()
    assert PrintRun.objects.get().done_at is None
    JobItem.objects.filter(pk=dead.pk).update(lease_until=moment(1, 1))
    run = printed(run)
    texts = "".join(pages(print_files.whole(run.folder).read_bytes()))
    assert [texts.count(f"准考证号202603{n:06}") for n in range(1, 6)] == [1] * 5
    assert [path.name for path in print_files.folder(run.folder).iterdir()] == ["whole"]


def test_nothing_is_bound_of_an_arrangement_that_changed_meanwhile(plan, item, clerk, small_parts):
    entries = arranged(plan, item, range(1, 4))
    run = printing.start(plan, "tickets", None, actor=clerk)
    entries[0].seats.filter(session__subject="theory").update(number=9)
    run = printed(run)
    assert (run.done_at, printing.standings([run])[run.pk].failure) == (None, print_jobs.CHANGED)
    assert run.job.message.endswith("请到“考前打印”页面重新打印。")


def test_a_photograph_that_cannot_be_read_is_told(plan, item, clerk):
    [entry] = arranged(plan, item, [1])
    path_of(entry.photo_id).write_bytes(b"x")
    run = printed(printing.start(plan, "tickets", None, actor=clerk))
    told = printing.standings([run])[run.pk].failure
    assert told == f"考生1（{entry.number}）的照片无法读取，请更换照片。"


def test_printed_again_the_earlier_file_goes(plan, item, clerk, django_capture_on_commit_callbacks):
    arranged(plan, item, range(1, 3))
    first = printed(printing.start(plan, "doors", None, actor=clerk))
    of_session = printed(printing.start(plan, "doors", plan.sessions.first(), actor=clerk))
    with django_capture_on_commit_callbacks(execute=True):
        second = printing.start(plan, "doors", None, actor=clerk)
        assert printing.start(plan, "doors", None, actor=clerk).pk == second.pk
    assert not print_files.folder(first.folder).exists()
    assert set(PrintRun.objects.values_list("pk", flat=True)) == {of_session.pk, second.pk}
    with django_capture_on_commit_callbacks(execute=True):
        plan.sessions.update(form="机考")
        third = printing.start(plan, "doors", None, actor=clerk)
    assert third.pk != second.pk
    second.job.refresh_from_db()
    assert second.job.status == "cancelled"
    with django_capture_on_commit_callbacks(execute=True):
        printing.drop(third, actor=clerk)
        printing.drop(third, actor=clerk)
    assert list(PrintRun.objects.all()) == [of_session]


CHANGES = {
    "a seat": lambda e: e.seats.filter(session__subject="theory").update(number=9),
    "a name": lambda e: Entry.objects.filter(pk=e.pk).update(name="李四"),
    "a photograph": lambda e: Entry.objects.filter(pk=e.pk).update(photo=None),
    "an hour": lambda e: Session.objects.filter(plan=e.plan, subject="theory").update(
        starts_at=moment(25, 8)
    ),
    "an address": lambda e: type(e.seats.first().room.site).objects.update(address="新路2号"),
    "the plan's title": lambda e: Case.objects.filter(pk=e.plan_id).update(title="新名称"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_differs_where_a_sheet_would(plan, item, change):
    entry, *_ = arranged(plan, item, range(1, 3))
    theory = plan.sessions.get(subject="theory")
    before = [Arranged.of(plan).digest("tickets", each) for each in (None, theory)]
    assert before == [Arranged.of(plan).digest("tickets", each) for each in (None, theory)]
    CHANGES[change](entry)
    plan = type(entry.plan).objects.get(pk=plan.pk)
    after = [Arranged.of(plan).digest("tickets", each) for each in (None, theory)]
    assert [a == b for a, b in zip(before, after, strict=True)] == [False, False]


def test_a_change_elsewhere_leaves_the_sheets_of_a_session_alone(plan, item):
    entry, *_ = arranged(plan, item, range(1, 3))
    practice = plan.sessions.get(subject="practice")
    before = Arranged.of(plan).digest("doors", practice)
    CHANGES["a seat"](entry)
    Entry.objects.filter(pk=entry.pk).update(phone="", post="钳工")
    assert Arranged.of(plan).digest("doors", practice) == before


@pytest.mark.parametrize(
    ("state", "final"),
    [("roster", False), ("roster_filed", False), ("ready", True), ("held", True)],
)
def test_a_print_is_final_from_ready_on(agencies, clerk, state, final):
    plan = a_plan(agencies, "lc", ["own_staff"], state=state)
    arranged(plan, agencies.item(plan), [1])
    assert printing.start(plan, "tickets", None, actor=clerk).final is final


@pytest.mark.parametrize("state", ["enrolment", "cancelled", "archived"])
def test_before_and_after_nothing_is_printed(agencies, clerk, state):
    plan = a_plan(agencies, "lc", ["own_staff"], state=state)
    arranged(plan, agencies.item(plan), [1])
    with pytest.raises(NotNowError):
        printing.start(plan, "tickets", None, actor=clerk)


def test_who_else_prints_nothing(agencies, plan, item):
    arranged(plan, item, [1])
    for user in (agencies.world.staff["lc_centre"], agencies.clerk["ln"], agencies.client_hr):
        with pytest.raises(ForbiddenError):
            printing.start(plan, "tickets", None, actor=user)


def test_the_sweep_takes_what_is_old_and_what_nobody_names(
    plan, item, clerk, django_capture_on_commit_callbacks
):
    arranged(plan, item, [1])
    old = printed(printing.start(plan, "doors", None, actor=clerk))
    kept = printed(printing.start(plan, "desks", None, actor=clerk))
    PrintRun.objects.filter(pk=old.pk).update(made_at=moment(1, 1).replace(year=2020))
    orphan = print_files.part(type(old)().folder, 0)
    print_files.write(orphan, lambda path: path.write_bytes(b"x"))
    with django_capture_on_commit_callbacks(execute=True):
        printing.sweep()
    assert list(PrintRun.objects.all()) == [kept]
    assert orphan.exists() and print_files.is_whole(kept)
    assert print_files.sweep(older_than=-1) == [type(kept.folder)(orphan.parent.name)]
    assert [path.name for path in print_files.root().iterdir()] == [kept.folder.hex]


def test_only_this_service_reads_the_bytes(plan, item, clerk):
    arranged(plan, item, [1])
    run = printed(printing.start(plan, "doors", None, actor=clerk))
    path = print_files.whole(run.folder)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (print_files.is_whole(run), run.size) == (True, path.stat().st_size)
    path.write_bytes(b"x")
    assert print_files.is_whole(run) is False
    path.unlink()
    assert print_files.is_whole(run) is False


def test_one_print_of_a_kind_at_a_time(plan, item, clerk):
    arranged(plan, item, [1])
    run = printing.start(plan, "doors", None, actor=clerk)
    twin = {"plan": plan, "kind": "doors", "made_by": clerk, "made_at": run.made_at}
    with pytest.raises(IntegrityError):
        PrintRun.objects.create(**twin)


def test_a_part_asks_as_much_for_one_as_for_thirty(
    plan, item, clerk, django_assert_max_num_queries
):
    arranged(plan, item, range(1, 31))
    asked = []
    for kind, drawn in (("tickets", "entries"), ("sign_in", "rooms")):
        run = printing.start(plan, kind, None, actor=clerk)
        [payload] = [each.payload for each in run.job.items.all()[:1]]
        for count in (1, 30):
            few = {**payload, drawn: payload[drawn][:count]}
            with django_assert_max_num_queries(20) as queries:
                print_jobs._prepare(JobItem(payload=few))
            asked.append(len(queries))
    assert asked == [asked[0]] * 2 + [asked[2]] * 2


def test_looking_at_the_arrangement_asks_the_same_for_any_number(
    plan, item, django_assert_num_queries
):
    site = a_site(plan.agency, "第二考点")
    arranged(plan, item, [1])
    with django_assert_num_queries(8):
        Arranged.of(plan).digest("tickets", None)
    entries = people(plan, item, range(2, 41))
    for session in plan.sessions.all():
        room = site.rooms.create(name=f"大考场{session.pk}", kind="theory", capacity=99)
        for at, entry in enumerate(entries):
            session.seats.create(room=room, number=at, entry=entry)
    with django_assert_num_queries(8):
        Arranged.of(plan).digest("tickets", None)
