"""Drawing a component by itself, and reading what a page holds."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.test.html import parse_html
from django_cotton.compiler_regex import CottonCompiler


@pytest.fixture
def draw(rf: RequestFactory) -> Callable[..., str]:
    """`draw('<c-status tone="ok">好</c-status>', **context)` gives its HTML, on the page `at`."""

    def draw_(source: str, at: str = "/", **context) -> str:
        request = rf.get(at)
        request.user = context.pop("user", AnonymousUser())
        template = engines["django"].from_string(CottonCompiler().process(source))
        return template.render(context, request)

    return draw_


@pytest.fixture
def same() -> Callable[[str, str], None]:
    """`same(html, expected)` compares what two texts of HTML mean, attributes in any order."""

    def check(html: str, expected: str) -> None:
        assert str(parse_html(html)) == str(parse_html(expected))

    return check
