"""Two at once about a panel, on PostgreSQL."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Lot
from casework.services import door
from filing.models import Filing, Panel, PanelMember
from filing.services import opinions, seats
from tests.filing import panels
from tests.filing.world import build
from tests.races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_two_officers_who_convene_at_once_one_draws_and_the_other_is_told():
    world = build()
    filing = panels.accepted(world)
    for _ in range(5):
        panels.expert(world)
    page = reverse("casework:act", args=[filing.number, "evaluate"])
    given = {"methods": ["文件审核"], "size": "3", "reserves": "2", "pool": "own"}

    def sender(user):
        client = Client()
        client.force_login(user)
        form = client.get(page).context["form"]
        sent = given | {name: form[name].value() for name in ("version", "token")}
        return lambda: client.post(page, sent)

    answers = at_once(sender(world.staff["dcf"]), sender(world.second["dcf"]))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (told,) = [answer for answer in answers if answer.status_code == 409]
    assert "已由他人办理" in told.content.decode()
    assert (Panel.objects.count(), Lot.objects.count(), PanelMember.objects.count()) == (1, 1, 3)


def test_who_steps_back_and_is_replaced_at_once_leaves_one_seat_and_one_heir():
    world = build()
    filing = panels.convened(world)
    leaving = panels.seats(filing)[0]
    outcomes = at_once(
        lambda: seats.step_back(leaving, reason="回避", actor=leaving.user),
        lambda: seats.replace(leaving, reason="因病", actor=world.staff["dcf"]),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotNowError"]
    assert len(panels.seats(filing)) == 3


def test_an_opinion_said_while_the_seat_is_given_on_is_either_said_or_gone():
    world = build()
    filing = panels.convened(world)
    member = panels.seats(filing)[0]
    panels.fill_in(member)
    outcomes = at_once(
        lambda: opinions.speak(PanelMember.objects.get(pk=member.pk), actor=member.user),
        lambda: seats.replace(member, reason="因病", actor=world.staff["dcf"]),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotNowError"]
    row = PanelMember.objects.get(pk=member.pk)
    assert (row.spoken_at is None) != (row.replaced_at is None)


def test_of_two_conclusions_at_once_there_is_one():
    world = build()
    filing = panels.convened(world)
    panels.all_speak(filing)
    version = Filing.objects.get(pk=filing.pk).version
    outcomes = at_once(
        *[
            lambda user=user: door.perform(
                filing, "pass_evaluation", actor=user, version=version, note="符合"
            )
            for user in (world.staff["dcf"], world.second["dcf"])
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Event", "StaleError"]
    assert Panel.objects.get().verdict == "meets"
