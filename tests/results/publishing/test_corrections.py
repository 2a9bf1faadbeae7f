"""A score is set right by two people, and what was public is published again."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from casework.models import Publication, StoredFile
from casework.services import publications
from results.models import Correction, Recheck, Result
from tests.filing.granting import on
from tests.results.publishing.steps import (
    FRIDAY,
    OVER,
    act,
    address,
    cleared,
    corrected,
    decided,
    errors,
    fresh,
    moment,
    objected,
    page,
    proposed,
    publicised,
    scored,
    sit,
    sweep,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 8)


def newest(plan) -> Publication:
    return Publication.objects.filter(case_id=plan.pk, act="clear").latest("pk")


def answered(objection, actor, *, upheld: bool):
    return publications.answer(objection, upheld=upheld, text="已核实。", actor=actor)


@pytest.mark.clause("SD-09")
def test_an_objection_upheld_changes_a_result_and_it_is_published_again(agencies, client):
    day = publicised(agencies, client, "sd")
    clerk, second = agencies.clerk["sd"], day.entries[1]
    first = newest(day.plan)
    with on(MONDAY):
        objection = objected(first, "二号考生理论漏加分")
        assert publications.hindrance(first) == "公示期未满。"
        answered(objection, clerk, upheld=True)
    assert sweep(OVER) == []
    with on(OVER):
        refused = act(client, clerk, day.plan, "correct", note="异议成立")
        assert errors(refused) == ["还没有已同意的更正，不能重新公示。请先提出更正，由另一人同意。"]
        corrected(client, day, cause="objection", objection=objection.pk)
        preview = client.get(address(day.plan, "correct"))
        assert preview.status_code == 200
        answer = act(client, clerk, day.plan, "correct", note="一件异议成立，更正成绩。")
        assert answer.status_code == 302, errors(answer)
    made = newest(day.plan)
    first.refresh_from_db()
    assert (first.status, first.end_reason, made.corrects, made.closes_on) == (
        "corrected",
        "一件异议成立，更正成绩。",
        first,
        date(2026, 6, 23),  # the Dragon Boat Festival is on the 19th
    )
    assert made.title.endswith("（更正）")
    assert "电工四级/中级工：参加评价 3 人，合格 2 人" in made.body
    assert f"本次更正涉及的准考证号：{second.ticket}。公示期重新计算。" in made.body
    rows = Result.objects.filter(entry=second).order_by("revision")
    assert list(rows.values_list("revision", "outcome")) == [(1, "unqualified"), (2, "qualified")]
    assert rows.last().subjects.get(subject="theory").mark == Decimal(61)
    assert Correction.objects.get().status == "applied"
    assert fresh(day.plan).state == "publicity"
    sweep(date(2026, 6, 24))
    assert fresh(day.plan).state == "publicised"


def test_the_corrected_list_names_whoever_qualifies_now(agencies, client):
    day = publicised(agencies, client, "sd")
    first = newest(day.plan)
    with on(MONDAY):
        corrected(client, day)
        act(client, agencies.clerk["sd"], day.plan, "correct", note="自查更正。")
        client.logout()
        old = client.get(reverse("results:public-list", args=[first.pk])).content.decode()
        new = reverse("results:public-list", args=[newest(day.plan).pk])
        listed = client.get(new).context["table"].page
    assert (new in old, day.entries[0].ticket in old) == (True, False)
    assert [row.entry for row in listed] == day.entries[:2]


def test_the_preview_counts_what_the_correction_will_make_and_writes_nothing(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        corrected(client, day)
        sit(client, agencies.clerk["sd"])
        shown = client.get(address(day.plan, "correct")).context["form"].shown
        assert "合格 2 人" in shown.body
        assert Result.objects.filter(entry=day.entries[1]).count() == 1
        act(client, agencies.clerk["sd"], day.plan, "correct", note="自查更正。")
    assert newest(day.plan).body == shown.body


def test_what_was_made_from_data_is_not_corrected_by_typing(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        sit(client, agencies.clerk["sd"])
        typed = {"title": "改过的公示", "body": "合格 3 人", "reason": "改"}
        url = reverse("casework:publication-correct", args=[newest(day.plan).pk])
        assert client.post(url, typed).url == address(day.plan, "correct")
    assert Publication.objects.filter(act="clear").count() == 1


def test_nobody_agrees_to_what_he_or_she_proposed(agencies, client):
    day = publicised(agencies, client, "sd")
    clerk = day.clerks[1]
    with on(MONDAY):
        assert proposed(client, clerk, day).status_code == 302
        assert decided(client, clerk, day.plan).status_code == 403
        assert Correction.objects.get().status == "proposed"
        assert decided(client, clerk, day.plan, "withdraw").status_code == 302
    row = Correction.objects.get()
    assert (row.status, row.decided_by, row.remark) == ("refused", None, "提出人撤回。")


def test_only_the_subjects_of_the_plan_are_offered(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(FRIDAY):
        sit(client, day.clerks[1])
        page = client.get(reverse("results:correction-propose", args=[day.plan.number]))
    assert [value for value, _ in page.context["form"]["subject"].field.choices] == [
        "",
        "theory",
        "practice",
    ]


def test_a_scorer_proposes_and_decides_nothing(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        assert proposed(client, day.clerks[0], day).status_code == 302
        assert decided(client, day.clerks[0], day.plan).status_code == 403
        assert (
            decided(client, day.clerks[1], day.plan, "refuse", remark="没有依据").status_code == 302
        )
    row = Correction.objects.get()
    assert (row.status, row.decided_by, row.remark) == ("refused", day.clerks[1], "没有依据")


def test_what_was_agreed_to_may_still_be_refused_until_it_is_in_force(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        corrected(client, day)
        assert (
            decided(client, day.arbiter, day.plan, "refuse", remark="看错答卷").status_code == 302
        )
        assert Correction.objects.get().status == "refused"
        corrected(client, day)
        act(client, agencies.clerk["sd"], day.plan, "correct", note="自查更正。")
        assert decided(client, day.arbiter, day.plan, "refuse", remark="晚了").status_code == 409
    assert list(Correction.objects.values_list("status", flat=True)) == ["refused", "applied"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ticket": "20260603009999"}, "这个计划里没有这个准考证号，请核对。"),
        ({"mark": "101"}, "成绩应在 0 至 100 之间。"),
        ({"mark": "59"}, "更正后与现在的成绩相同，不需要更正。"),
        ({"mark": ""}, "请填写更正后的成绩。"),
        ({"subject": "review"}, "此人没有这个科目的成绩，请重新选择科目。"),
        (
            {"reason": "请联系" + "139" + "12345678"},
            "公开的文字里有手机号码，请改用办公电话，或用*号遮住中间几位。",
        ),
        ({"evidence": ""}, "请上传更正的依据材料，例如原始答卷、评分表。"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_stays_typed(agencies, client, typed, said):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        refused = proposed(client, day.clerks[1], day, **typed)
    assert (refused.status_code, errors(refused)) == (422, [said])
    assert refused.context["form"]["reason"].value() == typed.get(
        "reason", "第三大题漏加 2 分，已重新核对答卷。"
    )
    assert (Correction.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_one_correction_of_a_score_at_a_time(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        assert proposed(client, day.clerks[1], day).status_code == 302
        refused = proposed(client, day.arbiter, day, mark="62")
    assert errors(refused) == ["这个科目已有一件未生效的更正。"]
    assert StoredFile.objects.count() == 1


def test_an_absent_candidate_may_have_been_there_and_a_good_score_be_void(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        corrected(client, day, place=2, subject="practice", mark="66.5")
        corrected(client, day, place=0, becomes="void", mark="")
        act(client, agencies.clerk["sd"], day.plan, "correct", note="自查更正。")
    rows = Result.objects.filter(plan=day.plan, superseded_at=None).order_by("entry__ticket")
    assert list(rows.values_list("outcome", flat=True)) == [
        "unqualified",
        "unqualified",
        "qualified",
    ]
    assert "合格 1 人" in newest(day.plan).body


def test_the_publicity_waits_for_corrections_and_rechecks(agencies, client):
    day = publicised(agencies, client, "sd")
    recheck = Recheck.objects.create(
        entry=day.entries[1],
        subject="theory",
        token="0" * 32,
        text="请核对",
        submitted_at=moment(MONDAY),
    )
    assert sweep(OVER) == []
    with on(OVER):
        assert publications.hindrance(newest(day.plan)) == "有 1 件成绩复核申请尚未答复。"
    recheck.upheld, recheck.answer, recheck.answered_at = True, "漏加分", moment(OVER)
    recheck.answered_by = day.arbiter
    recheck.save()
    with on(OVER):
        assert publications.hindrance(newest(day.plan)) == (
            "有 1 件复核认定成绩有误，还没有同意的更正。"
        )
        corrected(client, day, cause="recheck", recheck=recheck.pk)
        assert publications.hindrance(newest(day.plan)) == "有已同意的更正尚未重新公示。"
        act(client, agencies.clerk["sd"], day.plan, "correct", note="复核更正。")
    sweep(date(2026, 6, 24))
    assert fresh(day.plan).state == "publicised"


def test_objections_to_what_was_corrected_still_count(agencies, client):
    day = publicised(agencies, client, "sd")
    later = date(2026, 6, 16)  # the day after the window of the second
    with on(MONDAY):
        left = objected(newest(day.plan), "另一件异议")
        corrected(client, day)
        act(client, agencies.clerk["sd"], day.plan, "correct", note="自查更正。")
    assert sweep(later) == []
    with on(later):
        assert publications.hindrance(newest(day.plan)) == "更正前的公示有异议尚未答复。"
        answered(left, agencies.clerk["sd"], upheld=True)
    assert sweep(later) == []
    with on(later):
        corrected(*(client, day), cause="objection", objection=left.pk, mark="58", place=1)
        act(client, agencies.clerk["sd"], day.plan, "correct", note="异议成立。")
    sweep(date(2026, 6, 25))
    assert fresh(day.plan).state == "publicised"


def test_a_publicity_that_was_withdrawn_is_begun_anew(agencies, client):
    day = publicised(agencies, client, "sd")
    officer, clerk = agencies.world.staff["lc"], agencies.clerk["sd"]
    with on(MONDAY):
        publications.withdraw(newest(day.plan), reason="写错单位", actor=officer)
    assert sweep(OVER) == []
    with on(OVER):
        assert act(client, clerk, day.plan, "correct", note="重新公示。").status_code == 302
    assert (newest(day.plan).status, newest(day.plan).corrects) == ("open", None)


def test_after_a_clear_publicity_a_mistake_is_corrected_and_public_again(agencies, client):
    day = cleared(agencies, client, "js")
    clerk = agencies.clerk["js"]
    with on(OVER):
        corrected(client, day)
        refused = act(client, clerk, day.plan, "confirm")
        assert errors(refused) == [
            "有已同意的更正。结果公示过的，更正后须重新公示，公示期满再办理。"
        ]
        assert act(client, clerk, day.plan, "correct", note="自查更正。").status_code == 302
    assert (fresh(day.plan).state, newest(day.plan).corrects) == ("publicity", None)


def test_what_was_agreed_to_before_the_publicity_comes_in_force_with_it(agencies, client):
    day = scored(agencies, "sd")
    with on(FRIDAY):
        corrected(client, day)
        act(client, agencies.clerk["sd"], day.plan, "publicise", working_days=5)
    assert "合格 2 人" in newest(day.plan).body
    assert "更正" not in newest(day.plan).body + newest(day.plan).title


def test_the_timeline_says_who_proposed_what_and_no_name(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        corrected(client, day)
    event = day.plan.events.get(act="propose_correction")
    assert json.loads(event.facts) == {
        "before": "59.0 不合格",
        "cause": "own",
        "correction": Correction.objects.get().pk,
        "subject": "theory",
        "ticket": day.entries[1].ticket,
        "to": "61",
    }
    assert day.entries[1].name not in "".join(day.plan.events.values_list("facts", flat=True))


def test_outsiders_neither_see_nor_make_corrections(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        corrected(client, day)
        urls = [
            reverse("results:corrections", args=[day.plan.number]),
            reverse("results:correction", args=[day.plan.number, Correction.objects.get().pk]),
            reverse("results:correction-propose", args=[day.plan.number]),
        ]
        for user, statuses in (
            (agencies.clerk["lc"], [404] * 3),
            (agencies.world.staff["as"], [404] * 3),
            (agencies.world.staff["lc_centre"], [200, 200, 403]),
            (agencies.clerk["sd"], [200] * 3),
        ):
            sit(client, user)
            assert [client.get(url).status_code for url in urls] == statuses


def test_no_correction_while_an_office_has_the_results(agencies, client):
    day = scored(agencies, "ln")
    with on(FRIDAY):
        act(client, agencies.clerk["ln"], day.plan, "submit_results")
        assert proposed(client, day.clerks[1], day).status_code == 409


def test_the_page_of_the_plan_says_what_stands(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        objection = objected(newest(day.plan))
        own = page(client, agencies.clerk["sd"], day.plan)
        officer = page(client, agencies.world.staff["lc_centre"], day.plan)
        answered(objection, agencies.clerk["sd"], upheld=True)
        upheld = page(client, agencies.clerk["sd"], day.plan)
    assert ("收到异议 1 件，待答复 1 件" in own, "收到异议" in officer) == (True, False)
    assert f"异议 {objection.number} 成立，还没有同意的更正。" in upheld
    assert "提出更正" in own


def test_an_address_that_names_an_objection_fills_it_in(agencies, client):
    day = publicised(agencies, client, "sd")
    with on(MONDAY):
        objection = answered(objected(newest(day.plan)), agencies.clerk["sd"], upheld=True)
        url = reverse("results:correction-propose", args=[day.plan.number])
        sit(client, agencies.clerk["sd"])
        form = client.get(f"{url}?objection={objection.pk}").context["form"]
        assert (form["cause"].value(), form.initial["objection"]) == ("objection", objection)
        for odd in ("x", "99999", "9" * 40):
            assert client.get(f"{url}?objection={odd}&recheck={odd}").status_code == 200


def test_the_list_of_corrections_takes_as_many_queries_for_many(
    agencies, client, django_assert_max_num_queries
):
    day = scored(agencies, "sd", people=30)
    rows = [
        Correction(
            plan=day.plan,
            entry=entry,
            subject="theory",
            mark=1,
            cause="own",
            reason="x",
            proposed_by=day.arbiter,
            proposed_at=moment(FRIDAY),
        )
        for entry in day.entries
    ]
    sit(client, agencies.clerk["sd"])
    url = reverse("results:corrections", args=[day.plan.number])
    with on(FRIDAY):
        sit(client, agencies.clerk["sd"])
        client.get(url)
        counts = []
        for many in (rows[:1], rows[1:]):
            Correction.objects.bulk_create(many)
            with django_assert_max_num_queries(40) as captured:
                client.get(url)
            counts.append(len(captured))
    assert counts[0] == counts[1]
