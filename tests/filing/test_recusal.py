"""Whom an expert must not judge: by declaration, by membership, and refused by the database."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Organisation
from casework.services.deadlines import add_months
from config import clock
from filing.enums import ConflictCause as Cause
from filing.models import Conflict, Panel, PanelMember
from filing.selectors import recusal
from filing.services import ties
from tests.filing import panels
from tests.filing.world import SINCE, credit_code

pytestmark = pytest.mark.django_db


def declare(user, firm, cause, **given):
    return ties.declare(user, code=firm.code, name=firm.name, cause=cause, actor=user, **given)


@pytest.mark.clause("LC-11")
@pytest.mark.parametrize("cause", [Cause.EMPLOYER, Cause.RELATION])
def test_a_lasting_tie_bars_until_it_is_over(world, cause):
    user = panels.expert(world).user
    declare(user, world.firm, cause)
    for day in (clock.today(), date(2099, 1, 1)):
        assert recusal.reason(user, world.firm, day) == cause.label
    assert recusal.reason(user, world.applicant("371502", "city")[0], clock.today()) == ""


@pytest.mark.clause("LC-11")
@pytest.mark.parametrize("cause", [Cause.FORMER_EMPLOYER, Cause.SERVICE])
def test_an_employer_or_client_of_the_last_three_years_bars(world, cause):
    user = panels.expert(world).user
    declare(user, world.firm, cause, ended_on=date(2024, 2, 29))
    last = date(2027, 2, 28)
    found = [recusal.reason(user, world.firm, last + timedelta(days=n)) for n in (0, 1)]
    assert found == [cause.label, ""]


def test_who_leaves_an_employer_is_barred_for_three_years_more(world):
    user = panels.expert(world).user
    row = declare(user, world.firm, Cause.EMPLOYER)
    with pytest.raises(ValidationError, match="不能早于登记这一条的日期"):
        ties.end(row, ended_on=clock.today() - timedelta(days=1))
    gone = ties.end(row, ended_on=clock.today())
    assert (gone.cause, gone.bars_until) == ("former_employer", add_months(clock.today(), 36))
    with pytest.raises(ValidationError, match="到期自动失效"):
        ties.end(gone, ended_on=date(2020, 1, 1))


def test_a_relation_that_is_over_bars_until_that_day(world):
    user = panels.expert(world).user
    row = ties.end(declare(user, world.firm, Cause.RELATION), ended_on=clock.today())
    assert row.bars_until == clock.today()
    assert recusal.reason(user, world.firm, clock.today() + timedelta(days=1)) == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": "91371502MA3F000001"}, "统一社会信用代码有误"),
        ({"code": "123"}, "应为 18 位"),
        ({"name": "  "}, "请填写单位名称"),
        ({"cause": Cause.SERVICE}, "请填写服务结束日期"),
        ({"cause": Cause.FORMER_EMPLOYER}, "请填写离职日期"),
        ({"cause": Cause.SERVICE, "ended_on": date(2099, 1, 1)}, "不能晚于今天"),
    ],
)
def test_what_is_no_tie_is_refused_at_its_field(world, given, said):
    user = panels.expert(world).user
    usual = {"code": world.firm.code, "name": "单位", "cause": Cause.EMPLOYER, "actor": user}
    with pytest.raises(ValidationError, match=said) as refused:
        ties.declare(user, **(usual | given))
    assert hasattr(refused.value, "error_dict")
    assert Conflict.objects.count() == 0


def test_the_same_tie_is_entered_once_however_the_code_is_typed(world):
    user = panels.expert(world).user
    declare(user, world.firm, Cause.EMPLOYER)
    with pytest.raises(ValidationError, match="已经登记过"):
        ties.declare(
            user, code=f" {world.firm.code.lower()} ", name="同", cause=Cause.EMPLOYER, actor=user
        )


@pytest.mark.parametrize(
    ("months", "expected"), [(None, "所在单位"), (35, "近三年任职单位"), (37, "")]
)
def test_membership_of_the_applicant_counts_without_a_declaration(world, months, expected):
    user = panels.expert(world).user
    until = None if months is None else add_months(clock.today(), -months)
    Membership.objects.create(
        user=user, organisation=world.firm, role=Role.CLERK, since=SINCE, until=until
    )
    assert recusal.reason(user, world.firm, clock.today()) == expected


def test_a_tie_to_what_was_merged_into_the_applicant_counts(world):
    user = panels.expert(world).user
    old = world.applicant("371502", "county")[0]
    declare(user, old, Cause.FORMER_EMPLOYER, ended_on=clock.today())
    Organisation.objects.filter(pk=old.pk).update(status="merged", merged_into=world.firm)
    assert recusal.reason(user, world.firm, clock.today()) == "近三年任职单位"


# --- The database ------------------------------------------------------------------------------


@pytest.fixture
def panel(world) -> Panel:
    return Panel.objects.get(filing=panels.convened(world))


def seat(panel, expert, on=None):
    with transaction.atomic():
        return PanelMember.objects.create(
            panel=panel, expert=expert, user=expert.user, appointed_on=on or clock.today()
        )


@pytest.mark.clause("LC-11")
@pytest.mark.parametrize("cause", list(Cause))
def test_the_database_refuses_a_tied_member(world, panel, cause):
    tied = panels.expert(world)
    ended = None if cause in ties.LASTING else clock.today()
    declare(tied.user, world.firm, cause, ended_on=ended)
    with pytest.raises(DatabaseError, match="this expert is tied to the applicant"):
        seat(panel, tied)


def test_the_database_refuses_a_member_of_the_applicant(world, panel):
    tied = panels.expert(world)
    Membership.objects.create(
        user=tied.user, organisation=world.firm, role=Role.ASSESSOR, since=SINCE
    )
    with pytest.raises(DatabaseError, match="this expert is tied to the applicant"):
        seat(panel, tied)


@pytest.mark.parametrize(("days", "barred"), [(0, True), (-1, False)])
def test_the_database_knows_who_left_within_three_years(world, panel, days, barred):
    expert = panels.expert(world)
    until = add_months(clock.today(), -36) + timedelta(days)
    Membership.objects.create(
        user=expert.user, organisation=world.firm, role=Role.CLERK, since=SINCE, until=until
    )
    assert bool(recusal.reason(expert.user, world.firm, clock.today())) == barred
    if barred:
        with pytest.raises(DatabaseError, match="tied to the applicant"):
            seat(panel, expert)
    else:
        assert seat(panel, expert).pk


@pytest.mark.parametrize("declared", [True, False])
def test_the_database_knows_what_was_merged_into_the_applicant(world, panel, declared):
    expert = panels.expert(world)
    old = world.applicant("371502", "county")[0]
    if declared:
        declare(expert.user, old, Cause.FORMER_EMPLOYER, ended_on=clock.today())
    else:
        past = {"since": SINCE, "until": add_months(clock.today(), -1)}
        Membership.objects.create(user=expert.user, organisation=old, role=Role.CLERK, **past)
    Organisation.objects.filter(pk=old.pk).update(status="merged", merged_into=world.firm)
    with pytest.raises(DatabaseError, match="tied to the applicant"):
        seat(panel, expert)


def test_raw_sql_is_refused_as_well(world, panel):
    tied = panels.expert(world)
    declare(tied.user, world.firm, Cause.RELATION)
    columns = "panel_id, expert_id, user_id, appointed_on, verdict, text, dissent, replaced_for"
    values = [panel.pk, tied.pk, tied.user_id, clock.today()]
    with (
        pytest.raises(DatabaseError, match="tied to the applicant"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO filing_panelmember ({columns}) "  # noqa: S608 - names, no values
            "VALUES (%s, %s, %s, %s, '', '', '', '')",
            values,
        )


def test_a_tie_that_is_over_does_not_bar(world, panel):
    free = panels.expert(world)
    row = declare(free.user, world.firm, Cause.FORMER_EMPLOYER, ended_on=date(2020, 1, 1))
    assert row.bars_until < clock.today()
    assert seat(panel, free).pk
    with pytest.raises(DatabaseError):
        seat(panel, panels.enlist(world, free.user, "lc"), on=row.bars_until)


def test_a_seat_does_not_pass_to_somebody_else(world, panel):
    taken, other = panel.members.first(), panels.expert(world)
    for change in ({"user": other.user}, {"expert": other}, {"appointed_on": SINCE}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PanelMember.objects.filter(pk=taken.pk).update(**change)


# --- The expert's own pages --------------------------------------------------------------------


def test_an_expert_declares_and_ends_his_ties(world, client):
    user = panels.expert(world).user
    client.force_login(user)
    given = {"cause": "employer", "name": "样例机械", "code": credit_code(77)}
    wrong = client.post(reverse("filing:tie-new"), given | {"code": "1"})
    assert (wrong.status_code, "code" in wrong.context["form"].errors) == (422, True)
    assert "样例机械" in wrong.content.decode()
    assert client.post(reverse("filing:tie-new"), given).status_code == 302
    row = Conflict.objects.get(user=user, declared_by=user)
    page = client.get(reverse("filing:expert-record")).content.decode()
    assert ("样例机械" in page, "一直回避" in page) == (True, True)
    address = reverse("filing:tie-end", args=[row.pk])
    assert client.post(address, {"ended_on": "2099-01-01"}).status_code == 422
    assert client.post(address, {"ended_on": clock.today().isoformat()}).status_code == 302
    row.refresh_from_db()
    assert (row.cause, row.bars_until) == ("former_employer", add_months(clock.today(), 36))
    assert client.get(address).status_code == 404


def test_nobody_ends_anothers_tie(world, client):
    row = declare(panels.expert(world).user, world.firm, Cause.RELATION)
    client.force_login(panels.expert(world).user)
    address = reverse("filing:tie-end", args=[row.pk])
    assert client.post(address, {"ended_on": "2026-01-31"}).status_code == 404
