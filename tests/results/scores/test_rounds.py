"""Two people enter the marks of a sheet, each for himself."""

import io

import pytest

from casework.models import Case, Event, Notice
from printing.sheets import write
from results.models import Score, ScoreRound
from tests.results.scores.world import address, both, entered, missing, taken, who

pytestmark = pytest.mark.django_db


def field(day, entry: int) -> str:
    return f"mark-{day.entries[entry].pk}"


def typed(client, day, entry: int, text: str, seen: str = ""):
    """A field of the grid, as it is left."""
    pk = day.entries[entry].pk
    data = {"field": f"mark-{pk}", f"mark-{pk}": text, f"seen-{pk}": seen}
    return client.post(address(day, tail="round/"), data)


def marks(round_) -> list:
    return list(round_.scores.order_by("entry").values_list("mark", "absent"))


def said(response) -> list[str]:
    return [str(each) for each in response.context["messages"]]


def test_a_clerk_takes_a_round_and_types_it_by_ticket_only(day, client):
    who(day.clerks[0], client)
    response = client.post(address(day, tail="take/1/"), follow=True)
    text = response.content.decode()
    assert response.redirect_chain == [(address(day, tail="round/"), 302)]
    assert all(entry.ticket in text for entry in day.entries)
    assert not any(entry.name in text for entry in day.entries)
    assert typed(client, day, 0, "80.5").status_code == 200
    assert typed(client, day, 1, "q").status_code == 200
    assert "80.5 已保存" in typed(client, day, 0, "80.5", "80.5").content.decode()
    assert marks(ScoreRound.objects.get()) == [(80.5, False), (None, True)]


def test_what_is_no_mark_is_refused_and_stays_typed(day, client):
    who(day.clerks[0], client)
    taken(day)
    answer = typed(client, day, 0, "100.5")
    assert answer.status_code == 422
    assert "超过满分 100。填写 0 到 100 的数字，" not in answer.content.decode()
    assert "超过满分 100。填写 0 到 100 的数字。" in answer.content.decode()
    page = client.post(address(day, tail="round/"), {field(day, 0): "8x", field(day, 1): "70"})
    assert page.status_code == 422
    assert 'value="8x"' in page.content.decode()
    assert Score.objects.count() == 1  # the other one of the page was kept


def test_an_emptied_field_takes_the_mark_away(day, client):
    who(day.clerks[0], client)
    taken(day)
    typed(client, day, 0, "80")
    assert typed(client, day, 0, "", "80").status_code == 200
    assert Score.objects.count() == 0


def test_a_page_that_is_out_of_date_overwrites_nothing(day, client):
    who(day.clerks[0], client)
    taken(day)
    typed(client, day, 0, "80")
    answer = typed(client, day, 0, "81", "")
    assert answer.status_code == 422
    assert "在别处已改为“80”" in answer.content.decode()
    assert f'name="seen-{day.entries[0].pk}" value="80"' in answer.content.decode()
    assert Score.objects.get().mark == 80
    assert typed(client, day, 0, "81", "80").status_code == 200


def test_the_page_is_kept_without_a_script(day, client):
    who(day.clerks[0], client)
    taken(day)
    data = {field(day, at): mark for at, mark in enumerate(("80", "缺考", "59.9"))}
    assert client.post(address(day, tail="round/"), data).status_code == 302
    assert [float(each or -1) for each, _ in marks(ScoreRound.objects.get())] == [80, -1, 59.9]


def test_a_field_of_nobody_on_the_sheet_is_not_found(day, client):
    who(day.clerks[0], client)
    taken(day)
    assert client.post(address(day, tail="round/"), {"field": "mark-999999"}).status_code == 404


def test_neither_round_is_seen_by_anybody_but_its_clerk_before_both_are_in(day, client):
    entered(day, [71.3, 62.4, 53.5])
    for user in (day.clerks[1], day.arbiter):
        who(user, client)
        page = client.get(address(day)).content.decode()
        assert not any(mark in page for mark in ("71.3", "62.4", "53.5"))
        assert client.get(address(day, tail="round/")).status_code == 404
    entered(day, [71.3, 62.4, 50], 2)
    who(day.arbiter, client)
    assert "一录 53.5，二录 50" in client.get(address(day)).content.decode()


def test_one_person_does_not_take_both_rounds(day, client):
    taken(day)
    who(day.clerks[0], client)
    assert said(client.post(address(day, tail="take/2/"), follow=True)) == [
        "两次录入须由两人分别完成，您已经录入另一次。"
    ]
    assert ScoreRound.objects.count() == 1


def test_a_round_that_somebody_has_is_not_taken(day, client):
    taken(day)
    who(day.clerks[1], client)
    assert said(client.post(address(day, tail="take/1/"), follow=True)) == [
        f"一录已由{day.clerks[0]}开始录入，请返回查看。"
    ]


def test_a_round_is_handed_in_whole_and_never_changes(day, client):
    who(day.clerks[0], client)
    round_ = entered(day, [80, 70, ""], hand_in=False)
    refused = client.post(address(day, tail="round/hand-in/"))
    assert refused.status_code == 422
    assert f"缺考的请填“缺考”：{day.entries[2].ticket}。" in refused.content.decode()
    typed(client, day, 2, "60")
    assert client.post(address(day, tail="round/hand-in/")).status_code == 302
    round_.refresh_from_db()
    assert round_.frozen_at is not None
    assert typed(client, day, 2, "61", "60").status_code == 422
    assert Score.objects.get(entry=day.entries[2]).mark == 60
    assert Event.objects.filter(case=day.plan, act="hand_in_scores").count() == 1


def test_what_does_not_fit_check_in_is_named_and_checked_first(day, client):
    missing(day, 0)
    round_ = entered(day, [80, None, 70], hand_in=False)
    who(day.clerks[0], client)
    refused = client.post(address(day, tail="round/hand-in/"))
    text = refused.content.decode()
    assert f"{day.entries[0].ticket} 到考登记为缺考，却有成绩" in text
    assert f"{day.entries[1].ticket} 已到考，却记为缺考" in text
    assert client.post(address(day, tail="round/hand-in/"), {"checked": "on"}).status_code == 302
    round_.refresh_from_db()
    assert round_.frozen_at


def test_the_second_hand_in_tells_the_third_people_of_differences(day):
    both(day, [80, 70, 60], [80, 71, None])
    told = Notice.objects.filter(subject__contains="项成绩待裁定")
    assert {notice.recipient for notice in told} >= {day.arbiter}
    assert not told.filter(recipient__in=day.clerks).exists()
    assert {notice.subject for notice in told} == {f"{day.plan.title}：2 项成绩待裁定"}


def test_a_round_is_given_up_by_its_clerk_or_a_manager(day, client):
    entered(day, [80, 70, ""], hand_in=False)
    who(day.clerks[1], client)
    assert client.post(address(day, tail="rounds/1/give-up/")).status_code == 403
    assert Score.objects.count() == 2
    who(day.arbiter, client)
    assert client.post(address(day, tail="rounds/1/give-up/")).status_code == 302
    assert (ScoreRound.objects.count(), Score.objects.count()) == (0, 0)
    entered(day, [80, 70, 60])
    who(day.clerks[0], client)
    refused = client.post(address(day, tail="rounds/1/give-up/"), follow=True)
    assert said(refused)[-1:] == ["这次录入已经提交，不能再改。两次录入不同的，由第三人裁定。"]
    assert Score.objects.count() == 3


def book(day, *values) -> io.BytesIO:
    rows = [(entry.ticket, *value) for entry, value in zip(day.entries, values, strict=False)]
    file = io.BytesIO(write(("准考证号", "成绩", "缺考"), rows))
    file.name = "成绩.xlsx"
    return file


def test_a_round_comes_in_as_a_file(day, client):
    taken(day)
    who(day.clerks[0], client)
    template = client.get(address(day, tail="round/template/"))
    assert template.status_code == 200
    file = book(day, (80.5, ""), (None, "是"), (60, ""))
    assert client.post(address(day, tail="round/file/"), {"file": file}).status_code == 302
    round_ = ScoreRound.objects.get()
    assert round_.source == "imported"
    assert marks(round_) == [(80.5, False), (None, True), (60, False)]


def test_a_file_with_one_fault_changes_nothing(day, client):
    entered(day, [10, "", ""], hand_in=False)
    who(day.clerks[0], client)
    answer = client.post(address(day, tail="round/file/"), {"file": book(day, (80, ""), (101, ""))})
    assert answer.status_code == 422
    assert "第 3 行“成绩”：超过满分 100。填写 0 到 100 的数字" in answer.content.decode()
    assert marks(ScoreRound.objects.get()) == [(10, False)]


def test_what_is_no_file_of_marks_is_refused(day, client):
    taken(day)
    who(day.clerks[0], client)
    file = io.BytesIO(b"\x00\x01")
    file.name = "a.pdf"
    answer = client.post(address(day, tail="round/file/"), {"file": file})
    assert answer.status_code == 422
    assert "请用 Excel 或 WPS" in answer.content.decode()


def test_scores_are_entered_only_while_the_plan_is_held(day, client):
    round_ = taken(day)
    who(day.clerks[0], client)
    Case.objects.filter(pk=day.plan.pk).update(state="scored")
    assert typed(client, day, 0, "80").status_code == 422
    assert round_.scores.count() == 0
