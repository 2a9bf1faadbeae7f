"""Seats of a panel given on: stepping back, reserves, another draw, another panel."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from casework.models import Lot, Notice
from casework.services import door, lots
from config import clock
from filing.models import Panel, PanelMember
from filing.selectors import experts
from filing.services import seats
from tests.filing import panels
from tests.filing.world import SINCE

pytestmark = pytest.mark.django_db


def test_who_steps_back_is_followed_by_the_next_reserve(world, client):
    filing = panels.convened(world)
    leaving = panels.seats(filing)[0]
    _, reserves = lots.drawn(leaving.panel.lot.result)
    client.force_login(leaving.user)
    page = reverse("filing:step-back", args=[filing.number])
    form = client.get(page).context["form"]
    hidden = {name: form[name].value() for name in ("version", "token")}
    assert client.post(page, hidden | {"reason": ""}).status_code == 422
    sent = client.post(page, hidden | {"reason": "亲属在该单位"})
    assert (sent.status_code, sent.url) == (302, reverse("filing:my-panels"))
    assert [m.expert_id for m in panels.seats(filing)][-1] == int(reserves[0].id)
    gone = PanelMember.objects.get(pk=leaving.pk)
    assert (gone.replaced_for, gone.replaced_at is not None) == ("亲属在该单位", True)
    assert client.get(reverse("casework:case", args=[filing.number])).status_code == 404
    event = filing.events.get(act="step_back")
    assert (event.actor, event.note.public) == (leaving.user, False)
    client.force_login(world.hr)
    page = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert ("专家回避" in page, "亲属在该单位" in page) == (True, False)


def test_a_reserve_who_is_tied_by_now_is_passed_over(world):
    filing = panels.convened(world)
    leaving = panels.seats(filing)[0]
    _, reserves = lots.drawn(leaving.panel.lot.result)
    by_pk = {e.pk: e for e in experts.pool_of(world.offices["dcf"])}
    panels.tie(by_pk[int(reserves[0].id)], world.firm)
    seats.step_back(leaving, reason="因病", actor=leaving.user)
    assert [m.expert_id for m in panels.seats(filing)][-1] == int(reserves[1].id)


def test_a_reserve_who_is_no_expert_any_more_is_passed_over(world):
    filing = panels.convened(world)
    leaving = panels.seats(filing)[0]
    _, reserves = lots.drawn(leaving.panel.lot.result)
    by_pk = {e.pk: e for e in experts.pool_of(world.offices["dcf"])}
    gone = Membership.objects.filter(user=by_pk[int(reserves[0].id)].user)
    gone.update(until=panels.yesterday())
    seats.step_back(leaving, reason="因病", actor=leaving.user)
    assert [m.expert_id for m in panels.seats(filing)][-1] == int(reserves[1].id)


def test_a_reserve_who_works_for_the_receiver_by_now_is_passed_over(world):
    filing = panels.convened(world)
    leaving = panels.seats(filing)[0]
    _, reserves = lots.drawn(leaving.panel.lot.result)
    by_pk = {e.pk: e for e in experts.pool_of(world.offices["dcf"])}
    Membership.objects.create(
        user=by_pk[int(reserves[0].id)].user,
        organisation=world.offices["dcf"],
        role=Role.ACCEPTOR,
        since=SINCE,
    )
    seats.step_back(leaving, reason="因病", actor=leaving.user)
    assert [m.expert_id for m in panels.seats(filing)][-1] == int(reserves[1].id)


def test_without_a_reserve_the_office_draws_again_on_record(world, client):
    filing = panels.convened(world, pool=3, reserves=0)
    leaving = panels.seats(filing)[1]
    seats.replace(leaving, reason="因病", actor=world.staff["dcf"])
    assert len(panels.seats(filing)) == 2
    assert Notice.objects.filter(subject__endswith="专家组缺员").count() == 2
    client.force_login(world.staff["dcf"])
    page = reverse("filing:panel-fill", args=[filing.number])
    form = client.get(page).context["form"]
    hidden = {name: form[name].value() for name in ("version", "token")}
    none = client.post(page, hidden | {"reason": "专家因病"})
    assert (none.status_code, "只有 0 名，需要 1 名" in none.content.decode()) == (422, True)
    newcomer = panels.expert(world)
    assert client.post(page, hidden | {"reason": "专家因病"}).status_code == 302
    assert [m.expert_id for m in panels.seats(filing)][-1] == newcomer.pk
    assert client.post(page, hidden | {"reason": "专家因病"}).status_code == 302  # once
    assert (len(panels.seats(filing)), Lot.objects.filter(case=filing).count()) == (3, 2)


def test_who_left_a_panel_does_not_come_back_to_it(world):
    filing = panels.convened(world, pool=3, reserves=0)
    leaving = panels.seats(filing)[0]
    seats.step_back(leaving, reason="回避", actor=leaving.user)
    assert panels.excluded(filing)[leaving.expert_id] == "参加过本次申请的评估"


def test_only_the_receivers_reviewers_replace(world, client):
    filing = panels.convened(world)
    member = panels.seats(filing)[0]
    address = reverse("filing:panel-replace", args=[filing.number, member.pk])
    found = {}
    for name, user in (("hr", world.hr), ("lc", world.staff["lc"]), ("dcf", world.staff["dcf"])):
        client.force_login(user)
        found[name] = client.get(address).status_code
    assert found == {"hr": 403, "lc": 403, "dcf": 200}
    panels.speak(member)
    assert client.get(address).status_code == 409
    with pytest.raises(door.NotNowError):
        seats.replace(member, reason="不合意", actor=world.staff["dcf"])


# --- Again -------------------------------------------------------------------------------------


def test_a_filing_evaluated_anew_gets_another_panel(world):
    filing = panels.convened(world, pool=7)
    first = set(Panel.objects.get().members.values_list("user_id", flat=True))
    again = Client()
    again.force_login(world.staff["dcf"])
    address = reverse("filing:panel-again", args=[filing.number])
    assert again.get(address).status_code == 409  # there is one
    Panel.objects.update(verdict="meets", conclusion="符合", concluded_at=clock.now())
    form = again.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("version", "token")}
    given = {"methods": ["文件审核"], "size": "3", "reserves": "0", "pool": "own"}
    sent = again.post(address, hidden | given)
    assert (sent.status_code, sent.url) == (302, reverse("filing:panel", args=[filing.number]))
    newest = Panel.objects.order_by("-pk").first()
    assert set(newest.members.values_list("user_id", flat=True)) & first == set()
    assert filing.events.filter(act="convene_again").count() == 1
