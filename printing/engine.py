"""The only module that imports WeasyPrint; `printing.pdf` loads it when the first PDF is wanted.

One font configuration serves the process: a new one for each document leaks megabytes. WeasyPrint
promises nothing about threads that share one, so documents are drawn one after the other.
"""

import logging
import mimetypes
import re
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from printing import fonts

fonts.isolate()
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # a line for every page

from weasyprint import HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

BASE_URL = "https://own-files.invalid"  # no such host: it only gives relative addresses a root
RESOURCE = "resource:"
LOGGER = logging.getLogger("weasyprint")

_font_configuration = FontConfiguration()
_drawing = Lock()


class NotPrintableError(Exception):
    """`characters` have no glyph in our fonts."""

    def __init__(self, characters: list[str]):
        super().__init__(fonts.describe(characters))
        self.characters = characters


class UnusableFileError(Exception):
    """The file at `address` is not ours, is not there, or is no picture."""

    def __init__(self, address: str):
        super().__init__(address)
        self.address = address.removeprefix(BASE_URL)


class OwnFiles(URLFetcher):
    """Serves static files of the project and what the caller brought along; nothing else exists."""

    def __init__(self, resources: Mapping[str, bytes]):
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.resources = resources

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        if url.startswith(RESOURCE):
            name = unquote(url.removeprefix(RESOURCE))
            return self._response(url, name, self.resources[name])
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        path = unquote(parts.path)
        if root != BASE_URL or not path.startswith(settings.STATIC_URL):
            raise ValueError("Only files of the project may be printed.")
        name = path.removeprefix(settings.STATIC_URL)
        return self._response(url, name, _static_file(name).read_bytes())

    @staticmethod
    def _response(url: str, name: str, content: bytes) -> URLFetcherResponse:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def _static_file(name: str) -> Path:
    """A static file as it lies in the project, or as collectstatic named it."""
    if found := finders.find(name):
        return Path(found)
    root = Path(settings.STATIC_ROOT).resolve()
    collected = (root / name).resolve()
    if not collected.is_relative_to(root):
        raise ValueError("Outside of the static files.")
    return collected


class _Complaints(logging.Handler):
    """Collects what WeasyPrint only logs: characters drawn as an empty box, pictures left out."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.missing: list[str] = []
        self.unusable: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        subject = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        if ".notdef" in str(record.msg):
            self.missing.append(subject)
        elif str(record.msg).startswith("Failed to"):
            self.unusable.append(subject)


@contextmanager
def _listening():
    complaints = _Complaints()
    LOGGER.addHandler(complaints)
    try:
        yield complaints
    finally:
        LOGGER.removeHandler(complaints)


def draw(html: str, resources: Mapping[str, bytes], *, tagged: bool = True) -> bytes:
    """The PDF of an HTML text, its structure marked for readers unless it becomes part of another
    document (`printing.leaves`). Raises NotPrintableError and UnusableFileError."""
    document = HTML(string=html, base_url=f"{BASE_URL}/", url_fetcher=OwnFiles(resources))
    with _drawing, _listening() as complaints:
        try:
            pdf = document.write_pdf(font_config=_font_configuration, pdf_tags=tagged)
        except FatalURLFetchingError as error:
            address = re.search(r'"(.*)"', str(error))
            raise UnusableFileError(address[1] if address else "") from error
    if complaints.missing:
        raise NotPrintableError(list(dict.fromkeys(complaints.missing)))
    if complaints.unusable:
        raise UnusableFileError(complaints.unusable[0])
    return pdf
