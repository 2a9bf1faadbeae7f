"""Worlds that are built once: no test sees what another did to them."""

import pytest

from accounts.models import Organisation
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.plugins.kept_worlds import STACK


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_changes_is_undone_for_the_next(world, turn):  # noqa: F811
    assert world.firm.name == Organisation.objects.get(pk=world.firm.pk).name != "改名"
    assert len(world.offices) == 13
    world.firm.name = "改名"
    world.firm.save()
    world.offices.clear()


def test_a_world_on_another_knows_the_one_that_the_test_has(world, agencies):  # noqa: F811
    assert agencies.world is world
    assert agencies.receiver["lc"] is world.offices["lc_centre"]


@pytest.mark.usefixtures("world")
def test_a_world_alone_holds_nothing_of_one_that_stands_on_it():
    assert not Organisation.objects.filter(division__code__startswith="13").exists()


@pytest.mark.django_db
def test_who_asks_for_no_world_has_none():
    assert STACK.names == []
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_test_with_its_own_transactions_has_its_world_committed(world, agencies, turn):  # noqa: F811
    assert STACK.names == []
    assert agencies.world is world
    assert world.firm.name == Organisation.objects.get(pk=world.firm.pk).name != "改名"
    world.firm.name = "改名"
    world.firm.save()
    world.firm.pk, world.firm.code = None, "91370000000000000X"
    world.firm.save()  # a new row finds a number of its own


@pytest.mark.usefixtures("world")
def test_rows_of_a_wider_scope_on_top_of_a_world_are_noticed():
    with pytest.raises(RuntimeError, match="nothing_kept"):
        STACK.become([])
    assert STACK.names == ["world"]
