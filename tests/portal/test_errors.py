"""What visitors are told when something goes wrong, and what the API answers."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.pages import inline_parts
from ui import responses


class Reader(HTMLParser):
    """Title, first paragraph and steps of a problem page."""

    def __init__(self, html: str):
        super().__init__()
        self.texts: dict[str, list[str]] = {"h1": [], "problem-what": [], "li": [], "code": []}
        self._in: list[str] = []
        self._article = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        classes = dict(attrs).get("class") or ""
        self._article = self._article or "problem" in classes.split()
        key = "problem-what" if "problem-what" in classes else tag
        self._in.append(key)

    def handle_endtag(self, tag):
        self._article = self._article and tag != "article"
        while self._in and self._in.pop() not in (tag, "problem-what"):
            pass

    def handle_data(self, data):
        if self._article and self._in and self._in[-1] in self.texts and data.strip():
            self.texts[self._in[-1]].append(data.strip())


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = "tests.portal.raising_urls"
    return Client(raise_request_exception=False)


PAGES = [
    ("/raise/bad/", 400, "请求无法处理", 2),
    ("/raise/forbidden/", 403, "没有权限", 2),
    ("/nowhere/", 404, "没有找到页面", 2),
    ("/ui/problems/409/", 409, "已由他人办理", 2),
    ("/ui/problems/429/", 429, "操作过于频繁", 2),
    ("/raise/broken/", 500, "系统出错", 2),
]


@pytest.mark.parametrize(("address", "status", "title", "steps"), PAGES)
def test_a_page_says_what_happened_and_what_to_do(visitor, address, status, title, steps):
    response = visitor.get(address)
    page = Reader(response.text)
    assert (response.status_code, page.texts["h1"]) == (status, [title])
    assert (len(page.texts["problem-what"]), len(page.texts["li"])) == (1, steps)
    assert "secret detail" not in response.text
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert inline_parts(response.text) == []


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/api/raise/bad/", 400, "浏览器发来的内容不完整，或格式不正确，没有作任何处理。"),
        ("/api/raise/forbidden/", 403, "当前账号不能查看或办理这项内容。"),
        ("/api/nowhere/", 404, "地址可能有误，内容可能已经撤下，也可能不属于当前账号。"),
        ("/api/raise/broken/", 500, "系统处理这次操作时出错，错误已经记录，我们会尽快处理。"),
    ],
)
def test_the_api_answers_the_same_as_json(visitor, address, status, detail):
    response = visitor.get(address)
    assert (response.status_code, response.json()) == (status, {"detail": detail})
    assert detail in response.content.decode()


def test_the_number_shown_for_a_500_is_the_one_in_the_log_and_the_header(visitor):
    response = visitor.get("/raise/broken/", headers={"X-Request-ID": "abcdef-123456"})
    assert Reader(response.text).texts["code"] == ["abcdef-123456"] == [response["X-Request-ID"]]


def test_a_500_is_told_even_where_templates_cannot_be(visitor, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    response = visitor.get("/raise/broken/", headers={"X-Request-ID": "abcdef-123456"})
    assert (response.status_code, response.text) == (
        500,
        "系统出错。系统处理这次操作时出错，错误已经记录，我们会尽快处理。错误编号：abcdef-123456",
    )


def test_a_stale_form_is_told_apart_from_a_missing_right(settings):
    settings.ROOT_URLCONF = "tests.portal.raising_urls"
    response = Client(enforce_csrf_checks=True).post("/ui/")
    assert (response.status_code, Reader(response.text).texts["h1"]) == (403, ["页面已过期"])


@pytest.mark.parametrize(("seconds", "wait"), [(30, "30 秒"), (60, "1 分钟"), (61, "2 分钟")])
def test_too_many_says_when_to_come_again(rf, seconds, wait):
    request = rf.get("/api/v1/certificates/lookup/")
    response = responses.too_many(request, seconds)
    assert (response.status_code, response["Retry-After"]) == (429, str(seconds))
    assert f"请在 {wait}后再试" in response.content.decode()


def test_a_conflict_tells_what_became_of_it_and_leads_back(rf):
    request = rf.post("/desk/filings/7/")
    html = responses.conflict(request, "该申请已于今天受理，本次提交没有生效。").content.decode()
    assert Reader(html).texts["problem-what"] == ["该申请已于今天受理，本次提交没有生效。"]
    assert '<a class="btn btn-primary" href="/desk/filings/7/">查看最新进展</a>' in html


def test_options_of_the_api_pages_is_refused_not_broken(client):
    assert client.options("/api/v1/docs/").status_code == 405


@pytest.mark.django_db
def test_an_admin_page_without_a_session_leads_to_a_sign_in_that_exists(client):
    response = client.get("/admin/catalogue/occupation/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].endswith("?next=/admin/catalogue/occupation/")


@pytest.mark.parametrize("address", ["/guide/", "/guide/liaocheng-enterprise/sheet.pdf"])
def test_the_guide_only_answers_reads(client, address):
    assert client.post(address).status_code == 405
