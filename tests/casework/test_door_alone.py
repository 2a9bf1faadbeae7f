"""No way past the door: a transition elsewhere fails, or is found."""

import pytest
from django_fsm import TransitionNotAllowed

from casework.models import Case
from casework.services import door, integrity
from tests.casework.sample.models import Petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(petition):
    return Petition.objects.get(pk=petition.pk)


@pytest.mark.parametrize("fields", [None, ["state"], ["remark", "state"], ["version"]])
def test_a_transition_outside_the_door_cannot_be_saved(loaded, fields):
    loaded.submit()
    with pytest.raises(RuntimeError, match=r"moved by casework\.services\.door"):
        loaded.save(**({"update_fields": fields} if fields else {}))
    assert Petition.objects.get(pk=loaded.pk).state == "draft"


def test_a_case_is_opened_by_the_door_alone(petition):
    with pytest.raises(RuntimeError):
        Petition.objects.create(number="YL1", kind="petition", title="x", state="draft")


def test_a_state_is_never_assigned(loaded):
    with pytest.raises(AttributeError):
        loaded.state = "accepted"


def test_what_the_machine_forbids_it_forbids_everybody(loaded):
    with pytest.raises(TransitionNotAllowed):
        loaded.accept()


def test_other_fields_may_be_saved_by_name(loaded):
    loaded.remark = "电话已核实"
    loaded.save(update_fields=["remark"])
    assert Petition.objects.get(pk=loaded.pk).remark == "电话已核实"


def test_a_state_changed_by_sql_is_found(petition, clerk):
    door.perform(petition, "submit", actor=clerk)
    Case.objects.filter(pk=petition.pk).update(state="accepted")
    assert [fault.problem for fault in integrity.verify()] == [
        "案件状态“accepted”与末条记录“submitted”不符，未经办理即被改动"
    ]
