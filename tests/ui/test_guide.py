"""The style guide is for builders: there under DEMO, else not at all; and it keeps the policy."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages import inline_parts

PAGES = ["/ui/", "/ui/?sort=-holders&page=3", "/ui/desk/", "/ui/print/"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_stand_under_the_strict_policy(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    policy = response["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "script-src 'self'", "style-src 'self'"} <= set(policy)
    assert inline_parts(response.text) == []


@pytest.mark.parametrize("address", [*PAGES, "/ui/problems/409/"])
def test_without_demo_or_debug_there_is_no_guide(client, db, settings, address):
    settings.DEMO = False
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("名册.pdf", b"x", "请上传 .xlsx 或 .csv 文件。"),
        ("名册.csv", b"", "提交的是空文件。"),
        (None, b"", "请选择人员名册。"),
    ],
)
def test_a_wrong_upload_says_why(client, db, name, content, error):
    files = {"roster": SimpleUploadedFile(name, content)} if name else {}
    response = client.post("/ui/", files)
    assert (response.status_code, response.context["upload"].errors["roster"]) == (200, [error])


def test_a_right_upload_is_answered_by_a_redirect(client, db):
    response = client.post("/ui/", {"roster": SimpleUploadedFile("名册.csv", b"a,b")}, follow=True)
    assert response.redirect_chain == [("/ui/", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "已收到。样式页不保存任何内容。"
    ]
