"""The files that pages name exist, also under the storage of production."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from ui import navigation, samples
from ui.templatetags import ui as tags

VENDOR = Path(settings.BASE_DIR) / "static/vendor"
SPRITE = (VENDOR / "tabler-icons/sprite.svg").read_text()
DRAWN = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE))


def test_the_sprite_holds_exactly_the_icons_of_its_list():
    assert set((VENDOR / "tabler-icons/names.txt").read_text().split()) == DRAWN


def test_every_icon_that_a_page_names_is_drawn():
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    named = {
        name
        for path in templates
        for name in re.findall(r'(?:<c-icon name|icon)="([a-z0-9-]+)"', path.read_text())
    }
    named |= {entry.icon for entry in (*navigation.PUBLIC, *navigation.OVERSIGHT, *navigation.DESK)}
    named |= {tags.note_icon(tone) for tone in ("ok", "warn", "danger", "info", "neutral")}
    named |= {tags.clock_icon(clock.tone) for clock in samples.CLOCKS}
    assert named - DRAWN == set()


def test_all_files_are_collected_with_their_digest(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert list((tmp_path / "css").glob("components.*.css"))


@pytest.mark.parametrize("pattern", ["*.map", "*.ts", "*.scss"])
def test_only_what_is_served_is_vendored(pattern):
    assert list(VENDOR.rglob(pattern)) == []


def test_forms_that_are_sent_once_find_their_script_on_every_page():
    marked = [path for path in Path("templates").rglob("*.html") if "data-once" in path.read_text()]
    assert (
        len(marked) > 1,
        "js/submit-once.js" in Path("templates/layouts/base.html").read_text(),
    ) == (
        True,
        True,
    )
