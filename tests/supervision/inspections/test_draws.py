"""Draws: fixed and published before, repeated by anybody, redrawn with the first on record."""

import html
import json
import re
import subprocess
import sys
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from casework.models import Event
from casework.services.door import ForbiddenError, NotNowError
from config import clock
from config.triggers import lift
from filing.models import Conflict
from supervision import dealing
from supervision.models import Draw, Inspection, Inspector, PoolMember
from supervision.services import draws
from tests.supervision.inspections.world import DRAWN, PREPARED, SOURCE, VALUE, begun, task

SHOWN = re.compile(r'<(span|pre|code)[^>]*\sid="([\w-]+)"[^>]*>(.*?)</\1>', re.S)
CHECK = """
import json, sys
shown = json.load(sys.stdin)
exec(shown["program"])
sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
frame = json.loads(shown["frame"])
assert sha(shown["frame"]) == shown["frame-digest"]
out = {}
for name in ("objects", "pool"):
    population, rule = shown[name + "-population"], shown[name + "-rule"]
    assert sha(population + "\\n" + rule) == shown[name + "-digest"] == frame[name]
    assert sha(shown[name + "-secret"]) == shown[name + "-commitment"]
    out[name] = repeat(population, rule, shown[name + "-secret"], shown["public-value"])
out["teams"] = deal(out["objects"], out["pool"], shown["frame"])
print(json.dumps(out))
"""


def public(client, campaign, sequence: int | None = None) -> dict[str, str]:
    """What the public page shows, by the ids of its parts."""
    client.logout()
    names = ("inspection-draw", [campaign.number, sequence])
    if sequence is None:
        names = ("inspection-campaign", [campaign.number])
    answer = client.get(reverse(f"supervision:{names[0]}", args=names[1]))
    assert answer.status_code == 200
    text = answer.content.decode()
    return {name: html.unescape(found) for _, name, found in SHOWN.findall(text)}


def repeated(shown: dict[str, str]) -> dict:
    """By the page's own program, in another process that knows nothing of this project."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-I", "-c", CHECK],
        input=json.dumps(shown),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.clause("LC-21", "LN-14")
def test_anybody_repeats_a_draw_from_the_public_page(client, desk):
    campaign = desk.drawn()
    shown = public(client, campaign)
    done = repeated(shown)
    assert done["objects"] == json.loads(shown["objects-drawn"])
    assert done["pool"] == json.loads(shown["pool-drawn"])
    assert done["teams"] == json.loads(shown["teams"])
    sent = Inspector.objects.filter(inspection__for_campaign=campaign)
    real = {}
    for row in sent.select_related("inspection").order_by("pk"):
        real.setdefault(row.inspection.target, []).append(str(row.number))
    assert real == done["teams"]
    assert [len(team) for team in real.values()] == [2, 2]


def test_the_program_that_is_taken_along_repeats_the_draw_or_stops(client, desk):
    drawn, waiting = desk.drawn(weighted=True, grounds="按“上年”结果\\加权"), desk.fixed()
    client.logout()
    address = "supervision:inspection-program"
    answer = client.get(reverse(address, args=[drawn.number, 1]))
    assert answer["Content-Disposition"] == f'attachment; filename="{drawn.number}-1.py"'
    assert client.get(reverse(address, args=[waiting.number, 1])).status_code == 404
    text = answer.content.decode()
    teams = json.loads(public(client, drawn)["teams"])
    lines = sorted(" ".join([each, *team]) for each, team in teams.items())
    assert sorted(ran(text).stdout.splitlines()) == lines
    for changed in (text.replace('["1","检查人员 1 号",1,""],', ""), text.replace(VALUE, "1")):
        assert changed != text
        assert "AssertionError" in ran(changed).stderr


def ran(program: str) -> subprocess.CompletedProcess:
    """A program run where nothing of this project is known."""
    return subprocess.run(
        [sys.executable, "-I", "-"], input=program, capture_output=True, text=True, check=False
    )


def test_what_is_published_before_the_draw_binds_it(client, desk):
    before = public(client, fixed := desk.fixed())
    desk.done(fixed, "draw", DRAWN, value=VALUE, source=SOURCE)
    after = public(client, fixed)
    kept = [name for name in before if name.startswith(("objects-", "pool-", "frame"))]
    assert len(kept) == 10
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert {"objects-secret", "pool-secret", "teams"} & set(before) == set()
    assert {"objects-secret", "pool-secret", "teams"} <= set(after)


def test_the_page_names_no_person(client, desk):
    campaign = desk.drawn()
    client.logout()
    page = client.get(reverse("supervision:inspection-campaign", args=[campaign.number]))
    people = [*desk.supervisors, desk.officer, desk.colleague]
    assert [user.name for user in people if user.name in page.content.decode()] == []


def test_a_draft_is_not_public(client, desk):
    campaign = desk.prepared()
    assert client.get(f"/inspections/{campaign.number}/").status_code == 404
    assert campaign.number not in client.get("/inspections/").content.decode()


def test_a_changed_population_is_detected(client, desk):
    fixed = desk.fixed()
    draw = Draw.objects.get(campaign=fixed)
    lift("casework_lot", connection.schema_editor())
    rows = json.loads(draw.objects_lot.population)[1:]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    type(draw.objects_lot).objects.filter(pk=draw.objects_lot_id).update(population=text)
    with pytest.raises(ValidationError, match="抽取范围与公布时不一致"):
        desk.done(fixed, "draw", DRAWN, value=VALUE, source=SOURCE)
    assert Inspection.objects.count() == 0
    client.logout()
    page = client.get(f"/inspections/{fixed.number}/").content.decode()
    assert ("记录不一致" in page, "记录完整" in page) == (True, False)


def test_exchanged_people_are_detected(desk):
    fixed = desk.fixed()
    draw = Draw.objects.get(campaign=fixed)
    lift("supervision_poolmember", connection.schema_editor())
    stranger = desk.world.member(desk.office, Role.SUPERVISOR, name="督导己")
    PoolMember.objects.filter(draw=draw, number=1).update(user=stranger)
    with pytest.raises(ValidationError, match="检查人员名录与公布时不一致"):
        desk.done(fixed, "draw", DRAWN, value=VALUE, source=SOURCE)


@pytest.mark.parametrize("column", ["frame", "digest", "public_value", "value_on"])
def test_the_database_keeps_what_was_fixed(desk, column):
    desk.fixed()
    value = date(2020, 1, 1) if column == "value_on" else "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.update(**{column: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolMember.objects.update(number=99)


def test_the_public_value_must_come_later(desk):
    early = desk.prepared(value_on=PREPARED.date())
    with pytest.raises(ValidationError) as refused:
        desk.done(early, "fix", PREPARED)
    assert list(refused.value.message_dict) == ["value_on"]
    with pytest.raises(ValidationError, match="公共值要到"):
        desk.done(desk.fixed(), "draw", PREPARED, value=VALUE, source=SOURCE)


def test_a_value_is_written_in_one_way(desk):
    fixed = desk.fixed()
    desk.done(fixed, "draw", DRAWN, value="  03　08 15  ２２ 27 31 ", source=SOURCE)
    draw = Draw.objects.get(campaign=fixed)
    assert draw.objects_lot.result.public_value == VALUE
    assert draw.pool_lot.result.public_value == VALUE


def test_the_first_draw_stays_on_record(client, desk):
    campaign = desk.drawn()
    first = list(Inspection.objects.filter(for_campaign=campaign))
    before = public(client, campaign)
    given = {"reason": "公共值录入有误。", "public_value": "双色球第2026066期红球号码"}
    given["value_on"] = date(2026, 6, 5)
    campaign = desk.done(campaign, "redraw", DRAWN, **given)
    assert {Inspection.objects.get(pk=row.pk).state for row in first} == {"cancelled"}
    campaign = desk.done(
        campaign, "draw", DRAWN.replace(day=5), value="01 02 03 04 05 06", source=SOURCE
    )
    assert public(client, campaign, 1) == before
    second = public(client, campaign)
    assert repeated(second)["teams"] == json.loads(second["teams"])
    assert second["objects-commitment"] != before["objects-commitment"]
    rows = Draw.objects.filter(campaign=campaign).order_by("sequence")
    assert [row.reason for row in rows] == ["", "公共值录入有误。"]
    assert rows[1].objects_lot.replaces == rows[0].objects_lot
    assert Inspection.objects.filter(for_campaign=campaign, state="assigned").count() == 2


def test_no_redraw_once_an_inspection_has_begun(desk):
    campaign = desk.drawn()
    begun(desk, task(campaign))
    given = {"reason": "换一批。", "public_value": "下一期", "value_on": date(2026, 6, 20)}
    with pytest.raises(ValidationError, match="已有检查任务开始检查"):
        desk.done(campaign, "redraw", DRAWN, **given)
    assert Draw.objects.filter(campaign=campaign).count() == 1


def test_who_is_tied_is_not_sent(client, desk):
    """One of three works at an agency, another declared a tie to one without an account."""
    tied, declared = desk.supervisors[0], desk.supervisors[1]
    other, silent = desk.agencies[2], desk.agencies[4]
    Membership.objects.create(
        user=tied, organisation=other.organisation, role=Role.ASSESSOR, since=date(2025, 1, 1)
    )
    Conflict.objects.create(
        user=declared,
        code=silent.credit_code,
        name=silent.name,
        cause="relation",
        declared_at=PREPARED,
        declared_by=declared,
    )
    campaign = desk.drawn(amount=5, staff=False)
    shown = public(client, campaign)
    numbers = dict(PoolMember.objects.values_list("user_id", "number"))
    ties = {(str(numbers[tied.pk]), other.code), (str(numbers[declared.pk]), silent.code)}
    assert {tuple(pair) for pair in json.loads(shown["frame"])["ties"]} == ties
    teams = json.loads(shown["teams"])
    assert str(numbers[tied.pk]) not in teams[other.code]
    assert str(numbers[declared.pk]) not in teams[silent.code]
    assert repeated(shown)["teams"] == teams


def test_too_few_who_need_not_step_back(desk):
    for user in desk.supervisors[:4]:
        Membership.objects.create(
            user=user,
            organisation=desk.agencies[2].organisation,
            role=Role.ASSESSOR,
            since=date(2025, 1, 1),
        )
    prepared = desk.prepared(staff=False)
    with pytest.raises(ValidationError, match="回避之后，可派到"):
        desk.done(prepared, "fix", PREPARED)
    assert Draw.objects.count() == 0


def test_everybody_is_sent_equally_often():
    objects, people = [f"o{n}" for n in range(10)], [str(n) for n in range(5)]
    teams = dealing.deal(objects, people, [], 2)
    often = [sum(who in team for team in teams.values()) for who in people]
    assert often == [4, 4, 4, 4, 4]
    with pytest.raises(dealing.ShortError, match="o3"):
        dealing.deal(objects, people, [(who, "o3") for who in people[1:]], 2)


def test_risk_weighs(client, desk):
    heavy = desk.agencies[2]
    weights = {heavy.code: [50, "去年检查发现严重问题"]}
    campaign = desk.drawn(weighted=True, grounds="按上年检查结果加权。", weights=weights)
    shown = public(client, campaign)
    population = {row[0]: row[2] for row in json.loads(shown["objects-population"])}
    assert population == {a.code: 50 if a == heavy else 1 for a in desk.agencies}
    assert json.loads(shown["frame"])["weights"] == [[heavy.code, 50, "去年检查发现严重问题"]]
    assert repeated(shown)["objects"] == json.loads(shown["objects-drawn"])


def test_the_filter_narrows(desk):
    """Welding is in the scope of the three others alone; the county's agencies are out of it."""
    welder = desk.world.occupations["6-18-02-04"]
    campaign = desk.fixed(occupation=welder, level=4, amount=None, ratio=40)
    draw = Draw.objects.get(campaign=campaign)
    codes = [row[0] for row in json.loads(draw.objects_lot.population)]
    assert codes == sorted(agency.code for agency in desk.agencies[2:])
    assert json.loads(draw.objects_lot.rule)["count"] == 2  # 40 % of three, rounded up
    assert "职业为焊工" in json.loads(draw.frame)["filter"]


def test_no_object_no_campaign(desk):
    nobody = desk.prepared(occupation=desk.world.occupations["4-07-03-03"])
    with pytest.raises(ValidationError, match="没有符合条件的抽查对象"):
        desk.done(nobody, "fix", PREPARED)
    many = desk.prepared(amount=6)
    with pytest.raises(ValidationError, match="可抽取的只有 5 个"):
        desk.done(many, "fix", PREPARED)


def test_who_decides(desk):
    clerk = desk.world.member(desk.office, Role.ACCEPTOR)
    prepared = desk.prepared()
    with pytest.raises(ForbiddenError):
        desk.done(prepared, "fix", PREPARED, actor=clerk)
    with pytest.raises(ForbiddenError):
        desk.done(prepared, "fix", PREPARED, actor=desk.world.staff["as"])
    fixed = desk.done(prepared, "fix", PREPARED)
    with pytest.raises(NotNowError):
        desk.done(fixed, "fix", PREPARED)


def test_a_campaign_that_was_published_and_cancelled_stays_public(client, desk):
    campaign = desk.done(desk.fixed(), "cancel", PREPARED, note="范围有误，另行抽查。")
    client.logout()
    page = client.get(f"/inspections/{campaign.number}/").content.decode()
    assert "已终止" in page
    assert campaign.title in client.get("/inspections/").content.decode()


def test_the_timeline_tells_it(desk):
    campaign = desk.drawn()
    acts = list(
        Event.objects.filter(case=campaign).order_by("sequence").values_list("act", flat=True)
    )
    assert acts == ["open", "fix", "draw"]
    facts = json.loads(Event.objects.get(case=campaign, act="draw").facts)
    assert facts["teams"] == json.loads(Draw.objects.get(campaign=campaign).teams)
    with clock.travel(DRAWN):
        assert draws.is_whole(Draw.objects.get(campaign=campaign))
