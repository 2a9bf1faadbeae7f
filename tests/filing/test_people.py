"""People by form and by spreadsheet: checked, kept safe, taken all or none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import protection
from filing.models import Filing, Person
from filing.rows import people_sheet
from filing.rows.people_sheet import COLUMNS
from printing import sheets
from tests.filing.rows import id_number

HEADS = list(COLUMNS)
PHONE = "0635-8200000"


@pytest.fixture
def draft(world, client):
    client.force_login(world.hr)
    return world.filing()


def at(name: str, filing, *args) -> str:
    return reverse(f"filing:{name}", args=[filing.number, *args])


def text(response) -> str:
    return response.content.decode()


def somebody(**changes) -> dict:
    return {
        "role": "assessor",
        "name": "张三",
        "document_kind": "id_card",
        "id_number": id_number(1),
        "phone": PHONE,
        "certificate": "KP-1",
        "full_time": "on",
    } | changes


def book(*rows, heads=HEADS, name="people.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sheets.write(heads, rows))


def line(role="考评员", name="张三", number=1, **changes) -> list[str]:
    values = {"类别": role, "姓名": name, "证件号码": id_number(number), "专职": "是"} | changes
    return [values.get(head, "") for head in HEADS]


def errors(answer) -> dict:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


@pytest.mark.clause("LN-01")
def test_a_person_is_added_and_the_numbers_are_hidden(client, draft):
    answer = client.post(at("person-add", draft), somebody(), follow=True)
    assert answer.redirect_chain == [(at("people", draft), 302)]
    person = draft.people.get()
    assert (person.name, person.role, person.id_number, person.phone) == (
        "张三",
        "assessor",
        id_number(1),
        PHONE,
    )
    assert id_number(1) not in text(answer)
    assert f"0000**********{id_number(1)[-4:]}" in text(answer)
    assert id_number(1) not in text(client.get(at("person-edit", draft, person.pk)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM filing_person")
        assert id_number(1) not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"id_number": "123"}, {"id_number": ["居民身份证号码应为18位，请核对。"]}),
        (
            {"id_number": id_number(1)[:-1] + "?"},
            {"id_number": ["居民身份证号码应为17位数字，加最后一位数字或X，请核对。"]},
        ),
        (
            {"id_number": "000000" + "19901301" + "0019"},
            {"id_number": ["居民身份证号码中的出生日期有误，请核对。"]},
        ),
        ({"phone": "abc"}, {"phone": ["联系电话应为手机号码，或者带区号的固定电话，请核对。"]}),
        ({"name": " "}, {"name": ["请填写姓名。"]}),
        ({"role": "king"}, {"role": ["选择一个有效的选项。 king 不在可用的选项中。"]}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, draft, changes, wrong):
    answer = client.post(at("person-add", draft), somebody(**changes))
    assert (answer.status_code, errors(answer)) == (422, wrong)
    assert not draft.people.exists()


def test_a_wrong_check_digit_is_found(client, draft):
    number = id_number(1)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    answer = client.post(at("person-add", draft), somebody(id_number=wrong))
    assert errors(answer) == {"id_number": ["居民身份证号码有误（校验码不符），请核对。"]}


def test_the_same_person_stands_once_in_a_role(client, draft):
    client.post(at("person-add", draft), somebody())
    answer = client.post(at("person-add", draft), somebody(name="李四"))
    assert errors(answer) == {"id_number": ["这个证件号码已在“考评员”中，请修改原来的一行。"]}
    assert client.post(at("person-add", draft), somebody(role="expert")).status_code == 302


def test_who_has_no_id_card_names_another_document(client, draft):
    told = {"document_kind": "passport", "id_number": "e1234567", "role": "invigilator"}
    page = client.post(at("person-add", draft), somebody(**told), follow=True)
    person = draft.people.get()
    assert (person.document_kind, person.id_number, person.get_role_display()) == (
        "passport",
        "E1234567",
        "监考人员",
    )
    for wanted in ("（护照）", "监考人员 1 人"):
        assert wanted in text(page), wanted
    edit = at("person-edit", draft, person.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    refused = client.post(edit, somebody(document_kind="id_card", id_number="", seen=seen))
    assert errors(refused) == {"id_number": ["居民身份证号码应为18位，请核对。"]}


def test_a_kind_of_document_that_there_is_not_is_named(client, draft):
    refused = client.post(at("person-add", draft), somebody(document_kind="library"))
    assert list(errors(refused)) == ["document_kind"]


def test_an_empty_number_keeps_what_was_there(client, draft):
    client.post(at("person-add", draft), somebody())
    person = draft.people.get()
    edit = at("person-edit", draft, person.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    client.post(edit, somebody(id_number="", phone="", title="高级技师", seen=seen))
    person.refresh_from_db()
    assert (person.id_number, person.phone, person.title) == (
        id_number(1),
        PHONE,
        "高级技师",
    )


def test_the_list_costs_the_same_for_one_and_for_thirty(client, draft, django_assert_num_queries):
    Person.objects.create(filing=draft, role="staff", name="甲")
    client.get(at("people", draft))
    with CaptureQueriesContext(connection) as one:
        client.get(at("people", draft))
    for number in range(29):
        Person.objects.create(filing=draft, role="staff", name=f"乙{number}")
    with django_assert_num_queries(len(one)):
        client.get(at("people", draft))


# --- the spreadsheet ----------------------------------------------------------------------------


def upload(client, draft, file):
    return client.post(at("people-sheet", draft), {"file": file})


def take(client, draft, preview):
    sealed = preview.context["preview"]["sealed"]
    return client.post(at("people-take", draft), {"sealed": sealed}, follow=True)


def test_the_template_is_read_back_with_its_heads(client, draft):
    answer = client.get(at("people-template", draft))
    faults = upload(client, draft, SimpleUploadedFile("m.xlsx", answer.content))
    assert faults.context["faults"] == ["表格里只有表头，没有数据。请从第 2 行起填写后再上传。"]


def test_a_sheet_is_previewed_then_taken(client, draft):
    preview = upload(client, draft, book(line(), line("专家", "李四", 2, 职务或岗位="主任")))
    assert preview.status_code == 200
    assert not draft.people.exists()
    assert (id_number(1) in text(preview), "新增 2 人" in text(preview)) == (False, True)
    answer = take(client, draft, preview)
    assert "已写入 2 人。" in text(answer)
    assert [(p.role, p.name, p.id_number, p.post, p.full_time) for p in draft.people.all()] == [
        ("assessor", "张三", id_number(1), "", True),
        ("expert", "李四", id_number(2), "主任", True),
    ]


def test_a_sheet_names_other_documents_too(client, draft):
    rows = [
        line("监考人员", 证件类型="护照", 证件号码="E1234567"),
        line(name="李四", 证件类型="借书证"),
        line(name="王五", 证件类型="台湾居民来往大陆通行证", 证件号码="x"),
    ]
    kinds = "居民身份证、军官证、港澳居民来往内地通行证、台湾居民来往大陆通行证、"
    assert upload(client, draft, book(*rows)).context["faults"] == [
        f"第 3 行“证件类型”：证件类型不对。请填写{kinds}外国人永久居留身份证、护照之一，或者不填。",
        "第 4 行“证件号码”：台湾居民来往大陆通行证号码应为8位数字，请核对。请改正后重新上传。",
    ]
    take(client, draft, upload(client, draft, book(rows[0])))
    person = draft.people.get()
    assert (person.role, person.document_kind, person.id_number) == (
        "invigilator",
        "passport",
        "E1234567",
    )


def test_taking_the_same_preview_twice_changes_nothing(client, draft):
    preview = upload(client, draft, book(line(), line(name="无号码", 证件号码="")))
    take(client, draft, preview)
    take(client, draft, preview)
    assert draft.people.count() == 2


def test_who_is_there_is_brought_up_to_date(client, draft):
    client.post(at("person-add", draft), somebody())
    preview = upload(client, draft, book(line(资质证书编号="KP-9")))
    assert "更新" in text(preview)
    take(client, draft, preview)
    person = draft.people.get()
    assert (person.certificate, person.phone) == ("KP-9", PHONE)


def test_every_fault_is_named_and_nothing_is_written(client, draft):
    rows = [
        line("厨师", "甲", 3),
        line(name="", number=4),
        line(name="丙", 证件号码="123"),
        line(name="丁", number=5, 专职="也许"),
        line(name="戊", number=6),
        line(name="己", number=6),
    ]
    answer = upload(client, draft, book(*rows))
    assert answer.status_code == 422
    assert answer.context["faults"] == [
        "第 2 行“类别”：类别不对。请填写专职工作人员、专家、考评员、监考人员、内部质量督导员之一。",
        "第 3 行“姓名”：请填写姓名。请改正后重新上传。",
        "第 4 行“证件号码”：居民身份证号码应为18位，请核对。请改正后重新上传。",
        "第 5 行“专职”：只能填是或否。请改正。",
        "第 7 行“证件号码”：与第 6 行相同。同一类别中请只留一行。",
    ]
    assert not draft.people.exists()


def test_a_number_that_excel_spoilt_is_named(client, draft):
    answer = upload(client, draft, book([*line()[:3], 1.1e17, *line()[4:]]))
    assert answer.status_code == 422
    assert answer.context["faults"][0].startswith("第 2 行“证件号码”：")


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (book(["张三"], heads=["姓名"]), "第 1 行缺少列：类别。请用模板填写。"),
        (
            book(["考评员", "张三", "x"], heads=["类别", "姓名", "星座"]),
            "第 1 行有模板没有的列：星座。请删去，或改成模板的列名。",
        ),
    ],
)
def test_wrong_heads_are_named(client, draft, file, fault):
    assert upload(client, draft, file).context["faults"] == [fault]


def test_a_file_that_is_no_table_is_refused(client, draft):
    answer = upload(client, draft, SimpleUploadedFile("a.xlsx", b"\x00\x01" * 50))
    assert (answer.status_code, len(answer.context["faults"])) == (422, 1)
    assert upload(client, draft, "").status_code == 422


def test_a_preview_of_another_application_or_an_altered_one_is_refused(client, draft, world):
    other = world.filing(owner=world.firm)
    preview = upload(client, other, book(line()))
    answer = take(client, draft, preview)
    assert answer.context["faults"] == ["预览的内容不完整，没有写入。请重新上传文件。"]
    for sealed in ("", "x", protection.encrypt("[]"), protection.encrypt("no json")):
        answer = client.post(at("people-take", draft), {"sealed": sealed})
        assert answer.status_code == 422
    assert not Person.objects.exists()


def test_one_row_that_does_not_fit_any_more_and_nobody_is_taken(client, draft):
    preview = upload(client, draft, book(line(), line(name="李四", number=2)))
    rows = people_sheet.unseal(preview.context["preview"]["sealed"], draft)
    rows[1]["name"] = ""
    answer = client.post(at("people-take", draft), {"sealed": people_sheet.seal(rows, draft)})
    assert answer.context["faults"] == ["名单在您预览之后已有改动，没有写入。请重新上传文件。"]
    assert not draft.people.exists()


def test_a_closed_section_takes_no_sheet(client, world):
    client.force_login(world.hr)
    filing = world.filing("submitted")
    assert upload(client, filing, book(line())).status_code == 403
    sealed = people_sheet.seal([], filing)
    assert client.post(at("people-take", filing), {"sealed": sealed}).status_code == 403


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)


@given(st.lists(st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_is_read_or_named(rows):
    filing = Filing(pk=1)
    filing._people_read = []
    reading = people_sheet.read(book(*rows), filing)
    assert bool(reading.rows) != bool(reading.faults)
    assert all(fault.startswith(("第", "表格")) for fault in reading.faults)
    if reading.rows:
        assert people_sheet.unseal(people_sheet.seal(reading.rows, filing), filing) == reading.rows
