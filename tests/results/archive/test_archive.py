"""What is kept: registered, never deleted early, held, and the plan archived once all is there."""

import json
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Plan
from casework.models import Event
from casework.services import door
from config import clock
from results.enums import ArchiveForm, Keeping
from results.models import ArchiveItem, Hold
from results.services import archiving
from tests.results.archive.world import a_final_day, complete, given, registered
from tests.results.world import a_day

pytestmark = pytest.mark.django_db


def refused(do) -> bool:
    try:
        with transaction.atomic():
            do()
    except IntegrityError:
        return True
    return False


def message(do) -> str:
    with pytest.raises(ValidationError) as found:
        do()
    return "".join(found.value.messages)


@pytest.mark.clause("LC-16")
def test_what_is_registered_has_its_term_and_stands_on_the_timeline(agencies):
    day = a_day(agencies, "lc", state="held")
    clerk = agencies.clerk["lc"]
    item = registered(day.plan, given(made_on=date(2026, 6, 3)), actor=clerk)
    # From the last session, the 4th, which is later than the day it was made.
    assert (item.kept_until, item.basis) == (
        date(2029, 6, 4),
        "纸质材料保管不少于 3 年（提纲 七 材料整理归档）",
    )
    video = registered(day.plan, given(Keeping.VIDEO), actor=clerk)
    assert video.kept_until == date(2026, 12, 4)
    [first, second] = Event.objects.filter(case=day.plan, act="register_archive")
    assert json.loads(first.facts)["kept_until"] == "2029-06-04"
    assert (first.actor, second.source) == (clerk, "held")


def test_the_same_form_sent_twice_is_one_entry(agencies):
    day, token = a_day(agencies, "lc", state="held"), uuid.uuid4()
    for _ in range(2):
        archiving.register(day.plan, given(), actor=agencies.clerk["lc"], token=token)
    assert ArchiveItem.objects.count() == 1


def test_odd_entries_are_refused(agencies):
    day, clerk = a_day(agencies, "lc", state="held"), agencies.clerk["lc"]
    tomorrow = clock.today() + timedelta(1)
    for wrong, text in (
        ({"made_on": tomorrow}, archiving.FUTURE),
        ({"form": ArchiveForm.VIDEO}, archiving.VIDEO_IS_VIDEO),
        ({"place": " "}, "请写明存放位置，或上传文件。"),
        ({"count": 0}, "数量至少为 1。"),
    ):
        assert message(lambda each=wrong: registered(day.plan, given(**each), actor=clerk)) == text
    assert not ArchiveItem.objects.exists()


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
def test_nothing_is_deleted_before_its_date_nor_under_a_hold(agencies):
    day, clerk = a_day(agencies, "lc", state="held"), agencies.clerk["lc"]
    item = registered(day.plan, actor=clerk)
    yesterday = clock.now() - timedelta(1)
    ArchiveItem.objects.filter(pk=item.pk).update(added_at=yesterday)
    said = message(lambda: archiving.remove(item, reason="不要了", actor=clerk))
    assert "保管至 2029年6月4日，到期之前不能销毁" in said
    assert refused(lambda: ArchiveItem.objects.filter(pk=item.pk).delete())
    assert refused(
        lambda: ArchiveItem.objects.filter(pk=item.pk).update(kept_until=date(2026, 6, 5))
    )

    old = ArchiveItem.objects.create(
        plan=day.plan,
        form="paper",
        category="answers",
        title="旧答题卷",
        place="柜",
        made_on=date(2020, 1, 1),
        kept_until=date(2023, 1, 1),
        added_at=yesterday,
    )
    said = message(lambda: archiving.remove(old, reason="到期", actor=clerk))
    assert said == archiving.OVER.format("旧答题卷")
    archiving.place_hold(day.plan, reason="诉讼", actor=day.arbiter, token=uuid.uuid4())
    said = message(lambda: archiving.remove(old, reason="到期", actor=clerk))
    assert "暂停销毁" in said and "诉讼" in said
    assert refused(lambda: ArchiveItem.objects.filter(pk=old.pk).delete())
    archiving.lift_hold(Hold.objects.get(), reason="结案", actor=day.arbiter)
    # Over its time, too: it goes by the hands of two people, and its row stays (supervision).
    assert refused(lambda: ArchiveItem.objects.filter(pk=old.pk).delete())


def test_a_wrong_entry_is_struck_out_on_its_day_and_stays_on_record(agencies):
    day, clerk = a_day(agencies, "lc", state="held"), agencies.clerk["lc"]
    item = registered(day.plan, actor=clerk)
    archiving.remove(item, reason="填错了柜号", actor=clerk)
    item.refresh_from_db()
    assert (item.struck_by, item.struck_for) == (clerk, "填错了柜号")
    assert (
        message(lambda: archiving.remove(item, reason="再来", actor=clerk)) == "这条登记已经注销。"
    )
    assert refused(lambda: ArchiveItem.objects.filter(pk=item.pk).update(place="别处"))
    assert Event.objects.filter(case=day.plan, act="strike_archive").count() == 1
    held = registered(day.plan, actor=clerk)
    archiving.place_hold(day.plan, reason="核查", actor=day.arbiter, token=uuid.uuid4())
    assert "暂停销毁" in message(lambda: archiving.remove(held, reason="填错", actor=clerk))


def test_who_places_and_lifts_a_hold(agencies):
    day, world = a_day(agencies, "lc", state="held"), agencies.world
    clerk, manager = day.clerks[1], day.arbiter
    centre, elsewhere = world.staff["lc_centre"], world.staff["as"]

    def hold(user) -> Hold:
        archiving.place_hold(day.plan, reason="投诉核查", actor=user, token=uuid.uuid4())
        return Hold.objects.order_by("-pk").first()

    for user in (clerk, elsewhere):
        with pytest.raises(door.NotNowError):
            hold(user)
    by_agency, by_bureau = hold(manager), hold(centre)
    assert (by_agency.office, by_bureau.office) == (day.plan.owner, world.offices["lc_centre"])
    other = world.member(day.plan.owner, Role.MANAGER)
    for user, each in ((other, by_agency), (manager, by_bureau), (elsewhere, by_bureau)):
        with pytest.raises(door.NotNowError):
            archiving.lift_hold(each, reason="不需要了", actor=user)
    archiving.lift_hold(by_agency, reason="已核查", actor=centre)
    archiving.lift_hold(by_bureau, reason="已核查", actor=centre)
    said = message(lambda: archiving.lift_hold(by_bureau, reason="再次", actor=centre))
    assert said == "这项决定已由他人解除。"
    assert refused(lambda: Hold.objects.update(lifted_for="改"))


@pytest.mark.clause("LC-16")
def test_a_plan_is_archived_once_nothing_is_missing(agencies):
    day = a_final_day(agencies, "lc")
    clerk = agencies.clerk["lc"]
    with pytest.raises(ValidationError) as found:
        door.perform(day.plan, "archive", actor=clerk)
    assert [text.partition("。")[0] for text in found.value.messages] == [
        "缺少答题卷和评分表",
        "缺少签到表",
        "缺少考场视频",
    ]
    complete(day.plan, actor=clerk)
    event = door.perform(day.plan, "archive", actor=clerk)
    plan = Plan.objects.get(pk=day.plan.pk)
    assert (plan.state, plan.is_open) == ("archived", False)
    facts, year = json.loads(event.facts), clock.today().year
    assert facts["registered"] == {"paper": 6, "video": 3}
    assert facts["portal"]["scores"][0][:2] == ["成绩录入", 12]
    paper = ArchiveItem.objects.filter(form="paper").first()
    # Counted from today, which is later than the day of the exam.
    assert paper.kept_until.year == year + 3
    assert facts["kept_until"]["paper"] == paper.kept_until.isoformat()
    item = ArchiveItem.objects.first()
    said = message(lambda: archiving.remove(item, reason="填错", actor=clerk))
    assert "到期之前不能销毁" in said


COMMON = ["答题卷和评分表", "签到表"]
FORMS = ["人员名册和考务安排表", *COMMON, "结果备案表"]


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
@pytest.mark.parametrize(
    ("key", "missing"),
    [
        ("lc", [*COMMON, "考场视频"]),
        ("ln", [*COMMON, "结果备案表"]),
        ("sd", FORMS),
        ("js", COMMON),
        ("hb", FORMS),
    ],
)
def test_the_regulation_says_what_must_be_there(agencies, key, missing):
    day = a_final_day(agencies, key)
    with pytest.raises(ValidationError) as found:
        door.perform(day.plan, "archive", actor=agencies.clerk[key])
    assert [text.partition("。")[0][2:] for text in found.value.messages] == missing


def people(agencies, day) -> dict:
    return {
        "clerk": agencies.clerk["lc"],
        "manager": day.arbiter,
        "centre": agencies.world.staff["lc_centre"],
        "scorer": day.clerks[0],
        "elsewhere": agencies.world.staff["as"],
        "other_agency": agencies.clerk["sd"],
    }


def test_who_opens_which_page(client, agencies):
    day = a_final_day(agencies, "lc")
    item = registered(day.plan, actor=agencies.clerk["lc"])
    archiving.place_hold(day.plan, reason="核查", actor=day.arbiter, token=uuid.uuid4())
    number = [day.plan.number]
    pages = {
        "archive": reverse("results:archive", args=number),
        "add": reverse("results:archive-add", args=number),
        "strike": reverse("results:archive-strike", args=[*number, item.pk]),
        "hold": reverse("results:hold-add", args=number),
        "lift": reverse("results:hold-lift", args=[*number, Hold.objects.get().pk]),
        "ledger": reverse("results:ledger"),
    }
    found = {}
    for role, user in people(agencies, day).items():
        client.force_login(user)
        found[role] = [client.get(url).status_code for url in pages.values()]
    assert found == {
        "clerk": [200, 200, 200, 200, 403, 200],
        "manager": [200, 200, 200, 200, 200, 200],
        "centre": [200, 403, 403, 200, 200, 200],
        "scorer": [403, 403, 403, 403, 403, 403],
        "elsewhere": [404, 404, 404, 404, 404, 200],
        "other_agency": [404, 404, 404, 404, 404, 200],
    }


def test_registering_on_the_page(client, agencies):
    day = a_day(agencies, "lc", state="held")
    client.force_login(agencies.clerk["lc"])
    add = reverse("results:archive-add", args=[day.plan.number])
    page = client.get(f"{add}?keeping=video").content.decode()
    assert ('value="video" selected' in page, 'value="2026-06-04"' in page) == (True, True)
    data = {
        "token": str(uuid.uuid4()),
        "keeping": "video",
        "form": "paper",
        "title": "=HYPERLINK(1)",
        "count": "2",
        "place": "硬盘录像机",
        "made_on": "2026-06-03",
    }
    answer = client.post(add, data)
    assert answer.status_code == 422
    assert archiving.VIDEO_IS_VIDEO in answer.content.decode()
    answer = client.post(add, {**data, "form": "video"})
    assert (answer.status_code, answer.url) == (
        302,
        reverse("results:archive", args=[day.plan.number]),
    )
    assert ArchiveItem.objects.get().title == "=HYPERLINK(1)"


def test_the_page_asks_as_much_for_thirty_items_as_for_one(client, agencies, count_queries):
    day, clerk = a_final_day(agencies, "lc"), agencies.clerk["lc"]
    client.force_login(clerk)
    url = reverse("results:archive", args=[day.plan.number])
    registered(day.plan, actor=clerk)
    one = count_queries(lambda: client.get(url))
    for _ in range(29):
        registered(day.plan, actor=clerk)
    assert count_queries(lambda: client.get(url)) == one


@pytest.fixture
def count_queries():
    from django.test.utils import CaptureQueriesContext

    def count(do) -> int:
        do()
        with CaptureQueriesContext(connection) as found:
            assert do().status_code == 200
        return len(found)

    return count
