"""`verify_timeline` names what somebody did to a timeline who got past the triggers."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework.models import Case, ChainHead, Event, EventNote, Notice
from casework.services import door, erasure, integrity, timeline
from config import clock, triggers
from tests.casework.sample.acts import KIND

pytestmark = pytest.mark.django_db


@pytest.fixture
def tampering():
    """The triggers are gone, as for somebody who owns the database."""
    for model in (Event, EventNote, ChainHead):
        triggers.lift(model._meta.db_table, connection.schema_editor())


@pytest.fixture
def case(tampering, petition, clerk, acceptor):
    """Six events: open, submit, request_supplement, resubmit, accept (with a note), withdraw."""
    door.perform(petition, "submit", actor=clerk)
    door.perform(petition, "request_supplement", actor=acceptor)
    door.perform(petition, "resubmit", actor=clerk)
    door.perform(petition, "accept", actor=acceptor, note="材料齐全")
    door.perform(petition, "withdraw", actor=clerk)
    return Case.objects.get(pk=petition.pk)


def faults() -> list[tuple[int, str]]:
    return [(fault.sequence, fault.problem) for fault in integrity.verify()]


def at(case, sequence):
    return Event.objects.filter(case=case, sequence=sequence)


def rewrite(event, **fields):
    """Change an event and give it the digest it would need."""
    for name, value in fields.items():
        setattr(event, name, value)
    event.digest = timeline.digest_of(event)
    event.save()


def test_an_untouched_timeline_is_whole(case):
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        {"act": "refuse"},
        {"facts": '{"remark":"改"}'},
        {"actor": None},
        {"actor_office": None},
        {"target": "refused"},
        {"note_digest": "0" * 64},
        {"previous": "0" * 64},
        {"digest": "0" * 64},
    ],
)
def test_a_changed_event_is_named(case, change):
    at(case, 3).update(**change)
    assert faults() == [(3, "内容被改动")]


def test_a_moment_that_was_moved_is_named(case):
    at(case, 3).update(at=clock.now() - timedelta(days=3))
    assert faults() == [(3, "内容被改动")]


def test_a_changed_event_with_a_new_digest_breaks_the_chain_behind_it(case):
    rewrite(at(case, 3).get(), act="refuse")
    assert faults() == [(4, "与前一条不衔接，前一条可能被整条替换")]


def test_a_deleted_event_is_named(case):
    at(case, 3).delete()
    assert faults() == [(3, "记录被删除")]


def test_a_deleted_event_whose_followers_moved_up_is_named(case):
    at(case, 3).delete()
    for sequence in (4, 5, 6):
        at(case, sequence).update(sequence=sequence - 1)
    assert faults() == [
        (3, "记录被移动，原为第4条"),
        (4, "记录被移动，原为第5条"),
        (5, "记录被移动，原为第6条"),
        (6, "末尾的记录被删除"),
    ]


def test_a_cut_tail_is_named(case):
    EventNote.objects.filter(event__case=case).delete()
    Notice.objects.all().delete()
    at(case, 6).delete()
    at(case, 5).delete()
    assert faults() == [(5, "末尾的记录被删除"), (6, "末尾的记录被删除")]


def forged(case, sequence, previous) -> None:
    event = Event(case=case, sequence=sequence, at=clock.now(), act="accept", source="submitted")
    event.target, event.facts, event.previous = "withdrawn", "{}", previous
    event.digest = timeline.digest_of(event)
    event.save()


def test_an_event_added_at_the_end_is_named(case):
    forged(case, 7, at(case, 6).get().digest)
    assert faults() == [(7, "记录是后来补入的，链头没有记载")]


def test_an_event_put_in_between_is_named(case):
    for sequence in (6, 5, 4):
        at(case, sequence).update(sequence=sequence + 1)
    forged(case, 4, at(case, 3).get().digest)
    assert (4, "记录是后来补入的") in faults()
    assert [f for f in faults() if "移动" in f[1]] == [
        (5, "记录被移动，原为第4条"),
        (6, "记录被移动，原为第5条"),
        (7, "记录被移动，原为第6条"),
    ]


def test_swapped_events_are_named(case):
    at(case, 3).update(sequence=99)
    at(case, 4).update(sequence=3)
    at(case, 99).update(sequence=4)
    assert faults() == [(3, "记录被移动，原为第4条"), (4, "记录被移动，原为第3条")]


@pytest.mark.parametrize("change", [{"text": "材料不齐"}, {"public": False}, {"salt": "0"}])
def test_a_changed_note_is_named(case, change):
    EventNote.objects.filter(event__case=case).update(**change)
    assert faults() == [(5, "意见被改动")]


def test_a_note_deleted_without_a_word_is_named_and_one_erased_lawfully_is_not(
    case, acceptor, bureau
):
    erasure.erase_note(at(case, 5).get(), actor=acceptor, office=bureau, reason="依申请")
    assert faults() == []
    EventNote.objects.all().delete()
    assert faults() == [(7, "意见被删除")]


def test_a_note_that_nobody_wrote_is_named(case):
    EventNote.objects.create(event=at(case, 2).get(), text="同意", salt="1")
    assert faults() == [(2, "意见是后来补入的")]


def test_a_head_that_is_gone_or_changed_is_named(case):
    heads = ChainHead.objects.filter(case=case)
    heads.update(digest="0" * 64)
    assert faults() == [(0, "末条记录与链头不一致，末条或链头被改动")]
    heads.delete()
    assert faults() == [(0, "链头缺失")]


def test_a_state_moved_past_the_door_is_named(case):
    Case.objects.filter(pk=case.pk).update(state="accepted")
    assert faults() == [(0, "案件状态“accepted”与末条记录“withdrawn”不符，未经办理即被改动")]


def test_a_case_deleted_with_everything_is_missed_by_its_number(case):
    EventNote.objects.all().delete()
    case.deadlines.all().delete()
    Notice.objects.all().delete()
    Event.objects.all().delete()
    ChainHead.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sample_petition WHERE case_ptr_id = %s", [case.pk])
        cursor.execute("DELETE FROM casework_case WHERE id = %s", [case.pk])
    assert [str(fault) for fault in integrity.verify()] == [f"{case.number} 案件连同全部记录被删除"]


def test_whoever_rewrites_timeline_and_head_together_changes_the_anchor(case):
    now = clock.now()
    kept = integrity.anchor(now)
    last = at(case, 6).get()
    rewrite(last, facts='{"remark":"改"}')
    ChainHead.objects.filter(case=case).update(digest=last.digest)
    assert faults() == []
    assert integrity.anchor(now) != kept


def test_the_anchor_of_a_day_stays_the_same_whatever_happens_later(petition, clerk):
    then = clock.now()
    kept = integrity.anchor(then)
    door.perform(petition, "submit", actor=clerk)
    assert integrity.anchor(then) == kept
    assert integrity.anchor(clock.now() + timedelta(seconds=1)) != kept


def run(*arguments) -> tuple[str, str, bool]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_timeline", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", False
    return out.getvalue(), err.getvalue(), True


def test_the_command_says_what_it_found_and_ends_accordingly(case):
    assert run() == ("1 件，记录完整。\n", "", True)
    assert run("--case", case.number) == ("1 件，记录完整。\n", "", True)
    at(case, 3).update(act="refuse")
    said = f"{case.number} 第3条：内容被改动\n共发现 1 处问题。"
    assert run() == ("", said, False)
    assert run("--case", case.number) == ("", said, False)
    assert re.search("没有编号为 YL0 的案件", run("--case", "YL0")[1])


def test_any_number_of_cases_takes_few_queries(petition, clerk, django_assert_num_queries):
    def open_another():
        door.open_case(
            KIND,
            actor=clerk,
            title="又一件",
            division=petition.division,
            owner=petition.owner,
            office=petition.office,
            receiver=petition.receiver,
            regulation=petition.regulation,
            state="draft",
        )

    with django_assert_num_queries(3):
        assert faults() == []
    for _ in range(30):
        open_another()
    with django_assert_num_queries(3):
        assert faults() == []
