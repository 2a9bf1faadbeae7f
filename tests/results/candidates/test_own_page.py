"""What a candidate sees of the registration, the seats, the ticket and the results."""

import io

import pytest
from django.test import Client
from django.utils.html import escape
from pypdf import PdfReader

from assessment.models import Entry, Plan, Seat
from casework.models import Publication
from catalogue.regulations.terms import PlanStep
from results.models import Attendance, CandidateLook
from results.ports import candidate_certificate
from results.selectors.results import PUBLIC
from tests.assessment.entering import an_entry, id_number
from tests.results.candidates.world import ENTRANCE, OWN, RECHECK, TICKET, let_in
from tests.results.world import all_present
from ui.ports import Way

pytestmark = pytest.mark.django_db


def seen(client: Client) -> str:
    answer = client.get(OWN)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def at_step(day, step: str, **entry) -> None:
    Plan.objects.filter(pk=day.plan.pk).update(state=step)
    if entry:
        Entry.objects.filter(pk=day.entries[0].pk).update(**entry)


def test_the_registration_and_the_seats_once_everything_is_ready(day):
    body = seen(let_in(day))
    entry = day.entries[0]
    for text in (
        entry.number,
        entry.ticket,
        str(day.item),
        entry.employer,
        "培训中心 0635-8200000",
    ):
        assert escape(text) in body
    assert "6月3日 09:00–10:30" in body
    assert "6月4日 14:00–16:00" in body
    assert TICKET in body
    assert "请带准考证和身份证件" in body


def test_no_full_id_number_and_nothing_of_others_stands_in_any_page(public_day):
    all_present(public_day)
    Entry.objects.filter(pk=public_day.entries[0].pk).update(post="机密岗位")
    client = let_in(public_day)
    for page in (OWN, RECHECK, ENTRANCE):
        body = client.get(page, follow=True).content.decode()
        assert [id_number(n) in body for n in (1, 2, 3)] == [False] * 3
        for other in public_day.entries[1:]:
            assert [other.name in body, other.number in body, other.ticket in body] == [False] * 3
        assert "到考" not in body


def test_presence_is_not_shown(day):
    before = seen(let_in(day))
    all_present(day)
    Attendance.objects.update(presence="late")
    after = seen(let_in(day))
    assert ("迟到" in before, "迟到" in after) == (False, False)


@pytest.mark.parametrize(
    ("step", "shows"),
    [
        (PlanStep.ENROLMENT, False),
        (PlanStep.ROSTER, False),
        (PlanStep.ROSTER_FILED, False),
        (PlanStep.ROSTER_RETURNED, False),
        (PlanStep.READY, True),
        (PlanStep.CANCELLED, False),
    ],
)
def test_seats_and_ticket_only_once_the_arrangement_is_final(day, step, shows):
    client = let_in(day)
    at_step(day, step)
    body = seen(client)
    assert ("6月3日 09:00–10:30" in body, TICKET in body) == (shows, shows)
    if not shows:
        answer = client.get(TICKET, follow=True)
        assert answer.redirect_chain == [(OWN, 302)]
        assert "现在没有准考证可以下载" in answer.content.decode()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"status": "applied"}, "单位审核"),
        ({"status": "signed"}, "核准"),
        ({"status": "refused", "remark": "工作年限不足"}, "原因：工作年限不足"),
        ({"status": "withdrawn"}, "已经退出"),
    ],
)
def test_who_is_not_approved_reads_why_and_has_no_ticket(day, columns, said):
    client = let_in(day)
    at_step(day, PlanStep.READY, **columns)
    body = seen(client)
    assert said in body
    assert (TICKET in body, "6月3日 09:00" in body) == (False, False)
    assert client.get(TICKET).status_code == 302


def test_the_ticket_is_ones_own_as_one_pdf_and_each_download_is_on_record(day):
    client = let_in(day)
    for _ in range(2):
        answer = client.get(TICKET)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in answer["Cache-Control"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    entry, *others = day.entries
    assert entry.ticket in text
    assert [other.ticket in text for other in others] == [False, False]
    looks = CandidateLook.objects.order_by("pk").values_list("entry", "what")
    assert list(looks) == [
        (entry.pk, "entered"),
        (entry.pk, "ticket"),
        (entry.pk, "ticket"),
    ]


def test_who_has_no_seat_has_no_ticket(day):
    Seat.objects.filter(entry=day.entries[0]).delete()
    client = let_in(day)
    assert TICKET not in seen(client)
    assert client.get(TICKET).status_code == 302


def test_results_are_seen_only_where_they_are_public(public_day):
    client, found = let_in(public_day), {}
    for step in PlanStep:
        at_step(public_day, step)
        body = seen(client)
        found[step] = ("80.0" in body, "成绩和结果" in body)
    assert found == {step: (step in PUBLIC, step in PUBLIC) for step in PlanStep}


def test_a_result_with_its_marks_the_notice_and_the_way_to_object(public_day):
    body = seen(let_in(public_day))
    notice = Publication.objects.get(case_id=public_day.plan.pk)
    for text in (
        "80.0",
        "75.0",
        "60 分合格",
        "待核发",
        f"/notices/{notice.pk}/",
        f"/notices/{notice.pk}/object/",
        RECHECK,
    ):
        assert text in body
    assert "怎样补考" not in body


def test_who_failed_reads_what_a_retake_needs(public_day):
    body = seen(let_in(public_day, 2))
    assert "技能考核没有通过" in body
    assert "理论知识考试成绩保留 24 个月：2028年6月4日前" in body
    assert "本系统默认" in body
    assert "待核发" not in body


def test_the_absent_have_no_mark(public_day):
    body = seen(let_in(public_day, 3))
    assert "缺考" in body
    assert "理论知识考试没有通过" in body


def test_a_certificate_stands_there_once_an_app_above_knows_it(public_day, monkeypatch):
    way = lambda entry: Way("查看证书", f"/c/{entry.pk}/")  # noqa: E731
    monkeypatch.setattr(candidate_certificate, "_answerer", way)
    body = seen(let_in(public_day))
    assert f'href="/c/{public_day.entries[0].pk}/"' in body
    assert "待核发" not in body


def test_the_page_asks_the_same_of_the_database_however_many_there_are(
    public_day, django_assert_max_num_queries
):
    counts = []
    client = let_in(public_day)
    client.get(OWN)
    for people in (0, 30):
        for number in range(people):
            an_entry(public_day.plan, public_day.item, 100 + number)
        with django_assert_max_num_queries(30) as asked:
            assert client.get(OWN).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
