"""An application as its people fill it in: the list of its parts, and the parts that are forms."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import kinds
from casework.services import door
from catalogue.regulations.terms import FilingStep
from config import clock
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.models import Filing
from filing.sections import BY_KEY
from filing.sections.all import FORMS, form_of
from filing.sections.forms import SectionForm
from filing.selectors import drafts, progress
from filing.services import answering
from filing.views import drafting

BEING_FILLED = (FilingStep.DRAFT, FilingStep.SUPPLEMENT)


@require_safe
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """The parts as a list of tasks: how each stands, why it is not complete, what comes next."""
    filing = drafting.draft_or_404(request.user, number)
    if filing.state not in BEING_FILLED:
        return redirect("casework:case", number)
    found = dossier.load(filing)
    issues = problems(found)
    standings = progress.standings(found, issues)
    open_keys = drafts.open_sections(filing)
    asked = {key for key, _ in drafts.asked(filing)}
    todo = [s for s in standings if s.state != progress.DONE and s.section.key in open_keys]
    context = {
        "filing": filing,
        "tasks": [_task(filing, each, open_keys, asked) for each in standings],
        "done": sum(each.state == progress.DONE for each in standings),
        "total": len(standings),
        "following": drafting.link(filing, todo[0].section) if todo else None,
        "refusing": sum(issue.refuses for issue in issues),
        "warning": sum(not issue.refuses for issue in issues),
    }
    return render(request, "filing/draft/list.html", context)


def _task(filing: Filing, standing: progress.Standing, open_keys, asked) -> dict:
    section = standing.section
    hint = standing.hint or ("" if standing.state == progress.DONE else section.lead)
    if section.key in asked:
        hint = f"办理机关要求补正。{standing.hint}"
    elif section.key not in open_keys:
        hint = "补正通知没有提到，只能查看。"
    return {**drafting.link(filing, section), "state": standing.state, "hint": hint}


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A part that is a form. Without scripts its button keeps what was changed on this page."""
    filing = drafting.draft_or_404(request.user, number)
    if request.method == "POST":
        return _keep(request, filing, key)
    found = dossier.load(filing)
    form = form_of(filing, key, found.answers.get(key, {}))
    issues = [issue for issue in problems(found) if issue.section == key]
    slots = {slot.key: slot for slot in found.papers}
    context = drafting.frame(
        filing,
        key,
        issues=issues,
        groups=[
            {
                "heading": each.heading,
                "fields": [
                    (field, _note(form, field.name), form.cites.get(field.name))
                    for field in each.fields
                ],
                "papers": [slots[name] for name in each.heading.materials if name in slots],
            }
            for each in form.save_as_typed().groups()
        ],
        shown=_shown(found, key),
    )
    return render(request, "filing/draft/form.html", context)


def _shown(found: dossier.Dossier, key: str) -> dict:
    whole = snapshot.shown(snapshot.of(found))
    return next(each for each in whole["sections"] if each["key"] == key)


def _keep(request: HttpRequest, filing: Filing, key: str) -> HttpResponse:
    form_class = FORMS[key].of(filing)
    names = [name for name in form_class.base_fields if f"was_{name}" in request.POST]
    seen = {name: request.POST[f"was_{name}"] for name in names}
    sent = {name: _text(request, name) for name in names}
    changes = {name: text for name, text in sent.items() if answering.mark_of(text) != seen[name]}
    try:
        lost = answering.save(filing, key, changes, actor=request.user, seen=seen)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(f"filing:{key}", filing.number)
    except door.ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except door.DoorError as refused:
        return _conflict(request, filing, key, refused, form_of(filing, key, sent))
    for each in lost:
        messages.warning(request, _overwrote(form_class, each))
    messages.success(request, "已保存。")
    return redirect(f"filing:{key}", filing.number)


def _conflict(request, filing: Filing, key: str, refused, form: SectionForm) -> HttpResponse:
    """What was typed comes back to be copied."""
    context = {
        "case": filing,
        "kind": kinds.kind_of(filing),
        "label": f"保存“{BY_KEY[key].title}”",
        "refused": refused,
        "typed": [(row.label, row.value) for row in form.rows() if row.value],
    }
    return render(request, "casework/act_conflict.html", context, status=409)


@require_POST
def save(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Keep one field as it is typed; answers the note under it (a fragment)."""
    filing = drafting.draft_or_404(request.user, number)
    name = request.POST.get("field", "")
    if key not in FORMS or name not in FORMS[key].of(filing).base_fields:
        raise Http404
    text, seen = _text(request, name), {name: request.POST.get(f"was_{name}", "")}
    try:
        lost = answering.save(filing, key, {name: text}, actor=request.user, seen=seen)
    except ValidationError as refused:
        return _refused(request, name, seen[name], " ".join(refused.messages), 422)
    except door.DoorError as refused:
        return _refused(request, name, seen[name], str(refused), 409)
    form = form_of(filing, key, answering.typed(filing, key))
    note = _note(form, name) | {
        "saved_at": clock.now(),
        "overwrote": _overwrote(type(form), lost[0]) if lost else "",
    }
    return render(request, "filing/draft/note.html", {"note": note})


def _refused(request: HttpRequest, name: str, seen: str, why: str, status: int) -> HttpResponse:
    note = {"name": name, "mark": seen, "faults": [f"没有保存：{why}内容仍在本页，可以复制。"]}
    return render(request, "filing/draft/note.html", {"note": note}, status=status)


def _note(form: SectionForm, name: str) -> dict:
    mark = answering.mark_of(form.typed.get(name, ""))
    return {"name": name, "mark": mark, "faults": form.wrong.get(name, [])}


def _overwrote(form_class: type[SectionForm], lost: answering.Overwritten) -> str:
    label = form_class.base_fields[lost.name].label
    before = f"“{lost.text[:100]}”" if lost.text else "空白"
    return f"打开本页后，“{label}”在别处改为{before}，现在保存的是您在本页填写的内容。"


def _text(request: HttpRequest, name: str) -> str:
    """Browsers send line ends in two ways; one text has one mark."""
    return request.POST.get(name, "").replace("\r\n", "\n")
