"""Opinions: saved as typed, said for good, read by whom, and the conclusion that follows."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Lot, Notice
from casework.services import door
from filing.enums import Verdict
from filing.models import Conflict, Filing, Opinion, Panel, PanelMember
from filing.selectors import experts
from filing.services import opinions, seats
from tests.filing import panels

pytestmark = pytest.mark.django_db
MEETS, FAILS = Verdict.MEETS, Verdict.FAILS
LOT = {"purpose": "抽取", "population": "[]", "rule": '{"count":3}', "secret": "0", "digest": "0"}


@pytest.fixture
def filing(world):
    return panels.convened(world)


@pytest.fixture
def member(filing):
    return panels.seats(filing)[0]


def at(filing, name="opinion"):
    return reverse(f"filing:{name}", args=[filing.number])


def everything(member, **besides) -> dict:
    found = {"verdict": "meets", "text": "总体符合"}
    for condition in opinions.conditions(member.panel.filing):
        found |= {
            f"{condition.key}-verdict": "meets",
            f"{condition.key}-text": "制度齐全",
            f"{condition.key}-evidence": "人力资源管理制度",
        }
    return found | besides


# --- Typing ------------------------------------------------------------------------------------


def test_each_field_is_kept_as_it_is_typed(member, filing, client):
    client.force_login(member.user)
    for name, value in (
        ("lawful-text", "有瑕疵，待核"),
        ("lawful-verdict", "fails"),
        ("verdict", "meets"),
        ("text", "第一行\r\n第二行"),
    ):
        said = client.post(at(filing, "opinion-save"), {name: value})
        assert (said.status_code, "已保存" in said.content.decode()) == (200, True)
    row = Opinion.objects.get(member=member)
    assert (row.condition, row.verdict, row.text, row.evidence) == (
        "lawful",
        "fails",
        "有瑕疵，待核",
        "",
    )
    fresh = PanelMember.objects.get(pk=member.pk)
    assert (fresh.verdict, fresh.text, fresh.spoken_at) == ("meets", "第一行\n第二行", None)
    client.logout()
    client.force_login(member.user)
    assert "有瑕疵，待核" in client.get(at(filing)).content.decode()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lawful-text", "长" * 1001, "最多 1000 字"),
        ("lawful-evidence", "长" * 501, "最多 500 字"),
        ("lawful-verdict", "maybe", "请选择符合或不符合"),
        ("nothing-text", "x", "没有这一项"),
        ("lawful-spoken_at", "x", "没有这一项"),
        ("spoken_at", "2026-01-01", "没有这一项"),
        ("lawful-text", "a\x00b", "不能保存的字符"),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_kept(member, filing, client, name, value, said):
    client.force_login(member.user)
    answer = client.post(at(filing, "opinion-save"), {name: value})
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert Opinion.objects.exclude(text="", verdict="", evidence="").count() == 0


def test_saving_without_scripts_keeps_what_is_there(member, filing, client):
    client.force_login(member.user)
    sent = client.post(at(filing), {"lawful-text": "写到一半", "save": "1"})
    assert (sent.status_code, sent.url) == (302, at(filing))
    assert Opinion.objects.get(member=member).text == "写到一半"
    assert PanelMember.objects.get(pk=member.pk).spoken_at is None


def test_what_is_missing_is_named_at_its_field_and_the_rest_is_kept(member, filing, client):
    client.force_login(member.user)
    given = everything(member, **{"lawful-evidence": " ", "pay-verdict": "", "text": ""})
    answer = client.post(at(filing), given)
    errors = answer.context["form"].errors
    assert (answer.status_code, set(errors)) == (422, {"lawful-evidence", "pay-verdict", "text"})
    assert Opinion.objects.get(member=member, condition="pay").text == "制度齐全"
    assert PanelMember.objects.get(pk=member.pk).spoken_at is None


def test_nobody_writes_for_another(world, filing, member, client):
    for user in (world.staff["dcf"], world.hr):
        client.force_login(user)
        for name in ("opinion", "step-back", "dissent"):
            assert client.get(at(filing, name)).status_code == 403
        assert client.post(at(filing, "opinion-save"), {"text": "代写"}).status_code == 403
    with pytest.raises(door.NotNowError):
        opinions.speak(member, actor=world.staff["dcf"])


# --- Speaking ----------------------------------------------------------------------------------


def test_an_opinion_is_said_once_and_for_good(filing, member, client):
    client.force_login(member.user)
    for _ in range(2):  # a double click says it once
        assert client.post(at(filing), everything(member)).status_code == 302
    assert filing.events.filter(act="speak").count() == 1
    spoken = PanelMember.objects.get(pk=member.pk)
    assert (spoken.verdict, spoken.text) == ("meets", "总体符合")
    with pytest.raises(ValidationError, match="不能再修改"):
        opinions.save(spoken, condition="lawful", field="text", value="改")
    with pytest.raises(door.NotNowError):
        seats.step_back(spoken, reason="后悔", actor=member.user)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: PanelMember.objects.filter(pk=m.pk).update(verdict="fails"),
        lambda m: PanelMember.objects.filter(pk=m.pk).update(text="改"),
        lambda m: PanelMember.objects.filter(pk=m.pk).update(spoken_at=None),
        lambda m: PanelMember.objects.filter(pk=m.pk).update(replaced_at=m.spoken_at),
        lambda m: PanelMember.objects.filter(pk=m.pk).delete(),
        lambda m: Opinion.objects.filter(member=m).update(verdict="fails"),
        lambda m: Opinion.objects.filter(member=m).delete(),
        lambda m: Opinion.objects.create(member=m, condition="extra", verdict="fails"),
    ],
)
def test_the_database_keeps_what_was_said(filing, member, change):
    panels.speak(member)
    member.refresh_from_db()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(member)


def test_a_tie_that_came_meanwhile_stops_the_speaker(world, filing, member):
    panels.fill_in(member)
    Conflict.objects.create(
        user=member.user,
        code=world.firm.code,
        name="单位",
        cause="relation",
        declared_at=member.panel.convened_at,
        declared_by=member.user,
    )
    with pytest.raises(ValidationError, match="请申请回避"):
        opinions.speak(PanelMember.objects.get(pk=member.pk), actor=member.user)


def test_nobody_speaks_on_a_filing_that_was_withdrawn(world, filing, member):
    panels.fill_in(member)
    door.perform(filing, "withdraw", actor=world.hr)
    with pytest.raises(door.NotNowError):
        opinions.speak(PanelMember.objects.get(pk=member.pk), actor=member.user)


# --- Reading -----------------------------------------------------------------------------------


def readable(client, user, filing) -> list[bool]:
    client.force_login(user)
    (_, members), *_ = client.get(at(filing, "panel")).context["panels"]
    return [said.readable and said.member.spoken_at is not None for said in members]


def test_nobody_reads_others_before_having_spoken(world, filing, client):
    first, second, third = panels.seats(filing)
    panels.speak(first, FAILS)
    assert readable(client, first.user, filing) == [True, False, False]
    assert readable(client, second.user, filing) == [False, False, False]
    assert readable(client, world.staff["dcf"], filing) == [True, False, False]
    assert readable(client, world.hr, filing) == [False, False, False]
    panels.speak(second)
    assert readable(client, second.user, filing) == [True, True, False]
    assert readable(client, third.user, filing) == [False, False, False]


def test_the_applicant_learns_the_conclusion_not_who_said_what(world, filing, client):
    panels.all_speak(filing, FAILS)
    panels.conclude(world, filing, "pass_evaluation")
    client.force_login(world.hr)
    page = client.get(at(filing, "panel")).content.decode()
    assert ("多数专家认为符合条件。" in page, "总体理由" in page) == (True, False)


# --- Dissent -----------------------------------------------------------------------------------


def test_the_outvoted_put_their_view_on_record(world, filing, client):
    panels.all_speak(filing, MEETS, FAILS)
    agreeing, outvoted, _ = panels.seats(filing)
    told = Notice.objects.filter(subject__endswith="可以记录保留意见")
    assert [notice.recipient for notice in told] == [outvoted.user]
    client.force_login(agreeing.user)
    assert client.get(at(filing, "dissent")).status_code == 409
    client.force_login(outvoted.user)
    form = client.get(at(filing, "dissent")).context["form"]
    hidden = {name: form[name].value() for name in ("version", "token")}
    assert client.post(at(filing, "dissent"), hidden | {"text": ""}).status_code == 422
    assert client.post(at(filing, "dissent"), hidden | {"text": "场地不足"}).status_code == 302
    assert PanelMember.objects.get(pk=outvoted.pk).dissent == "场地不足"
    with pytest.raises(door.NotNowError):
        opinions.dissent(outvoted, text="再写", actor=outvoted.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelMember.objects.filter(pk=outvoted.pk).update(dissent="改")


def test_no_dissent_before_all_have_spoken_nor_after_the_conclusion(world, filing):
    first, second, third = panels.seats(filing)
    panels.speak(first, FAILS)
    panels.speak(second)
    with pytest.raises(door.NotNowError):
        opinions.dissent(first, text="早了", actor=first.user)
    panels.speak(third)
    panels.conclude(world, filing, "pass_evaluation")
    with pytest.raises(door.NotNowError):
        opinions.dissent(first, text="晚了", actor=first.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelMember.objects.filter(pk=first.pk).update(dissent="晚了")


# --- The desk ----------------------------------------------------------------------------------


def tasks(client, user) -> list[str]:
    client.force_login(user)
    return [row.case.number for row in client.get("/desk/").context["tasks"]]


@pytest.mark.clause("LN-04", "SD-06")
@pytest.mark.parametrize(
    ("regulation", "receiver", "place"),
    [("liaoning-enterprise", "as", "210300"), ("shandong-social", "lc_centre", "371500")],
)
def test_a_panel_is_on_its_experts_desk_until_they_have_spoken(
    world, client, regulation, receiver, place
):
    owner, hr = world.applicant(place, "city")
    filing = panels.accepted(world, regulation=regulation, receiver=receiver, owner=owner, actor=hr)
    people = [panels.expert(world, receiver) for _ in range(4)]
    methods = [rule.text for rule in filing.regulation.evaluation]
    given = {"methods": methods, "size": 3, "reserves": 0, "wide": False}
    door.perform(filing, "evaluate", actor=world.staff[receiver], **given)
    assert Panel.objects.get().methods == methods
    seated = {seat.user_id for seat in panels.seats(filing)}
    for person in people:
        expected = [filing.number] if person.user_id in seated else []
        assert tasks(client, person.user) == expected
    first = panels.seats(filing)[0]
    panels.speak(first)
    assert tasks(client, first.user) == []
    panels.all_speak_besides(filing, first)
    door.perform(filing, "pass_evaluation", actor=world.staff[receiver], note="符合")
    assert Filing.objects.get(pk=filing.pk).state == "passed"


def test_an_expert_finds_panels_materials_and_own_pages(world, filing, member, client):
    client.force_login(member.user)
    desk = client.get("/desk/").content.decode()
    assert reverse("filing:my-panels") in desk
    listed = client.get(reverse("filing:my-panels")).content.decode()
    assert at(filing) in listed
    for address in (
        reverse("casework:case", args=[filing.number]),
        reverse("casework:materials", args=[filing.number]),
        at(filing),
        at(filing, "panel"),
    ):
        assert client.get(address).status_code == 200
    panels.speak(member)
    assert at(filing, "panel") in client.get(reverse("filing:my-panels")).content.decode()


def test_who_is_no_expert_has_no_such_pages(world, client):
    client.force_login(world.hr)
    assert reverse("filing:my-panels") not in client.get("/desk/").content.decode()
    for name in ("my-panels", "expert-record", "tie-new"):
        assert client.get(reverse(f"filing:{name}")).status_code == 403


def test_the_timeline_says_what_the_experts_did(world, filing):
    panels.all_speak(filing, MEETS, FAILS)
    facts = [json.loads(e.facts)["expert"] for e in filing.events.filter(act="speak")]
    assert facts == [seat.expert_id for seat in panels.seats(filing)]
    assert experts.tallies(filing)[0].in_words == "3 名专家中，2 名认为符合，1 名认为不符合"


def test_thirty_panels_cost_no_more_than_one(world, client):
    person = panels.expert(world, until=panels.yesterday())
    costs = []
    client.force_login(person.user)
    client.get("/desk/")  # the first request of a session notes its use
    for many in (1, 29):
        for _ in range(many):
            filing = world.filing("evaluation", owner=world.applicant("371502", "county")[0])
            lot = Lot.objects.create(**LOT, commitment=str(filing.pk), fixed_at=filing.opened_at)
            panel = Panel.objects.create(filing=filing, lot=lot, convened_at=filing.opened_at)
            PanelMember.objects.create(
                panel=panel, expert=person, user=person.user, appointed_on=panels.clock.today()
            )
        for address in ("/desk/", reverse("filing:my-panels")):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            costs.append(len(asked))
    assert costs[:2] == costs[2:]
    assert len(client.get("/desk/").context["tasks"]) == 30
