"""Whoever knows two exact things of a certificate finds it; whoever knows one finds nothing.

The two are the name and a number, the certificate's or the person's (FACTS 8). `find` does the same
work whatever is wrong, and decrypts nothing.
"""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from accounts.protection import fingerprint, normalise
from assessment.person import comparable
from certificates import numbers
from certificates.models import Certificate, Edition, StatusChange
from filing.models import Agency

MOST = 60  # certificates of one person; nobody has more
COMPARED = 4  # names compared at the least, so that few and none take the same time


class Asked(NamedTuple):
    """A number that somebody typed: one of a certificate in its one spelling, or anything else,
    which may be an ID number, by its keyed hash."""

    certificate: str
    person: str

    @classmethod
    def of(cls, text: str) -> "Asked":
        plain = normalise(text)
        try:
            return cls(numbers.spelled(plain), "")
        except ValueError:
            return cls("", fingerprint("id_number", plain))

    @classmethod
    def of_kind(cls, certificate: str | None, person: str | None) -> "Asked":
        """One of the two, as who asks says which it is; what is no certificate number is sought
        among them all the same, and not found."""
        if certificate is None:
            return cls("", fingerprint("id_number", person or ""))
        return cls(normalise(certificate) or "none", "")

    @property
    def key(self) -> str:
        """What tries on the same number are counted under."""
        return self.certificate or self.person


def find(name: str, number: str) -> list[int]:
    """The certificates (their keys, the newest first) of this name under this certificate number
    or ID number; none whatever was wrong. One query by an index, the same comparisons each time."""
    return find_asked(name, Asked.of(number))


def find_asked(name: str, asked: Asked) -> list[int]:
    """The same, of a number whose kind is known."""
    wanted = comparable(name).encode()
    known = _rows(asked).values_list("pk", "name")[:MOST]
    rows: list[tuple[int | None, str]] = list(known)
    rows += [(None, "无此人")] * max(0, COMPARED - len(rows))
    found = []
    for pk, own in rows:
        same = secrets.compare_digest(comparable(own).encode(), wanted)
        if same & (pk is not None) & bool(wanted):
            found.append(pk)
    return found


def _rows(asked: Asked) -> QuerySet[Certificate]:
    """By one column or the other; what can be no number at all finds nothing, by a query too."""
    if asked.certificate:
        return Certificate.objects.filter(number=asked.certificate).order_by("-issued_on", "-pk")
    rows = Certificate.objects.filter(id_hash=asked.person or "none")
    return rows.order_by("-issued_on", "-pk")


def by_number(text: str) -> Certificate | None:
    """The certificate of a number as it stands in an address; None for none, and for no number."""
    try:
        number = numbers.spelled(text)
    except ValueError:
        return None
    return Certificate.objects.filter(number=number).defer("id_number").first()


def shown(pks: Iterable[int]) -> list[Certificate]:
    """Certificates with all that a result shows: issuer, editions, history. Three queries for one
    and for many."""
    pks = list(pks)
    editions = Edition.objects.defer("content").order_by("-sequence")
    history = StatusChange.objects.order_by("since", "pk")
    rows = (
        Certificate.objects.filter(pk__in=pks)
        .select_related("agency", "division")
        .prefetch_related(Prefetch("editions", editions), Prefetch("history", history))
    )
    place = {pk: at for at, pk in enumerate(pks)}
    return sorted(rows, key=lambda row: place[row.pk])


def issuer_by(number: str) -> Agency | None:
    """The agency in the register whose certificates begin as the typed number does, whether or not
    there is such a certificate: it is what anybody may know, and whom to ask."""
    plain = normalise(number)
    prefix = plain[: numbers.PREFIX_LENGTH] if len(plain) == numbers.LENGTH else ""
    rows = Agency.objects.exclude(published_on=None)
    return rows.filter(prefix=prefix or None).first() if prefix else None


class Pair(NamedTuple):
    """A row of a bulk check: a name, and the numbers that go with it; one may be empty."""

    name: str
    certificate: str
    person: str


def find_many(pairs: list[Pair]) -> list[list[Certificate]]:
    """For each pair the certificates that fit all that it says; one query for all of them."""
    wanted = {pair.certificate for pair in pairs if pair.certificate}
    people = {_hash(pair.person) for pair in pairs if pair.person}
    rows = Certificate.objects.filter(Q(number__in=wanted) | Q(id_hash__in=people))
    known = list(rows.defer("id_number").order_by("-issued_on", "-pk"))
    by_certificate = {row.number: [row] for row in known}
    by_person: dict[str, list[Certificate]] = {}
    for row in known:
        by_person.setdefault(row.id_hash, []).append(row)
    return [_fitting(pair, by_certificate, by_person) for pair in pairs]


def _fitting(pair: Pair, by_certificate: dict, by_person: dict) -> list[Certificate]:
    if pair.certificate:
        rows = by_certificate.get(pair.certificate, [])
    else:
        rows = by_person.get(_hash(pair.person), [])
    person, name = _hash(pair.person), comparable(pair.name)
    return [
        row
        for row in rows
        if name and comparable(row.name) == name and (not person or row.id_hash == person)
    ]


def _hash(number: str) -> str:
    return fingerprint("id_number", number) if number else ""
