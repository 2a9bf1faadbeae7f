"""Saved views: each person's own names for filters of the list of cases."""

import re

import pytest

from accounts.enums import Role
from casework.filters import canonical
from casework.models import SavedView
from casework.services import door, saved_views
from tests.casework.test_views import count_queries, text

pytestmark = pytest.mark.django_db
QUERY = "state=petition%3Asubmitted&assignee=nobody"


@pytest.fixture
def save(client):
    """`save(user, name, query)`: presses the button of the list."""

    def send(user, name="待接办的新申请", query=QUERY):
        client.force_login(user)
        return client.post("/cases/views/save/", {"name": name, "query": query}, follow=True)

    return send


def views_of(user) -> list[tuple[str, str]]:
    return list(SavedView.objects.filter(user=user).values_list("name", "query"))


def test_a_view_is_kept_and_leads_to_the_same_list(client, save, acceptor, petition, clerk):
    door.perform(petition, "submit", actor=clerk)
    page = save(acceptor)
    assert page.redirect_chain == [(f"/cases/?{QUERY}", 302)]
    assert views_of(acceptor) == [("待接办的新申请", QUERY)]
    (link, current) = re.search(
        r'<a href="(/cases/\?[^"]+)"( aria-current="page")?\s*>待接办的新申请</a>', text(page)
    ).groups()
    assert current
    assert petition.number in text(client.get(link.replace("&amp;", "&")))


def test_only_what_the_list_knows_is_kept_in_one_order():
    typed = "page=3&csrfmiddlewaretoken=x&assignee=me&search=+样例+&kind=&sort=-opened&next=//evil"
    assert canonical(typed) == canonical("sort=-opened&search=样例&assignee=me")
    assert canonical("page=2&kind=") == ""


def test_the_same_name_takes_the_new_filters(save, acceptor):
    save(acceptor)
    save(acceptor, query="due=overdue")
    assert views_of(acceptor) == [("待接办的新申请", "due=overdue")]


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("", QUERY, "请填写视图名称。"),
        ("全部", "page=2", "请先选择筛选条件，再存为常用视图。"),
        ("长" * 31, QUERY, "视图名称不超过 30 个字"),
    ],
    ids=["no name", "no filter", "a long name"],
)
def test_a_refusal_says_why_and_keeps_nothing(save, acceptor, name, query, told):
    page = save(acceptor, name, query)
    assert (page.status_code, told in text(page), views_of(acceptor)) == (200, True, [])


def test_there_is_an_end_to_them(save, acceptor):
    for number in range(saved_views.MOST):
        save(acceptor, f"视图{number}")
    page = save(acceptor, "再来一个")
    assert f"最多保存 {saved_views.MOST} 个常用视图" in text(page)
    assert SavedView.objects.count() == saved_views.MOST


def test_each_sees_and_removes_only_ones_own(client, save, acceptor, member, bureau):
    save(acceptor)
    (view,) = SavedView.objects.all()
    colleague = member(bureau, Role.REVIEWER)
    client.force_login(colleague)
    assert "待接办的新申请" not in text(client.get("/cases/"))
    client.post(f"/cases/views/{view.pk}/remove/")
    assert SavedView.objects.count() == 1
    client.force_login(acceptor)
    answer = client.post(f"/cases/views/{view.pk}/remove/", {"query": QUERY})
    assert (answer["Location"], SavedView.objects.count()) == (f"/cases/?{QUERY}", 0)


def test_the_list_offers_to_save_what_it_shows(client, acceptor, clerk):
    client.force_login(acceptor)
    shown = text(client.get("/cases/?due=overdue&page=1"))
    assert '<input type="hidden" name="query" value="due=overdue">' in shown
    assert "存为常用视图" not in text(client.get("/cases/"))
    client.force_login(clerk)
    assert "存为常用视图" not in text(client.get("/cases/?due=overdue"))


def test_the_queries_do_not_grow_with_the_views(client, save, acceptor):
    save(acceptor)
    few = count_queries(client, "/cases/")
    for number in range(9):
        save(acceptor, f"视图{number}")
    assert count_queries(client, "/cases/") == few
