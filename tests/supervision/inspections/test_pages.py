"""The pages: preparing a campaign, the record on site."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from config import clock
from supervision.models import Campaign, CheckAnswer, Finding, FindingPhoto, Inspection
from supervision.selectors import inspections as reads
from tests.assessment.entering import portrait
from tests.casework.test_views import count_queries
from tests.pages import inline_parts
from tests.results.world import a_day
from tests.supervision.inspections.world import (
    PREPARED,
    VISIT,
    begun,
    fresh,
    inspector,
    reported,
    task,
)

NEW = "/desk/inspections/new/"


def typed(desk, **other) -> dict:
    given = {
        "office": desk.office.pk,
        "title": "第二季度双随机抽查",
        "subject": "agencies",
        "methods": ["on_site", "archive"],
        "team": 2,
        "staff": "on",
        "supervisors": "on",
        "begins_on": "2026-06-08",
        "ends_on": "2026-06-30",
        "public_value": "双色球第2026065期红球号码",
        "value_on": "2026-06-03",
        "ratio": 40,
    }
    return {**given, **other}


def errors(answer) -> list[str]:
    return list(answer.context["form"].errors)


@pytest.fixture
def officer(client, desk):
    client.force_login(desk.officer)
    return client


@pytest.fixture
def visiting(desk) -> Inspection:
    return begun(desk, task(desk.drawn(amount=5, staff=False)))


def record(case) -> str:
    return reverse("supervision:record", args=[case.number])


def stamp(page) -> dict:
    form = page.context["stamp"]
    return {name: form[name].value() for name in ("version", "token")}


class TestPreparing:
    def test_a_campaign_is_prepared_changed_and_published(self, officer, desk):
        with clock.travel(PREPARED):
            answer = officer.post(
                NEW, typed(desk, weights="Y000037100001 5 去年有问题", grounds="")
            )
            (campaign,) = Campaign.objects.all()
            assert answer.url == f"/cases/{campaign.number}/"
            assert campaign.weights == {"Y000037100001": [5, "去年有问题"]}
            page = officer.get(f"/desk/inspections/{campaign.number}/edit/")
            assert "Y000037100001 5 去年有问题" in page.content.decode()
            changed = typed(desk, occupation="焊工", weighted="on", grounds="按上年结果加权")
            officer.post(f"/desk/inspections/{campaign.number}/edit/", changed)
            campaign.refresh_from_db()
            assert campaign.occupation.code == "6-18-02-04"
            fix = officer.get(f"/cases/{campaign.number}/acts/fix/")
            assert "共 3 个，抽取 2 个" in fix.content.decode()
            sent = {name: fix.context["form"][name].value() for name in ("version", "token")}
            officer.post(f"/cases/{campaign.number}/acts/fix/", sent)
            assert Campaign.objects.get().state == "fixed"
            late = officer.post(f"/desk/inspections/{campaign.number}/edit/", changed)
            assert (late.status_code, late.url) == (302, f"/cases/{campaign.number}/")

    @pytest.mark.parametrize(
        ("wrong", "fields"),
        [
            ({"amount": 3}, ["amount"]),
            ({"ratio": ""}, ["amount"]),
            ({"ends_on": "2026-06-01"}, ["ends_on"]),
            ({"subject": "sessions"}, ["since"]),
            ({"staff": "", "supervisors": ""}, ["staff"]),
            ({"weighted": "on"}, ["grounds"]),
            ({"weights": "Y000037100001 很多"}, ["weights"]),
            ({"occupation": "没有这个职业"}, ["occupation"]),
            ({"methods": []}, ["methods"]),
            ({"title": "电话 138" + "00138000"}, ["title"]),
            ({"value_on": "昨天"}, ["value_on"]),
        ],
    )
    def test_odd_input_comes_back_with_what_was_typed(self, officer, desk, wrong, fields):
        answer = officer.post(NEW, typed(desk, **wrong))
        assert (answer.status_code, errors(answer)) == (422, fields)
        assert "双色球第2026065期红球号码" in answer.content.decode()
        assert Campaign.objects.count() == 0

    def test_it_is_for_bureaus(self, client, desk):
        for user, status in ((desk.world.hr, 403), (desk.supervisors[0], 403)):
            client.force_login(user)
            assert [client.get(u).status_code for u in (NEW, "/desk/inspections/")] == [status] * 2

    def test_another_office_does_not_change_it(self, client, desk):
        campaign = desk.prepared()
        for key, status in (("as", 404), ("sd", 404), ("lc_centre", 404)):
            client.force_login(desk.world.staff[key])
            answer = client.get(f"/desk/inspections/{campaign.number}/edit/")
            assert answer.status_code == status


class TestRecord:
    def test_answers_are_kept_as_they_are_tapped(self, client, desk, visiting):
        client.force_login(inspector(visiting))
        url = reverse("supervision:record-save", args=[visiting.number])
        with clock.travel(VISIT):
            page = client.get(record(visiting))
            assert inline_parts(page.content.decode()) == []
            saved = client.post(url, {"field": "rules", "rules": "no"})
            assert ("已保存" in saved.content.decode(), saved.status_code) == (True, 200)
            client.post(url, {"field": "words", "words": "9:00\r\n到场"})
            odd = [{"field": "rules", "rules": "x"}, {"field": "zzz"}, {}]
            odd.append({"field": "words", "words": "x" * 4001})
            assert [client.post(url, each).status_code for each in odd] == [422] * 4
        visiting.refresh_from_db()
        assert visiting.words == "9:00\n到场"
        assert list(CheckAnswer.objects.values_list("point", "value")) == [("rules", "no")]

    def test_a_problem_is_written_down_with_photos_and_taken_back(self, client, desk, visiting):
        client.force_login(inspector(visiting))
        add = reverse("supervision:finding-add", args=[visiting.number])
        given = {"token": uuid4(), "severity": "grave", "text": "通道堵塞", "point": "conditions"}
        with clock.travel(VISIT):
            bad = SimpleUploadedFile("a.png", b"no picture")
            wrong = client.post(add, given | {"photo_2": bad})
            assert (wrong.status_code, errors(wrong)) == (422, ["photo_2"])
            assert "通道堵塞" in wrong.content.decode()
            ok = client.post(add, given | {"photo_1": SimpleUploadedFile("a.png", portrait())})
            assert ok.url == f"{record(visiting)}#findings"
            row = Finding.objects.get()
            assert FindingPhoto.objects.filter(finding=row).count() == 1
            strike = reverse("supervision:finding-strike", args=[visiting.number, row.pk])
            assert client.post(strike).status_code == 302
            assert list(reads.findings_of(visiting)) == []

    def test_it_is_handed_in_without_scripts(self, client, desk, visiting):
        client.force_login(inspector(visiting))
        with clock.travel(VISIT):
            page = client.get(record(visiting))
            sent = stamp(page) | {"words": "9:00 到场，查看场地。"}
            short = client.post(record(visiting), sent)
            assert short.status_code == 422
            assert "9:00 到场，查看场地。" in short.content.decode()
            points = {point.key: "yes" for point in reads.points_of(visiting)}
            done = client.post(record(visiting), sent | points)
            assert done.url == f"/cases/{visiting.number}/"
            again = client.post(record(visiting), sent | points)
            assert again.url == f"/cases/{visiting.number}/"
        assert Inspection.objects.get(pk=visiting.pk).state == "reported"

    def test_the_team_alone_writes(self, client, desk, visiting):
        url = reverse("supervision:record-save", args=[visiting.number])
        agent = desk.world.member(visiting.owner, Role.MANAGER)
        team = {row.user_id for row in reads.team_of(visiting)}
        other = next(user for user in desk.supervisors if user.pk not in team)
        for user, status in ((agent, 403), (desk.officer, 403), (other, 404), (desk.world.hr, 404)):
            client.force_login(fresh(user))
            assert client.post(url, {"field": "rules", "rules": "yes"}).status_code == status
        assert CheckAnswer.objects.count() == 0

    def test_own_tasks_are_listed_in_as_many_queries(self, client, desk):
        desk.drawn(amount=1, staff=False, team=5)
        client.force_login(desk.supervisors[0])
        count_queries(client, "/desk/inspections/mine/")
        few = count_queries(client, "/desk/inspections/mine/")
        desk.drawn(amount=5, staff=False, team=5)
        page = client.get("/desk/inspections/mine/")
        assert page.context["table"].count == 6
        assert count_queries(client, "/desk/inspections/mine/") == few


def test_sessions_are_drawn_by_day(desk, agencies):
    day = a_day(agencies, "lc")
    given = {"subject": "sessions", "since": date(2026, 6, 3), "until": date(2026, 6, 3)}
    campaign = desk.drawn(amount=1, staff=False, **given)
    row = Inspection.objects.get(for_campaign=campaign)
    assert (row.session, row.agency, row.target) == (
        day.theory,
        day.plan.agency,
        f"{day.plan.number}-{day.theory.pk}",
    )


def test_an_agencys_page_shows_what_was_published(client, desk):
    case = task(desk.drawn(amount=5, staff=False))
    url = reverse("filing:agency", args=[case.agency.code])
    case = reported(desk, case)
    case = desk.done(case, "conclude", VISIT, result="obstructed", note="不让进入考场。")
    with clock.travel(VISIT):
        assert "双随机检查结果" not in client.get(url).content.decode()
    desk.done(case, "publish", VISIT, summary="不配合检查。")
    with clock.travel(VISIT):
        assert "不配合检查" in client.get(url).content.decode()
