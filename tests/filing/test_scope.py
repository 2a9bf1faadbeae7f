"""The scope editor: occupations found, added, changed and refused, through the views."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.models import RegulatedOccupation, WorkType
from filing.models import ScopeItem, SupplementItem
from filing.rows.forms import digest
from tests.filing.rows import ELECTRICIAN, MILLER, TURNER, WELDER, scope_row, standard


@pytest.fixture
def draft(world, client):
    client.force_login(world.hr)
    return world.filing()


@pytest.fixture
def social(world, client):
    """Of a private school."""
    owner, actor = world.applicant("371502", "city", "private_school")
    client.force_login(actor)
    return world.filing(
        regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )


def at(name: str, filing, *args) -> str:
    return reverse(f"filing:{name}", args=[filing.number, *args])


def sent(**changes) -> dict:
    """What the form of an occupation sends."""
    return {
        "lowest": "5",
        "highest": "3",
        "methods": ["exam"],
        "headcount": "40",
        "experience": "2019年起",
    } | changes


def text(response) -> str:
    return response.content.decode()


@pytest.mark.clause("LC-04", "LC-07")
def test_an_occupation_is_found_and_added_with_its_basis(client, draft, world):
    basis = standard()
    page = client.get(at("scope-search", draft), {"search": "diangong"})
    add = at("scope-add", draft, ELECTRICIAN)
    assert f'href="{add}"' in text(page)
    form = client.get(add).context["form"]
    assert (form["lowest"].value(), form["highest"].value()) == (5, 1)
    assert form["standard"].value() == basis.pk
    answer = client.post(add, sent(work_type="维修电工", standard=basis.pk), follow=True)
    assert answer.redirect_chain == [(at("scope", draft), 302)]
    row = draft.scope.get()
    assert (row.occupation, row.work_type, row.lowest, row.highest, row.standard) == (
        world.occupations[ELECTRICIAN],
        "维修电工",
        5,
        3,
        basis,
    )
    assert (row.methods, row.headcount) == (["exam"], 40)
    assert "已保存职业（工种）。" in text(answer)


@pytest.mark.parametrize("typed", ["电工", "dg", "6-31-01-03", "维修电工"])
def test_the_search_finds_by_name_pinyin_code_and_work_type(client, draft, world, typed):
    WorkType.objects.create(
        occupation=world.occupations[ELECTRICIAN], name="维修电工", source="测试"
    )
    page = client.get(at("scope-search", draft), {"search": typed})
    assert [row.occupation.code for row in page.context["rows"]] == [ELECTRICIAN]


def test_the_search_costs_the_same_for_one_and_for_many(client, draft, django_assert_num_queries):
    url = at("scope-search", draft)
    client.get(url)  # the session is written once
    with CaptureQueriesContext(connection) as one:
        assert len(client.get(url, {"search": "电工"}).context["rows"]) == 1
    with django_assert_num_queries(len(one)):
        assert len(client.get(url, {"search": "6-"}).context["rows"]) == 4


@pytest.mark.clause("LC-04")
def test_a_regulated_occupation_is_refused_with_the_reason(client, draft, world):
    RegulatedOccupation.objects.create(
        item=1,
        group="测试",
        qualification="焊接准入",
        occupation=world.occupations[WELDER],
        block="full",
        certainty="verified",
        source="国家职业资格目录",
    )
    reason = "属准入类职业资格“焊接准入”，见国家职业资格目录。"
    found = client.get(at("scope-search", draft), {"search": "焊工"})
    assert reason in text(found)
    add = at("scope-add", draft, WELDER)
    assert add not in text(found)
    page = client.get(add)
    assert (page.status_code, reason in text(page)) == (200, True)
    assert 'data-clauses="LC-04"' in text(page)
    assert client.post(add, sent()).status_code == 422
    assert not draft.scope.exists()


def test_an_occupation_that_is_regulated_in_part_warns_and_may_be_added(client, draft, world):
    RegulatedOccupation.objects.create(
        item=1,
        group="测试",
        qualification="核级焊工",
        occupation=world.occupations[WELDER],
        block="partial",
        certainty="verified",
        public_note="只限核级焊接。",
        source="国家职业资格目录",
    )
    add = at("scope-add", draft, WELDER)
    assert "只限核级焊接。" in text(client.get(add))
    assert client.post(add, sent()).status_code == 302
    assert draft.scope.get().occupation == world.occupations[WELDER]


@pytest.mark.clause("SD-03")
def test_shandong_offers_three_levels(client, social):
    add = at("scope-add", social, ELECTRICIAN)
    form = client.get(add).context["form"]
    assert [value for value, _ in form.fields["highest"].choices] == ["", 5, 4, 3]
    answer = client.post(add, sent(highest="2"))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["highest"])
    assert not social.scope.exists()


@pytest.mark.clause("SD-03")
def test_the_fourth_occupation_is_refused(client, social):
    for code in (ELECTRICIAN, WELDER, TURNER):
        assert client.post(at("scope-add", social, code), sent()).status_code == 302
    answer = client.post(at("scope-add", social, MILLER), sent())
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "每个评价机构不超过 3 个职业（工种）（鲁人社字〔2020〕50号 二），"
        "已有 3 个。先移去一个，再添加。"
    ]
    assert social.scope.count() == 3


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"lowest": "3", "highest": "5"}, {"highest": ["最高等级不能低于最低等级。"]}),
        ({"lowest": ""}, {"lowest": ["请选择最低等级。"]}),
        ({"methods": []}, {"methods": ["请至少选择一种评价方式。"]}),
        ({"headcount": "0"}, {"headcount": ["技能人员数应为 1 至 1000000 的整数。"]}),
        ({"headcount": "9" * 30}, {"headcount": ["技能人员数应为 1 至 1000000 的整数。"]}),
        ({"headcount": "x"}, {"headcount": ["技能人员数应为 1 至 1000000 的整数。"]}),
        ({"named": "某标准"}, {"named_kind": ["请选择依据的类别。"]}),
        ({"named_kind": "national"}, {"named": ["请填写依据的名称和编号。"]}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(client, draft, changes, wrong):
    answer = client.post(at("scope-add", draft, ELECTRICIAN), sent(work_type="甲", **changes))
    assert answer.status_code == 422
    assert {name: list(errors) for name, errors in answer.context["form"].errors.items()} == wrong
    assert answer.context["form"]["work_type"].value() == "甲"
    assert not draft.scope.exists()


def test_a_basis_is_chosen_or_named_not_both(client, draft):
    basis = standard()
    both = sent(standard=basis.pk, named_kind="national", named="某标准")
    answer = client.post(at("scope-add", draft, ELECTRICIAN), both)
    assert [*answer.context["form"].errors] == ["named"]


@pytest.mark.parametrize("typed", ["--", "－－", "", " "])
def test_no_work_type_is_written_as_none(client, draft, typed):
    client.post(at("scope-add", draft, ELECTRICIAN), sent(work_type=typed))
    assert draft.scope.get().work_type == ""
    assert "<td>--</td>" in text(client.get(at("scope", draft)))


def test_the_same_occupation_and_work_type_stands_once(client, draft):
    add = at("scope-add", draft, ELECTRICIAN)
    client.post(add, sent())
    answer = client.post(add, sent())
    assert answer.context["form"].non_field_errors() == [
        "这个职业（工种）已经填报，请修改原来的一行。"
    ]
    assert client.post(add, sent(work_type="维修电工")).status_code == 302
    assert draft.scope.count() == 2


def test_a_row_is_changed_and_removed(client, draft):
    row = scope_row(draft)
    edit = at("scope-edit", draft, row.pk)
    seen = client.get(edit).context["form"]["seen"].value()
    client.post(edit, sent(highest="1", seen=seen))
    row.refresh_from_db()
    assert row.highest == 1
    remove = at("scope-remove", draft, row.pk)
    assert client.get(remove).status_code == 405
    client.post(remove)
    assert not draft.scope.exists()
    again = client.post(remove, follow=True)
    assert "已被移去" in text(again)


def test_a_page_left_open_does_not_undo_what_was_saved_since(client, draft):
    row = scope_row(draft)
    edit = at("scope-edit", draft, row.pk)
    stale = digest(row)
    ScopeItem.objects.filter(pk=row.pk).update(headcount=99)
    answer = client.post(edit, sent(headcount="7", seen=stale))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form["headcount"].value() == "7"
    row.refresh_from_db()
    assert row.headcount == 99
    client.post(edit, sent(headcount="7", seen=form["seen"].value()))
    row.refresh_from_db()
    assert row.headcount == 7


@pytest.mark.clause("JS-04", "JS-06")
def test_jiangsu_maps_a_post_and_adjusts_a_standard(client, world):
    client.force_login(world.hr)
    filing = world.filing(regulation="jiangsu-enterprise", receiver="sz")
    basis = standard()
    add = at("scope-add", filing, ELECTRICIAN)
    answer = client.post(add, sent(post="光伏运维工"))
    assert {name: list(e) for name, e in answer.context["form"].errors.items()} == {
        "reason": ["请写明归入本职业的理由。"]
    }
    full = sent(
        post="光伏运维工",
        reason="同为电气设备的安装维修",
        standard=basis.pk,
        adjusted="增加逆变器检修",
        not_below="on",
    )
    client.post(add, full)
    row = filing.scope.get()
    assert (row.post, row.reason, row.adjusted, row.not_below) == (
        "光伏运维工",
        "同为电气设备的安装维修",
        "增加逆变器检修",
        True,
    )


def test_where_no_document_says_so_nothing_is_mapped_or_adjusted(client, world):
    client.force_login(world.hr)
    filing = world.filing(regulation="liaoning-enterprise", receiver="as")
    form = client.get(at("scope-add", filing, ELECTRICIAN)).context["form"]
    assert {"post", "reason", "adjusted", "not_below"} & set(form.fields) == set()


def test_somebody_elses_draft_is_not_there(client, world, draft):
    row = scope_row(draft)
    _, user = world.applicant("371502", "county")
    client.force_login(user)
    for url in (
        at("scope", draft),
        at("scope-search", draft),
        at("scope-add", draft, WELDER),
        at("scope-edit", draft, row.pk),
        at("people", draft),
        at("people-sheet", draft),
        at("venue", draft),
        at("standards", draft),
        at("basis-edit", draft, row.pk),
    ):
        assert client.get(url).status_code == 404, url
    assert client.post(at("scope-remove", draft, row.pk)).status_code == 404
    assert draft.scope.count() == 1


def test_a_row_of_another_draft_is_not_there(client, world, draft):
    other = world.filing(owner=world.applicant("371502", "county")[0])
    row = scope_row(other)
    assert client.get(at("scope-edit", draft, row.pk)).status_code == 404
    client.post(at("scope-remove", draft, row.pk))
    assert other.scope.count() == 1


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_what_was_sent_is_only_shown(client, world, state):
    client.force_login(world.hr)
    filing = world.filing(state)
    row = scope_row(filing)
    page = client.get(at("scope", filing))
    assert (page.status_code, at("scope-search", filing) in text(page)) == (200, False)
    for url in (at("scope-search", filing), at("scope-edit", filing, row.pk)):
        assert client.get(url).status_code == 403
    assert client.post(at("scope-remove", filing, row.pk)).status_code == 403
    assert client.post(at("scope-add", filing, WELDER), sent()).status_code == 403
    assert filing.scope.count() == 1


def test_a_supplement_opens_only_what_it_names(client, world):
    client.force_login(world.hr)
    filing = world.filing("supplement")
    SupplementItem.objects.create(
        filing=filing,
        section="scope",
        text="请补充等级",
        round=1,
        added_by=world.staff["dcf"],
        added_at=filing.opened_at,
    )
    assert client.post(at("scope-add", filing, ELECTRICIAN), sent()).status_code == 302
    assert client.get(at("person-add", filing)).status_code == 403
