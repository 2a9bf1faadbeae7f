"""An inspection from the visit to its published result."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from casework.models import Deadline, Event, Letter, Notice
from casework.services import door, inspection
from casework.services.door import ForbiddenError, NotNowError
from config import clock
from supervision import checklists
from supervision.models import CheckAnswer, Finding, FindingPhoto, Inspection, Inspector
from supervision.selectors import inspections as reads
from supervision.services import draws, records
from supervision.services.on_site import Found
from tests.assessment.entering import portrait
from tests.casework.test_views import count_queries
from tests.supervision.inspections.world import (
    VISIT,
    Desk,
    begun,
    fill,
    fresh,
    inspector,
    reported,
    task,
)


def report_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("整改报告.png", portrait(), content_type="image/png")


def photo(name: str = "现场.png") -> inspection.Inspected:
    return inspection.inspect(SimpleUploadedFile(name, portrait()))


@pytest.fixture
def campaign(desk):
    """Every agency drawn, by supervisors alone: the officers decide."""
    return desk.drawn(amount=5, staff=False)


def owner_of(desk: Desk, case: Inspection):
    return fresh(desk.world.member(case.owner, Role.MANAGER))


def decided(desk: Desk, case: Inspection, act: str, **data):
    return desk.done(case, act, VISIT, **data)


def seen_through(desk: Desk, case: Inspection) -> None:
    """Nothing found, and so published."""
    case = reported(desk, case)
    case = decided(desk, case, "conclude", result="clean", note="符合。")
    decided(desk, case, "publish", summary="符合。")


@pytest.mark.clause("LC-21", "LN-14")
def test_from_the_visit_to_the_published_result(client, desk, campaign):
    case = reported(desk, task(campaign), no="rules")
    assert (case.state, case.statement_until) == ("reported", date(2026, 6, 15))
    agent = owner_of(desk, case)
    case = desk.done(case, "answer", VISIT, actor=agent, note="没有异议。")
    case = decided(desk, case, "order", days=7, note="请逐项整改。")
    letter = Letter.objects.get(case=case)
    assert (letter.title, json.loads(letter.context)["days"]) == ("责令整改通知书", 7)
    due = Deadline.objects.get(case=case, key="rectify")
    assert (due.due_on, due.holder) == (date(2026, 6, 17), "applicant")
    case = desk.done(case, "rectify", VISIT, actor=agent, note="已公示。", upload=report_file())
    case = desk.done(case, "send_back", VISIT, actor=inspector(case), days=3, note="缺价目表。")
    case = desk.done(case, "rectify", VISIT, actor=agent, note="已补。", upload=report_file())
    case = decided(desk, case, "conclude", result="rectified", note="复查通过。")
    case = decided(desk, case, "publish", summary="收费标准没有公示，已整改。")
    assert (case.state, case.result, case.published_on) == (
        "published",
        "rectified",
        VISIT.date(),
    )
    client.logout()
    page = client.get(f"/inspections/{campaign.number}/").content.decode()
    assert ("收费标准没有公示，已整改。" in page, "发现问题，已整改" in page) == (True, True)
    listed = client.get("/inspections/results/").content.decode()
    assert ("较重 1 个" in listed, str(case.agency) in listed) == (True, True)
    assert not any(user.name in page + listed for user in desk.supervisors)


@pytest.mark.clause("LN-14")
def test_nothing_found_needs_no_answer(desk, campaign):
    case = reported(desk, task(campaign))
    assert (case.statement_until, case.deadlines.filter(key="statement").count()) == (None, 0)
    with pytest.raises(ValidationError, match="与检查经过不符"):
        decided(desk, case, "conclude", result="rectified", note="x")
    with pytest.raises(ValidationError, match="没有发现问题"):
        decided(desk, case, "order", days=5, note="x")
    assert decided(desk, case, "conclude", result="clean", note="符合。").result == "clean"


def test_the_agency_is_heard_before_it_is_decided(desk, campaign):
    case = reported(desk, task(campaign), no="rules")
    for act, data in (("order", {"days": 5}), ("conclude", {"result": "minor"})):
        with pytest.raises(NotNowError):
            decided(desk, case, act, note="x", **data)
    silent = desk.done(case, "order", VISIT + timedelta(8), days=5, note="逾期未陈述。")
    assert silent.state == "rectifying"


def test_a_missed_rectification_is_said_only_once_it_is(desk, campaign):
    case = reported(desk, task(campaign), no="rules")
    late = VISIT + timedelta(8)
    case = desk.done(case, "order", late, days=5, note="请整改。")
    with pytest.raises(NotNowError):
        desk.done(case, "conclude", late, result="unrectified", note="x")
    after = desk.done(case, "conclude", late + timedelta(10), result="unrectified", note="逾期。")
    assert after.result == "unrectified"


def test_one_without_an_account_speaks_through_the_office(desk, campaign):
    case = reported(desk, task(campaign, account=False), no="rules")
    assert case.owner is None
    case = desk.done(case, "answer", VISIT, actor=desk.officer, note="机构电话答复：没有异议。")
    case = desk.done(case, "order", VISIT, actor=desk.colleague, days=5, note="请整改。")
    assert json.loads(Letter.objects.get(case=case).context)["addressee"] == case.agency.name
    case = desk.done(
        case, "rectify", VISIT, actor=desk.officer, note="来函已整改。", upload=report_file()
    )
    assert case.state == "rectified"


def test_who_inspects_does_not_decide(desk):
    case = task(desk.drawn(supervisors=False, team=1))
    sent = inspector(case)
    other = desk.colleague if sent == desk.officer else desk.officer
    case = reported(desk, case)
    with pytest.raises(ForbiddenError):
        desk.done(case, "conclude", VISIT, actor=sent, result="clean", note="x")
    assert desk.done(case, "conclude", VISIT, actor=other, result="clean", note="x").result


def test_nobody_inspects_before_the_time_or_when_tied(desk, campaign):
    case = task(campaign)
    actor = inspector(case)
    with pytest.raises(ValidationError, match="检查从"):
        desk.done(case, "begin", VISIT - timedelta(3), actor=actor)
    Membership.objects.create(
        user=actor, organisation=case.owner, role=Role.ASSESSOR, since=date(2026, 6, 5)
    )
    with pytest.raises((ValidationError, ForbiddenError)):
        desk.done(case, "begin", VISIT, actor=actor)
    assert Inspection.objects.get(pk=case.pk).state == "assigned"


def test_who_steps_back_is_followed_by_the_next_of_the_draw(client, desk, campaign):
    case = task(campaign)
    actor = inspector(case)
    case = desk.done(case, "step_back", VISIT, actor=actor, reason="亲属在该机构任职")
    rows = list(Inspector.objects.filter(inspection=case).order_by("pk"))
    assert [row.left_at is not None for row in rows] == [True, False, False]
    assert len({row.user_id for row in rows}) == 3
    page = client.get(f"/inspections/{campaign.number}/").content.decode()
    assert (f"更换后为 {rows[1].number} 号、{rows[2].number} 号" in page, "亲属" in page) == (
        True,
        False,
    )
    client.force_login(actor)
    assert client.get(reverse("casework:case", args=[case.number])).status_code == 404
    with pytest.raises(ForbiddenError):
        desk.done(case, "begin", VISIT, actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspector.objects.filter(pk=rows[0].pk).update(reason="别的原因")


def test_the_office_replaces_but_does_not_choose(desk, campaign):
    case = task(campaign)
    for _ in range(3):
        row = Inspector.objects.filter(inspection=case, left_at=None).first()
        case = desk.done(case, "replace", VISIT, inspector=row, reason="因病不能参加")
    row = Inspector.objects.filter(inspection=case, left_at=None).first()
    with pytest.raises(ValidationError, match="名录中没有可以接替的人员"):
        desk.done(case, "replace", VISIT, inspector=row, reason="因病不能参加")
    assert Inspector.objects.filter(inspection=case).count() == 5


def test_whoever_left_the_office_meanwhile_is_passed_over(desk, campaign):
    """Of five two are sent; the two who come next have left."""
    case = task(campaign)
    queue = [str(number) for number in draws.queue_after(case.drawn_by)]
    sent = [str(row.number) for row in case.inspectors.all()]
    left = [number for number in queue if number not in sent][:2]
    people = case.drawn_by.pool.filter(number__in=left).values("user")
    Membership.objects.filter(user__in=people).update(until=date(2026, 6, 5))
    row = Inspector.objects.filter(inspection=case).first()
    case = desk.done(case, "replace", VISIT, inspector=row, reason="因病不能参加")
    numbers = [str(each.number) for each in case.inspectors.filter(left_at=None)]
    assert (len(numbers), set(numbers) & set(left)) == (2, set())


def test_the_record_is_whole_before_it_is_handed_in(desk, campaign):
    case = begun(desk, task(campaign))
    actor = inspector(case)
    with pytest.raises(ValidationError) as refused:
        desk.done(case, "report", VISIT, actor=actor)
    assert [text[:4] for text in refused.value.messages] == ["还有 9", "请填写检"]
    fill(case)
    with clock.travel(VISIT):
        records.save(case, "rules", "no", actor=actor)
    with pytest.raises(ValidationError, match="不符合，请记录问题"):
        desk.done(case, "report", VISIT, actor=actor)


def test_what_was_handed_in_is_not_changed(desk, campaign):
    case = reported(desk, task(campaign), no="rules")
    actor = inspector(case)
    with clock.travel(VISIT):
        for again in (
            lambda: records.save(case, "rules", "yes", actor=actor),
            lambda: records.strike(Finding.objects.get(), actor=actor),
            lambda: records.find(case, Found("x", "minor"), actor=actor, token=uuid4()),
        ):
            with pytest.raises(NotNowError):
                again()
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(text="没有问题")
    facts = json.loads(Event.objects.get(case=case, act="report").facts)
    assert (facts["sha256"], facts["findings"]) == (case.record_sha256, 1)
    assert json.loads(case.record)["findings"][0]["text"] == "收费标准没有公示。"


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (Found("", "minor"), "text"),
        (Found("x" * 1001, "minor"), "text"),
        (Found("考生电话 " + "138" + "00138000", "minor"), "text"),
        (Found("问题", "terrible"), "severity"),
        (Found("问题", "minor", "nothing"), "point"),
    ],
)
def test_odd_findings_are_refused(desk, campaign, found, field):
    case = begun(desk, task(campaign))
    with clock.travel(VISIT), pytest.raises(ValidationError) as refused:
        records.find(case, found, actor=inspector(case), token=uuid4())
    assert list(refused.value.message_dict) == [field]
    assert Finding.objects.count() == 0


def test_the_same_form_is_one_finding(desk, campaign):
    case = begun(desk, task(campaign))
    token, actor = uuid4(), inspector(case)
    with clock.travel(VISIT):
        for _ in range(2):
            given = Found("消防通道堵塞。", "grave", "conditions")
            records.find(case, given, actor=actor, token=token, photos=[photo()])
    assert (Finding.objects.count(), FindingPhoto.objects.count()) == (1, 1)
    assert CheckAnswer.objects.get(point="conditions").value == "no"


def test_photos_are_the_teams_until_the_record_is_handed_in(client, desk, campaign):
    case = begun(desk, task(campaign))
    agent = owner_of(desk, case)
    with clock.travel(VISIT):
        given = Found("消防通道堵塞。", "grave", "conditions")
        records.find(case, given, actor=inspector(case), token=uuid4(), photos=[photo()])
    url = reverse("casework:file", args=[FindingPhoto.objects.get().file_id])

    def seen(user) -> int:
        client.force_login(user)
        return client.get(url).status_code

    people = (inspector(case), desk.officer, agent, desk.world.staff["as"], desk.world.hr)
    assert [seen(user) for user in people] == [200, 200, 403, 404, 404]
    fill(case)
    desk.done(case, "report", VISIT, actor=inspector(case))
    assert [seen(user) for user in people] == [200, 200, 200, 404, 404]


@pytest.mark.clause("HB-06")
def test_the_checklist_is_that_of_the_regulation():
    keys = {
        regulation: {
            p.key for p in checklists.rules().points_of(regulation, ["on_site"], "agencies")
        }
        for regulation in ("hebei-commissioned", "liaoning-enterprise", "shandong-social")
    }
    own = {"training", "promises", "cooperation", "capacity"}
    assert {name: found & own for name, found in keys.items()} == {
        "hebei-commissioned": {"training", "promises"},
        "liaoning-enterprise": {"cooperation"},
        "shandong-social": {"capacity"},
    }


def test_a_published_text_names_nobody(desk, campaign):
    case = reported(desk, task(campaign))
    case = decided(desk, case, "conclude", result="clean", note="符合。")
    for text in (f"{inspector(case).name}到场检查，符合。", "电话 138" + "00138000"):
        with pytest.raises(ValidationError) as refused:
            decided(desk, case, "publish", summary=text)
        assert list(refused.value.message_dict) == ["summary"]


def test_a_campaign_ends_with_its_last_result(desk):
    campaign = desk.drawn(amount=1, staff=False)
    case = task(campaign) or task(campaign, account=False)
    with pytest.raises(ValidationError, match="还有 1 个检查任务"):
        desk.done(campaign, "close", VISIT)
    seen_through(desk, case)
    assert desk.done(campaign, "close", VISIT).state == "closed"


def test_people_are_told(desk, campaign):
    case = task(campaign)
    told = Notice.objects.filter(subject__startswith="请参加双随机检查")
    assert set(told.values_list("recipient", flat=True)) == {u.pk for u in desk.supervisors}
    manager = case.owner.memberships.filter(role="manager").first().user
    assert Notice.objects.filter(recipient=manager, case=case).count() == 1


def test_foreign_people_find_nothing(client, desk, campaign):
    case = task(campaign)
    for user in (desk.world.staff["as"], desk.world.staff["yg"], desk.world.hr):
        client.force_login(user)
        for number in (case.number, campaign.number):
            assert client.get(f"/cases/{number}/").status_code == 404
        assert client.get(f"/inspection/{case.number}/record/").status_code == 404
    client.force_login(desk.officer)
    assert client.get(f"/inspection/{case.number}/record/").status_code == 403
    client.force_login(desk.world.staff["sd"])
    assert client.get(f"/cases/{case.number}/").status_code == 200


def test_lists_ask_the_same_of_many(client, desk):
    client.force_login(desk.officer)
    one, many = desk.drawn(amount=1, staff=False), desk.drawn(amount=5, staff=False)
    pages = [reverse("supervision:inspection-campaign", args=[c.number]) for c in (one, many)]
    count_queries(client, pages[0])
    assert count_queries(client, pages[0]) == count_queries(client, pages[1])
    for case in Inspection.objects.filter(for_campaign=many)[:2]:
        seen_through(desk, case)
    lists = ["/inspections/", "/inspections/results/", "/desk/inspections/"]
    few = [count_queries(client, url) for url in lists]
    for case in Inspection.objects.filter(for_campaign=many, state="assigned"):
        seen_through(desk, case)
    desk.fixed()
    assert [count_queries(client, url) for url in lists] == few


def test_sent_twice_is_done_once(desk, campaign):
    case = begun(desk, task(campaign))
    fill(case)
    token, actor = uuid4(), inspector(case)
    with clock.travel(VISIT):
        first = door.perform(case, "report", actor=actor, token=token)
        assert door.perform(case, "report", actor=actor, token=token) == first


def test_past_inspections_stand_on_the_page_for_officers(client, desk, campaign):
    first = task(campaign)
    again = desk.drawn(amount=5, staff=False)
    second = Inspection.objects.get(for_campaign=again, agency=first.agency)
    client.force_login(desk.officer)
    assert first.number in client.get(f"/cases/{second.number}/").content.decode()
    client.force_login(owner_of(desk, second))
    assert first.number not in client.get(f"/cases/{second.number}/").content.decode()
    assert list(reads.past_of(second, fresh(desk.officer))) == [first]
