"""The admin in the portal's colours: quiet under the strict policy, readable, on a phone too."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(sign_in):
    """Signs a page's browser in as an administrator."""

    def sign(page):
        user = get_user_model().objects.create_superuser("admin", password="x")
        sign_in(page, user)
        return page

    return sign


def test_every_list_and_form_is_quiet(desktop, staff):
    """No script or style is refused anywhere: `desktop` fails on any word in the console."""
    page = staff(desktop)
    visited = {}
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        visited[address] = page.goto(address).status
    assert set(visited.values()) == {200}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/catalogue/",
        "/admin/catalogue/conditionset/add/",
        "/admin/catalogue/occupation/",
        "/admin/catalogue/occupation/add/",
        "/admin/catalogue/occupation/?q=none",
        "/admin/catalogue/occupation/import/",
        "/admin/catalogue/occupation/export/",
    ],
)
def test_a_page_is_accessible_and_fits(desktop, staff, axe, fits, address):
    page = staff(desktop)
    assert page.goto(address).status == 200
    axe(page)
    fits(page)


@pytest.mark.parametrize("address", ["/admin/", "/admin/catalogue/"])
def test_the_index_has_the_width_of_the_screen(desktop, staff, address):
    page = staff(desktop)
    page.goto(address)
    screen = page.viewport_size["width"]
    assert page.locator("#content-main").bounding_box()["width"] > min(screen * 0.85, 650)


def test_the_theme_can_be_changed(desktop, staff):
    page = staff(desktop)
    page.goto("/admin/")
    page.locator("#header .theme-toggle").click()
    theme = page.evaluate("document.documentElement.dataset.theme")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == theme != "auto"
