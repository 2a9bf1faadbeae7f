"""Which certificate a file is about that is none of those issued, and what shows that whoever has
it may be told what is on record.

The same three things open the record here as on the pages: the file as it was issued, which lies
whole within one that was only added to; the QR code with its tag; a name with the number of the
certificate or of the person. A number alone opens nothing.
"""

import hashlib
import re
from collections.abc import Callable, Iterator

from certificates import tags
from certificates.frames import comparison
from certificates.models import Certificate, Edition
from certificates.selectors import lookup
from certificates.services.file_reading import Reading

END = b"%%EOF"
ENDS = (b"", b"\n", b"\r", b"\r\n")
MOST_REVISIONS = 32
IN_TITLE = re.compile(r"[A-Z0-9]{16,22}", re.ASCII)


def within(data: bytes) -> Edition | None:
    """The edition with which a file begins, byte for byte; what stands behind was added later."""
    digests = list(_revisions(data))
    rows = Edition.objects.filter(sha256__in=digests).order_by("-pk")
    return rows.first() if digests else None


def _revisions(data: bytes) -> Iterator[str]:
    """The digests of the file as it was before each addition."""
    digest, hashed, at = hashlib.sha256(), 0, -1
    for _ in range(MOST_REVISIONS):
        at = data.find(END, at + 1)
        if at < 0:
            return
        for end in ENDS:
            stop = at + len(END) + len(end)
            if stop < len(data) and data[at + len(END) : stop] == end:
                digest.update(data[hashed:stop])
                hashed = stop
                yield digest.hexdigest()


def titled(reading: Reading) -> str:
    """The certificate number in the properties of a file; empty for none. Whoever edits a page
    often forgets it."""
    found = IN_TITLE.search(reading.title)
    return found[0] if found else ""


def named(reading: Reading, admit: Callable[[str], None]) -> Certificate | None:
    """The certificate whose number or whose holder's number stands on a file beside the right
    name. `admit` is asked before each is tried, and may stop it. Of several certificates of one
    person it is that which the file resembles most."""
    said = reading.fields
    given = (said.get("number"), titled(reading), said.get("id_number"))
    for number in dict.fromkeys(filter(None, given)):
        asked = lookup.Asked.of(number)
        admit(asked.key)
        if found := lookup.find_asked(said.get("name", ""), asked):
            return max(lookup.shown(found), key=lambda row: _likeness(reading, row))
    return None


def _likeness(reading: Reading, certificate: Certificate) -> int:
    compared = comparison.compare(reading.fields, comparison.recorded(certificate))
    return sum(each.same for each in compared)


def coded(reading: Reading) -> Certificate | None:
    """The certificate whose QR code stands on a file, with its tag."""
    for number in coded_numbers(reading):
        if found := lookup.by_number(number):
            return lookup.shown([found.pk])[0]
    return None


def coded_numbers(reading: Reading) -> list[str]:
    """The numbers in the QR codes of a file that carry the right tag."""
    found = filter(None, map(tags.of_address, reading.codes))
    return [number for number, tag in found if tags.holds(number, tag)]


def traces(reading: Reading, certificate: Certificate | None) -> list[str]:
    """What on a file betrays that it was changed, beside the printed fields. Says nothing but what
    stands on the file itself."""
    found = []
    if reading.pages > 1:
        found.append(f"文件有 {reading.pages} 页，签发的证书只有 1 页。")
    printed = reading.fields.get("number", "")
    if printed and titled(reading) not in ("", printed):
        found.append(f"文件属性里的证书编号是 {titled(reading)}，与页面上的不同。")
    return found + _traces_of_codes(reading, certificate.number if certificate else printed)


def _traces_of_codes(reading: Reading, number: str) -> list[str]:
    if not reading.codes:
        return ["页面上没有读到二维码。"]
    ours = coded_numbers(reading)
    if len(ours) < len(reading.codes):
        return ["二维码不是签发时的二维码。"]
    return [f"二维码是另一本证书的，编号 {each}。" for each in ours if each != number]
