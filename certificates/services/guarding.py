"""How often strangers may ask after certificates: pages and API alike.

By address and by number, so that neither one visitor walks through numbers nor many visitors guess
at one. The first few tries are free, then a captcha is asked for; the API, which has none, ends
there. Where Redis is down each process counts for itself (`config.cache`).
"""

from django.http import HttpRequest

from ui import captcha
from ui.limits import Limit

# A hiring office, or a job fair, may sit behind one address.
VISITORS = Limit("certificate", "60/hour")
NUMBERS = Limit("certificate-number", "20/hour")
FREE = Limit("certificate-free", "5/hour")
FREE_NUMBER = Limit("certificate-number-free", "5/hour")
SCANS = Limit("certificate-scan", "200/hour")
FILES = Limit("certificate-file", "30/hour")
TAKEN = Limit("certificate-taken", "20/hour")
TAKEN_ONE = Limit("certificate-taken-one", "5/hour")


class TooOftenError(Exception):
    """Beyond a limit; `seconds` is how long to wait."""

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds


class CaptchaError(Exception):
    """A captcha is to be solved first; `wrong` where one was answered and not solved."""

    def __init__(self, *, wrong: bool):
        super().__init__()
        self.wrong = wrong


def admit_guess(request: HttpRequest, about: str, *, token: str = "", answer: str = "") -> None:
    """Let somebody try a name with a number, `about` being its key. Raises TooOftenError beyond
    the limits, CaptchaError where one is due."""
    _hold(VISITORS.seconds_to_wait(request))
    if token:
        if not captcha.is_solved(token, answer):
            raise CaptchaError(wrong=True)
    elif _is_due(request, about):
        raise CaptchaError(wrong=False)
    _hold(NUMBERS.seconds_to_wait(request, about))


def admit_call(request: HttpRequest, about: str) -> None:
    """The same for a call of the API, which solves no captcha. Raises TooOftenError."""
    _hold(VISITORS.seconds_to_wait(request))
    _hold(FREE.seconds_to_wait(request))
    _hold(FREE_NUMBER.seconds_to_wait(request, about))
    _hold(NUMBERS.seconds_to_wait(request, about))


def admit_number(request: HttpRequest, about: str) -> None:
    """Let a file that names a number be compared with it. Raises TooOftenError."""
    _hold(NUMBERS.seconds_to_wait(request, about))


def admit_scan(request: HttpRequest) -> None:
    """Let somebody open the address of a QR code, or ask for a status. Raises TooOftenError."""
    _hold(SCANS.seconds_to_wait(request))


def admit_file(request: HttpRequest) -> None:
    """Let somebody send a file. Raises TooOftenError."""
    _hold(FILES.seconds_to_wait(request))


def admit_taking(request: HttpRequest, pk: int) -> None:
    """Let somebody take the PDF of a certificate, or try to. Raises TooOftenError."""
    _hold(TAKEN.seconds_to_wait(request))
    _hold(TAKEN_ONE.seconds_to_wait(request, f"certificate/{pk}"))


def _is_due(request: HttpRequest, about: str) -> bool:
    """Both are counted each time."""
    visitor = FREE.seconds_to_wait(request)
    number = FREE_NUMBER.seconds_to_wait(request, about)
    return bool(visitor or number)


def _hold(seconds: int) -> None:
    if seconds:
        raise TooOftenError(seconds)
