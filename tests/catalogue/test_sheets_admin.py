"""Import and export in the admin: preview, every problem at once, nothing half, once only."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.admin.importing import CHANGED, GONE
from catalogue.models import (
    EntryCondition,
    ImportDraft,
    Occupation,
)
from config import clock
from printing import sheets

pytestmark = pytest.mark.usefixtures("piece")

LIST = "/admin/catalogue/occupation/"
IMPORT = f"{LIST}import/"
CONFIRM = f"{LIST}process_import/"
HEADERS = ["职业编码", "名称", "层级", "上级编码", "技能类", "版本", "发布年份", "来源"]
GOOD = [
    ["6-31-01-77", "设备医生", "细类", "6-31-01", "是", "测试版", "2026", "测试"],
    ["6-31-01-03", "电气工", "细类", "6-31-01", "是", "大典2022", "2022", "测试"],
]


def staff(name: str, *permissions: str):
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def keeper(piece):
    """May add and change occupations, nothing else."""
    return staff("keeper", *(f"{act}_occupation" for act in ("view", "add", "change")))


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def xlsx(rows, headers=HEADERS) -> SimpleUploadedFile:
    return SimpleUploadedFile("职业.xlsx", sheets.write(headers, rows))


def csv_file(rows, headers=HEADERS, encoding="utf-8", name="职业.csv") -> SimpleUploadedFile:
    text = "\r\n".join(",".join(row) for row in [headers, *rows])
    return SimpleUploadedFile(name, text.encode(encoding))


def upload(client, file, address: str = IMPORT):
    """The page that an upload leads to."""
    return client.post(address, {"file": file}, follow=True)


def faults(response) -> list[tuple]:
    names = ("row", "column", "problem", "remedy")
    return [tuple(f[name] for name in names) for f in response.context["report"]["faults"]]


def electrician() -> Occupation:
    return Occupation.objects.get(code="6-31-01-03")


class TestPreviewAndConfirm:
    def test_the_preview_says_what_will_change_and_changes_nothing(self, desk):
        response = upload(desk, xlsx(GOOD))
        report = response.context["report"]
        assert (report["created"], report["updated"], report["unchanged"]) == (1, 1, 0)
        page = response.content.decode()
        assert "名称：<del>电工</del> <ins>电气工</ins>" in page
        assert "style=" not in page
        assert electrician().name == "电工"
        assert not Occupation.objects.filter(code="6-31-01-77").exists()

    def test_confirmed_it_lands_with_history_and_log(self, desk, keeper):
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        response = desk.post(CONFIRM, {"draft": draft.pk}, follow=True)
        assert "已导入“职业.xlsx”：新增 1 条，更新 1 条。" in response.content.decode()
        assert (electrician().name, electrician().initials) == ("电气工", "dqg")
        new = Occupation.objects.get(code="6-31-01-77")
        assert (new.pinyin, new.parent.code, new.skilled) == ("shebeiyisheng", "6-31-01", True)
        record = electrician().history.first()
        assert (record.history_user, record.history_change_reason) == (keeper, "导入 职业.xlsx")
        assert keeper.logentry_set.count() == 2
        assert bytes(ImportDraft.objects.get().content) == b""

    def test_confirmed_twice_it_is_imported_once_and_tells_the_same(self, desk):
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        desk.post(CONFIRM, {"draft": draft.pk})
        records = Occupation.history.count()
        response = desk.post(CONFIRM, {"draft": draft.pk}, follow=True)
        assert "已导入“职业.xlsx”：新增 1 条，更新 1 条。" in response.content.decode()
        assert Occupation.history.count() == records
        back = desk.get(f"{IMPORT}?draft={draft.pk}", follow=True)
        assert back.redirect_chain == [(LIST, 302)]
        assert "已导入“职业.xlsx”：新增 1 条，更新 1 条。" in back.content.decode()

    def test_what_changed_since_the_preview_is_shown_again(self, desk):
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        other = electrician()
        other.name = "电器工"
        other.save()
        response = desk.post(CONFIRM, {"draft": draft.pk}, follow=True)
        page = response.content.decode()
        assert CHANGED in page
        assert "<del>电器工</del> <ins>电气工</ins>" in page
        assert electrician().name == "电器工"
        desk.post(CONFIRM, {"draft": response.context["draft"].pk})
        assert electrician().name == "电气工"

    def test_the_same_table_changes_nothing(self, desk):
        exported = desk.post(f"{LIST}export/", {"format": "0", "resource": "0"}).content
        response = upload(desk, SimpleUploadedFile("职业.xlsx", exported))
        assert "表格与目录完全一致，不需要导入。" in response.content.decode()
        assert not response.context["draft"].preview_sha256

    def test_children_may_come_before_their_new_parents(self, desk):
        rows = [
            ["7-02-01-01", "新职业", "细类", "7-02-01", "否", "测试版", "2026", "测试"],
            ["7-02-01", "新小类", "小类", "7-02", "否", "测试版", "2026", "测试"],
            ["7-02", "新中类", "中类", "7", "否", "测试版", "2026", "测试"],
            ["7", "新大类", "大类", "", "否", "测试版", "2026", "测试"],
        ]
        draft = upload(desk, xlsx(rows)).context["draft"]
        desk.post(CONFIRM, {"draft": draft.pk})
        assert Occupation.objects.get(code="7-02-01-01").parent.parent.parent.code == "7"

    def test_a_preview_expires(self, desk, settings):
        settings.SESSION_IDLE_BUREAU = 3 * ImportDraft.KEPT.total_seconds()
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        with clock.travel(clock.now() + ImportDraft.KEPT + timedelta(seconds=1)):
            response = desk.post(CONFIRM, {"draft": draft.pk}, follow=True)
            assert GONE in response.content.decode()
            assert electrician().name == "电工"
            upload(desk, xlsx(GOOD))
        assert ImportDraft.objects.exclude(pk=draft.pk).count() == ImportDraft.objects.count() == 1


class TestRights:
    def test_a_preview_belongs_to_its_owner(self, desk, client):
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        client.force_login(staff("other", "view_occupation", "add_occupation", "change_occupation"))
        response = client.post(CONFIRM, {"draft": draft.pk}, follow=True)
        assert GONE in response.content.decode()
        assert electrician().name == "电工"
        assert ImportDraft.objects.get() == draft

    def test_a_preview_belongs_to_its_table(self, client, admin_user):
        client.force_login(admin_user)
        draft = upload(client, xlsx(GOOD)).context["draft"]
        response = client.post(
            "/admin/catalogue/division/process_import/", {"draft": draft.pk}, follow=True
        )
        assert GONE in response.content.decode()

    @pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 30])
    def test_numbers_out_of_thin_air_are_answered(self, desk, number):
        assert GONE in desk.post(CONFIRM, {"draft": number}, follow=True).content.decode()

    def test_who_may_only_look_may_export_but_not_import(self, client):
        client.force_login(staff("reader", "view_occupation"))
        assert client.get(IMPORT).status_code == 403
        assert client.post(CONFIRM, {"draft": 1}).status_code == 403
        assert client.post(f"{LIST}export/", {"format": "0", "resource": "0"}).status_code == 200
        page = client.get(LIST).content.decode()
        assert "import_link" not in page
        assert "export_link" in page

    def test_without_rights_there_is_nothing(self, client):
        client.force_login(staff("nobody"))
        for address in (LIST, IMPORT, f"{LIST}export/"):
            assert client.get(address).status_code == 403

    def test_the_public_is_asked_to_sign_in(self, client):
        assert client.get(IMPORT).status_code == 302


class TestFaults:
    def test_every_fault_of_every_row_is_told_and_nothing_is_written(self, desk):
        rows = [
            GOOD[0],
            ["6-31-01-03", "", "末类", "6-31-01", "也许", "大典2022", "两千", "测试"],
            ["6-31-01-88", "孤儿", "细类", "6-99-01", "是", "测试版", "2026", "测试"],
            ["63101", "坏编码", "细类", "6-31-01", "是", "测试版", "2026", "测试"],
            ["6-31-01-77", "又来", "细类", "6-31-01", "是", "测试版", "2026", "测试"],
        ]
        response = upload(desk, xlsx(rows))
        assert faults(response) == [
            (3, "发布年份", "“两千”不是整数", "填写不超过五位的整数，如 60"),
            (3, "名称", "此字段不能为空", "请填写"),
            (3, "层级", "“末类”不在可选范围内", "从中选一个：大类、中类、小类、细类"),
            (3, "技能类", "“也许”不是“是”或“否”", "填写 是 或 否"),
            (4, "上级编码", "找不到上级编码“6-99-01”", "核对上级编码，或先把它加进目录"),
            (
                5,
                "职业编码",
                "编码应形如 6、6-31、6-31-01 或 6-31-01-03",
                "按格式填写；被 Excel 改成日期的，先把这一列设为“文本”",
            ),
            (6, "职业编码", "与第 2 行重复", "两行只留一行"),
        ]
        page = response.content.decode()
        assert "有 7 处问题，没有导入任何内容" in page
        assert "style=" not in page
        assert not response.context["draft"].preview_sha256
        assert not Occupation.objects.filter(code="6-31-01-77").exists()

    def test_corrected_it_lands(self, desk):
        assert faults(upload(desk, xlsx([*GOOD, [""] * 7 + ["只有来源"]])))
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        desk.post(CONFIRM, {"draft": draft.pk})
        assert electrician().name == "电气工"

    def test_wrong_columns_are_named(self, desk):
        headers = ["编码", *HEADERS[1:7]]
        response = upload(desk, xlsx([row[:7] for row in GOOD], headers))
        found = [(row, column, problem) for row, column, problem, _ in faults(response)]
        assert found == [
            (1, "编码", "不认识这一列"),
            (1, "职业编码", "缺少这一列"),
            (1, "来源", "缺少这一列"),
        ]

    def test_columns_left_out_stay_as_they_are(self, desk):
        Occupation.objects.filter(code="6-31-01-03").update(definition="检修电气设备")
        draft = upload(desk, xlsx(GOOD)).context["draft"]
        desk.post(CONFIRM, {"draft": draft.pk})
        assert electrician().definition == "检修电气设备"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    def test_csv_is_read_in_the_encodings_people_have(self, desk, encoding):
        response = upload(desk, csv_file(GOOD, encoding=encoding))
        assert [row["name"] for row in response.context["report"]["rows"]] == [
            "6-31-01-77 设备医生",
            "6-31-01-03 电气工",
        ]

    def test_cells_that_excel_spoilt_are_not_trusted(self, desk):
        rows = [[*GOOD[1][:7], "1.23457E+17"]]
        (fault,) = faults(upload(desk, csv_file(rows)))
        assert fault[:2] == (2, "来源")

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.xlsx", b"PK\x03\x04" + b"broken" * 50, "已损坏"),
            ("a.xlsx", sheets.write(HEADERS, GOOD)[:900], "已损坏"),
            ("a.xlsx", "职业编码\n1".encode(), "内容却不是 Excel 工作簿"),
            ("a.csv", b"\xff\xfe\x00\x00\x01", "表格"),
            ("a.csv", b"", "空"),
            ("a.csv", "职业编码,名称\n".encode(), "只有表头"),
            ("a.pdf", b"%PDF-1.7", "只接收 xlsx、xls、csv"),
            ("a.csv", b"x" * (10 * 1024 * 1024 + 1), "超过 10 MB"),
        ],
    )
    def test_files_that_are_no_tables_are_refused(self, desk, name, content, words):
        response = upload(desk, SimpleUploadedFile(name, content))
        assert response.status_code == 200
        assert words in "".join(response.context["form"].errors["file"])
        assert not ImportDraft.objects.exists()

    def test_no_file_is_asked_for(self, desk):
        assert desk.post(IMPORT, {}).context["form"].errors == {"file": ["请选择要导入的表格。"]}

    def test_hostile_text_is_shown_as_text(self, desk):
        rows = [["6-31-01-03", "<script>alert(1)</script>", *GOOD[1][2:]]]
        page = upload(desk, xlsx(rows)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


class TestExport:
    @pytest.mark.parametrize(("number", "suffix"), [("0", "xlsx"), ("1", "csv")])
    def test_both_formats_read_back(self, desk, number, suffix):
        response = desk.post(f"{LIST}export/?q=dg", {"format": number, "resource": "0"})
        assert response["Content-Disposition"].endswith(f'.{suffix}"')
        sheet = sheets.read(SimpleUploadedFile(f"a.{suffix}", response.content))
        assert sheet.headers[:2] == ["职业编码", "名称"]
        assert sheet.rows[0].cells[:4] == ["6-31-01-03", "电工", "细类", "6-31-01"]

    def test_csv_runs_no_formula_and_comes_back_as_it_was(self, desk):
        Occupation.objects.filter(code="6-31-01-03").update(definition="=1+1")
        content = desk.post(f"{LIST}export/?q=dg", {"format": "1", "resource": "0"}).content
        assert ",'=1+1," in content.decode("utf-8-sig")
        response = upload(desk, SimpleUploadedFile("a.csv", content))
        assert response.context["report"]["rows"] == []


class TestAdminPages:
    PAGES = [
        "occupation", "worktype", "division", "regulatedoccupation", "ladder", "ladderlevel",
        "conditionset", "entrycondition", "standard", "standardlevel", "subject",
    ]  # fmt: skip

    @pytest.mark.parametrize("noun", PAGES)
    def test_every_list_form_and_history_opens(self, admin_client, noun):
        model = f"/admin/catalogue/{noun}/"
        response = admin_client.get(model, {"q": "diangong"})
        assert response.status_code == 200
        response = admin_client.get(model)
        row = response.context["cl"].result_list[0]
        version = row.history.get().pk
        change, history = f"{row.pk}/change/", f"{row.pk}/history/"
        for address in ("add/", change, history, f"{history}{version}/"):
            response = admin_client.get(model + address)
            assert response.status_code == 200
            assert "<style" not in response.content.decode()
        assert "delete_selected" not in admin_client.get(model).content.decode()

    @pytest.mark.parametrize("typed", ["diangong", "dg", "电工", "6-31-01-03"])
    def test_the_list_is_searched_as_the_public_page(self, admin_client, typed):
        response = admin_client.get(LIST, {"q": typed})
        assert response.context["cl"].result_list[0].code == "6-31-01-03"

    def test_rows_in_use_cannot_be_deleted(self, admin_client):
        parent = Occupation.objects.get(code="6-31-01")
        response = admin_client.post(f"{LIST}{parent.pk}/delete/", {"post": "yes"})
        assert response.status_code == 200
        assert response.context["protected"]
        assert Occupation.objects.filter(pk=parent.pk).exists()

    def test_lists_cost_the_same_for_few_and_many(self, admin_client, django_assert_num_queries):
        admin_client.get(LIST)
        few, many = {"q": "6-31-01-03"}, {}
        for query in (few, many):
            with django_assert_num_queries(6):
                admin_client.get(LIST, query)

    @pytest.mark.clause("LC-05")
    def test_a_ladder_that_falls_is_refused(self, admin_client):
        data = {
            "name": "本厂等级", "owner_code": "", "source": "测试",
            "levels-TOTAL_FORMS": "2", "levels-INITIAL_FORMS": "0",
            "levels-0-ordinal": "1", "levels-0-name": "甲", "levels-0-relation": "within",
            "levels-0-level": "2",
            "levels-1-ordinal": "2", "levels-1-name": "乙", "levels-1-relation": "within",
            "levels-1-level": "3",
        }  # fmt: skip
        page = admin_client.post("/admin/catalogue/ladder/add/", data).content.decode()
        assert "“乙”排在“甲”之上，对应的国家等级却更低。" in page
        data["levels-1-level"] = "1"
        assert admin_client.post("/admin/catalogue/ladder/add/", data).status_code == 302

    def test_school_kinds_are_ticked(self, admin_client):
        row = EntryCondition.objects.filter(schooling="graduated").first()
        page = admin_client.get(f"/admin/catalogue/entrycondition/{row.pk}/change/")
        assert page.context["adminform"].form["schools"].value() == row.schools
