"""PDF from templates: the one way in which this portal prints."""

from collections.abc import Mapping
from functools import cache

from django.template import engines
from django.template.backends.django import DjangoTemplates

from printing import fonts


class PrintError(Exception):
    """The document cannot be printed as asked. Its text says in Chinese what to do."""


class UndefinedVariableError(PrintError):
    """A template names something that the context lacks: a certificate must not have holes."""


class _Trap(str):
    """Django asks `"%s" in string_if_invalid` before it fills the name in: the moment to stop."""

    def __contains__(self, item: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise UndefinedVariableError(f"打印模板用到的“{name}”没有提供，请联系系统管理员。")


def render(
    template: str,
    context: Mapping,
    *,
    resources: Mapping[str, bytes] | None = None,
    tagged: bool = True,
) -> bytes:
    """The PDF of a Django template, which normally extends `printing/base.html`.

    A template may refer to static files and, as `resource:<name>`, to the bytes in `resources`
    (photographs, QR codes); neither the network nor any other file is reachable. The same input
    gives the same bytes; `tagged` as in `engine.draw`. Raises PrintError for a character without a
    glyph, a missing variable, or a file that is missing, not ours or broken.
    """
    html = _engine().get_template(template).render(dict(context))
    _refuse(fonts.missing_characters(html))
    # Here, because it needs libraries that the rest of the portal can do without.
    from printing import engine

    try:
        return engine.draw(html, resources or {}, tagged=tagged)
    except engine.NotPrintableError as error:
        _refuse(error.characters)
        raise
    except engine.UnusableFileError as error:
        address = error.address[:200]
        raise PrintError(
            f"打印用到的文件“{address}”不可用。是照片的请更换后重试，否则请联系系统管理员。"
        ) from error


def _refuse(characters: list[str]) -> None:
    if characters:
        raise PrintError(
            f"{fonts.describe(characters)}没有可用的字形，无法打印。"
            "请核对用字；确为人名生僻字的，请联系系统管理员补充字体。"
        )


@cache
def _engine() -> DjangoTemplates:
    """The templates of the pages, but one missing variable fails the document."""
    pages = {key: value for key, value in engines.templates["django"].items() if key != "BACKEND"}
    options = {**pages["OPTIONS"], "string_if_invalid": _Trap("%s"), "context_processors": []}
    return DjangoTemplates({**pages, "NAME": "printing", "OPTIONS": options})
