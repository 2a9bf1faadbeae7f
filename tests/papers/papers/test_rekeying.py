"""A new key reaches what is kept."""

import pytest
from django.db import IntegrityError, transaction

from accounts import protection
from accounts.services import rekeying
from papers.models import Paper
from papers.services import contents
from tests.results.archive.world import a_paper
from tests.results.world import a_day

pytestmark = pytest.mark.django_db


def test_sealed_and_spoiled_papers_come_under_a_new_key_and_stay_what_they_are(agencies, settings):
    day = a_day(agencies, "lc")
    sealed = a_paper(day, agencies, opened=False)
    said = contents.read(sealed)
    settings.PERSONAL_DATA_KEYS = [
        "a-newer-key-0123456789-0123456789",
        *settings.PERSONAL_DATA_KEYS,
    ]
    list(rekeying.rekey())
    row = Paper.objects.extra(select={"raw": "contents"}).get(pk=sealed.pk)
    assert row.raw.startswith(protection.current_prefix())
    assert contents.read(Paper.objects.get(pk=sealed.pk)) == said
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=sealed.pk).update(digest="1" * 64)
