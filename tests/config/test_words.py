"""Sentences of Django's that we say better; they come from `locale/`."""

import pytest
from django.contrib.auth import get_user_model

from catalogue.models import ConditionSet

pytestmark = pytest.mark.django_db


def test_the_admin_speaks_chinese_to_screen_readers_too(admin_client):
    page = admin_client.get("/admin/").content.decode()
    head = page.partition("<thead")[2].partition("</thead>")[0]
    assert [words for words in ("名称", "增加", "查看或修改") if f">{words}</th>" not in head] == []


def test_a_history_names_who_changed_it_and_what_to_do(admin_client):
    user = get_user_model().objects.get(username="admin")
    user.name = "目录管理员"
    user.save()
    row = ConditionSet(code="x", name="测试", source="测试")
    row._history_user = user
    row.save()
    page = admin_client.get(f"/admin/catalogue/conditionset/{row.pk}/history/").content.decode()
    assert "点时间查看当时的内容。" in page
    assert "<td>目录管理员</td>" in page
