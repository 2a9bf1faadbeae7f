"""Lists: what the address asks for, and what it may not break."""

import django_filters
import pytest
from django.contrib.auth import get_user_model

from ui.tables import Column, Table

COLUMNS = [
    Column("name", "姓名", ("username",)),
    Column("since", "加入", ("date_joined", "username")),
    Column("state", "状态"),
]
ROWS = (
    "<c-data-table :table='table' caption='用户' unit='人'>"
    "{% for row in table.page %}<tr><td>{{ row.username }}</td></tr>{% endfor %}"
    "</c-data-table>"
)


class UserFilter(django_filters.FilterSet):
    search = django_filters.CharFilter("username", lookup_expr="icontains", label="姓名")
    active = django_filters.BooleanFilter("is_active", label="启用")


@pytest.fixture
def users(db):
    model = get_user_model()
    return model.objects.bulk_create(model(username=f"user{n:02}") for n in range(31))


@pytest.fixture
def table(rf):
    def make(query: str = "", **options) -> Table:
        users = get_user_model().objects.all()
        return Table(rf.get(f"/list/{query}"), users, COLUMNS, filterset=UserFilter, **options)

    return make


def names(table: Table) -> list[str]:
    return [user.username for user in table.page]


def test_sorted_by_a_column_both_ways(users, table):
    assert names(table("?sort=name"))[:2] == ["user00", "user01"]
    assert names(table("?sort=-name"))[:2] == ["user30", "user29"]


def test_heads_tell_how_the_list_stands_and_what_a_click_asks(users, table):
    heads = [(h.key, h.sort, h.aria_sort) for h in table("?sort=name").heads]
    assert heads == [
        ("name", "-name", "ascending"),
        ("since", "since", "none"),
        ("state", "", "none"),
    ]


@pytest.mark.parametrize("sort", ["state", "password", "-", "--name", "name;drop", "电工"])
def test_an_unknown_order_is_ignored(users, table, sort):
    assert table(f"?sort={sort}", default_sort="name").sort == "name"


@pytest.mark.parametrize(
    ("page", "first"), [("2", "user30"), ("99", "user30"), ("x", "user00"), ("-1", "user30")]
)
def test_a_page_out_of_range_shows_the_nearest(users, table, page, first):
    assert names(table(f"?sort=name&page={page}"))[0] == first


def test_a_filter_narrows_and_nonsense_does_not(users, table):
    assert names(table("?search=user07")) == ["user07"]
    assert table("?active=perhaps").count == 31


def test_every_link_keeps_what_was_asked(users, table, draw):
    query = "?search=user&sort=name&page=2"
    html = draw(ROWS, at=f"/list/{query}", table=table(query))
    links = [part.split('"')[0] for part in html.split('href="?')[1:]]
    assert links == [
        "search=user&amp;sort=-name",
        "search=user&amp;sort=since",
        "search=user&amp;sort=name&amp;page=1",
        "search=user&amp;sort=name&amp;page=1",
    ]
    assert '<input type="hidden" name="sort" value="name">' in html
    assert "共 31 人" in html


def test_no_rows_no_table(db, table, draw):
    html = draw(ROWS, at="/list/", table=table())
    assert ("<table" in html, "没有符合条件的记录" in html) == (False, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_two_queries(users, table, draw, rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        draw(ROWS, at="/list/", table=table(page_size=rows))
