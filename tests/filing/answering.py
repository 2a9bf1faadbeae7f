"""What tests of the bureau's answers have in common."""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from filing.models import Filing


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("office", "agency").get(pk=filing.pk)


def stamp(filing: Filing, **sent) -> dict:
    """A form of an act as the page sent it."""
    return {"version": fresh(filing).version, "token": str(uuid4()), **sent}


def address(filing: Filing, act: str) -> str:
    return f"/cases/{filing.number}/acts/{act}/"


def send(client, user, filing: Filing, act: str, **data):
    """What the page of an act answers to a form sent by this person."""
    client.force_login(user)
    return client.post(address(filing, act), stamp(filing, **data))


def done(client, user, filing, act: str, **data) -> str:
    """The step that an act brought the filing to."""
    answer = send(client, user, filing, act, **data)
    assert answer.status_code == 302, answer.context["form"].errors
    return fresh(filing).state


def at(text: str) -> datetime:
    """`2026-03-02 10:00` in China."""
    return timezone.make_aware(datetime.fromisoformat(text))
