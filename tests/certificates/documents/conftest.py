"""Templates that only the tests print."""

from pathlib import Path

import pytest

from printing import pdf


@pytest.fixture
def own_templates(settings):
    """`templates` beside this file, after the project's own."""
    pages = settings.TEMPLATES[0]
    folders = [*pages["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [{**pages, "DIRS": folders}]
    pdf._engine.cache_clear()
    yield
    pdf._engine.cache_clear()
