"""What strangers are answered where a limit or a captcha stops them."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse

from certificates.services.guarding import CaptchaError, TooOftenError, admit_guess
from ui import captcha
from ui.responses import too_many

TOKEN, ANSWER, ANOTHER = "captcha_token", "captcha_answer", "another"
DUE = "查询次数较多，请先回答下面的验证问题。"
WRONG = "验证没有通过，或者已经超过 5 分钟，请回答新的问题。"


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """429 with the time to wait, where the view comes upon a limit."""

    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooOftenError as refused:
            return too_many(request, refused.seconds)

    return inner


class Gate:
    """The captcha of one request: which is asked, and whether it lets through."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.token = request.POST.get(TOKEN, "")
        self.challenge: captcha.Challenge | None = None
        self.error = ""
        another = request.POST.get(ANOTHER, "")
        self.is_changed = another in (captcha.PICTURE, captcha.WORDS)
        if self.is_changed:
            self.challenge = captcha.ask(another)

    def lets_through(self, form: forms.Form, about: str) -> bool:
        """Whether the try may be made; else the form says why and the page asks. Raises
        TooOftenError."""
        answer = self.request.POST.get(ANSWER, "")
        try:
            admit_guess(self.request, about, token=self.token, answer=answer)
        except CaptchaError as asked:
            self.error = WRONG if asked.wrong else DUE
            form.add_error(None, self.error)
            self.challenge = captcha.ask(captcha.way_of(self.token))
            return False
        return True
