"""Menus hold what exists, and say where one is."""

from dataclasses import asdict

import pytest

from ui import navigation, ports
from ui.navigation import Entry, Group, Link

HOME, GUIDE, LOST = (
    Entry("首页", "/", "home"),
    Entry("指南", "/guide/", "book"),
    Entry("无", "/no/", "x"),
)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/guide/", "/guide/"),
        ("/guide/liaocheng-enterprise/", "/guide/"),
        ("/x/", None),
    ],
)
def test_the_page_one_is_on_is_marked(path, current):
    shown = navigation.links((HOME, GUIDE, LOST), path)
    assert [link.url for link in shown] == ["/", "/guide/"]
    assert [link.url for link in shown if link.current] == ([current] if current else [])


def test_a_long_menu_has_headings_in_their_order_and_a_short_one_none():
    house = [Entry(f"账{n}", f"/h{n}/", "user", group=Group.HOUSE) for n in range(6)]
    first = [Entry(f"办{n}", f"/f{n}/", "home") for n in range(4)]
    links = [Link(**asdict(each)) for each in (*house, *first)]
    long, short = navigation.grouped(links), navigation.grouped(links[1:])
    assert [(heading, [link.label for link in part]) for heading, part in long] == [
        ("", ["办0", "办1", "办2", "办3"]),
        ("单位与账号", [f"账{n}" for n in range(6)]),
    ]
    assert [(heading, len(part), part[0].label) for heading, part in short] == [("", 9, "办0")]


def test_pages_beside_the_first_one_are_within_its_entry():
    entry = Entry("目录", "/occupations/", "list", within="/guide/")
    shown = navigation.links((HOME, entry), "/guide/liaocheng-enterprise/")
    assert [link.current for link in shown] == [False, True]


def test_an_address_is_given_only_where_an_app_answers():
    assert (navigation.address("/guide/"), navigation.address("/no/")) == ("/guide/", "")


def test_a_port_gives_its_default_until_someone_answers():
    port = ports.Port([])
    assert port(3) == []
    port.answer_with(lambda limit: list(range(limit)))
    assert port(3) == [0, 1, 2]
