"""Results go up the chain of the regulation, come back, and are confirmed."""

import io
import json
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from casework.models import Deadline, Material, Notice
from casework.services import files, jobs
from filing.models import Agency
from results import ports
from results.documents import record_summary
from results.models import Correction
from tests.assessment.entering import id_number
from tests.filing.granting import on
from tests.results.publishing.steps import (
    OVER,
    act,
    address,
    cleared,
    corrected,
    errors,
    fresh,
    objected,
    page,
    publicised,
    scored,
    send,
    sit,
    submitted,
    sweep,
)

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 6, 16)
OFFICE = {"js": "sz_centre", "lc": "lc_centre"}


def filed_by_the_province(agencies) -> None:
    """So that the centre of the place and the centre that filed the agency are two."""
    issuer = agencies.world.offices["hb_centre"]
    Agency.objects.filter(pk=agencies.agency["hb"].pk).update(issuer=issuer)


def status_of(client, user, plan, name: str = "review") -> int:
    sit(client, user)
    return client.get(address(plan, name)).status_code


def text_of(plan, key: str) -> str:
    paper = Material.objects.current().get(case_id=plan.pk, key=key)
    reader = PdfReader(io.BytesIO(files.read(paper.file)))
    return "".join("".join(each.extract_text().split()) for each in reader.pages)


@pytest.mark.clause("HB-07", "HB-09")
def test_the_centre_of_the_place_reviews_before_the_centre_that_filed(agencies, client):
    filed_by_the_province(agencies)
    day = submitted(agencies, client, "hb")
    world = agencies.world
    place, filing = world.staff["sjz_centre"], world.staff["hb_centre"]
    assert fresh(day.plan).office == world.offices["sjz_centre"]
    with on(TUESDAY):
        assert status_of(client, filing, day.plan) == 403
        assert status_of(client, world.staff["sjz"], day.plan) == 403
        assert act(client, place, day.plan, "review", note="材料齐全").status_code == 302
        plan = fresh(day.plan)
        assert (plan.state, plan.office, plan.reviewed) == (
            "review",
            world.offices["hb_centre"],
            1,
        )
        assert status_of(client, place, day.plan) == 403
        shown = page(client, agencies.clerk["hb"], day.plan)
        assert ("审核通过" in shown, "材料齐全" in shown, str(place) in shown) == (
            True,
            True,
            False,
        )
        assert act(client, filing, day.plan, "review", note="备案上网").status_code == 302
    assert fresh(day.plan).state == "confirmed"
    facts = [json.loads(each.facts) for each in day.plan.events.filter(act="review").order_by("pk")]
    assert [(each["stage"], each["of"], each["by"]) for each in facts] == [
        (1, 2, "place_centre"),
        (2, 2, "filing_centre"),
    ]


@pytest.mark.clause("SD-09")
def test_the_city_reviews_before_the_province(agencies, client):
    day = submitted(agencies, client, "sd")
    world = agencies.world
    city, province = world.staff["lc_centre"], world.staff["sd_centre"]
    with on(TUESDAY):
        for stranger in ("as", "sjz_centre", "hb_centre", "ln_centre"):
            assert status_of(client, world.staff[stranger], day.plan) == 404
        assert status_of(client, province, day.plan) == 403
        act(client, city, day.plan, "review")
        assert status_of(client, city, day.plan) == 403
        assert fresh(day.plan).office == world.offices["sd_centre"]
        act(client, province, day.plan, "review")
    assert fresh(day.plan).state == "confirmed"


@pytest.mark.clause("LN-09")
def test_the_employment_authority_of_the_city_reviews(agencies, client):
    day = submitted(agencies, client, "ln")
    with on(TUESDAY):
        assert status_of(client, agencies.world.staff["lc"], day.plan) == 404
        assert status_of(client, agencies.world.staff["ln_centre"], day.plan) == 403
        act(client, agencies.world.staff["as"], day.plan, "review")
    assert fresh(day.plan).state == "confirmed"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("js", marks=pytest.mark.clause("JS-14")),
        pytest.param("lc", marks=pytest.mark.clause("LC-15")),
    ],
)
def test_where_nobody_reviews_the_enterprise_confirms(agencies, client, key):
    day = cleared(agencies, client, key)
    with on(OVER):
        assert status_of(client, agencies.world.staff[OFFICE[key]], day.plan, "confirm") == 403
        assert status_of(client, agencies.clerk[key], day.plan, "submit_results") == 409
        assert act(client, agencies.clerk[key], day.plan, "confirm").status_code == 302
        assert "自行确认结果" in page(client, agencies.clerk[key], day.plan)
    assert fresh(day.plan).state == "confirmed"


@pytest.mark.clause("JS-14")
@pytest.mark.parametrize(("key", "name"), [("js", "confirm"), ("sd", "submit_results")])
def test_nothing_is_confirmed_or_submitted_while_the_publicity_runs(agencies, client, key, name):
    day = publicised(agencies, client, key)
    with on(OVER):
        assert status_of(client, agencies.clerk[key], day.plan, name) == 409


def test_nothing_is_submitted_while_an_objection_is_pending(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(date(2026, 6, 8)):
        objected(day.plan.publications.get(act="clear"))
    assert sweep(OVER) == []
    with on(OVER):
        assert status_of(client, agencies.clerk["sd"], day.plan, "submit_results") == 409
        assert "有异议尚未答复。" in page(client, agencies.clerk["sd"], day.plan)


def test_results_come_back_are_corrected_public_again_and_reviewed_from_the_start(agencies, client):
    day = submitted(agencies, client, "sd")
    world, clerk = agencies.world, agencies.clerk["sd"]
    city, province = world.staff["lc_centre"], world.staff["sd_centre"]
    with on(TUESDAY):
        act(client, city, day.plan, "review")
        empty = act(client, province, day.plan, "return_results", note="")
        assert (empty.status_code, errors(empty)) == (422, ["请填写理由。"])
        act(client, province, day.plan, "return_results", note="理论成绩请核对。")
        assert fresh(day.plan).state == "review_returned"
        shown = page(client, clerk, day.plan)
        assert ("理论成绩请核对。" in shown, "已退回" in shown) == (True, True)
        corrected(client, day, cause="review")
        refused = act(client, clerk, day.plan, "submit_results")
        assert errors(refused) == [
            "有已同意的更正。结果公示过的，更正后须重新公示，公示期满再办理。"
        ]
        act(client, clerk, day.plan, "correct", note="审核退回后更正。")
    assert fresh(day.plan).state == "publicity"
    again = date(2026, 6, 25)
    sweep(again)
    with on(again):
        act(client, clerk, day.plan, "submit_results")
        jobs.work_off(seconds=120)
        assert (fresh(day.plan).office, fresh(day.plan).reviewed) == (
            world.offices["lc_centre"],
            0,
        )
        assert status_of(client, province, day.plan) == 403
        act(client, city, day.plan, "review")
        act(client, province, day.plan, "review")
    assert fresh(day.plan).state == "confirmed"
    rows = Material.objects.filter(case_id=day.plan.pk, key="result_list")
    assert sorted(rows.values_list("version", flat=True)) == [1, 2]
    assert id_number(2) in text_of(day.plan, "result_list")


def test_what_came_back_unchanged_is_sent_again_at_once(agencies, client):
    day = submitted(agencies, client, "ln")
    with on(TUESDAY):
        act(client, agencies.world.staff["as"], day.plan, "return_results", note="补充说明。")
        assert act(client, agencies.clerk["ln"], day.plan, "submit_results").status_code == 302
    assert fresh(day.plan).state == "review"


def test_results_that_were_never_public_are_corrected_with_the_submission(agencies, client):
    day = scored(agencies, "ln")
    clerk = agencies.clerk["ln"]
    with on(OVER):
        act(client, clerk, day.plan, "submit_results")
        jobs.work_off(seconds=120)
        act(client, agencies.world.staff["as"], day.plan, "return_results", note="请核对。")
        corrected(client, day, cause="review")
        assert act(client, clerk, day.plan, "submit_results").status_code == 302
    assert Correction.objects.get().status == "applied"
    assert day.entries[1].results.get(superseded_at=None).outcome == "qualified"


def test_nobody_reviews_before_the_forms_are_printed(agencies, client):
    day = cleared(agencies, client, "sd")
    city = agencies.world.staff["lc_centre"]
    with on(OVER):
        act(client, agencies.clerk["sd"], day.plan, "submit_results")
        for name, note in (("review", ""), ("return_results", "x")):
            refused = act(client, city, day.plan, name, note=note)
            assert errors(refused) == ["结果备案表正在生成，请稍后再办理。"]
        jobs.work_off(seconds=120)
        assert act(client, city, day.plan, "review").status_code == 302


@pytest.mark.clause("HB-09")
def test_the_forms_have_exactly_the_fields_of_the_annex(agencies, client):
    day = submitted(agencies, client, "hb")
    agency, entry = day.plan.agency, day.entries[0]
    summary, listed = text_of(day.plan, "result_summary"), text_of(day.plan, "result_list")
    for label in (
        *(
            "职业技能等级认定结果备案表（一）",
            "评价机构",
            "机构备案编号",
            "评价地点",
            "联系人及电话",
        ),
        *("评价对象", "□本企业员工", "□免费培训人员", "■委托企业员工", "□技工院校学生", "□其他"),
        *(
            "考核日期",
            "评价方式",
            "■考核鉴定",
            "□考评结合",
            "□过程化考核",
            "□直接认定",
            "□竞赛晋升",
        ),
        *("职业工种等级准考人数合格人数证书号段", "电工--四级/中级工31", "评价机构意见"),
        *("负责人签字：", "2026年6月3日—2026年6月4日", agency.code, "冀职鉴字〔2021〕7号"),
    ):
        assert label in summary, label
    assert (
        "姓名证件类型证件号码所在单位职业名称工种名称职业技能等级证书编号发证日期评价机构发证机构"
        in listed
    )
    row = f"{entry.name}居民身份证{id_number(1)}"
    assert row in listed
    assert [id_number(n) in listed for n in (2, 3)] == [False, False]
    assert "填报日期：2026年6月15日" in listed
    assert "本系统格式" not in listed


def test_elsewhere_the_forms_are_marked_as_our_own(agencies, client):
    day = submitted(agencies, client, "sd")
    for key in ("result_summary", "result_list"):
        assert "表样：本系统格式" in text_of(day.plan, key)


@pytest.mark.clause("HB-09")
def test_the_forms_take_certificate_numbers_where_there_are_any(agencies, client, monkeypatch):
    numbers = {}
    monkeypatch.setattr(ports.certificate_numbers, "_answerer", lambda plan: numbers)
    monkeypatch.setattr(ports.issue_date, "_answerer", lambda plan: date(2026, 6, 20))
    day = cleared(agencies, client, "hb")
    numbers[day.entries[0].pk] = "S000013000001264000007"
    with on(OVER):
        act(client, agencies.clerk["hb"], day.plan, "submit_results")
        jobs.work_off(seconds=120)
    listed = text_of(day.plan, "result_list")
    assert ("S000013000001264000007" in listed, "2026年6月20日" in listed) == (True, True)
    assert "S000013000001264000007" in text_of(day.plan, "result_summary")


def test_the_list_with_numbers_opens_only_for_those_who_work_with_it(agencies, client):
    day = submitted(agencies, client, "hb")
    paper = Material.objects.get(case_id=day.plan.pk, key="result_list")
    url = reverse("casework:file", args=[paper.file_id])
    with on(TUESDAY):
        for user, status in (
            (agencies.clerk["hb"], 200),
            (agencies.client_hr, 200),
            (agencies.world.staff["sjz_centre"], 200),
            (agencies.world.staff["sjz"], 403),
            (agencies.clerk["lc"], 404),
            (day.clerks[0], 403),
        ):
            sit(client, user)
            answer = client.get(url)
            b"".join(answer.streaming_content) if answer.streaming else None
            assert answer.status_code == status


def test_the_digest_of_the_forms_stands_in_the_event(agencies, client):
    day = submitted(agencies, client, "sd")
    facts = json.loads(day.plan.events.get(act="submit_results").facts)
    assert len(facts["content"]) == 64
    kept = json.loads(day.plan.events.get(act="keep_result_forms").facts)
    assert sorted(kept["sha256"]) == ["result_list", "result_summary"]
    assert id_number(1) not in "".join(day.plan.events.values_list("facts", flat=True))


def test_the_clock_of_the_review_runs_until_the_last(agencies, client):
    day = submitted(agencies, client, "sd")

    def clocks() -> list:
        rows = Deadline.objects.filter(case_id=day.plan.pk, key="review")
        return list(rows.values_list("progress", flat=True))

    with on(TUESDAY):
        assert clocks() == ["running"]
        assert "前办结" in page(client, agencies.clerk["sd"], day.plan)
        act(client, agencies.world.staff["lc_centre"], day.plan, "review")
        assert clocks() == ["running"]
        act(client, agencies.world.staff["sd_centre"], day.plan, "review")
    assert clocks() == ["done"]


def test_everybody_is_told_of_each_step(agencies, client):
    day = submitted(agencies, client, "sd")
    world = agencies.world
    with on(TUESDAY):
        act(client, world.staff["lc_centre"], day.plan, "review")
        act(client, world.staff["sd_centre"], day.plan, "review")
    title = day.plan.title

    def told(user) -> list[str]:
        rows = Notice.objects.filter(recipient=user, subject__startswith=title).order_by("pk")
        return [
            subject.removeprefix(f"{title}：") for subject in rows.values_list("subject", flat=True)
        ]

    assert told(world.staff["lc_centre"]) == ["评价结果已报送"]
    assert told(world.staff["sd_centre"]) == ["评价结果等待审核"]
    assert told(agencies.clerk["sd"]) == [
        "评价结果开始公示",
        "公示期满无异议",
        "结果审核有进展",
        "评价结果已确认",
    ]


@pytest.mark.clause("SD-09")
def test_the_upload_is_put_on_record(agencies, client):
    day = cleared(agencies, client, "sd")
    url, clerk = reverse("results:upload", args=[day.plan.number]), agencies.clerk["sd"]
    with on(OVER):
        early = send(client, clerk, url, on="2026-06-05")
        assert errors(early) == ["应在公示期满、没有异议之后上传。"]
        ahead = send(client, clerk, url, on="2026-06-16")
        assert errors(ahead) == ["上传日期不能晚于今天。"]
        assert send(client, agencies.world.staff["lc_centre"], url).status_code == 403
        assert send(client, agencies.clerk["lc"], url).status_code == 404
        assert (
            send(client, clerk, url, on="2026-06-15", reference="批次20260615").status_code == 302
        )
        assert "全省职业技能等级评价信息管理系统，批次20260615" in page(client, clerk, day.plan)
    facts = json.loads(day.plan.events.get(act="upload_results").facts)
    assert facts == {
        "on": "2026-06-15",
        "reference": "批次20260615",
        "to": "全省职业技能等级评价信息管理系统",
    }


def test_the_boxes_of_the_form():
    ticked = [label for label, on_ in record_summary.audiences(["own_staff", "public"]) if on_]
    assert ticked == ["本企业员工", "其他"]
    methods = {
        key: [la for la, on_ in record_summary.methods(key) if on_] for key in ("exam", "test", "")
    }
    assert methods == {"exam": ["考核鉴定"], "test": ["其他"], "": []}
    assert record_summary.number_range(["B2", "", "B1"]) == "B1—B2"
    assert record_summary.number_range(["B1"]) == "B1"
    assert record_summary.number_range([]) == ""
