"""Every admin page of reference rows: who may go back in history, odd addresses, late savers."""

from html import unescape

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import models
from lxml import html

from catalogue.admin.base import CHANGED_MEANWHILE, ReferenceAdmin
from catalogue.models import Ladder, LadderLevel, Occupation

pytestmark = pytest.mark.usefixtures("piece")

REFERENCE = [
    model
    for model, page in admin.site._registry.items()
    if model._meta.app_label == "catalogue" and isinstance(page, ReferenceAdmin)
]
TEXTS = [
    (model, field.name)
    for model in REFERENCE
    for field in model._meta.concrete_fields
    if isinstance(field, models.CharField | models.TextField)
]


def address(model) -> str:
    return f"/admin/catalogue/{model._meta.model_name}/"


def typed(page) -> dict:
    """What a browser would send from a form page without touching it."""
    form = next(
        f for f in html.fromstring(page.decode()).forms if f.get("id", "").endswith("_form")
    )
    return dict(form.form_values())


def electrician() -> Occupation:
    return Occupation.objects.get(code="6-31-01-03")


def test_every_table_with_history_is_a_reference_admin():
    kept = {m for m in admin.site._registry if m._meta.app_label == "catalogue"}
    assert {m._meta.model_name for m in kept.difference(REFERENCE)} == {"calendaryear"}


class TestHistory:
    @pytest.mark.parametrize("model", REFERENCE, ids=lambda model: model._meta.model_name)
    def test_who_may_only_look_cannot_go_back(self, client, admin_client, model):
        row = model.objects.first()
        version = f"{address(model)}{row.pk}/history/{row.history.get().pk}/"
        data = typed(admin_client.get(version).content)
        reader = get_user_model().objects.create_user("reader", is_staff=True)
        reader.user_permissions.set(
            Permission.objects.filter(codename=f"view_{model._meta.model_name}")
        )
        client.force_login(reader)
        assert client.get(version).status_code == 200
        assert client.post(version, data).status_code == 403
        assert row.history.count() == 1
        assert admin_client.post(version, data).status_code == 302
        assert row.history.count() == 2

    def test_a_deleted_row_comes_back_only_with_the_right_to_add(self, client, admin_client):
        row = Occupation.objects.get(code="1-01-00-01")
        pk, version = row.pk, row.history.get().pk
        row.delete()
        page = f"{address(Occupation)}{pk}/history/{version}/"
        data = typed(admin_client.get(page).content)
        changer = get_user_model().objects.create_user("changer", is_staff=True)
        changer.user_permissions.set(
            Permission.objects.filter(codename__in=["view_occupation", "change_occupation"])
        )
        client.force_login(changer)
        assert client.post(page, data).status_code == 403
        assert not Occupation.objects.filter(pk=pk).exists()
        assert admin_client.post(page, data).status_code == 302
        assert Occupation.objects.get(pk=pk).code == "1-01-00-01"


class TestOddAddresses:
    @pytest.mark.parametrize("model", REFERENCE, ids=lambda model: model._meta.model_name)
    @pytest.mark.parametrize("number", ["abc", "1.5", "%00", "9" * 30, "9" * 5000])
    def test_what_can_be_no_key_is_not_found(self, admin_client, model, number):
        key, list_page = model.objects.first().pk, address(model)
        for tail in (f"{number}/history/", f"{number}/history/1/", f"{key}/history/{number}/"):
            assert admin_client.get(list_page + tail).status_code == 404

    @pytest.mark.parametrize(("model", "name"), TEXTS, ids=str)
    def test_a_nul_in_a_filter_is_passed_over(self, admin_client, model, name):
        assert admin_client.get(address(model), {name: "\0"}).status_code == 200

    @pytest.mark.parametrize("query", [{"edition": "\0"}, {"q": "\0"}])
    def test_so_it_is_in_an_export(self, admin_client, query):
        assert admin_client.get(f"{address(Occupation)}export/", query).status_code == 200

    def test_what_makes_no_sense_leads_back(self, admin_client):
        response = admin_client.get(f"{address(Occupation)}export/", {"tier": "abc"})
        assert (response.status_code, response["Location"].endswith("?e=1")) == (302, True)

    def test_and_in_the_calendar(self, admin_client):
        response = admin_client.get("/admin/catalogue/calendaryear/", {"source": "\0"})
        assert response.status_code == 200

    def test_and_in_a_search_for_a_related_row(self, admin_client):
        query = {"app_label": "catalogue", "model_name": "standardlevel", "field_name": "standard"}
        response = admin_client.get("/admin/autocomplete/", query | {"term": "\0"})
        assert response.status_code == 200


class TestLateSaver:
    def test_a_change_since_the_page_was_opened_is_not_overwritten(self, admin_client):
        page = f"{address(Occupation)}{electrician().pk}/change/"
        mine = typed(admin_client.get(page).content) | {"definition": "我写的定义"}
        other = electrician()
        other.name = "电器工"
        other.save()
        response = admin_client.post(page, mine)
        text = unescape(response.content.decode())
        assert CHANGED_MEANWHILE in text
        assert "我写的定义" in text
        assert (electrician().name, electrician().definition) == ("电器工", "")
        again = typed(response.content)
        assert admin_client.post(page, again).status_code == 302
        assert (electrician().name, electrician().definition) == ("电工", "我写的定义")

    def test_so_it_is_for_the_rows_on_its_page(self, admin_client):
        ladder = Ladder.objects.get()
        page = f"{address(Ladder)}{ladder.pk}/change/"
        mine = typed(admin_client.get(page).content)
        LadderLevel.objects.filter(ladder=ladder, ordinal=1).update(name="学徒")
        assert CHANGED_MEANWHILE in unescape(admin_client.post(page, mine).content.decode())
        assert ladder.levels.get(ordinal=1).name == "学徒"

    @pytest.mark.parametrize("model", REFERENCE, ids=lambda model: model._meta.model_name)
    def test_an_untouched_page_saves_as_ever(self, admin_client, model):
        page = f"{address(model)}{model.objects.first().pk}/change/"
        response = admin_client.post(page, typed(admin_client.get(page).content))
        assert response.status_code == 302, response.context["errors"]


def test_the_national_ladder_is_not_deleted_whole(admin_client):
    ladder = Ladder.objects.get(owner_code="")
    page = f"{address(Ladder)}{ladder.pk}/delete/"
    assert admin_client.post(page, {"post": "yes"}).context["protected"]
    assert ladder.levels.count() == 8
