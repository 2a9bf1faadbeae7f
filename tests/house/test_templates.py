"""Every template compiles and is used by someone."""

import re
from pathlib import PurePosixPath

import pytest
from django.template.loader import get_template

from tests.house import tracked

NAMES = [
    path.relative_to("templates").as_posix()
    for path in tracked.of(".html")
    if path.parts[0] == "templates"
]


def mentions() -> str:
    """All the places where a template may be named: templates and code, tests apart."""
    return "\n".join(
        tracked.text(path) for path in tracked.of(".html", ".py") if path.parts[0] != "tests"
    )


def overrides_a_library(name: str) -> bool:
    """Templates that the admin and django-allauth find by themselves."""
    return PurePosixPath(name).parts[0] in ("admin", "registration", "account", "mfa")


def tag(name: str) -> re.Pattern:
    """components/portal/search.html is written <c-portal.search>."""
    dotted = name.removeprefix("components/").removesuffix(".html").replace("/", ".")
    return re.compile(rf"<c-{re.escape(dotted)}[\s/>]")


def is_used(name: str, text: str) -> bool:
    return name in text or bool(name.startswith("components/") and tag(name).search(text))


def test_every_template_is_used():
    text = mentions()
    unused = [n for n in NAMES if not overrides_a_library(n) and not is_used(n, text)]
    assert unused == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name):
    assert get_template(name).template.name == name
