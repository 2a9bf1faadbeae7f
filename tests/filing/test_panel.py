"""The panel: drawn by lot from the eligible, odd, three or more, replayable."""

import json
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import Membership
from casework.models import Lot, Notice
from casework.services import door, lots
from config import clock
from filing.models import Filing, Panel
from filing.selectors import experts
from filing.services import evaluation
from filing.services.evaluation import Wish
from tests.filing import panels
from tests.filing.world import SINCE

pytestmark = pytest.mark.django_db


def test_a_panel_is_drawn_and_told(world):
    filing = panels.accepted(world)
    pool = [panels.expert(world) for _ in range(5)]
    panel = panels.evaluate(world, filing, visit_on=clock.today())
    found = [(m.expert_id, m.user_id, m.appointed_on) for m in panel.members.all()]
    drawn, reserves = lots.drawn(panel.lot.result)
    by_pk = {str(e.pk): e for e in pool}
    assert found == [(int(t.id), by_pk[t.id].user_id, clock.today()) for t in drawn]
    assert len(reserves) == 1
    assert Filing.objects.get(pk=filing.pk).state == "evaluation"
    told = Notice.objects.filter(subject__startswith="请参加技术评估")
    assert {n.recipient_id for n in told} == {m.user_id for m in panel.members.all()}
    assert Notice.objects.get(recipient=world.hr).subject == f"{filing.title}：专家组已组建"
    facts = json.loads(filing.events.get(act="evaluate").facts)
    assert facts["drawn"] == [t.id for t in drawn]


@pytest.mark.clause("LC-11")
def test_who_cannot_be_drawn_is_named_with_the_reason(world):
    filing = panels.accepted(world)
    free, other = panels.expert(world), panels.expert(world, fields=("4",))
    tied, officer = panels.expert(world), panels.expert(world)
    colleague, above = panels.expert(world), panels.expert(world, "lc")
    panels.expert(world, until=panels.yesterday())
    panels.expert(world, left_on=clock.today())
    panels.tie(tied, world.firm)
    for user, where, role in (
        (officer.user, world.offices["dcf"], Role.ACCEPTOR),
        (colleague.user, world.firm, Role.ASSESSOR),
    ):
        Membership.objects.create(user=user, organisation=where, role=role, since=SINCE)
    narrow = {
        free.pk: "",
        other.pk: "专业领域不符",
        tied.pk: "所在单位",
        officer.pk: "受理机关工作人员",
        colleague.pk: "所在单位",
    }
    assert panels.excluded(filing) == narrow
    assert panels.excluded(filing, wide=True) == narrow | {above.pk: ""}


def test_a_person_in_both_pools_is_there_once(world):
    filing = panels.accepted(world)
    first = panels.expert(world)
    Membership.objects.create(
        user=first.user, organisation=world.offices["lc"], role="expert", since=SINCE
    )
    panels.enlist(world, first.user, "lc")
    assert panels.excluded(filing, wide=True) == {first.pk: ""}


@pytest.mark.parametrize(
    ("fields", "able"),
    [(("6",), True), (("6-31",), True), (("6-31-01-03",), True), (("6-3",), False), ((), False)],
)
def test_a_field_is_a_whole_part_of_the_code(world, fields, able):
    filing = panels.accepted(world)
    pk = panels.expert(world, fields=fields).pk
    assert panels.excluded(filing) == {pk: "" if able else "专业领域不符"}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"size": 4}, "单数"),
        ({"size": 1}, "至少 3 名"),
        ({"methods": []}, "至少选择一种评估方式"),
        ({"methods": ["抽签"]}, "至少选择一种评估方式"),
        ({"visit_on": panels.date(2020, 1, 1)}, "不能早于今天"),
        ({"reserves": -1}, "不能为负数"),
    ],
)
def test_a_panel_that_cannot_be_is_refused(world, wish, said):
    filing = panels.accepted(world)
    for _ in range(4):
        panels.expert(world)
    with pytest.raises(ValidationError, match=said):
        panels.evaluate(world, filing, **wish)
    assert (Panel.objects.count(), Lot.objects.count()) == (0, 0)
    assert Filing.objects.get(pk=filing.pk).state == "accepted"


def test_too_few_are_told_what_to_do(world):
    filing = panels.accepted(world)
    for _ in range(3):
        panels.expert(world)
    ways = "可以减少候补人数，或者把上级机关的专家库一并纳入抽取范围，或者请专家库管理人员增聘"
    with pytest.raises(ValidationError, match=f"只有 3 名，不够抽取 3 名、候补 1 名。{ways}"):
        panels.evaluate(world, filing)
    panels.expert(world, "lc")
    assert panels.evaluate(world, filing, wide=True).members.count() == 3


@trying(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ties=st.lists(st.booleans(), min_size=3, max_size=8),
    size=st.integers(1, 9),
    reserves=st.integers(0, 3),
)
def test_a_drawn_panel_is_odd_three_or_more_and_without_ties(world, ties, size, reserves):
    filing = panels.accepted(world, owner=world.applicant("371502", "county")[0])
    Membership.objects.filter(role="expert").update(until=panels.yesterday())
    pool = [panels.expert(world) for _ in ties]
    for each, is_tied in zip(pool, ties, strict=True):
        if is_tied:
            panels.tie(each, filing.owner)
    try:
        panel = panels.evaluate(world, filing, size=size, reserves=reserves)
    except ValidationError:
        assert size < 3 or size % 2 == 0 or ties.count(False) < size + reserves
        assert not Panel.objects.filter(filing=filing).exists()
        return
    seated = set(panel.members.values_list("user_id", flat=True))
    tied = {e.user_id for e, is_tied in zip(pool, ties, strict=True) if is_tied}
    assert (len(seated), len(seated) % 2, len(seated) >= 3) == (size, 1, True)
    assert seated & tied == set()


# --- The pages ---------------------------------------------------------------------------------


def post(client, filing, act="evaluate", **data):
    page = reverse("casework:act", args=[filing.number, act])
    form = client.get(page).context["form"]
    hidden = {name: form[name].value() for name in ("version", "token")}
    return client.post(page, hidden | data)


def test_the_office_draws_through_its_page(world, client):
    filing = panels.accepted(world)
    pool = [panels.expert(world) for _ in range(5)]
    panels.tie(pool[0], world.firm)
    client.force_login(world.staff["dcf"])
    shown = client.get(reverse("casework:act", args=[filing.number, "evaluate"])).content.decode()
    assert [str(e) in shown for e in pool] == [True] * 5
    assert [text in shown for text in ("所在单位", "可抽取 4 名", "提纲 六 技术评估")] == [True] * 3
    given = {"methods": ["文件审核", "现场考察"], "size": "3", "reserves": "1", "pool": "own"}
    wrong = post(client, filing, **(given | {"reserves": "9"}))
    assert (wrong.status_code, Panel.objects.count()) == (422, 0)
    assert "可以抽取的专家只有 4 名" in wrong.content.decode()
    assert post(client, filing, **given).status_code == 302
    assert Panel.objects.get().methods == ["文件审核", "现场考察"]


@pytest.mark.parametrize(("who", "status"), [("yg", 404), ("lc", 403), ("hr", 403)])
def test_others_do_not_convene(world, client, who, status):
    filing = panels.accepted(world)
    client.force_login(world.hr if who == "hr" else world.staff[who])
    assert (
        client.get(reverse("casework:act", args=[filing.number, "evaluate"])).status_code == status
    )


def repeat(population, rule, secret):
    """The few lines of docs/lots.md, read from there."""
    text = (settings.BASE_DIR / "docs" / "lots.md").read_text(encoding="utf-8")
    code, *_ = re.findall(r"```python\n(.*?)```", text, re.S)
    space: dict = {}
    exec(code, space)  # noqa: S102 - our own documentation
    return space["repeat"](population, rule, secret)


def test_a_reader_of_the_page_can_repeat_the_draw(world, client):
    filing = panels.convened(world)
    lot = Lot.objects.get(case=filing)
    client.force_login(world.hr)
    page = client.get(reverse("filing:lot", args=[filing.number, lot.pk])).content.decode()
    shown = {
        name: re.search(rf'id="{name}">([^<]*)<', page).group(1).replace("&quot;", '"')
        for name in ("population", "rule", "secret", "drawn-record")
    }
    drawn = repeat(shown["population"], shown["rule"], shown["secret"])
    assert drawn == json.loads(shown["drawn-record"])
    assert [int(pk) for pk in drawn[:3]] == [m.expert_id for m in panels.seats(filing)]


def test_who_was_not_drawn_has_a_name_for_officers_only(world, client):
    filing = panels.convened(world, pool=6)
    lot = Lot.objects.get(case=filing)
    seated = {m.user.name for m in panels.seats(filing)}
    everybody = {e.user.name for e in experts.pool_of(world.offices["dcf"])}
    for user, named in ((world.hr, seated), (world.staff["dcf"], everybody)):
        client.force_login(user)
        page = client.get(reverse("filing:lot", args=[filing.number, lot.pk])).content.decode()
        assert {name for name in everybody if f">{name}<" in page} == named
    assert set(re.findall(r"专家\d+(?! 号)", lot.population)) == set()


def test_the_pages_of_a_panel_are_nobody_elses(world, client):
    filing = panels.convened(world)
    stranger = world.applicant("371502", "county")[1]
    for user in (stranger, world.staff["yg"], panels.expert(world).user):
        client.force_login(user)
        for name in ("panel", "opinion", "panel-again", "panel-fill", "step-back", "dissent"):
            assert client.get(reverse(f"filing:{name}", args=[filing.number])).status_code == 404


def test_the_case_page_leads_a_reviewer_to_the_missing_panel(world, client):
    filing = world.filing("evaluation")
    client.force_login(world.staff["dcf"])
    page = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert reverse("filing:panel-again", args=[filing.number]) in page


def test_another_than_a_reviewer_convenes_no_second_panel(world):
    filing = world.filing("evaluation")
    with pytest.raises(door.NotNowError):
        evaluation.convene_again(filing, Wish(["文件审核"]), actor=world.hr)


def test_thirty_experts_cost_no_more_than_one(world, client):
    filing = panels.accepted(world)
    client.force_login(world.staff["dcf"])
    addresses = [
        reverse("casework:act", args=[filing.number, "evaluate"]),
        reverse("filing:pool"),
    ]
    costs = []
    for many in (1, 29):
        for _ in range(many):
            panels.expert(world)
        client.get(addresses[0])
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            costs.append(len(asked))
    assert costs[:2] == costs[2:]
