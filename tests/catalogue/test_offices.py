"""Offices are kept in the admin like every other table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.models import Division, Office
from printing import sheets

HEADERS = ["区划代码", "机构类别", "单位名称", "办公电话", "单位邮箱", "地址", "来源"]
IMPORT = "/admin/catalogue/office/import/"
CONFIRM = "/admin/catalogue/office/process_import/"


@pytest.fixture
def county(db):
    province = Division.objects.create(code="370000", name="山东省", tier=1)
    city = Division.objects.create(code="371500", name="聊城市", tier=2, parent=province)
    return Division.objects.create(code="371526", name="高唐县", tier=3, parent=city)


def upload(client, *rows):
    file = SimpleUploadedFile("办理机构.xlsx", sheets.write(HEADERS, rows))
    return client.post(IMPORT, {"file": file}, follow=True)


def test_three_wrong_rows_are_all_named_and_nothing_lands(admin_client, county):
    response = upload(
        admin_client,
        ["371526", "人力资源社会保障部门", "高唐县人社局", "0635-1", "", "", ""],
        ["999999", "人力资源社会保障部门", "无处人社局", "", "", "", ""],
        ["371526", "派出所", "高唐县派出所", "", "", "", ""],
        ["371526", "技能人才评价管理机构", "高唐县中心", "", "不是邮箱", "", ""],
    )
    faults = response.context["report"]["faults"]
    assert [(f["row"], f["column"]) for f in faults] == [
        (3, "区划代码"),
        (4, "机构类别"),
        (5, "单位邮箱"),
    ]
    assert Office.objects.count() == 0


def test_corrected_they_land(admin_client, county):
    row = ["371526", "人力资源社会保障部门", "高唐县人社局", "0635-1", "a@example.com", "", ""]
    draft = upload(admin_client, row).context["draft"]
    admin_client.post(CONFIRM, {"draft": draft.pk})
    office = Office.objects.get()
    assert (office.division, office.organ, office.phone) == (county, "hrss", "0635-1")
