"""What no row may say: numbers and dates beyond reason, and 准入类 on a whole class."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from catalogue.models import (
    EntryCondition,
    LadderLevel,
    Occupation,
    RegulatedOccupation,
    Standard,
    Subject,
    WorkType,
)

pytestmark = pytest.mark.usefixtures("piece")


def problems(model: type[models.Model], **values) -> list[str]:
    """What is wrong with these values of an otherwise sound row."""
    row = model.objects.first()
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as caught:
        row.clean_fields()
    assert set(caught.value.error_dict) == set(values)
    return caught.value.messages


@pytest.mark.parametrize(
    ("model", "name", "low", "high"),
    [
        (Occupation, "announced", 1999, 2100),
        (RegulatedOccupation, "item", 1, 999),
        (LadderLevel, "ordinal", 1, 99),
        (EntryCondition, "ordinal", 1, 99),
        (EntryCondition, "minimum_age", 1, 100),
        (EntryCondition, "work_months", 0, 720),
        (EntryCondition, "prior_held_months", 0, 720),
        (Subject, "full_mark", 1, 1000),
        (Subject, "pass_mark", 1, 1000),
        (Subject, "minutes", 1, 1440),
        (Subject, "candidates_per_examiner", 1, 1000),
        (Subject, "minimum_examiners", 1, 99),
        (Occupation, "retired_on", date(1900, 1, 1), date(2100, 12, 31)),
        (Standard, "effective_from", date(1900, 1, 1), date(2100, 12, 31)),
        (Standard, "effective_until", date(1900, 1, 1), date(2100, 12, 31)),
    ],
)
def test_numbers_and_dates_stay_within_reason(model, name, low, high):
    if isinstance(low, date):
        beyond = [date(26, 11, 21), date(1899, 12, 31), date(2101, 1, 1)]
    else:
        beyond = [low - 1, high + 1, 99_999]
    for value in beyond:
        assert problems(model, **{name: value}) == [f"应在 {low} 至 {high} 之间。"]
    row = model.objects.first()
    for value in (low, high):
        setattr(row, name, value)
        row.clean_fields()


def test_every_number_without_choices_has_its_limits():
    for model in (EntryCondition, LadderLevel, Occupation, RegulatedOccupation, Subject):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.PositiveSmallIntegerField) and not field.choices:
                assert len(field._validators) == 2, field


@pytest.mark.clause("LC-04")
@pytest.mark.parametrize("model", [RegulatedOccupation, WorkType, Standard])
def test_what_means_an_occupation_is_not_hung_on_a_class(model, admin_client):
    row = model.objects.exclude(occupation=None).first()
    minor = Occupation.objects.get(code="6-31-01")
    row.occupation = minor
    with pytest.raises(ValidationError) as caught:
        row.clean()
    assert caught.value.message_dict == {"occupation": [f"{minor.name}不是细类，请改选细类职业。"]}
    query = {
        "app_label": "catalogue", "model_name": model._meta.model_name,
        "field_name": "occupation", "term": "6-31-01",
    }  # fmt: skip
    found = admin_client.get("/admin/autocomplete/", query).json()["results"]
    assert {item["text"][:10] for item in found} == {"6-31-01-02", "6-31-01-03"}


@pytest.mark.clause("LC-04")
def test_an_occupation_under_a_qualification_cannot_become_a_class():
    row = RegulatedOccupation.objects.exclude(occupation=None).first().occupation
    row.code, row.tier, row.parent = row.parent.code, row.parent.tier, row.parent.parent
    with pytest.raises(ValidationError) as caught:
        row.clean()
    assert caught.value.messages == ["已有标准、工种或准入类职业资格属于这个职业，层级不能再改。"]
