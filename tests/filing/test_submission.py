"""An application is sent: whole, once, frozen."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from casework.services import door
from filing import dossier, snapshot
from filing.checks.all import problems
from filing.models import Filing, Submission
from tests.filing.filled import fill_in

pytestmark = pytest.mark.django_db


def refusing(filing: Filing) -> list[tuple[str, str]]:
    found = problems(dossier.load(filing))
    return [(issue.code, issue.message) for issue in found if issue.refuses]


def submit(filing: Filing, actor, **data):
    return door.perform(
        filing, "submit", actor=actor, version=filing.version, token=uuid4(), **data
    )


def test_a_whole_application_is_submitted_and_frozen(world):
    filing = fill_in(world, world.filing())
    assert refusing(filing) == []
    before = snapshot.of(dossier.load(filing))
    submit(filing, world.hr)
    sent = Submission.objects.get()
    assert (sent.number, sent.submitted_by) == (1, world.hr)
    assert json.loads(sent.snapshot) == before
    assert sent.sha256 == snapshot.digest_of(before)
    assert Filing.objects.get().state == "submitted"


def test_an_empty_draft_is_refused_and_nothing_is_written(world):
    filing = world.filing()
    with pytest.raises(ValidationError) as refused:
        submit(filing, world.hr)
    assert refused.value.messages[0] == "还不能提交，请先处理下面的问题。"
    assert Submission.objects.count() == 0
    assert Filing.objects.get().state == "draft"
