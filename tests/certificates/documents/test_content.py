"""What a certificate says, frozen as text."""

import json

import pytest

from certificates.documents.content import Content
from tests.certificates.documents.making import content


def test_the_text_is_canonical_and_read_back():
    text = content().to_json()
    keys = list(json.loads(text))
    assert (keys, Content.from_json(text)) == (sorted(keys), content())
    assert content(work_type="--").to_json() == text


@pytest.mark.parametrize("name", ["number", "name", "id_number", "level", "work_type", "address"])
def test_a_certificate_has_no_holes(name):
    with pytest.raises(ValueError, match=name):
        content(**{name: ""})


def test_the_day_of_issue_is_a_day():
    with pytest.raises(ValueError, match="day is out of range"):
        content(issued_on="2026-02-30")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"number": "1", "more": "2"}'])
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError):
        Content.from_json(text)
