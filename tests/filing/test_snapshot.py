"""What an application says, frozen and compared; the form on paper and its scan."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts import masking
from casework.services import materials
from catalogue.regulations.terms import Promise
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.documents.snapshot import Change
from filing.models import Filing, Person, PrintedForm
from filing.services import answering, printed
from tests.casework.files import pictures
from tests.filing.filled import MOBILE, answer_all, fill_in, scope_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def filing(world) -> Filing:
    return world.filing()


def taken(filing: Filing) -> dict:
    return snapshot.of(dossier.load(Filing.objects.get(pk=filing.pk)))


def codes(filing: Filing) -> list[str]:
    found = problems(dossier.load(filing))
    return [issue.code for issue in found if issue.section == "papers"]


def scan(name: str = "扫描件.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pictures.png())


def test_the_same_application_has_the_same_digest(world, filing):
    answer_all(filing, world.hr)
    assert snapshot.digest_of(taken(filing)) == snapshot.digest_of(taken(filing))
    before = snapshot.digest_of(taken(filing))
    answering.save(filing, "plan", {"chapter_7": "补充"}, actor=world.hr)
    assert snapshot.digest_of(taken(filing)) != before


def test_what_changed_is_told_in_words(world, filing):
    answer_all(filing, world.hr)
    scope_item(world, filing)
    gone = scope_item(world, filing, "6-18-02-04")
    Person.objects.create(filing=filing, role="expert", name="专家甲", phone=MOBILE)
    before = taken(filing)
    answering.save(filing, "organisation", {"contact": "李四", "phone": ""}, actor=world.hr)
    gone.delete()
    scope_item(world, filing, "6-18-01-01", highest=2)
    other = MOBILE[:-1] + "4"
    Person.objects.update(phone=other)
    changes = snapshot.diff(before, taken(filing))
    assert changes[:2] == [
        Change("组织信息", "联系人", "张三", "李四"),
        Change("组织信息", "联系电话", masking.phone(MOBILE), ""),
    ]
    rows = {(c.section, c.label): (bool(c.before), bool(c.after)) for c in changes[2:]}
    assert rows == {
        ("职业与等级", "申报的职业（工种）：6-18-01-01 车工 --"): (False, True),
        ("职业与等级", "申报的职业（工种）：6-18-02-04 焊工 --"): (True, False),
        ("机构与人员", "机构人员：专家 专家甲"): (True, True),
        ("评价标准（规范）", "评价标准（规范）：6-18-01-01 车工 --"): (False, True),
        ("评价标准（规范）", "评价标准（规范）：6-18-02-04 焊工 --"): (True, False),
    }
    person = next(c for c in changes if c.section == "机构与人员")
    assert MOBILE not in person.before
    assert other not in person.after
    assert masking.phone(other) in person.after


def test_nothing_changed(world, filing):
    fill_in(world, filing)
    assert snapshot.diff(taken(filing), taken(filing)) == []


def test_the_screen_shows_no_personal_number(world, filing):
    answer_all(filing, world.hr)
    number = "11010119900307" + "7758"  # no one's: a wrong check digit
    Person.objects.create(filing=filing, role="staff", name="甲", id_number=number, phone=MOBILE)
    whole, screen = taken(filing), snapshot.shown(taken(filing))
    assert (number in snapshot.text_of(whole), MOBILE in snapshot.text_of(whole)) == (True, True)
    assert (number in snapshot.text_of(screen), MOBILE in snapshot.text_of(screen)) == (
        False,
        False,
    )


FIELD = st.fixed_dictionaries(
    {
        "key": st.sampled_from("abc"),
        "label": st.just("项"),
        "value": st.text(max_size=5),
        "mask": st.sampled_from(["", "phone"]),
    }
)
SECTION = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["x", "y"]),
        "title": st.just("部分"),
        "fields": st.lists(FIELD, max_size=3, unique_by=lambda field: field["key"]),
        "tables": st.lists(
            st.fixed_dictionaries(
                {
                    "key": st.just("t"),
                    "title": st.just("表"),
                    "heads": st.just([{"label": "甲", "mask": ""}, {"label": "乙", "mask": ""}]),
                    "rows": st.lists(
                        st.lists(st.text(max_size=3), min_size=2, max_size=2), max_size=3
                    ),
                    "by": st.just(1),
                }
            ),
            max_size=1,
        ),
    }
)
SNAPSHOT = st.lists(SECTION, max_size=2, unique_by=lambda section: section["key"]).map(
    lambda sections: {"sections": sections}
)


@given(old=SNAPSHOT, new=SNAPSHOT)
def test_a_comparison_read_backwards_is_its_mirror(old, new):
    there = [(c.label, c.before, c.after) for c in snapshot.diff(old, new)]
    back = [(c.label, c.after, c.before) for c in snapshot.diff(new, old)]
    assert sorted(there) == sorted(back)
    assert snapshot.diff(old, old) == []


@pytest.mark.clause("SD-04")
def test_the_printed_form_has_the_fields_of_annex_1_and_the_digest(client, world):
    owner, manager = world.applicant("371502", "city", "association")
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=manager, receiver="lc_centre"
    )
    fill_in(world, filing, manager)
    client.force_login(manager)
    answer = client.post(reverse("filing:form", args=[filing.number]))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
    ).replace("\n", "")
    digest = snapshot.content_digest(taken(filing))
    assert PrintedForm.objects.filter(filing=filing).last().digest == digest
    wanted = [
        "社会培训评价组织基本情况表",
        "一、基本信息",
        "注册登记机构",
        "东昌府区行政审批服务局",
        "二、拟开展",
        "评价经历",
        "6-31-01-03",
        "五级/初级工 至 三级/高级工",
        "三、组织优势、专业优势等情况",
        "四、场地设备等情况",
        "五、专职人员和考评人员等情况",
        "六、诚信承诺",
        "3.自愿接受人力资源社会保障部门监管和公众监督。",
        "法定代表人（签字）",
    ]
    squeezed = text.replace(" ", "")
    assert [part for part in wanted if part.replace(" ", "") not in squeezed] == []
    assert digest in squeezed


def test_a_scan_fits_only_what_was_printed_and_not_changed_since(world, filing):
    answer_all(filing, world.hr)
    scope_item(world, filing)
    application = materials.add(filing, key="application", upload=scan(), actor=world.hr)
    assert "paper.application.printed" in codes(filing)
    printed.print_form(filing, actor=world.hr)
    assert "paper.application.printed" in codes(filing)  # the scan is older than the print
    materials.add(filing, key="application", upload=scan(), actor=world.hr, replaces=application)
    assert "paper.application.printed" not in codes(filing)
    materials.add(filing, key="pay", upload=scan(), actor=world.hr)
    assert "paper.application.printed" not in codes(filing)  # papers are not on the form
    answering.save(filing, "organisation", {"capital": "600 万元"}, actor=world.hr)
    assert "paper.application.printed" in codes(filing)
    answering.save(filing, "organisation", {"capital": "500 万元"}, actor=world.hr)
    assert "paper.application.printed" not in codes(filing)


@pytest.mark.clause("LN-03")
def test_liaoning_takes_an_online_check_for_each_of_the_seven_papers(client, world):
    owner, manager = world.applicant("210300", "city")
    filing = world.filing(
        regulation="liaoning-enterprise", owner=owner, actor=manager, receiver="as"
    )
    keys = ["licence", "application", "plan", "hr_system", "occupations", "venue", "body"]
    assert [code for code in codes(filing) if code.startswith("paper.")] == [
        f"paper.{key}" for key in keys
    ]
    client.force_login(manager)
    for key in keys:
        address = reverse("filing:paper", args=[filing.number, key])
        sent = {"instead-sent": "1", "instead-instead": "online", "instead-note": "网上已核验"}
        assert client.post(address, sent).status_code == 302
    assert codes(filing) == []
    assert set(filing.materials.values_list("instead", flat=True)) == {Promise.ONLINE}


@pytest.mark.clause("LC-20")
def test_a_promise_stands_in_only_where_the_rule_allows_it(client, world, filing):
    client.force_login(world.hr)

    def send(key: str, way: str):
        address = reverse("filing:paper", args=[filing.number, key])
        sent = {"instead-sent": "1", "instead-instead": way, "instead-note": "承诺属实"}
        return client.post(address, sent)

    assert send("tax", "commitment").status_code == 302
    assert send("licence", "commitment").status_code == 422
    assert send("pay", "commitment").status_code == 422
    assert send("tax", "none").status_code == 422
    assert list(filing.materials.values_list("key", "instead")) == [("tax", "commitment")]


def test_a_paper_is_uploaded_replaced_and_added_besides(client, world, filing):
    client.force_login(world.hr)
    address = reverse("filing:paper", args=[filing.number, "pay"])
    assert client.post(address, {"upload": scan(), "title": "", "note": ""}).status_code == 302
    first = filing.materials.get()
    again = client.post(f"{address}?replaces={first.pk}", {"upload": scan("新.png"), "note": "新"})
    assert again.status_code == 302
    assert list(filing.materials.order_by("pk").values_list("key", "version", "title")) == [
        ("pay", 1, first.title),
        ("pay", 2, first.title),
    ]
    other = reverse("filing:paper", args=[filing.number, "other"])
    unnamed = client.post(other, {"upload": scan(), "title": ""})
    assert unnamed.status_code == 422
    assert "请写明材料名称。" in unnamed.content.decode()
    assert client.post(other, {"upload": scan(), "title": "荣誉证书"}).status_code == 302
    assert client.post(address, {"title": "没有文件"}).status_code == 422
    assert client.get(reverse("filing:paper", args=[filing.number, "none"])).status_code == 404
    assert client.get(f"{address}?replaces=x").status_code == 404
    assert client.get(f"{address}?replaces=999999").status_code == 404
    page = client.get(reverse("filing:papers", args=[filing.number])).content.decode()
    assert "荣誉证书" in page
