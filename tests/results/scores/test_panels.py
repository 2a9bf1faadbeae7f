"""A panel marks on a phone, each member for himself."""

from decimal import Decimal

import pytest

from accounts.enums import Role
from assessment.models import Duty, PlanSubject, Seat, Session, Tie
from casework.models import Case
from casework.services import door
from catalogue.regulations.terms import PlanStep
from config import clock
from results.checks.scores import check
from results.frames.scores import Frame
from results.models import Marking
from results.services import marking
from tests.assessment.staffing.world import duty, examiner, rooms, seat, session
from tests.results.scores.world import address, both, held, missing, outcomes, panel, who
from tests.results.world import AFTER, BEFORE

pytestmark = pytest.mark.django_db


def page(duty: Duty, entry) -> str:
    return f"/marking/{duty.pk}/{entry.pk}/"


def give(client, duty: Duty, entry, submit=True, **fields):
    who(duty.examiner.user, client)
    return client.post(page(duty, entry), {**({"submit": "1"} if submit else {}), **fields})


def marked_by_all(client, day, entry: int, totals: list) -> None:
    for member, total in zip(day.assessors, totals, strict=True):
        fields = {"absent": "on"} if total is None else {"total": str(total)}
        assert give(client, member, day.entries[entry], **fields).status_code == 302


def test_each_marks_who_sits_in_the_room_and_the_average_counts(day, client):
    panel(day)
    both(day, [80, 80, 80])
    for at, totals in enumerate(([60, 59, 61], [59.9, 59.9, 60], [100, 100, 100])):
        marked_by_all(client, day, at, totals)
    door.perform(day.plan, "score", actor=day.arbiter)
    found = outcomes(day)
    assert [found[key][1]["practice"] for key in "123"] == [
        ("passed", 60),
        ("failed", 59.9),
        ("passed", 100),
    ]


def test_a_member_sees_seats_and_tickets_and_nobody_elses_marks(day, client):
    panel(day)
    give(client, day.assessors[0], day.entries[0], total="77.7")
    who(day.assessors[1].examiner.user, client)
    room = client.get(f"/marking/{day.assessors[1].pk}/").content.decode()
    assert day.entries[0].ticket in room
    assert day.entries[0].name not in room
    assert "77.7" not in room
    assert "77.7" not in client.get(page(day.assessors[1], day.entries[0])).content.decode()
    assert client.get(page(day.assessors[0], day.entries[0])).status_code == 404


def test_what_is_kept_may_change_and_what_is_submitted_stays(day, client):
    panel(day)
    member, entry = day.assessors[0], day.entries[0]
    give(client, member, entry, submit=False, total="50")
    row = Marking.objects.get()
    assert (row.mark, row.submitted_at) == (50, None)
    refused = give(client, member, entry, total="60", seen="")
    assert refused.status_code == 422
    assert "这份评分在别处已有改动" in refused.content.decode()
    seen = marking.stamp(row)
    assert give(client, member, entry, total="60", seen=seen).status_code == 302
    assert give(client, member, entry, total="99", seen=marking.stamp(row)).status_code == 422
    row.refresh_from_db()
    assert (row.mark, row.submitted_at is not None) == (60, True)


def test_a_page_that_was_overtaken_can_be_sent_again(day, client):
    panel(day)
    member, entry = day.assessors[0], day.entries[0]
    give(client, member, entry, submit=False, total="50")
    refused = give(client, member, entry, total="60", seen="")
    form = refused.context["form"]
    assert (refused.status_code, form["total"].value()) == (422, "60")
    seen = form["seen"].value()
    assert give(client, member, entry, total="60", seen=seen).status_code == 302
    assert Marking.objects.get().mark == 60


def lines_of(*texts: str) -> list[dict]:
    return [{"text": text, "marks": "50"} for text in texts]


def test_marks_stand_beside_the_lines_that_the_page_asked(day, client, monkeypatch):
    """Both forms of a paper may be opened, one after the other, and each has lines of its own."""
    panel(day)
    member, entry = day.assessors[0], day.entries[0]
    monkeypatch.setattr(marking, "_lines_of", lambda *_: lines_of("接线", "通电"))
    who(member.examiner.user, client)
    asked = client.get(page(member, entry)).context["form"]["asked"].value()
    typed = {"line-0": "50", "line-1": "1", "asked": asked}
    other = lines_of("拆装", "测量")
    monkeypatch.setattr(marking, "_lines_of", lambda *_: other)
    refused = give(client, member, entry, **typed)
    form = refused.context["form"]
    assert (refused.status_code, form.non_field_errors()) == (422, [marking.OTHER_LINES])
    assert [form[f"line-{at}"].value() for at in (0, 1)] == [None, None]
    assert not Marking.objects.exists()
    again = {"line-0": "2", "line-1": "3", "asked": form["asked"].value()}
    assert give(client, member, entry, **again).status_code == 302
    row = Marking.objects.get()
    assert [(line["text"], line["given"]) for line in row.lines] == [
        ("拆装", "2.0"),
        ("测量", "3.0"),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"total": "101"}, "这一项最高 100 分，请核对。"),
        ({"total": "6o"}, "“6o”不是成绩"),
        ({"total": "缺考"}, "请填写数字；缺考的在下面勾选。"),
        ({"total": ""}, "请填写评分；缺考的请勾选缺考。"),
    ],
)
def test_what_is_no_mark_is_refused(day, client, fields, said):
    panel(day)
    answer = give(client, day.assessors[0], day.entries[0], **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Marking.objects.exists()


def test_whoever_has_to_step_back_marks_nothing_and_is_not_waited_for(day, client):
    panel(day)
    member, entry = day.assessors[0], day.entries[0]
    Tie.objects.create(
        examiner=member.examiner, id_hash=entry.id_hash, name=entry.name, cause="师徒"
    )
    assert give(client, member, entry, total="100").status_code == 403
    assert not Marking.objects.exists()
    for other in day.assessors[1:]:
        give(client, other, entry, total="60")
    frame = Frame.of(day.plan, (day.item.pk, "practice"))
    line = next(iter(frame.lines(frame.keys[0])))
    assert (line.awaited, str(line.value)) == (0, "60")
    issue = next(each for each in check(frame) if each.code == "panel-size")
    assert entry.ticket in issue.message
    assert issue.refuses is not issue.basis.default


def test_a_panel_need_not_mark_who_did_not_come(day, client):
    panel(day)
    missing(day, 0, "practice")
    for at in (1, 2):
        marked_by_all(client, day, at, [60, 60, 60])
    both(day, [80, 80, 80])
    door.perform(day.plan, "score", actor=day.arbiter)
    assert outcomes(day)["1"][1]["practice"] == ("absent", None)


def test_before_the_session_nobody_marks(day, client):
    panel(day)
    with clock.travel(BEFORE):
        assert give(client, day.assessors[0], day.entries[0], total="60").status_code == 422
    assert not Marking.objects.exists()


def test_after_scoring_nobody_marks(day, client):
    panel(day)
    Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.SCORED)
    assert give(client, day.assessors[0], day.entries[0], total="60").status_code == 404
    assert not Marking.objects.exists()


def test_a_clerk_enters_for_who_has_no_account(day, client):
    panel(day)
    member = day.assessors[0]
    account = member.examiner.user
    who(day.clerks[0], client)
    assert client.get(page(member, day.entries[0])).status_code == 404
    member.examiner.user = None
    member.examiner.save()
    who(account, client)
    assert client.get(page(member, day.entries[0])).status_code == 404
    who(day.clerks[0], client)
    posted = client.post(page(member, day.entries[0]), {"total": "66", "submit": "1"})
    assert posted.status_code == 302
    assert Marking.objects.get().entered_by == day.clerks[0]
    assert str(day.clerks[0]) in client.get(page(member, day.entries[0])).content.decode()


def test_a_subject_is_given_to_a_panel_before_anything_is_entered(day, client):
    who(day.clerks[1], client)
    way = address(day, "practice", "way/")
    client.post(way, {"by_panel": "yes"})
    assert day.plan.score_sheets.get(subject="practice").by_panel
    who(day.clerks[0], client)
    client.post(address(day, "practice", "take/1/"))
    assert not day.plan.score_sheets.get(subject="practice").rounds.exists()
    give(client, day.assessors[0], day.entries[0], total="60")
    who(day.clerks[1], client)
    client.post(way, {"by_panel": "no"})
    assert day.plan.score_sheets.get(subject="practice").by_panel
    client.post(address(day, "theory", "way/"), {"by_panel": "yes"})
    assert not day.plan.score_sheets.filter(subject="theory", by_panel=True).exists()
    who(day.clerks[0], client)  # enters, but does not choose
    assert client.post(way, {"by_panel": "no"}).status_code == 403


def test_a_panel_that_does_not_agree_who_was_there_is_decided(day, client):
    panel(day)
    marked_by_all(client, day, 0, [60, None, 61])
    frame = Frame.of(day.plan, (day.item.pk, "practice"))
    assert [line.dispute for line in frame.disputes(frame.keys[0])] == [
        "考评组有人评分、有人记缺考"
    ]
    tail = f"differences/{day.entries[0].pk}/"
    who(day.assessors[0].examiner.user, client)
    assert client.get(address(day, "practice", tail)).status_code == 403
    who(day.arbiter, client)
    posted = {"mark": "60.5", "reason": "核对录像"}
    assert client.post(address(day, "practice", tail), posted).status_code == 302


@pytest.mark.clause("LC-08")
@pytest.mark.clause("JS-12")
@pytest.mark.parametrize("key", ["lc", "js"])
def test_a_review_records_each_content_of_the_regulation(agencies, now, client, key):
    day = held(agencies, key)
    PlanSubject.objects.create(item=day.item, kind="review")
    (hall,) = rooms(day.plan.agency, 3, kind="review")
    times = {"starts_at": AFTER.replace(hour=8), "ends_at": AFTER.replace(hour=9)}
    made: Session = session(day.plan, [hall], "review", **times)
    seat(made, hall, 1, 2, 3)
    user = agencies.world.member(day.plan.owner, Role.ASSESSOR)
    member = duty(made, examiner(day.plan.agency, 30, user=user), room=hall)
    panel(day, "review")
    contents = day.plan.regulation.contents
    fields = {f"line-{at}": "10" for at in range(len(contents))}
    assert give(client, member, day.entries[0], **fields, remark="带徒三人").status_code == 302
    row = Marking.objects.get()
    assert [line["text"] for line in row.lines] == [
        f"{rule.content.label}：{rule.text}" for rule in contents
    ]
    assert sum(Decimal(line["marks"]) for line in row.lines) == 100
    assert (row.mark, row.remark) == (10 * len(contents), "带徒三人")
    assert Seat.objects.filter(session=made).count() == 3
