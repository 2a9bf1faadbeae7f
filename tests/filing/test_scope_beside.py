"""Beside the scope: own levels, what holds an applicant to it, and what a change changes."""

import pytest
from django.urls import reverse

from catalogue.models import Ladder, LadderLevel
from filing.models import OwnLevel, Standing
from tests.filing.agencies import agency
from tests.filing.rows import ELECTRICIAN, MILLER, TURNER, WELDER, scope_row
from tests.filing.world import credit_code


@pytest.fixture
def draft(world, client):
    client.force_login(world.hr)
    return world.filing()


@pytest.fixture
def social(world, client):
    """Of an association."""
    owner, actor = world.applicant("371502", "city", "association")
    client.force_login(actor)
    return world.filing(
        regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )


def at(name: str, filing, *args) -> str:
    return reverse(f"filing:{name}", args=[filing.number, *args])


@pytest.mark.clause("LC-05")
def test_own_levels_are_filled_in_from_the_national_eight(client, draft):
    ladder = Ladder.objects.create(name="新八级工", source="人社部发〔2022〕14号")
    steps = [("学徒工", "below", 5), ("中级工", "within", 4), ("特级技师", "above", 1)]
    for ordinal, (name, relation, level) in enumerate(steps, start=1):
        LadderLevel.objects.create(
            ladder=ladder, ordinal=ordinal, name=name, relation=relation, level=level
        )
    client.post(at("level-reference", draft))
    assert list(draft.own_levels.values_list("name", "relation", "level")) == steps
    again = client.post(at("level-reference", draft), follow=True)
    assert "已经填写了自设等级" in again.content.decode()
    assert draft.own_levels.count() == 3


@pytest.mark.clause("LC-05")
def test_an_own_level_takes_its_place_and_must_be_mapped(client, draft):
    add = at("level-add", draft)
    steps = [("技师", "1", "within", 2), ("学徒工", "1", "below", 5), ("中级工", "2", "within", 4)]
    for name, ordinal, relation, level in steps:
        form = {"name": name, "ordinal": ordinal, "relation": relation, "level": level}
        assert client.post(add, form).status_code == 302
    assert list(draft.own_levels.values_list("ordinal", "name")) == [
        (1, "学徒工"),
        (2, "中级工"),
        (3, "技师"),
    ]
    bad = {"name": "首席技师", "ordinal": "4", "relation": "above", "level": "3"}
    answer = client.post(add, bad)
    assert list(answer.context["form"].errors["level"]) == ["一级以上的等级必须对应一级/高级技师。"]
    unmapped = client.post(add, bad | {"level": ""})
    assert list(unmapped.context["form"].errors["level"]) == ["请选择对应国家等级。"]
    first = draft.own_levels.get(name="学徒工")
    client.post(at("level-remove", draft, first.pk))
    assert list(draft.own_levels.values_list("ordinal", "name")) == [(1, "中级工"), (2, "技师")]


def test_where_there_is_no_ladder_there_is_no_page_for_it(client, social):
    assert client.get(at("level-add", social)).status_code == 404
    assert not OwnLevel.objects.exists()


@pytest.mark.clause("SD-02")
def test_an_association_says_what_holds_it_to_an_occupation(client, social):
    row = scope_row(social)
    form = {"occupation": row.occupation_id, "name": "电气行业", "unit": "样例机械有限公司"}
    answer = client.post(
        at("standing-add", social), form | {"unit_code": credit_code(7)[:-1] + "I"}
    )
    assert [*answer.context["form"].errors] == ["unit_code"]
    client.post(at("standing-add", social), form | {"unit_code": credit_code(7)})
    assert Standing.objects.get().unit_code == credit_code(7)
    client.post(at("scope-remove", social, row.pk))
    assert not Standing.objects.exists()


def test_an_enterprise_has_no_such_rows(client, draft):
    assert client.get(at("standing-add", draft)).status_code == 404


@pytest.mark.clause("LC-06", "LN-13")
def test_a_change_shows_what_is_added_and_dropped(client, world, draft):
    scope = {ELECTRICIAN: (5, 4, 3), WELDER: (5, 4), TURNER: (5,)}
    draft.agency = agency(world, organisation=world.firm, scope=scope)
    draft.save(update_fields=["agency"])
    scope_row(draft)
    scope_row(draft, WELDER, lowest=4, highest=2)
    scope_row(draft, MILLER, lowest=5, highest=5)
    lines = client.get(at("scope", draft)).context["changes"]
    assert [(line.name, line.now_said, line.wanted_said, line.change) for line in lines] == [
        ("车工", "五级", "无", "取消"),
        ("铣工", "无", "五级", "新增"),
        ("焊工", "五级至四级", "四级至二级", "新增三级至二级，取消五级"),
        ("电工", "五级至三级", "五级至三级", ""),
    ]
