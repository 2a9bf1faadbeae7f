"""Search and judgement over the whole catalogue."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import selectors
from catalogue.enums import Level, StandardKind, Verdict
from catalogue.models import (
    ConditionSet,
    Division,
    Occupation,
    Standard,
    WorkType,
)
from config import clock

pytestmark = pytest.mark.usefixtures("whole_catalogue", "db")


def codes(queryset, count: int = 5) -> list[str]:
    return [occupation.code for occupation in queryset[:count]]


class TestSearch:
    @pytest.mark.parametrize(
        "typed",
        [
            "电工",
            "diangong",
            "dg",
            "DG",
            " 电　工",
            "ｄｇ",
            "6-31-01-03",
            "６－３１－０１－０３",
            "6310103",
        ],
    )
    def test_the_electrician_comes_first(self, typed):
        assert codes(selectors.search_occupations(typed), 1) == ["6-31-01-03"]

    def test_part_of_a_code_finds_all_below_in_order(self):
        found = codes(selectors.search_occupations("6-31-01"), 20)
        assert found == [f"6-31-01-{number:02}" for number in range(1, len(found) + 1)]
        assert len(found) > 5

    def test_a_work_type_leads_to_its_occupation(self):
        for typed in ("人工智能数字人训练师", "数字人", "rgznszrxls"):
            assert codes(selectors.search_occupations(typed), 1) == ["4-04-05-05"]

    def test_exact_before_beginning_before_within(self):
        found = list(selectors.search_occupations("焊工").values_list("name", "rank"))
        assert found[0][0] == "焊工"
        assert [rank for _, rank in found] == sorted(rank for _, rank in found)
        assert {rank for _, rank in found} > {0}

    def test_several_words_are_all_looked_for(self):
        found = selectors.search_occupations("维修 电梯")
        held = {
            row.code: " ".join([row.name, *row.work_types.values_list("name", flat=True)])
            for row in found
        }
        assert "6-29-03-03" in held
        assert [text for text in held.values() if "维修" not in text or "电梯" not in text] == []
        assert codes(selectors.search_occupations("维修 不存在"), 1) == []

    def test_blank_text_finds_everything(self):
        assert selectors.search_occupations(" \t").count() == 1674

    @pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "电%工", "😀", "x" * 10_000, "𬍛"])
    def test_signs_mean_themselves(self, typed):
        assert codes(selectors.search_occupations(typed)) == []

    def test_divisions_are_found_alike(self):
        for typed in ("3715", "liaocheng", "lcs", "聊城"):
            found = selectors.search(Division.objects.filter(tier=2), typed)
            assert found.first().code == "371500"

    def test_work_types_are_found_without_a_code(self):
        assert not selectors.search(WorkType.objects.all(), "6-31").exists()

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=80))
    def test_no_text_upsets_the_page(self, client, text):
        assert client.get("/occupations/", {"search": text}).status_code == 200


class TestAssessability:
    @pytest.mark.clause("LC-04")
    @pytest.mark.parametrize(
        ("code", "verdict", "reason"),
        [
            ("6-31-01-03", Verdict.ALLOWED, ""),
            (
                "4-07-05-01",
                Verdict.REFUSED,
                "属准入类职业资格“保安员”，见国家职业资格目录（2021年版）。",
            ),
            (
                "4-07-05-02",
                Verdict.WARNED,
                "“民航安全检查员”属准入类职业资格。只限民航安全检查，其他安全检查可以评价。",
            ),
            ("1-01-00-01", Verdict.REFUSED, "不属技能类职业，不在企业技能评价范围内。"),
            ("6-31-01", Verdict.REFUSED, "机械设备修理人员是小类，请选择到细类。"),
        ],
    )
    def test_verdict_and_reason(self, code, verdict, reason):
        found = selectors.assessability(Occupation.objects.get(code=code))
        assert (found.verdict, "".join(found.reasons)) == (verdict, reason)

    def test_a_retired_occupation_is_refused_from_that_day(self):
        occupation = Occupation.objects.get(code="6-31-01-03")
        occupation.retired_on = date(2026, 11, 21)
        on = [selectors.assessability(occupation, on=date(2026, 11, day)) for day in (20, 21)]
        assert [found.verdict for found in on] == [Verdict.ALLOWED, Verdict.REFUSED]
        assert on[1].reasons == ("该职业已停用。",)

    def test_lists_and_single_answers_agree(self):
        Occupation.objects.filter(code="6-31-01-02").update(retired_on=clock.today())
        by_list = {
            occupation.pk: verdict
            for verdict in Verdict
            for occupation in selectors.with_verdict(selectors.occupations(), verdict)
        }
        rows = selectors.occupations().prefetch_related("regulated_by")
        one_by_one = {row.pk: selectors.assessability(row).verdict for row in rows}
        assert by_list == one_by_one
        assert len(by_list) == 1674


class TestStandards:
    def standard(self, code: str, **values) -> Standard:
        occupation = Occupation.objects.get(code="6-31-01-02")
        values = {"kind": StandardKind.NATIONAL, "version": code, "source": "测试"} | values
        return Standard.objects.create(
            code=code,
            occupation=occupation,
            condition_set=ConditionSet.objects.get(code="2018"),
            **values,
        )

    @pytest.mark.clause("LC-07")
    def test_the_version_of_the_day_is_the_basis(self):
        Standard.objects.all().delete()
        change = date(2026, 7, 1)
        old = self.standard("old", effective_from=date(2018, 1, 1), effective_until=change)
        new = self.standard("new", effective_from=change)
        own = self.standard("own", kind=StandardKind.ENTERPRISE, owner_code="9" * 18)
        occupation = old.occupation
        assert selectors.basis_of(occupation, on=change - timedelta(days=1)) == old
        assert selectors.basis_of(occupation, on=change) == new
        assert selectors.basis_of(occupation, owner_code="9" * 18, on=change) == new
        assert selectors.basis_of(occupation, owner_code="9" * 18, on=date(2017, 1, 1)) == own
        assert selectors.basis_of(occupation, owner_code="8" * 18, on=date(2017, 1, 1)) is None

    def test_levels_narrow_the_list(self):
        assert selectors.with_level(selectors.occupations(), Level.ONE).count() == 15
        Standard.objects.filter(code="national-6-31-01-03-default").update(
            effective_until=clock.today()
        )
        assert selectors.with_level(selectors.occupations(), Level.ONE).count() == 14
