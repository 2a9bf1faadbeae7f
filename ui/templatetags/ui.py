"""Template tags and filters of the components; built into every template."""

from datetime import date, datetime

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, FileInput
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ui import navigation, ports
from ui.forms import megabytes

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """The portal's name, also where no context processor runs (the page of a 500)."""
    return settings.SITE_NAME


@register.simple_tag(takes_context=True)
def nav(context, which: str = "public") -> list[navigation.Link]:
    """The links of a menu for everybody (`public` or `oversight`) as they stand on this page."""
    for_all = {"public": navigation.PUBLIC, "oversight": navigation.OVERSIGHT}
    return navigation.links(for_all[which], context["request"].path)


@register.simple_tag(takes_context=True)
def desk_menu(context) -> list[tuple[str, list[navigation.Link]]]:
    """The menu of whoever is signed in, by groups, as it stands on this page."""
    request = context["request"]
    is_member = ports.is_member(request.user)
    entries = [each for each in navigation.DESK if is_member or not each.members_only]
    entries += ports.own_entries(request.user)
    return navigation.grouped(navigation.links(tuple(entries), request.path))


@register.simple_tag
def address(url: str) -> str:
    """This address where some app answers it, else "": `{% address "/lookup/" as lookup %}`."""
    return navigation.address(url)


@register.simple_tag(takes_context=True)
def unread_notices(context) -> int | None:
    """How many messages the signed-in user has not read; None where there is no message box."""
    return ports.unread_for(context["request"])


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The numbers a pager shows, "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def steps_lit(level: int | str) -> list[bool]:
    """The five steps of a level badge: 五级 lights one, 一级 all five."""
    return [step <= 6 - int(level) for step in range(1, 6)]


# Django's message tags beside our own tone words, so that both may be passed.
TONES = {"success": "ok", "warning": "warn", "error": "danger", "debug": "info"}
TONE_ICONS = {"ok": "circle-check", "warn": "alert-triangle", "danger": "alert-circle"}
TASK_STATES = {
    "todo": ("未开始", "neutral"),
    "doing": ("进行中", "info"),
    "done": ("已完成", "ok"),
}


@register.filter
def note_tone(tone: str) -> str:
    """Our tone for a message's level."""
    return TONES.get(tone, tone)


@register.filter
def note_icon(tone: str) -> str:
    """The icon that says the same as the tone's colour."""
    return TONE_ICONS.get(note_tone(tone), "info-circle")


@register.filter
def clock_icon(tone: str) -> str:
    """The icon of a deadline."""
    return {"danger": "alert-circle", "warn": "alert-triangle"}.get(tone, "clock")


@register.filter
def task_word(state: str) -> str:
    """todo, doing, done in Chinese."""
    return TASK_STATES[state][0]


@register.filter
def task_tone(state: str) -> str:
    """The tone of a task's state."""
    return TASK_STATES[state][1]


@register.filter
def isoformat(moment: date) -> str:
    """For the `datetime` attribute of <time>."""
    return moment.isoformat()


@register.filter
def moment(value: date) -> str:
    """A date, with the time of day where it has one."""
    return date_format(
        localtime(value) if isinstance(value, datetime) else value,
        "DATETIME_FORMAT" if isinstance(value, datetime) else "DATE_FORMAT",
    )


@register.filter
def first_id(field: BoundField) -> str:
    """Where a link to the field leads: its control, or the first of a group; of a group without
    any, what stands in its place."""
    if field.id_for_label or not field.subwidgets:
        return field.id_for_label or field.auto_id
    return field.subwidgets[0].id_for_label


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, to loop over."""
    return text.split()


@register.filter
def named(error: str, label: str) -> str:
    """An error as a list of errors tells it: with the field's name unless it names the field."""
    return error if label in error else f"{label}：{error}"


@register.filter
def takes_file(field: BoundField) -> bool:
    """Whether the field sends a file."""
    return isinstance(field.field.widget, FileInput)


@register.simple_tag
def upload_limit() -> int:
    """How many megabytes a single file may have."""
    return megabytes()


@register.filter
def thousands(number: int) -> str:
    """1674 as 1,674."""
    return f"{number:,}"
