"""Menus hold what exists, and say where one is."""

import pytest

from ui import navigation, ports
from ui.navigation import Entry

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


def test_an_address_is_given_only_where_an_app_answers():
    assert (navigation.address("/guide/"), navigation.address("/no/")) == ("/guide/", "")


def test_a_port_gives_its_default_until_someone_answers():
    port = ports.Port([])
    assert port(3) == []
    port.answer_with(lambda limit: list(range(limit)))
    assert port(3) == [0, 1, 2]
