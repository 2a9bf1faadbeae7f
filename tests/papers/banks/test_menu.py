"""The menu leads to the banks those for whom they open."""

import pytest

from ui import ports

pytestmark = pytest.mark.django_db


def labels(user) -> list[str]:
    return [entry.label for entry in ports.own_entries(user) if entry.label == "题库"]


def test_writers_and_managers_find_their_banks_in_the_menu(client, kept):
    for user in (kept.writer, kept.manager):
        assert labels(user) == ["题库"]
    client.force_login(kept.writer)
    assert client.get("/banks/").status_code == 200


def test_nobody_else_does(agencies, kept):
    others = [kept.clerk, agencies.world.staff["lc_centre"], agencies.client_hr]
    assert [labels(user) for user in others] == [[], [], []]


def test_it_asks_one_thing_for_a_writer_and_nothing_for_officers(
    agencies, kept, django_assert_num_queries
):
    from papers.menu import entries_for

    officer = agencies.world.staff["lc_centre"]
    ports.own_entries(officer)
    with django_assert_num_queries(0):
        entries_for(officer)
    entries_for(kept.writer)
    with django_assert_num_queries(0):
        entries_for(kept.writer)
