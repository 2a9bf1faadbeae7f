"""The door: nothing moves without a trace, twice, or without right."""

import uuid
from dataclasses import replace

import pytest

from accounts.enums import Role
from casework.models import Case, Event, Notice
from casework.services import assignment, door
from catalogue.regulations.terms import FilingStep
from tests.casework.sample.acts import KIND
from tests.casework.sample.models import Petition

pytestmark = pytest.mark.django_db


def fresh(case):
    return Petition.objects.get(pk=case.pk)


def bring_to(case, state):
    """Put a case into a state, past the door: only for asking what is allowed there."""
    Case.objects.filter(pk=case.pk).update(state=state)
    return fresh(case)


def snapshot(case):
    case = fresh(case)
    return (
        case.state,
        case.version,
        case.remark,
        case.events.count(),
        case.deadlines.count(),
        Notice.objects.count(),
        case.chain_head.digest,
    )


def test_opening_a_case_numbers_it_and_begins_its_timeline(petition, clerk):
    assert petition.number[:2] == "YL"
    assert petition.number[6:] == "000001"
    event = petition.events.get()
    assert (event.sequence, event.act, event.source, event.target) == (1, "open", "", "draft")
    assert (event.actor, event.actor_office) == (clerk, petition.owner)


def test_an_act_moves_the_case_and_leaves_one_event(petition, clerk):
    event = door.perform(petition, "submit", actor=clerk, version=0)
    moved = fresh(petition)
    assert (moved.state, moved.version) == ("submitted", 1)
    assert (event.source, event.target, event.sequence) == ("draft", "submitted", 2)
    assert event.actor_office == petition.owner


def test_an_effect_gives_facts_and_a_note_enters_by_digest_only(petition, clerk, acceptor):
    door.perform(petition, "submit", actor=clerk)
    event = door.perform(petition, "accept", actor=acceptor, note="材料齐全", remark="甲")
    assert fresh(petition).remark == "甲"
    assert event.facts == '{"remark":"甲"}'
    assert event.note.text == "材料齐全"
    assert "材料齐全" not in str(Event.objects.filter(pk=event.pk).values())
    assert [(n.recipient, n.subject) for n in Notice.objects.all()] == [
        (clerk, f"{petition.number}已受理")
    ]


def test_a_refused_effect_leaves_no_trace(petition, clerk, acceptor):
    door.perform(petition, "submit", actor=clerk)
    before = snapshot(petition)
    with pytest.raises(ValueError, match="样例拒绝"):
        door.perform(petition, "accept", actor=acceptor, remark="refuse")
    assert snapshot(petition) == before


def test_a_stale_form_changes_nothing(petition, clerk, acceptor):
    door.perform(petition, "submit", actor=clerk, version=0)
    before = snapshot(petition)
    with pytest.raises(door.StaleError):
        door.perform(petition, "accept", actor=acceptor, version=0)
    assert snapshot(petition) == before


def test_the_same_form_twice_gets_the_first_answer(petition, clerk):
    token = uuid.uuid4()
    first = door.perform(petition, "submit", actor=clerk, version=0, token=token)
    assert door.perform(petition, "submit", actor=clerk, version=0, token=token) == first
    assert fresh(petition).version == 1


def test_anothers_form_is_not_answered_with_it(petition, clerk, acceptor):
    token = uuid.uuid4()
    door.perform(petition, "submit", actor=clerk, token=token)
    with pytest.raises(door.StaleError):
        door.perform(petition, "accept", actor=acceptor, token=token)


# Every role × every transition × every state, against what the regulation draws.

HOLDERS = {
    "submit": {"clerk", "manager"},
    "resubmit": {"clerk", "manager"},
    "withdraw": {"clerk", "manager"},
    "request_supplement": {"acceptor"},
    "accept": {"acceptor"},
    "refuse": {"acceptor"},
    "evaluate": {"reviewer"},
    "conclude": {"reviewer"},
    "report": {"centre"},
    "issue_receipt": {"signer"},
}
DRAWN = {
    "draft": {"submit", "withdraw"},
    "submitted": {"request_supplement", "accept", "refuse", "withdraw"},
    "supplement": {"resubmit", "withdraw"},
    "accepted": {"evaluate", "withdraw"},
    "evaluation": {"conclude", "withdraw"},
    "passed": {"report", "withdraw"},
    "returned": {"report"},
    "reported": {"issue_receipt"},
}


@pytest.fixture
def people(member, enterprise, bureau, centre, clerk, acceptor):
    return {
        "clerk": clerk,
        "manager": member(enterprise, Role.MANAGER),
        "assessor": member(enterprise, Role.ASSESSOR),
        "acceptor": acceptor,
        "reviewer": member(bureau, Role.REVIEWER),
        "signer": member(bureau, Role.SIGNER),
        "bureau manager": member(bureau, Role.MANAGER),
        "centre": member(centre, Role.REVIEWER),
        "nobody": member(enterprise),
    }


@pytest.mark.parametrize("state", FilingStep.values)
def test_the_machine_offers_each_role_exactly_what_the_regulation_draws(petition, people, state):
    case = bring_to(petition, state)
    offered = {
        name: {act.transition for act in door.available(case, user)}
        for name, user in people.items()
    }
    assert offered == {
        name: {act for act in DRAWN.get(state, ()) if name in HOLDERS[act]} for name in people
    }


@pytest.mark.parametrize("act", [act.transition for act in KIND.acts])
@pytest.mark.parametrize("state", FilingStep.values)
def test_a_refused_move_leaves_no_trace(petition, people, state, act):
    case = bring_to(petition, state)
    allowed = HOLDERS[act] if act in DRAWN.get(state, ()) else set()
    before = snapshot(case)
    for name, user in people.items():
        if name not in allowed:
            with pytest.raises((door.ForbiddenError, door.NotNowError)):
                door.perform(case, act, actor=user)
    assert snapshot(case) == before


@pytest.mark.parametrize("moves", [True, False])
def test_a_case_that_leaves_its_office_leaves_its_officer(
    petition, clerk, acceptor, centre, monkeypatch, moves
):
    def send_on(case, **_):
        case.receiver = centre if moves else case.receiver

    door.perform(petition, "submit", actor=clerk)
    assignment.take(petition, actor=acceptor)
    act = replace(KIND.by_name["accept"], effect=send_on)
    monkeypatch.setitem(KIND.by_name, "accept", act)
    door.perform(petition, "accept", actor=acceptor)
    assert fresh(petition).assignee == (None if moves else acceptor)


def test_several_cases_move_together_or_not_at_all(petition, clerk, acceptor):
    door.perform(petition, "submit", actor=clerk)
    other = door.open_case(
        KIND,
        actor=clerk,
        title="另一件",
        division=petition.division,
        owner=petition.owner,
        office=petition.office,
        receiver=petition.receiver,
        regulation=petition.regulation,
        state="draft",
    )
    with pytest.raises(door.NotNowError):
        door.perform_all([petition, other], "accept", actor=acceptor)
    assert fresh(petition).state == "submitted"
    door.perform(other, "submit", actor=clerk)
    door.perform_all([other, petition], "accept", actor=acceptor)
    assert {fresh(petition).state, fresh(other).state} == {"accepted"}
