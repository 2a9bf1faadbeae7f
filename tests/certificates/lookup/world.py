"""How strangers ask, in tests."""

import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from django.core import signing
from django.test import Client

from certificates.enums import Origin
from certificates.models import Certificate
from filing.models import Agency
from tests.assessment.entering import id_number
from tests.certificates.world import a_certificate
from ui import captcha

LOOKUP, TAKE, FILE = "/lookup/", "/lookup/file/", "/verify/file/"


def ask(client: Client, name: str, number: str, **more):
    """The lookup form, sent."""
    return client.post(LOOKUP, {"name": name, "number": number, **more})


def by_number(client: Client, certificate: Certificate):
    return ask(client, certificate.name, certificate.number)


def by_person(client: Client, certificate: Certificate, number: int = 1):
    return ask(client, certificate.name, id_number(number))


def a_legacy_certificate(agency: Agency, number: str) -> Certificate:
    """One that came from an earlier system, whose issuer is in no register."""
    like = a_certificate(agency)
    made = Certificate.objects.get(pk=like.pk)
    made.pk, made.number, made.origin, made.agency = None, number, Origin.LEGACY, None
    made.name = f"{made.name}旧"
    made.save(force_insert=True)
    return made


def solution(challenge: captcha.Challenge, *, right: bool = True) -> dict:
    """A captcha, answered."""
    way, nonce = signing.loads(challenge.token, salt=captcha.SALT)
    answer = captcha._letters(nonce) if way == captcha.PICTURE else str(captcha._sum(nonce)[1])
    return {"captcha_token": challenge.token, "captcha_answer": answer if right else "错"}


def the_pass(page: str) -> str:
    return re.search(r'name="pass" value="([^"]+)"', page)[1]


def bare(response) -> str:
    """The page without what the visitor typed and without tokens."""
    body = re.sub(
        r'name="(csrfmiddlewaretoken|captcha_token)" value="[^"]*"', "", response.content.decode()
    )
    return re.sub(r'(name="(?:name|number)"[^>]*?) value="[^"]*"', r"\1", body)


def send(client: Client, data: bytes, name: str = "证书.pdf"):
    """A file to be checked."""
    file = BytesIO(data)
    file.name = name
    return client.post(FILE, {"file": file})


@contextmanager
def cpu_below(seconds: float) -> Iterator[None]:
    """That this takes no more of a processor, in this process and those it starts: the clock on
    the wall says little on a machine that does other things as well."""
    begun = _cpu()
    yield
    assert _cpu() - begun < seconds


def _cpu() -> float:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = map(resource.getrusage, whose)
    return sum(each.ru_utime + each.ru_stime for each in used)
