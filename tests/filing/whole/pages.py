"""People at the pages: one opens a page, fills in its form as it stands there, and sends it."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.html import FormElement, HtmlElement

from accounts.models import User


class Page:
    """What came, and what stands on it."""

    def __init__(self, response: HttpResponse, people: "People"):
        self.response, self.people = response, people
        self.status = response.status_code

    @property
    def main(self) -> HtmlElement:
        return html.fromstring(self.response.content.decode()).xpath("//main")[0]

    @property
    def text(self) -> str:
        """What a reader sees in the middle of it, blanks and line breaks drawn together."""
        return " ".join(self.main.text_content().split())

    @property
    def errors(self) -> list[str]:
        """What the page says is wrong with the form that was sent."""
        form = self.response.context["form"]
        return [text for texts in form.errors.values() for text in texts]

    def link(self, part: str) -> str:
        """The first address on the page that holds this part."""
        return next(url for url in self.main.xpath(".//a/@href") if part in url)

    def rows(self) -> list[list[str]]:
        """The cells of the first table, a line a list."""
        lines = self.main.xpath("(.//table)[1]/tbody/tr")
        return [[" ".join(cell.text_content().split()) for cell in line] for line in lines]

    def said(self) -> dict[str, str]:
        """What stands behind each term of its lists."""
        found = {}
        for term in self.main.xpath(".//dl//dt"):
            text = " ".join(term.getnext().text_content().split())
            found.setdefault(term.text_content().strip(), text)
        return found

    def offered(self, name: str) -> list[str]:
        """What may be chosen or ticked in a field, but for the empty choice."""
        fields = ".//option[../@name=$name]/@value | .//input[@name=$name]/@value"
        return [value for value in self.main.xpath(fields, name=name) if value]

    def send(self, *, to: str = "", press: str = "", **typed) -> "Page":
        """Fill in the first form that has these fields (or goes `to` that address) and press its
        button, where there are several the one of that value; the rest is as the page has it, and
        None unticks a box. What it does not show cannot be filled in."""
        form = self._form(to, set(typed))
        sent: dict[str, list] = {}
        for name, value in _filled(form):
            sent.setdefault(name, []).append(value)
        address = form.get("action") or self.response.request["PATH_INFO"]
        sent |= {each.get("name"): press for each in form.iter("button") if _is(each, press)}
        sent |= typed
        return self.people.post(address, {n: v for n, v in sent.items() if v is not None})

    def _form(self, to: str, names: set[str]) -> FormElement:
        for form in self.main.xpath(".//form[@method='post']"):
            if names <= set(form.inputs.keys()) and form.get("action", "").endswith(to):
                return form
        raise AssertionError(f"{sorted(names)} {to}: {self.text[:500]}")


def _is(button: HtmlElement, value: str) -> bool:
    return bool(value) and button.get("value") == value


def _filled(form: FormElement) -> Iterator[tuple[str, str]]:
    """Each field with what stands in it, as a browser would send it."""
    for each in form.iter("input", "select", "textarea"):
        name, kind = each.get("name"), each.get("type", "text")
        if not name or kind in ("submit", "button", "file") or "disabled" in each.attrib:
            continue
        if each.tag == "textarea":  # the line break right after `<textarea>` is none of its text
            yield name, (each.value or "").removeprefix("\n")
        elif each.tag == "select":
            yield name, each.value or ""
        elif kind not in ("checkbox", "radio"):
            yield name, each.get("value", "")
        elif "checked" in each.attrib:
            yield name, each.get("value", "on")


class People:
    """Whoever sits at the one browser now."""

    def __init__(self, client: Client):
        self.client = client
        self.signed_in: User | None = None

    def sign_in(self, user: User | None) -> None:
        """Another person takes the seat, and the session begins anew; nobody: the public."""
        self.client.logout()
        if user:
            self.client.force_login(user)
        self.signed_in = user

    def open(self, user: User | None, address: str) -> Page:
        if user != self.signed_in:
            self.sign_in(user)
        return Page(self.client.get(address), self)

    def post(self, address: str, sent: dict) -> Page:
        return Page(self.client.post(address, sent), self)
