"""A round from its beginning to its last correction, through the door and through pages."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.models import Publication
from casework.services import door, publications
from config import clock
from filing.models import Agency
from supervision import credit
from supervision.models import Campaign, CreditContest, CreditItem, CreditRating, CreditRound
from supervision.selectors import campaigns as campaign_reads
from supervision.selectors import credit as reads
from supervision.services import campaigns
from supervision.services.credit import contests, rounds
from tests.supervision.complaints.world import NAME
from tests.supervision.credit.world import OVER, RATED, REASON, ZONE, fresh, standing
from tests.supervision.inspections.world import an_agency, plan
from tests.supervision.violations.world import NOW, act, appealed, suspension

pytestmark = pytest.mark.django_db
WHY = "撤销文件属实，该事项不再计分。"


def page(client, url: str, user=None, status: int = 200) -> str:
    client.logout()
    with clock.travel(RATED):
        if user:
            client.force_login(user)
        answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def urls_of(case: CreditRound, agency: Agency) -> tuple[str, str]:
    """The public page of a rating, and that item by item."""
    return f"/credit/{case.number}/{agency.code}/", f"/desk/credit/{case.number}/{agency.code}/"


class TestReckoning:
    @pytest.mark.clause("LN-14", "LC-23")
    def test_every_point_leads_back_to_a_record(self, office):
        """Suspended −25 and no better than C, a founded complaint −8, a late filing −2."""
        case = office.publicised()
        assert standing(case, office.bad) == (65, "C", 1)
        assert standing(case, office.good) == (100, "A", 1)
        items = CreditItem.objects.filter(round=case).order_by("rule")
        assert [(row.agency, row.rule, row.source.kind) for row in items] == [
            (office.bad, "founded", "complaint"),
            (office.bad, "late", "plan"),
            (office.bad, "suspend", "violation"),
        ]
        decision = items.get(rule="suspend").source.events.get(act="decide")
        assert decision.actor == office.world.second["lc"]  # who did it
        rating = CreditRating.objects.get(round=case, agency=office.bad)
        assert reads.lines_of(rating) == [
            ("被处理：暂停评价", 1, -25),
            ("逾期报备、报送", 1, -2),
            ("投诉举报经查属实", 1, -8),
        ]

    def test_records_of_another_year_and_of_other_agencies_do_not_count(self, office):
        with clock.travel(datetime(2028, 1, 10, 10, tzinfo=ZONE)):
            case = rounds.begin(office.world.offices["lc"], "2027", actor=office.officer)
            door.perform(case, "publicise", actor=office.officer)
        assert standing(case, office.bad) == (100, "A", 1)

    def test_who_is_rated(self, office):
        """Not who was filed late in the year, nor one of another city, nor the province's own."""
        late = an_agency(office.world, 1)
        Agency.objects.filter(pk=late.pk).update(filed_on=date(2026, 10, 3))
        early = an_agency(office.world, 2)
        Agency.objects.filter(pk=early.pk).update(filed_on=date(2026, 10, 2))
        provincial = an_agency(office.world, 3)
        Agency.objects.filter(pk=provincial.pk).update(division=office.world.places["370000"])
        with clock.travel(RATED):
            rated = rounds.begin(office.world.offices["sd"], "2026", actor=office.world.staff["sd"])
        assert list(reads.population_of(rated)) == [provincial]
        assert set(reads.population_of(office.begun())) == {office.bad, office.good, early}

    def test_the_office_rates_a_period_once(self, office):
        case = office.begun()
        with pytest.raises(ValidationError, match="已经发起过"):
            office.begun()
        office.act(case, "cancel", office.officer)
        assert office.begun().pk != case.pk
        for period in ("2027", "2025", "无"):
            with pytest.raises(ValidationError, match="已经结束"):
                office.begun(period)
        for key in ("dcf", "lc_centre"):
            with pytest.raises(door.ForbiddenError), clock.travel(RATED):
                rounds.begin(
                    office.world.offices[key], "2026", actor=fresh(office.world.staff[key])
                )

    def test_what_was_rated_is_kept_by_the_database(self, office):
        case = office.publicised()
        for rows, change in (
            (CreditRating.objects.all(), {"points": 100}),
            (CreditItem.objects.all(), {"label": "x"}),
            (CreditRound.objects.filter(pk=case.pk), {"formula": "{}"}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)


class TestPublicity:
    @pytest.mark.clause("LN-14")
    def test_it_is_public_then_final(self, client, office):
        """公示 with the formula and its version, then announced for good by the portal itself."""
        case = office.publicised()
        text = page(client, f"/credit/{case.number}/")
        assert [each in text for each in ("公示中", "第 1 版", "C 级（一般）", "65")] == [True] * 4
        notice = Publication.objects.get(case=case)
        assert (notice.kind, notice.act, notice.working_days) == ("publicity", "clear", 5)
        assert reads.tally(case).digest in notice.body
        assert "A 级（优秀）1 家，B 级（良好）0 家，C 级（一般）1 家" in notice.body
        assert client.get(f"/credit/listed/{notice.pk}/").url == f"/credit/{case.number}/"
        with clock.travel(OVER):
            publications.close_due()
            publications.close_due()
        case.refresh_from_db()
        assert (case.state, case.final_on) == ("final", OVER.date())
        announced = Publication.objects.filter(case=case).latest("pk")
        assert (announced.kind, announced.published_by) == ("announcement", None)
        assert case.publications.count() == 2
        formula = page(client, "/credit/formula/1/")
        rules = credit.formulas()[0].rules
        assert all(rule.name in formula for rule in rules)
        with clock.travel(OVER):
            assert "65 分" in client.get(f"/agencies/{office.bad.code}/").content.decode()

    def test_a_draft_is_nobodys_business(self, client, office):
        case = office.begun()
        for url in (f"/credit/{case.number}/", *urls_of(case, office.bad)):
            page(client, url, office.clerk, 404)
        page(client, f"/cases/{case.number}/", office.clerk, 404)

    def test_a_complaint_leads_nobody_to_who_complained(self, client, office):
        """The agency and the public read that one was founded; only who may see the case reads its
        number."""
        case = office.publicised()
        public, desk = urls_of(case, office.bad)
        secret = (office.complaint.number, NAME, "cheating", "作弊")
        for url, user in ((public, None), (desk, office.clerk)):
            text = page(client, url, user)
            assert "投诉举报经查属实" in text
            assert [each in text for each in secret] == [False] * 4
        text = page(client, desk, office.officer)
        assert office.complaint.number in text

    def test_the_agency_reads_its_own_alone(self, client, office):
        case = office.publicised()
        other = office.agencies.clerk["sd"]
        mine = page(client, urls_of(case, office.bad)[1], office.clerk)
        assert "WG2026" in mine  # its own violation, to be opened
        page(client, urls_of(case, office.bad)[1], other, 404)
        page(client, urls_of(case, office.good)[1], other)
        page(client, "/desk/credit/", office.clerk, 403)
        page(client, "/desk/credit/begin/", office.clerk, 403)
        page(client, "/desk/credit/mine/", office.officer, 403)
        for key, status in (("lc", 200), ("as", 404), ("dcf", 404), ("lc_centre", 404)):
            page(client, urls_of(case, office.bad)[1], fresh(office.world.staff[key]), status)

    def test_a_revoked_sanction_is_corrected(self, office):
        """What fell on appeal after the publicity is struck when the office reckons anew."""
        with clock.travel(NOW):
            case_of = appealed(office.world, office.good, suspension(), "lc_centre")
        case = office.publicised()
        assert standing(case, office.good) == (75, "C", 1)
        above = office.world.staff["sd_centre" if case_of.office.name.startswith("山东") else "lc"]
        with pytest.raises(ValidationError, match="没有变化"):
            office.act(case, "correct", office.officer, reason="核对")
        with clock.travel(RATED):
            act(case_of, "revoke", fresh(above), note="事实不清。")
        case = office.act(case, "correct", office.officer, reason="处理决定经申诉撤销")
        assert standing(case, office.good) == (100, "A", 2)
        assert standing(case, office.bad) == (65, "C", 1)
        first, second = Publication.objects.filter(case=case).order_by("pk")
        assert (first.status, second.corrects, second.status) == ("corrected", first, "open")
        struck = CreditItem.objects.get(round=case, agency=office.good)
        assert struck.struck_for == "来源记录已撤销、变更或者不再成立"


class TestContests:
    @pytest.mark.clause("LN-14")
    def test_a_contested_event_changes_the_published_rating(self, client, office):
        """From the agency's page to the decision of a second person and the new public list."""
        case = office.publicised()
        item = CreditItem.objects.get(round=case, rule="suspend")
        url = f"/desk/credit/items/{item.pk}/contest/"
        assert url in page(client, urls_of(case, office.bad)[1], office.clerk)
        with clock.travel(RATED):
            answer = client.post(url, {"text": REASON})
        made = CreditContest.objects.get()
        assert answer.url == f"/cases/{made.number}/"
        assert REASON in page(client, f"/cases/{made.number}/", office.clerk)
        with clock.travel(OVER):
            publications.close_due()  # what is contested keeps the publicity open
        case.refresh_from_db()
        assert case.state == "publicity"
        with pytest.raises(door.ForbiddenError):  # who published it does not decide
            office.act(made, "uphold", office.officer, note=WHY)
        made = office.act(made, "uphold", office.second, note=WHY)
        assert made.state == "upheld"
        assert standing(case, office.bad) == (90, "A", 2)
        public = page(client, urls_of(case, office.bad)[0])
        assert [each in public for each in ("90 分、A 级", "65 分、C 级", "更正记录")] == [True] * 3
        first, second = Publication.objects.filter(case=case).order_by("pk")
        assert (first.status, second.corrects_id) == ("corrected", first.pk)
        assert reads.tally(case).digest in second.body
        with clock.travel(OVER + timedelta(7)):
            publications.close_due()
        case.refresh_from_db()
        assert case.state == "final"
        assert reads.final_of(office.bad).get().grade == "A"

    def test_after_the_end_the_announcement_is_corrected(self, office):
        case = office.final()
        late = OVER + timedelta(1)
        made = office.contested(case, "founded", late)
        office.act(made, "uphold", office.second, late, note=WHY)
        assert standing(case, office.bad) == (73, "C", 2)
        last = Publication.objects.filter(case=case).latest("pk")
        assert (last.kind, last.corrects.kind) == ("announcement", "announcement")
        with pytest.raises(door.NotNowError, match="超过提出异议的期限"):
            office.contested(case, "late", OVER + timedelta(40))

    def test_what_is_rejected_stands_and_is_not_said_twice(self, office):
        case = office.publicised()
        made = office.contested(case, "late")
        office.act(made, "reject", office.second, note="记录属实。")
        assert standing(case, office.bad) == (65, "C", 1)
        with pytest.raises(ValidationError, match="不能重复"):
            office.contested(case, "late")
        again = office.contested(case, "founded")
        office.act(again, "withdraw", office.clerk)
        assert office.contested(case, "founded").state == "filed"

    def test_who_may_contest(self, office):
        case = office.publicised()
        item = CreditItem.objects.get(round=case, rule="late")
        for user in (office.agencies.clerk["sd"], office.officer):
            with pytest.raises(door.ForbiddenError), clock.travel(RATED):
                contests.contest(item, text=REASON, actor=fresh(user))
        with pytest.raises(ValidationError), clock.travel(RATED):
            contests.contest(item, text="电话 138" + "00138000", actor=office.clerk)
        assert CreditContest.objects.count() == 0

    def test_nobody_else_sees_a_contest(self, client, office):
        made = office.contested(office.publicised(), "late")
        url = f"/cases/{made.number}/"
        for key, status in (("lc", 200), ("sd", 200), ("as", 404), ("dcf", 404)):
            page(client, url, fresh(office.world.staff[key]), status)
        page(client, url, office.agencies.clerk["sd"], 404)


class TestCampaigns:
    def test_a_campaign_draws_from_classes(self, office):
        """By the class that was published last for good; who has none is a class of its own."""
        unrated = an_agency(office.world, 1)
        Agency.objects.filter(pk=unrated.pk).update(filed_on=date(2026, 12, 1))
        case = office.publicised()

        def drawn(*classes: str) -> list[Agency]:
            given = plan(
                classes=list(classes),
                begins_on=date(2027, 2, 8),
                ends_on=date(2027, 2, 28),
                value_on=date(2027, 2, 3),
            )
            with clock.travel(OVER):
                made = campaigns.prepare(
                    given, office=office.world.offices["lc"], actor=office.officer
                )
                return list(campaign_reads.agencies_of(made, OVER.date()))

        assert office.good in drawn("-")  # in publicity it is not final
        with clock.travel(OVER):
            publications.close_due()
        assert CreditRound.objects.get(pk=case.pk).state == "final"
        assert drawn("A") == [office.good]
        assert drawn("C", "D") == [office.bad]
        assert drawn("-") == [unrated]
        words = campaign_reads.filter_in_words(Campaign.objects.latest("pk"))
        assert "最近公布的信用等级为未评" in words
        counts = reads.counts_by_grade(Agency.objects.filter(division__code="371500"))
        assert counts == {"A": 1, "C": 1, None: 1}


def test_lists_ask_the_same_of_one_row_and_thirty(client, office):
    case = office.publicised()
    urls = [
        ("/credit/", None),
        (f"/credit/{case.number}/", None),
        ("/desk/credit/", office.officer),
        ("/desk/credit/mine/", office.clerk),
        (urls_of(case, office.bad)[1], office.clerk),
    ]

    def counts() -> list[int]:
        found = []
        for url, user in urls:
            page(client, url, user)
            with CaptureQueriesContext(connection) as queries, clock.travel(RATED):
                client.get(url)
            found.append(len(queries))
        return found

    before = counts()
    item = CreditItem.objects.get(round=case, rule="late")
    for number in range(30):
        item.pk, item.record = None, f"deadline/x{number}"
        item.save(force_insert=True)
        row = CreditRating.objects.get(round=case, agency=office.good, superseded_at=None)
        other = an_agency(office.world, 10 + number)
        Agency.objects.filter(pk=other.pk).update(organisation=office.bad.organisation)
        row.pk, row.agency = None, other
        row.save(force_insert=True)
    assert counts() == before


def test_the_facts_of_a_correction_stand_on_the_timeline(office):
    case = office.publicised()
    made = office.contested(case, "founded")
    office.act(made, "uphold", office.second, note=WHY)
    facts = json.loads(made.events.get(act="uphold").facts)
    assert (facts["points"], facts["grade"], facts["round"]) == (73, "C", case.number)
