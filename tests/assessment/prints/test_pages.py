"""The page of prints: who sees and does what, downloads on record."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Unmasking
from assessment.models import Entry, PrintRun
from assessment.services import print_files
from casework.services import jobs
from tests.assessment.entering import a_plan, commissioned
from tests.assessment.prints.world import arranged, people, printed
from tests.casework.test_views import count_queries


def address(plan, name: str = "prints", *more) -> str:
    return reverse(f"assessment:{name}", args=[plan.number, *more])


@pytest.fixture
def clerk(client, agencies):
    """The agency's clerk, signed in."""
    client.force_login(agencies.clerk["lc"])
    return client


def made(client, plan, kind: str, session: str = "") -> PrintRun:
    answer = client.post(address(plan), {"kind": kind, "session": session})
    assert (answer.status_code, answer.url) == (302, address(plan))
    return printed(PrintRun.objects.first())


def texts(page) -> str:
    return page.content.decode()


def test_tickets_from_the_page_to_the_file(clerk, agencies, plan, item):
    arranged(plan, item)
    clerk.post(address(plan), {"kind": "tickets", "session": ""})
    waiting = texts(clerk.get(address(plan)))
    said = ["正在生成" in waiting, "已完成 0 / 1 批" in waiting, "/file/" in waiting]
    assert said == [True, True, False]
    asked = {"HX-Request": "true", "HX-Target": "printing"}
    part = clerk.get(address(plan), {"running": "1"}, headers=asked)
    assert ("<html" in texts(part), part.headers.get("HX-Refresh")) == (False, None)
    run = printed(PrintRun.objects.get())
    part = clerk.get(address(plan), {"running": "1"}, headers=asked)
    assert part.headers.get("HX-Refresh") == "true"
    link = address(plan, "print-file", run.pk)
    assert link in texts(clerk.get(address(plan)))
    answer = clerk.get(link)
    data = b"".join(answer.streaming_content)
    assert data == print_files.whole(run.folder).read_bytes()
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "application/pdf",
        "private, no-store",
    )
    assert f"{plan.number}.pdf" in answer["Content-Disposition"]
    [look] = Unmasking.objects.values_list("user", "organisation", "label", "reason")
    clerk_of = agencies.clerk["lc"]
    label = f"评价计划 {plan.number} 的准考证（3 人）"
    assert look == (clerk_of.pk, plan.owner_id, label, "下载准考证")


def test_a_sheet_without_full_numbers_is_taken_without_record(clerk, plan, item):
    arranged(plan, item)
    run = made(clerk, plan, "sign_in", str(plan.sessions.first().pk))
    answer = clerk.get(address(plan, "print-file", run.pk))
    assert (answer.status_code, answer.getvalue()[:4]) == (200, b"%PDF")
    assert not Unmasking.objects.exists()


def test_a_changed_arrangement_asks_for_a_new_print(clerk, plan, item):
    arranged(plan, item)
    made(clerk, plan, "doors")
    assert "须重新打印" not in texts(clerk.get(address(plan)))
    plan.sessions.first().seats.filter(number=3).update(number=9)
    assert "须重新打印" in texts(clerk.get(address(plan)))


def test_a_proof_says_so_and_is_out_of_date_when_all_is_ready(clerk, agencies):
    plan = a_plan(agencies, "lc", ["own_staff"], state="roster")
    arranged(plan, agencies.item(plan))
    run = made(clerk, plan, "tickets")
    page = texts(clerk.get(address(plan)))
    assert ("现在打印的是样稿" in page, "须重新打印" in page) == (True, False)
    name = clerk.get(address(plan, "print-file", run.pk))
    assert "%E6%A0%B7%E7%A8%BF.pdf" in name["Content-Disposition"]  # 样稿
    name.getvalue()
    ready(plan)
    assert "须重新打印" in texts(clerk.get(address(plan)))


def ready(plan) -> None:
    """As if it had been made ready."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET state = 'ready' WHERE id = %s", [plan.pk])


def test_what_is_missing_stands_on_the_page_and_refuses(clerk, plan, item):
    entries = arranged(plan, item)
    entries[0].seats.all().delete()
    Entry.objects.filter(pk=entries[1].pk).update(photo=None)
    page = texts(clerk.get(address(plan)))
    assert ("有人还没有座位：1 人" in page, "有人没有照片：1 人" in page) == (True, True)
    refused = clerk.post(address(plan), {"kind": "tickets", "session": ""})
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (
        422,
        ["有人还没有座位（考生1）。请在考务安排中补排座位。"],
    )
    assert clerk.post(address(plan), {"kind": "x"}).status_code == 422


def test_a_failed_print_says_why_and_is_removed(clerk, plan, item):
    entries = arranged(plan, item)
    clerk.post(address(plan), {"kind": "doors", "session": ""})
    entries[0].seats.update(number=9)
    run = printed(PrintRun.objects.get())
    page = texts(clerk.get(address(plan)))
    assert ("没有生成" in page, "生成期间考务安排有变更" in page) == (True, True)
    assert clerk.get(address(plan, "print-file", run.pk)).status_code == 404
    assert clerk.post(address(plan, "print-drop", run.pk)).url == address(plan)
    assert not PrintRun.objects.exists()
    assert "还没有打印过" in texts(clerk.get(address(plan)))


def test_one_that_is_stopped_makes_no_file(clerk, plan, item):
    arranged(plan, item)
    clerk.post(address(plan), {"kind": "doors", "session": ""})
    jobs.cancel(PrintRun.objects.select_related("job").get().job)
    assert "任务已被取消，没有生成文件" in texts(clerk.get(address(plan)))


def test_a_lost_file_is_told(clerk, plan, item):
    arranged(plan, item)
    run = made(clerk, plan, "doors")
    print_files.whole(run.folder).write_bytes(b"x")
    assert clerk.get(address(plan, "print-file", run.pk)).status_code == 503


def status(client, user, page: str, method: str = "get", **data) -> int:
    client.force_login(user)
    answer = getattr(client, method)(page, data)
    answer.getvalue()
    return answer.status_code


def test_who_reads_and_who_prints(client, clerk, agencies, plan, item):
    arranged(plan, item)
    tickets, doors = made(clerk, plan, "tickets"), made(clerk, plan, "doors")
    files = [address(plan, "print-file", run.pk) for run in (tickets, doors)]
    pages = [address(plan), *files]
    office = agencies.world.staff["lc_centre"]
    bureau = agencies.world.staff["lc"]
    inside = agencies.world.member(plan.owner, Role.SUPERVISOR)
    assert [status(client, office, page) for page in pages] == [200, 200, 200]
    assert [status(client, bureau, page) for page in pages] == [200, 403, 200]
    assert [status(client, inside, page) for page in pages] == [200, 403, 200]
    assert [status(client, agencies.clerk["js"], page) for page in pages] == [404, 404, 404]
    for user, expected in ((office, 403), (inside, 403), (agencies.clerk["js"], 404)):
        assert status(client, user, address(plan), "post", kind="doors") == expected
        drop = address(plan, "print-drop", doors.pk)
        assert status(client, user, drop, "post") == expected
    assert PrintRun.objects.count() == 2


def test_the_client_prints_the_tickets_of_its_people(client, agencies):
    plan = commissioned(agencies, state="ready")
    arranged(plan, agencies.item(plan))
    client.force_login(agencies.client_hr)
    page = client.get(address(plan))
    assert page.context["kinds"] == ("tickets", "tickets_each")
    run = made(client, plan, "tickets_each")
    assert client.get(address(plan, "print-file", run.pk)).getvalue()[:2] == b"PK"
    assert Unmasking.objects.get().organisation == agencies.client
    assert client.post(address(plan), {"kind": "doors"}).status_code == 422


def test_the_page_asks_as_much_for_three_as_for_forty(clerk, plan, item):
    arranged(plan, item)
    made(clerk, plan, "doors")
    clerk.get(address(plan))
    few = count_queries(clerk, address(plan))
    arranged_more(plan, item)
    assert count_queries(clerk, address(plan)) == few <= MOST


MOST = 22


def arranged_more(plan, item) -> None:
    entries = people(plan, item, range(4, 44))
    for session in plan.sessions.all():
        for at, entry in enumerate(entries, start=11):
            session.seats.create(room=session.rooms.first(), number=at, entry=entry)
