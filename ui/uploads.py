"""Uploads of strangers, cut off while they come in."""

from collections.abc import Callable
from functools import wraps

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class CappedHandler(FileUploadHandler):
    """Keeps one file in memory, up to `limit` bytes; what comes beyond is thrown away as it comes,
    written nowhere, and `request.too_large` says so."""

    def __init__(self, request: HttpRequest, limit: int):
        super().__init__(request)
        self.limit, self.size, self.parts = limit, 0, []
        request.too_large = False

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.size, self.parts = 0, []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > self.limit:
            self.parts.clear()
            self.request.too_large = True
            raise StopUpload(connection_reset=False)
        self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile | None:
        data, self.parts = b"".join(self.parts), []
        return SimpleUploadedFile(self.file_name, data, self.content_type)


def capped(limit: int) -> Callable[[Callable], Callable]:
    """For views that take a file from anybody: at most `limit` bytes of it are kept, in memory.

    The handler must be there before anything reads the form, hence the check of the CSRF token
    moves inside.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            request.upload_handlers = [CappedHandler(request, limit)]
            return checked(request, *args, **kwargs)

        return limited

    return decorator
