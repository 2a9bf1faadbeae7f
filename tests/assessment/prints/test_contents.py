"""What stands on the sheets, read back from the PDFs."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from assessment.documents import tickets
from assessment.documents.sheets import ranges
from assessment.models import Entry
from assessment.services import print_files, printing
from tests.assessment.entering import a_plan, id_number
from tests.assessment.prints.world import (
    a_session,
    a_site,
    arranged,
    pages,
    people,
    printed,
    seat,
)

LONG = "阿卜杜拉·买买提·穆罕默德·吐尔逊江·艾力·㛃䶮龘"
OCCUPATION = "工业机器人系统操作员与智能制造生产线运行维护及远程诊断技术服务人员"
NOTES = (
    "考生须知请核对以上内容。有误的，请在考前联系评价机构更正：0635-8200000。"
    "请带好本证和有效身份证件，提前30分钟到考点，对号入座。"
    "手机等电子设备请关闭，放在监考人员指定的位置。技能考核请穿戴好劳动防护用品，安全第一。"
    "行动不便或有其他需要照顾的，请提前告诉我们。祝您考试顺利！"
)
MARKS = "1.2.3.4.5."  # of the list of notes; a reader of the PDF gets them after it


@pytest.fixture
def made(agencies):
    """Prints something and answers its bytes."""

    def make(plan, kind: str, session=None, actor=None) -> bytes:
        actor = actor or agencies.clerk["lc"]
        run = printed(printing.start(plan, kind, session, actor=actor))
        assert run.job.message.endswith("下载。")
        return print_files.whole(run.folder).read_bytes()

    return make


def ticket_text(plan, number: int, name: str) -> str:
    """Everything on a ticket of theory and practice, without blanks."""
    agency = plan.agency.name
    return "".join(
        [
            f"{plan.title}准考证准考证号202603{number:06}姓名{name}性别男",
            f"居民身份证{id_number(number)}职业电工工种--等级四级/中级工评价机构{agency}",
            "照片" if number == 3 else "",
            "科目日期和时间考点和地址考场座位",
            f"理论知识考试2026年3月25日星期三09:00—10:30第一考点建设路1号理论第1考场{number}",
            f"技能考核2026年3月26日星期四14:00—15:30第一考点建设路1号实操第1考场{number}",
            NOTES + MARKS,
        ]
    )


def test_a_ticket_says_who_where_and_when_two_to_a_sheet(plan, item, made):
    entries = arranged(plan, item, range(1, 4))
    Entry.objects.filter(pk=entries[1].pk).update(name=LONG)
    Entry.objects.filter(pk=entries[2].pk).update(photo=None)
    first, second = pages(made(plan, "tickets"))
    assert first == ticket_text(plan, 1, "考生1") + ticket_text(plan, 2, LONG)
    assert second == ticket_text(plan, 3, "考生3")


def test_each_has_a_file_of_his_own_under_a_safe_name(plan, item, made):
    entries = arranged(plan, item, range(1, 3))
    Entry.objects.filter(pk=entries[1].pk).update(name="../../张:三", ticket="..\\a/b")
    with zipfile.ZipFile(io.BytesIO(made(plan, "tickets_each"))) as archive:
        files = {name: pages(archive.read(name)) for name in archive.namelist()}
    assert list(files) == ["a_b_张_三.pdf", "202603000001_考生1.pdf"]
    assert files["202603000001_考生1.pdf"] == [ticket_text(plan, 1, "考生1")]


def test_a_ticket_that_needs_room_has_a_sheet_of_its_own_and_loses_nothing(plan, item, made):
    item.work_type = OCCUPATION
    item.save()
    item.occupation.name = OCCUPATION
    item.occupation.save()
    entries = people(plan, item, range(1, 3), name=LONG)
    site = a_site(plan.agency, "考点" * 25, "路" * 200)
    for subject, day in (("theory", 25), ("practice", 26), ("review", 27)):
        seat(a_session(plan, item, subject=subject, day=day), entries, site)
    texts = pages(made(plan, "tickets"))
    counts = [(t.count("路"), t.count(LONG), t.count(OCCUPATION), t.count("顺利")) for t in texts]
    assert counts == [(600, 1, 2, 1), (600, 1, 2, 1)]


def test_before_all_is_ready_it_is_a_proof(agencies, made):
    plan = a_plan(agencies, "lc", ["own_staff"], state="roster")
    arranged(plan, agencies.item(plan))
    texts = [pages(made(plan, kind))[0] for kind in ("tickets", "doors", "desks", "sign_in")]
    assert ["样" in text and "稿" in text for text in texts] == [True] * 4


def test_the_door_shows_who_sits_inside_with_masked_numbers(plan, item, made):
    arranged(plan, item, range(1, 12))
    theory = plan.sessions.get(subject="theory")
    first, second = pages(made(plan, "doors", theory))
    what = "理论知识考试2026年3月25日星期三09:00—10:30第一考点电工四级/中级工"
    head = "座位准考证号姓名证件号码"
    rows = "".join(
        f"{n}202603{n:06}考生{n}{id_number(n)[:4]}{'*' * 10}{id_number(n)[-4:]}"
        for n in range(1, 11)
    )
    around = f"{plan.title}{plan.agency.name}第1页/共1页"
    assert first == f"理论第1考场{what}座位1—10，共10人{head}{rows}{around}"
    last = f"1202603000011考生11{id_number(11)[:4]}{'*' * 10}{id_number(11)[-4:]}"
    assert second == f"理论第2考场{what}座位1，共1人{head}{last}{around}"


def test_a_sign_in_sheet_repeats_its_head_and_counts_the_pages_of_its_room(
    plan, item, made, agencies
):
    other = agencies.item(plan, level=3)
    entries = people(plan, item, range(1, 26)) + people(plan, other, [26])
    site, session = a_site(plan.agency), a_session(plan, item, other)
    seat(session, entries[:1], site)
    room = session.rooms.get()
    for at, entry in enumerate(entries[1:], start=2):
        session.seats.create(room=room, number=at, entry=entry)
    practice = a_session(plan, item, other, subject="practice", day=26)
    for at, entry in enumerate(entries, start=1):
        practice.seats.create(room=room, number=at, entry=entry)
    texts = pages(made(plan, "sign_in"))
    head = "座位准考证号姓名证件号码本人签名备注"
    assert [text.count(head) for text in texts] == [1, 1, 1, 1]
    ends = ["1页/共2页", "2页/共2页"] * 2
    assert [text.rpartition("第")[2] for text in texts] == ends
    both = texts[0] + texts[1]
    assert [both.count(f"202603{n:06}") for n in range(1, 27)] == [1] * 26
    assert (both.count("电工四级/中级工"), both.count("电工三级/高级工")) == (25, 1)
    assert "应到26人" in both


def test_desk_labels_fourteen_to_a_sheet(plan, item, made):
    entries = people(plan, item, range(1, 16))
    Entry.objects.filter(pk=entries[0].pk).update(name=LONG)
    session = a_session(plan, item)
    seat(session, entries[:1], a_site(plan.agency))
    for at, entry in enumerate(entries[1:], start=2):
        session.seats.create(room=session.rooms.get(), number=at, entry=entry)
    plan.items.get().subjects.filter(kind="practice").delete()
    first, second = pages(made(plan, "desks"))
    masked = f"{id_number(1)[:4]}{'*' * 10}{id_number(1)[-4:]}"
    label = f"1{LONG}202603000001{masked}电工四级/中级工理论第1考场理论知识考试"
    assert (first.startswith(label), first.count("理论第1考场"), second.count("理论第1考场")) == (
        True,
        14,
        1,
    )


def test_of_a_session_only_its_people_get_tickets_with_all_their_subjects(plan, item, made):
    entries = people(plan, item, range(1, 4))
    site = a_site(plan.agency)
    morning, evening = a_session(plan, item), a_session(plan, item, day=24)
    seat(morning, entries[:2], site)
    seat(evening, entries[2:], site)
    seat(a_session(plan, item, subject="practice", day=26), entries, site, "practice")
    [page] = pages(made(plan, "tickets", evening))
    assert [f"202603{n:06}" in page for n in (1, 2, 3)] == [False, False, True]
    assert ("2026年3月24日" in page, "2026年3月26日" in page) == (True, True)


def test_the_code_holds_the_ticket_number_alone_and_the_text_is_tagged(plan, item, made):
    arranged(plan, item, [1])
    reader = PdfReader(io.BytesIO(made(plan, "tickets")))
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    fonts = {font["/BaseFont"].partition("+")[2] for font in fonts_of(reader)}
    assert fonts and all(name.startswith("Noto-Serif-SC") for name in fonts)


def fonts_of(reader: PdfReader) -> list:
    return [
        font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()
    ]


@given(st.text(max_size=80), st.text(max_size=30))
def test_no_name_leads_out_of_the_archive(name, ticket):
    made = tickets.file_name(Entry(name=name, ticket=ticket))
    assert made.endswith(".pdf") and len(made) <= 130
    assert not set(made) & set('/\\:*?"<>|\0\n\r') and not made.startswith(".")


@given(st.sets(st.integers(1, 400), min_size=1))
def test_ranges_of_seats_say_exactly_which(numbers):
    said = set()
    for run in ranges(sorted(numbers)).split("、"):
        first, _, last = run.partition("—")
        said |= set(range(int(first), int(last or first) + 1))
    assert said == numbers


def test_ranges():
    assert (ranges([1, 2, 3, 5, 7, 8]), ranges([4])) == ("1—3、5、7—8", "4")
