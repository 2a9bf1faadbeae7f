"""From the evaluation to the catalogue, through the pages: commitment, report, re-check, return."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from casework import history, selectors, waiting
from casework.models import Case, Event, Lot, Notice, StoredFile
from casework.services import door, integrity
from catalogue import regulations
from filing.documents import commitment
from filing.models import Agency, Panel
from tests.filing.answering import address, done, fresh, send
from tests.filing.granting import DAY, ELECTRICIAN, JS, LC, LN, SD, ask_for, passed, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def conclude(filing, text: str) -> None:
    """A panel that has found the conditions met."""
    fixed = {"population": "[]", "rule": "{}", "digest": "0" * 64, "commitment": "1" * 64}
    lot = Lot.objects.create(case=filing, purpose="抽取", fixed_at=filing.opened_at, **fixed)
    spoken = {"verdict": "meets", "conclusion": text, "concluded_at": filing.opened_at}
    Panel.objects.create(filing=filing, lot=lot, convened_at=filing.opened_at, **spoken)


def signature(filing, user, **other) -> dict:
    points = len(filing.regulation.commitment)
    ticks = {f"point_{number}": "on" for number in range(1, points + 1)}
    promised = commitment.of(filing)
    return ticks | {"name": user.name, "digest": promised.digest} | other


def facts_of(filing, name: str) -> dict:
    return json.loads(filing.events.filter(act=name).last().facts)


# --- Commitment ---------------------------------------------------------------------------------


@pytest.mark.clause("LN-05")
def test_the_manager_signs_the_commitment_in_his_own_name(client, world):
    filing = passed(world, LN)
    manager = filing.created_by
    assert done(client, manager, filing, "commit", **signature(filing, manager)) == "committed"
    promised, facts = commitment.of(filing), facts_of(filing, "commit")
    assert (facts["text"], facts["sha256"], facts["signed_at"][:10]) == (
        promised.text, hashlib.sha256(promised.text.encode()).hexdigest(), "2026-11-23",
    )  # fmt: skip
    assert manager.name not in Event.objects.get(act="commit").facts
    printed = text_of(StoredFile.objects.get(pk=facts["file"]))
    wanted = [promised.title, *(point.text for point in promised.points), f"签署人：{manager.name}"]
    assert [each for each in wanted if "".join(each.split()) not in printed] == []
    assert facts["sha256"] in printed
    event = filing.events.get(act="commit")
    assert (event.actor, event.actor_office) == (manager, filing.owner)
    assert fresh(filing).office == world.offices["as"]


def test_the_page_shows_the_whole_text_with_its_grounds(client, world):
    filing = passed(world, LN)
    client.force_login(filing.created_by)
    shown = client.get(address(filing, "commit")).content.decode()
    points = regulations.get(LN).commitment
    assert len(points) == 7
    assert [p for p in points if p.text not in shown or f"依据：{p.cite}" not in shown] == []
    assert filing.owner.code in shown


def test_a_point_left_out_or_another_name_signs_nothing(client, world):
    filing = passed(world, LN)
    manager = filing.created_by
    whole = signature(filing, manager)
    for changed, field in (
        ({"point_3": ""}, "point_3"),
        ({"name": "另一个人"}, "name"),
        ({"name": ""}, "name"),
    ):
        answer = send(client, manager, filing, "commit", **whole | changed)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (fresh(filing).state, StoredFile.objects.count()) == ("passed", 0)


def test_a_text_that_was_not_shown_is_not_signed(client, world):
    """The scope, which the text names, changed after the page was shown."""
    filing = passed(world, LN)
    form = signature(filing, filing.created_by)
    ask_for(world, filing, (ELECTRICIAN, "", 5, 5))
    answer = send(client, filing.created_by, filing, "commit", **form)
    assert (answer.status_code, fresh(filing).state) == (422, "passed")
    assert "内容有更新，请重新阅读" in answer.content.decode()


def test_a_manager_without_a_name_is_told_where_to_enter_it(world):
    filing = passed(world, LN)
    manager = filing.created_by
    manager.name = ""
    with pytest.raises(ValidationError, match="我的账号"):
        door.perform(filing, "commit", actor=manager, name="", digest=commitment.of(filing).digest)


def test_only_a_manager_of_the_applicant_signs(client, world):
    filing = passed(world, LN)
    clerk = world.member(filing.owner, Role.CLERK)
    for user, status in ((clerk, 403), (world.staff["as"], 403), (world.hr, 404)):
        answer = send(client, user, filing, "commit", **signature(filing, user))
        assert answer.status_code == status


def test_only_liaoning_asks_for_a_commitment():
    asking = [r.id for r in regulations.current() if r.commitment]
    assert asking == [LN]


# --- The whole way ------------------------------------------------------------------------------


@pytest.mark.clause("LN-05")
@pytest.mark.clause("LN-06")
def test_liaoning_from_the_evaluation_to_the_catalogue(client, world):
    filing = passed(world, LN)
    manager, staff = filing.created_by, world.staff
    assert done(client, manager, filing, "commit", **signature(filing, manager)) == "committed"
    assert done(client, staff["as"], filing, "report") == "reported"
    assert fresh(filing).office == world.offices["ln_centre"]
    assert done(client, staff["ln_centre"], filing, "recheck", note="属实") == "rechecked"
    assert fresh(filing).office == world.offices["ln"]
    assert done(client, staff["ln"], filing, "issue_receipt") == "receipted"
    assert fresh(filing).office == world.offices["as"]
    assert done(client, staff["as"], filing, "publish") == "registered"
    agency = Agency.objects.get()
    assert (agency.code, agency.valid_until, agency.published_on) == (
        "Y000021000001", date(2029, 11, 23), DAY,
    )  # fmt: skip
    assert [event.actor_office for event in filing.events.order_by("sequence")] == [
        filing.owner,
        filing.owner,
        *(world.offices[key] for key in ("as", "ln_centre", "ln", "as")),
    ]
    assert list(integrity.verify()) == []


@pytest.mark.clause("LC-12")
def test_liaocheng_reports_issues_and_the_province_publishes(client, world):
    filing = passed(world, LC, receiver="dcf")
    staff = world.staff
    assert done(client, staff["lc_centre"], filing, "report") == "reported"
    assert fresh(filing).office == world.offices["lc"]
    assert done(client, staff["lc"], filing, "issue_receipt") == "receipted"
    assert fresh(filing).office == world.offices["sd"]
    assert done(client, staff["sd"], filing, "publish") == "registered"
    assert Agency.objects.get().issuer == world.offices["lc"]


@pytest.mark.clause("SD-06")
def test_shandong_gives_the_code_first_and_reports_it(client, world):
    filing = passed(world, SD, state="publicised")
    staff = world.staff
    assert done(client, staff["lc_centre"], filing, "issue_receipt") == "receipted"
    assert done(client, staff["lc_centre"], filing, "report", note="首批") == "reported"
    printed = text_of(StoredFile.objects.get(pk=facts_of(filing, "report")["file"]))
    for wanted in (
        "评价机构名单、机构代码和工作方案报备表",
        "山东省鉴定中心：",
        f"单位名称{filing.owner.name}",
        "机构代码S000037000001",
        "报送说明：首批",
    ):
        assert wanted in printed, wanted
    assert fresh(filing).office == world.offices["sd"]
    assert done(client, staff["sd"], filing, "publish") == "registered"


@pytest.mark.parametrize(("regulation", "receiver", "office"), [(LC, "sd", "sd"), (JS, "sz", "sz")])
def test_who_issues_elsewhere(client, world, regulation, receiver, office):
    """An enterprise of the province goes to the province and needs no report (LC); in Jiangsu the
    city issues after its centre has reported."""
    filing = passed(world, regulation, receiver=receiver)
    if regulation == JS:
        assert done(client, world.staff["sz_centre"], filing, "report") == "reported"
    assert done(client, world.staff[office], filing, "issue_receipt") == "receipted"
    assert Agency.objects.get().issuer == world.offices[office]


# --- Report -------------------------------------------------------------------------------------


@pytest.mark.clause("LN-06")
def test_the_record_form_holds_scope_conclusion_and_signature(client, world):
    filing = passed(world, LN)
    conclude(filing, "具备开展评价的条件。")
    manager = filing.created_by
    done(client, manager, filing, "commit", **signature(filing, manager))
    client.force_login(world.staff["as"])
    shown = client.get(address(filing, "report")).content.decode()
    done(client, world.staff["as"], filing, "report", note="材料齐全")
    facts = facts_of(filing, "report")
    printed = text_of(StoredFile.objects.get(pk=facts["file"]))
    title = "职业技能等级认定申请备案表"
    rows = [
        ["6-18-02-04", "焊工", "电焊工", "四级/中级工", "--"],
        ["6-31-01-03", "电工", "--", "五级/初级工、四级/中级工、三级/高级工", "--"],
    ]
    assert (facts["title"], facts["to"], facts["rows"]) == (title, "辽宁省人事考试中心", rows)
    for wanted in (
        filing.owner.name,
        filing.owner.code,
        "符合（2026年11月23日）。具备开展评价的条件。",
        "2026年11月23日",
        *(cell for row in rows for cell in row),
    ):
        assert wanted in printed, wanted
        assert wanted in shown, wanted
    assert f"{title}辽宁省人事考试中心：" in printed
    assert "第1次报送" in printed


@pytest.mark.clause("LN-06")
def test_what_the_centre_returns_is_mended_and_reported_again(client, world):
    filing = passed(world, LN, state="committed")
    centre, city = world.staff["ln_centre"], world.staff["as"]
    done(client, city, filing, "report")
    refused = send(client, centre, filing, "send_back", note="")
    assert (refused.status_code, fresh(filing).state) == (422, "reported")
    assert done(client, centre, filing, "send_back", note="等级与评估意见不符") == "returned"
    assert fresh(filing).office == world.offices["as"]
    told = Notice.objects.filter(event__act="send_back").values_list("recipient", flat=True)
    assert set(told) == {city.pk, world.second["as"].pk}
    assert Notice.objects.filter(body__contains="等级与评估意见不符").count() == 2
    assert done(client, city, filing, "report", note="已更正等级") == "reported"
    files = [json.loads(e.facts)["file"] for e in filing.events.filter(act="report")]
    assert len(set(files)) == 2
    printed = text_of(StoredFile.objects.get(pk=facts_of(filing, "report")["file"]))
    assert "第2次报送" in printed
    assert "报送说明：已更正等级" in printed


def test_who_reports_and_who_may_not(client, world):
    filing = passed(world, LC, receiver="dcf")
    for key, status in (("dcf", 403), ("lc", 403), ("sd_centre", 403), ("as", 404)):
        assert send(client, world.staff[key], filing, "report").status_code == status
    acceptor = world.member(world.offices["lc_centre"], Role.ACCEPTOR)
    assert send(client, acceptor, filing, "report").status_code == 403
    assert fresh(filing).state == "passed"


def test_a_centre_that_is_not_here_is_named_as_the_region_does(client, world):
    world.offices["sd_centre"].status = "closed"
    world.offices["sd_centre"].save()
    filing = passed(world, LC)
    done(client, world.staff["lc_centre"], filing, "report")
    assert facts_of(filing, "report")["to"] == "省技能人才评价管理机构"
    assert facts_of(filing, "report")["title"] == "申请企业相关信息报备表"


def test_the_desk_of_each_office_shows_what_waits_for_it(client, world):
    filing = passed(world, LC)
    case = Case.objects.get(pk=filing.pk)

    def waits() -> list[str]:
        keys = ("lc_centre", "lc", "sd", "sd_centre")
        return [key for key in keys if case in waiting.waiting_for(reload(world.staff[key]))]

    Case.objects.filter(pk=filing.pk).update(office=world.offices["lc_centre"])
    assert waits() == ["lc_centre"]
    done(client, world.staff["lc_centre"], filing, "report")
    assert waits() == ["lc"]
    done(client, world.staff["lc"], filing, "issue_receipt")
    assert waits() == ["sd"]


def reload(user):
    """Without what a request keeps with its user."""
    return type(user).objects.get(pk=user.pk)


def test_the_applicant_reads_offices_and_no_officers(client, world):
    """Also of an act that handed the filing on, and of an office that it does not lie with."""
    filing = passed(world, LC)
    done(client, world.staff["lc_centre"], filing, "report")
    done(client, world.staff["sd_centre"], filing, "send_back", note="补充")
    case = fresh(filing)
    lines = history.lines(case, selectors.timeline(case), reload(filing.created_by))
    assert [line.actor for line in lines[:2]] == ["山东省鉴定中心", "聊城市鉴定中心"]


def test_the_case_page_lists_what_was_signed_and_reported(client, world):
    filing = passed(world, LN)
    manager = filing.created_by
    done(client, manager, filing, "commit", **signature(filing, manager))
    done(client, world.staff["as"], filing, "report")
    client.force_login(manager)
    shown = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert "承诺书</a>" in shown
    assert commitment.of(filing).digest in shown
    assert "职业技能等级认定申请备案表（报送辽宁省人事考试中心）" in shown
