"""Imports beside other writers: who waits, who is told, and what is never undone."""

from contextlib import contextmanager
from functools import partial
from threading import Barrier, Thread
from time import monotonic

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue import resources
from catalogue.admin.importing import BUSY, CHANGED
from catalogue.models import ImportDraft, Occupation, StandardLevel, Subject, WorkType
from catalogue.services import locking
from catalogue.services.loading import load
from printing import sheets
from tests.catalogue.test_sheets_admin import CONFIRM, GOOD, faults, staff, upload, xlsx
from tests.races import at_once

RACE = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TYPES = "/admin/catalogue/worktype/"
SUBJECTS = "/admin/catalogue/subject/import/"
TYPE_HEADERS = ["职业编码", "工种", "来源"]


def boss(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(name))
    return client


def electrician() -> Occupation:
    return Occupation.objects.get(code="6-31-01-03")


def types(rows: list[list[str]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("工种.xlsx", sheets.write(TYPE_HEADERS, rows))


@contextmanager
def held(*models):
    """Somebody else is writing these tables."""
    release, ready = Barrier(2), Barrier(2)

    def hold() -> None:
        with transaction.atomic():
            locking.lock_tables(*models)
            ready.wait()
            release.wait()
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    ready.wait()
    yield
    release.wait()
    thread.join()


@pytest.fixture
def impatient():
    """The database waits a fifth of a second for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")


class TestRaces:
    pytestmark = RACE

    def test_two_files_in_opposite_order_do_not_block_each_other(self, piece_folder):
        load(piece_folder)
        rows = [["6-31-01-03", f"工种{number}", "甲"] for number in range(60)]
        mine, hers = boss("one"), boss("two")
        drafts = [
            upload(mine, types(rows), f"{TYPES}import/").context["draft"],
            upload(
                hers, types([[*row[:2], "乙"] for row in reversed(rows)]), f"{TYPES}import/"
            ).context["draft"],
        ]

        def confirm(client, draft) -> str:
            address = f"{TYPES}process_import/"
            return client.post(address, {"draft": draft.pk}, follow=True).content.decode()

        began = monotonic()
        pages = at_once(partial(confirm, mine, drafts[0]), partial(confirm, hers, drafts[1]))
        assert monotonic() - began < 10
        assert sorted(CHANGED in page for page in pages) == [False, True]
        assert sorted("新增 60 条，更新 0 条。" in page for page in pages) == [False, True]
        assert len(set(WorkType.objects.filter(name__startswith="工种").values_list("source"))) == 1

    def test_who_comes_while_another_writes_is_told_and_keeps_the_preview(
        self, piece_folder, impatient
    ):
        load(piece_folder)
        client = boss("boss")
        draft = upload(client, xlsx(GOOD)).context["draft"]
        with held(Occupation):
            page = client.post(CONFIRM, {"draft": draft.pk}, follow=True)
        assert BUSY in page.content.decode()
        assert page.context["draft"] == draft
        assert electrician().name == "电工"
        client.post(CONFIRM, {"draft": draft.pk})
        assert electrician().name == "电气工"

    def test_a_form_says_so_too_and_keeps_what_was_typed(self, piece_folder, impatient):
        load(piece_folder)
        client = boss("boss")
        row = WorkType.objects.first()
        data = {"name": "我的工种", "occupation": row.occupation_id, "source": "测试"}
        address = f"{TYPES}{row.pk}/change/"
        with held(WorkType):
            page = client.post(address, data).content.decode()
        assert locking.BUSY in page
        assert "我的工种" in page
        assert client.post(address, data).status_code == 302


@pytest.mark.usefixtures("piece")
class TestOnlyTheFilesColumns:
    def test_a_column_that_the_file_lacks_keeps_a_colleagues_change(self, admin_client):
        draft = upload(admin_client, xlsx(GOOD)).context["draft"]
        Occupation.objects.filter(code="6-31-01-03").update(definition="检修电气设备")
        admin_client.post(CONFIRM, {"draft": draft.pk})
        assert (electrician().name, electrician().definition) == ("电气工", "检修电气设备")

    def test_an_import_writes_no_other_column(self, django_assert_num_queries):
        sheet = sheets.read(xlsx(GOOD[1:]))
        with django_assert_num_queries(6) as queries:
            resources.OccupationResource().run(sheet, dry_run=False, file_name="x")
        (update,) = [q["sql"] for q in queries if q["sql"].startswith("UPDATE")]
        assert '"definition"' not in update
        assert '"retired_on"' not in update


@pytest.mark.django_db(transaction=True)
def test_a_preview_writes_nothing_and_opens_no_transaction(piece_folder):
    load(piece_folder)
    sheet = sheets.read(xlsx(GOOD))
    with CaptureQueriesContext(connection) as queries:
        outcome = resources.OccupationResource().run(sheet, dry_run=True, file_name="x")
    assert (outcome.created, outcome.updated) == (1, 1)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


@pytest.mark.usefixtures("piece")
class TestAPreviewIsQuick:
    def test_many_rows_cost_the_queries_of_one(self, django_assert_num_queries):
        rows = [["6-31-01-03", f"工种{number}", "测试"] for number in range(1000)]
        for end in (1, 1000):
            sheet = sheets.read(types(rows[:end]))
            with django_assert_num_queries(2):
                outcome = resources.WorkTypeResource().run(sheet, dry_run=True, file_name="x")
            assert outcome.created == end

    def test_more_rows_than_a_table_has_are_refused(self, admin_client):
        rows = [["6-31-01-03", f"工种{number}", "测试"] for number in range(10_001)]
        response = upload(admin_client, types(rows), f"{TYPES}import/")
        assert "最多 10000 行数据" in "".join(response.context["form"].errors["file"])
        assert not ImportDraft.objects.exists()


@pytest.mark.usefixtures("piece")
class TestWhatASubjectBringsWithIt:
    @pytest.fixture
    def file(self):
        """The subjects of a level that is not there."""
        level = StandardLevel.objects.get(standard__occupation__code="6-31-01-03", level=5)
        exported = resources.SubjectResource().export(Subject.objects.filter(standard_level=level))
        level.delete()
        return SimpleUploadedFile("科目.xlsx", sheets.write(exported.headers, list(exported)))

    def test_the_preview_tells_of_the_level_and_adds_none(self, admin_client, file):
        before = StandardLevel.objects.count()
        rows = upload(admin_client, file, SUBJECTS).context["report"]["rows"]
        told = {"column": "另外给标准添加等级", "before": "", "after": "五级/初级工"}
        assert [told in row["changes"] for row in rows] == [True, False]
        assert StandardLevel.objects.count() == before

    def test_who_may_not_add_levels_is_told(self, client, file):
        client.force_login(staff("teacher", "view_subject", "add_subject", "change_subject"))
        found = faults(upload(client, file, SUBJECTS))
        code = "national-6-31-01-03-default"
        assert found == [
            (
                row,
                "标准编号",
                f"标准“{code}”没有五级/初级工，您没有给标准添加等级的权限",
                "核对等级，或请有权限的人先添加",
            )
            for row in (2, 3)
        ]
