"""How many rows an application may have, and that the longest sheet goes through whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from filing.models import Facility, OwnLevel, Person
from filing.rows.kinds import FACILITY, LEVEL, PERSON
from filing.rows.people_sheet import COLUMNS, MOST_ROWS
from printing import sheets
from tests.filing.rows import id_number

LONGEST = {
    "姓名": 50,
    "所在单位": 100,
    "职务或岗位": 100,
    "职称或职业技能等级": 100,
    "资质证书编号": 60,
    "负责的职业（工种）": 200,
}


@pytest.fixture
def draft(world, client):
    client.force_login(world.hr)
    return world.filing()


def at(name: str, filing) -> str:
    return reverse(f"filing:{name}", args=[filing.number])


def lines(count: int, long: bool = False) -> list[list[str]]:
    found = []
    for number in range(count):
        values = {"类别": "监考人员", "姓名": f"甲{number}", "专职": "否"}
        if long:
            values |= {head: f"{number:04}".ljust(size, "龘") for head, size in LONGEST.items()}
            values |= {"联系电话": "0635-8200000", "证件号码": id_number(number)}
        found.append([values.get(head, "") for head in COLUMNS])
    return found


def upload(client, filing, rows):
    book = SimpleUploadedFile("people.xlsx", sheets.write(list(COLUMNS), rows))
    return client.post(at("people-sheet", filing), {"file": book})


def take(client, filing, preview):
    sealed = preview.context["preview"]["sealed"]
    return client.post(at("people-take", filing), {"sealed": sealed})


def test_the_longest_sheet_goes_through_whole(client, draft):
    """Every row and every cell as full as may be, in characters of three bytes."""
    preview = upload(client, draft, lines(MOST_ROWS, long=True))
    assert preview.status_code == 200
    assert take(client, draft, preview).status_code == 302
    assert draft.people.count() == MOST_ROWS
    assert upload(client, draft, lines(MOST_ROWS + 1)).status_code == 422


def fill(model, filing, count: int, **columns) -> None:
    model.objects.bulk_create(model(filing=filing, **columns) for _ in range(count))


def test_a_list_has_an_end_and_says_so(client, draft):
    fill(Facility, draft, FACILITY.form.most - 1, kind="theory", name="考场")
    form = {"kind": "practice", "name": "车间", "quantity": "1"}
    assert client.post(at("facility-add", draft), form).status_code == 302
    refused = client.post(at("facility-add", draft), form)
    assert (refused.status_code, draft.facilities.count()) == (422, FACILITY.form.most)
    said = "“场地设备”一件申请最多填写 500 条，已有 500 条。请先移去不需要的，再添加。"
    assert refused.context["form"].non_field_errors() == [said]
    row = draft.facilities.first()
    edit = reverse("filing:facility-edit", args=[draft.number, row.pk])
    seen = client.get(edit).context["form"]["seen"].value()
    assert client.post(edit, form | {"seen": seen}).status_code == 302


def test_so_has_the_ladder(client, draft):
    OwnLevel.objects.bulk_create(
        OwnLevel(filing=draft, ordinal=n, name=f"{n}级", relation="within", level=5)
        for n in range(1, LEVEL.form.most + 1)
    )
    form = {"name": "又一级", "ordinal": "1", "relation": "within", "level": "4"}
    assert client.post(at("level-add", draft), form).status_code == 422
    assert draft.own_levels.count() == LEVEL.form.most


def test_a_sheet_does_not_make_the_list_too_long(client, draft):
    fill(Person, draft, PERSON.form.most - 1, role="staff", name="乙")
    preview = upload(client, draft, lines(2))
    refused = take(client, draft, preview)
    said = "“机构人员”一件申请最多填写 1000 条，已有 999 条。请先移去不需要的，再添加。"
    assert (refused.status_code, refused.context["faults"]) == (422, [said])
    assert draft.people.count() == PERSON.form.most - 1
    assert take(client, draft, upload(client, draft, lines(1))).status_code == 302
