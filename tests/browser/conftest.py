"""A real browser on the live server.

`desktop`, `phone` and `any_screen` (both, one after the other) are Playwright pages that fail the
test on an error in the console, an exception in a script, or a request to any other host. What is
done at a desk is tested there, and each of its pages is held to a phone's width too (`fits`); what
people do on either is walked through on both.
"""

import os
from collections.abc import Callable, Iterator
from functools import wraps

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.plugins.leaving_out import chromium

# Playwright's synchronous API keeps an event loop in the thread in which the tests use the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
# `preload` would copy style sheets into the page, which the strict policy rightly refuses.
ONLY_WHAT_IS_WRONG = {"preload": False, "resultTypes": ["violations"]}
# A shared machine is at times slow. Waiting long costs nothing where all is well.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
# An answer on its way: by htmx, or the answer to an upload (static/js/upload.js).
UNDERWAY = ".htmx-request, .htmx-swapping, .htmx-settling, .upload-progress:not([hidden])"


def until_loaded(act: Callable) -> Callable:
    """Playwright goes on as soon as the first bytes of the next page are there. What a test then
    presses would find no script yet: no dialog, no saving of what is typed."""

    @wraps(act)
    def whole(self: Locator, *args, **options):
        answer = act(self, *args, **options)
        self.page.wait_for_load_state("load")
        return answer

    return whole


for name in ("click", "dblclick", "press"):
    setattr(Locator, name, until_loaded(getattr(Locator, name)))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    # Printing shows its own fonts alone to the process that has printed; a browser is to see all.
    environment = {name: os.environ[name] for name in os.environ if name != "FONTCONFIG_FILE"}
    quiet = ("background-networking", "component-update", "sync")
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "env": environment,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            *(f"--disable-{what}" for what in quiet),
        ],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each screen has its live server; the plug-in's own fixture warns on pytest 9."""


@pytest.fixture
def page_problems() -> list[str]:
    """What went wrong on the pages so far. A test that provokes an error clears it."""
    return []


@pytest.fixture
def open_screen(new_context, live_server, page_problems) -> Iterator[Callable[..., Page]]:
    """Opens a page of the given viewport on the live server; closing the test checks it."""
    allowed = (live_server.url + "/", "data:", "blob:", "about:")

    def open_(viewport: dict, **context_args) -> Page:
        context = new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale="zh-CN",
            timezone_id=settings.TIME_ZONE,
            **context_args,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: page_problems.append(f"脚本出错：{error}"))
        page.on(
            "console",
            lambda message: (
                page_problems.append(f"控制台：{message.text} @ {message.location.get('url')}")
                if message.type == "error"
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(allowed)
                else page_problems.append(f"请求了站外地址：{request.url}")
            ),
        )
        return page

    yield open_
    assert page_problems == []


@pytest.fixture
def desktop(open_screen) -> Page:
    return open_screen(DESKTOP)


@pytest.fixture
def phone(open_screen) -> Page:
    return open_screen(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(params=["desktop", "phone"])
def any_screen(request, live_server) -> Page:
    """The test runs twice: at 1280 and at 360 pixels. It names the server although the screens
    ask for it: else whatever the test writes before would lie in a transaction."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def sign_in(live_server) -> Callable[[Page, object], None]:
    """`sign_in(page, user)`: the page's browser holds the session of `user` from then on."""

    def sign_in_(page: Page, user) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in_


def settled(page: Page) -> None:
    """Until the page is all there and no answer is on its way: looking at it while it is about to
    be replaced would judge the page before."""
    page.wait_for_load_state("load")
    expect(page.locator(UNDERWAY)).to_have_count(0)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on a serious or critical finding of axe-core (WCAG 2.1 A and AA)."""

    def check(page: Page) -> None:
        settled(page)
        found = Axe().run(page, options=ONLY_WHAT_IS_WRONG).response["violations"]
        grave = [
            f"{finding['id']} ({finding['impact']}): {finding['help']} @ "
            + "; ".join(str(node["target"]) for node in finding["nodes"][:5])
            for finding in found
            if finding["impact"] in ("serious", "critical")
        ]
        assert not grave, "\n".join(grave)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)` fails where the page must be scrolled sideways: at its own width, and on a desk
    at a phone's width besides."""

    def check(page: Page) -> None:
        settled(page)
        own = page.viewport_size
        is_within(page, own["width"])
        if own == DESKTOP:
            page.set_viewport_size(PHONE)
            is_within(page, PHONE["width"])
            page.set_viewport_size(own)

    return check


def is_within(page: Page, screen: int) -> None:
    laid_out, wide = page.evaluate(
        "() => { const d = document.documentElement; return [d.clientWidth, d.scrollWidth] }"
    )
    assert laid_out <= screen, f"{page.url} is laid out for {laid_out} px: no viewport tag?"
    assert wide <= laid_out, f"{page.url} is {wide - laid_out} px too wide for {screen} px"
