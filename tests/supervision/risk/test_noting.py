"""Who sees a signal, what is noted on it, and what it weighs in a draw."""

import json
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Membership
from casework.services import door
from config import clock
from supervision.models import Campaign, Draw, RiskReview, RiskSignal
from supervision.selectors import risk as reads
from supervision.services import campaigns, draws
from supervision.services.risk import nightly, noting
from tests.supervision.inspections.world import SOURCE, VALUE, fresh, plan
from tests.supervision.risk.world import NIGHT, ZONE

pytestmark = pytest.mark.django_db
TEXT = "调阅了试卷和评分记录，考生为同一技校毕业班，成绩整齐。"
ALL = "/desk/risk/"


@pytest.fixture
def signal(ground) -> RiskSignal:
    nightly.reckon()
    return RiskSignal.objects.get(kind="pass_rate")


def noted(ground, signal, outcome="explained", key="lc", token=None) -> RiskReview:
    return noting.note(
        signal,
        office=ground.world.offices[key],
        outcome=outcome,
        text=TEXT,
        actor=ground.world.staff[key],
        token=token or uuid4(),
    )


def owner_of(agency):
    return agency.organisation.memberships.first().user


def statuses(client, user, urls) -> list[int]:
    client.force_login(user)
    return [client.get(url).status_code for url in urls]


class TestWhoSees:
    def urls(self, ground, signal):
        code = ground.odd.code
        return [ALL, f"{ALL}agencies/{code}/", f"{ALL}signals/{signal.pk}/note/"]

    def test_officers_of_the_territory_alone(self, client, ground, signal):
        urls, staff = self.urls(ground, signal), ground.world.staff
        seen = {key: statuses(client, staff[key], urls) for key in ("lc", "lc_centre", "sd")}
        assert seen == {key: [200, 200, 200] for key in seen}
        others = {key: statuses(client, staff[key], urls) for key in ("dcf", "as", "ln")}
        assert others == {key: [200, 404, 404] for key in others}
        for key in others:
            client.force_login(staff[key])
            assert client.get(ALL).context["table"].count == 0
        assert statuses(client, owner_of(ground.odd), urls) == [403, 404, 404]
        client.logout()
        assert [client.get(url).status_code for url in urls] == [302] * 3

    def test_the_agency_and_the_public_read_nothing_of_it_on_its_page(self, client, ground, signal):
        page = f"/agencies/{ground.odd.code}/"
        client.force_login(ground.world.staff["lc"])
        assert signal.sentence in client.get(page).content.decode()
        for user in (None, owner_of(ground.odd), ground.world.staff["as"]):
            client.logout()
            if user:
                client.force_login(user)
            text = client.get(page).content.decode()
            assert ("风险" in text, signal.sentence in text) == (False, False)

    def test_an_officer_who_belongs_to_the_agency_is_left_out(self, client, ground, signal):
        review = noted(ground, signal)
        officer = ground.world.second["lc"]
        Membership.objects.create(
            user=officer,
            organisation=ground.odd.organisation,
            role=Role.CLERK,
            since=date(2026, 1, 1),
        )
        urls = [*self.urls(ground, signal), f"/cases/{review.number}/"]
        assert statuses(client, officer, urls) == [200, 404, 404, 404]
        assert client.get(ALL).context["table"].count == 0

    def test_the_list_asks_the_same_of_one_row_and_thirty(self, client, ground, signal):
        client.force_login(ground.world.staff["lc"])
        counts = []
        for many in (False, True):
            if many:
                for agency in ground.honest:
                    for number in range(6):
                        RiskSignal.objects.create(
                            agency=agency,
                            kind="late_roster",
                            key=str(number),
                            sentence="变更",
                            rules_version=1,
                            first_on=NIGHT.date(),
                            last_on=NIGHT.date(),
                        )
            for url in (ALL, f"{ALL}agencies/{ground.odd.code}/"):
                client.get(url)
                with CaptureQueriesContext(connection) as queries:
                    client.get(url)
                counts.append(len(queries))
        assert counts[:2] == counts[2:]

    def test_the_list_is_narrowed(self, client, ground, signal):
        client.force_login(ground.world.staff["lc"])
        found = {
            query: client.get(f"{ALL}?{query}").context["table"].count
            for query in ("kind=heaped", "kind=late_roster", "noted=no", "noted=yes", "search=无")
        }
        assert list(found.values()) == [1, 0, 1, 0, 0]


class TestNoting:
    @pytest.mark.clause("LC-23")
    def test_a_note_stands_on_record_and_the_signal_stays(self, client, ground, signal):
        client.force_login(ground.world.staff["lc"])
        url = f"{ALL}signals/{signal.pk}/note/"
        token = client.get(url).context["form"]["token"].value()
        sent = {"outcome": "explained", "text": TEXT, "token": token}
        for _ in range(2):  # sent twice, noted once
            assert client.post(url, sent).url == f"{ALL}agencies/{ground.odd.code}/"
        review = RiskReview.objects.get()
        assert (review.outcome, review.text, review.sentence) == (
            "explained",
            TEXT,
            signal.sentence,
        )
        assert review.closed_at is not None
        event = review.events.get(act="note")
        assert event.actor == ground.world.staff["lc"]
        assert json.loads(event.facts)["sentence"] == signal.sentence
        assert RiskSignal.objects.get(pk=signal.pk).ended_on is None
        page = client.get(f"{ALL}agencies/{ground.odd.code}/").content.decode()
        assert (TEXT in page, signal.sentence in page) == (True, True)
        assert client.get(f"/cases/{review.number}/").status_code == 200

    def test_what_cannot_be_noted(self, client, ground, signal):
        client.force_login(ground.world.staff["lc"])
        url = f"{ALL}signals/{signal.pk}/note/"
        sent = {"outcome": "watched", "text": "电话 138" + "00138000", "token": str(uuid4())}
        answer = client.post(url, sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
        assert "00138000" in answer.content.decode()
        with pytest.raises(ValidationError):
            noting.note(
                signal,
                office=ground.world.offices["lc"],
                outcome="watched",
                text=" ",
                actor=ground.world.staff["lc"],
                token=uuid4(),
            )
        with pytest.raises(door.ForbiddenError):
            noted(ground, signal, key="as")
        assert RiskReview.objects.count() == 0

    def test_a_note_is_not_rewritten(self, ground, signal):
        review = noted(ground, signal)
        with pytest.raises(IntegrityError), transaction.atomic():
            RiskReview.objects.filter(pk=review.pk).update(text="别的")
        later = noted(ground, signal, "verified")
        shown = reads.signals_of(ground.odd).get(pk=signal.pk)
        assert (shown.outcome, RiskReview.objects.count()) == ("verified", 2)
        assert later.pk != review.pk


class TestWeights:
    def test_one_ticket_and_the_weight_of_each_kind(self, ground, signal):
        assert reads.weights_of([ground.odd, *ground.honest]) == {ground.odd.pk: 5}
        noted(ground, signal)
        assert reads.weights_of([ground.odd]) == {ground.odd.pk: 3}
        noted(ground, signal, "verified")
        assert reads.weights_of([ground.odd]) == {ground.odd.pk: 5}
        noted(ground, signal)
        with clock.travel(NIGHT + timedelta(180)):
            assert reads.weights_of([ground.odd]) == {ground.odd.pk: 5}

    @pytest.mark.clause("LC-21")
    def test_a_weighted_draw_takes_them_and_can_be_repeated(self, ground, signal):
        """The weights stand in the published population, so that the page alone repeats it; a
        campaign that is not weighted knows nothing of them."""
        officer = ground.world.staff["lc"]
        for number in range(2):
            ground.world.member(ground.world.offices["lc"], Role.SUPERVISOR, name=f"督导{number}")

        def drawn(**other):
            given = {
                "begins_on": date(2026, 7, 10),
                "ends_on": date(2026, 7, 31),
                "value_on": date(2026, 7, 3),
            }
            case = campaigns.prepare(
                plan(**given, **other), office=ground.world.offices["lc"], actor=fresh(officer)
            )
            door.perform(case, "fix", actor=fresh(officer))
            with clock.travel(datetime(2026, 7, 3, 10, tzinfo=ZONE)):
                door.perform(case, "draw", actor=fresh(officer), value=VALUE, source=SOURCE)
            return Draw.objects.get(campaign=Campaign.objects.get(pk=case.pk))

        heavy = drawn(weighted=True, grounds="按风险提示加权。")
        rows = {row[0]: row[2] for row in json.loads(heavy.objects_lot.population)}
        assert {code for code, weight in rows.items() if weight != 1} == {ground.odd.code}
        assert rows[ground.odd.code] == 5
        weights = json.loads(heavy.frame)["weights"]
        assert weights == [[ground.odd.code, 5, "风险提示，不代表存在问题"]]
        assert draws.is_whole(heavy)
        plain = drawn()
        assert {row[2] for row in json.loads(plain.objects_lot.population)} == {1}
        nightly.reckon()
        noted(ground, signal)  # what is noted afterwards changes nothing that was drawn
        assert draws.is_whole(Draw.objects.get(pk=heavy.pk))
