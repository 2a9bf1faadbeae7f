"""The papers of an application: what is asked, what is there, and handing them in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.models import Material
from casework.services import materials
from casework.services.materials import Slot
from casework.views.sending import taken
from catalogue.regulations.terms import Promise
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.forms.papers import OTHER, InsteadForm, PaperForm, ways_instead
from filing.models import Filing
from filing.selectors.drafts import PAPERS
from filing.views import drafting


@require_safe
def paper_list(request: HttpRequest, number: str) -> HttpResponse:
    """Each paper that the regulation asks for, and those added besides."""
    filing = drafting.draft_or_404(request.user, number)
    found = dossier.load(filing)
    context = drafting.frame(
        filing,
        PAPERS,
        issues=[issue for issue in problems(found) if issue.section == PAPERS],
        slots=[
            {
                "slot": slot,
                "instead": bool(ways_instead(slot)),
                "stamped": bool(slot.rule and slot.rule.stamped),
            }
            for slot in found.papers
        ],
        last_print=filing.prints.order_by("-pk").first(),
        current_digest=snapshot.content_digest(snapshot.of(found)),
    )
    return render(request, "filing/draft/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Hand in one paper, its next version (`?replaces=`), or what stands in for it."""
    filing = drafting.draft_or_404(request.user, number)
    drafting.refuse_unless_open(filing, PAPERS)
    slot, old = _slot(filing, key), _replaced(request, filing)
    upload, instead = _forms(request, filing, slot, old)
    sent = upload if upload.is_bound else instead
    if sent and taken(sent, lambda: _hand_in(filing, slot, old, sent, request.user)):
        messages.success(request, f"已提交“{slot.name}”。")
        return redirect("filing:papers", number)
    context = {
        "filing": filing,
        "slot": slot,
        "old": old,
        "upload": upload,
        "instead": instead,
        "back": reverse("filing:papers", args=[number]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "filing/draft/paper.html", context, status=status)


def _slot(filing: Filing, key: str) -> Slot:
    """The paper of that key; `other` for one that no regulation names."""
    if key == OTHER:
        return Slot(OTHER, "其他材料", None, [])
    found = next((slot for slot in materials.overview(filing) if slot.key == key), None)
    if found is None:
        raise Http404
    return found


def _replaced(request: HttpRequest, filing: Filing) -> Material | None:
    asked = request.GET.get("replaces", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 9:
        raise Http404
    return get_object_or_404(Material, pk=int(asked), case_id=filing.pk)


def _forms(request, filing: Filing, slot: Slot, old: Material | None):
    """(upload, stand-in or None), the one that was sent bound."""
    posted = request.method == "POST"
    standing_in = posted and "instead-sent" in request.POST
    upload_data = (request.POST, request.FILES) if posted and not standing_in else ()
    upload = PaperForm(*upload_data, case=filing, replaces=old, slot=slot)
    if not ways_instead(slot):
        return upload, None
    instead_data = (request.POST,) if standing_in else ()
    return upload, InsteadForm(*instead_data, case=filing, slot=slot, prefix="instead")


def _hand_in(filing: Filing, slot: Slot, old: Material | None, form, actor) -> None:
    given = form.cleaned_data
    if isinstance(form, PaperForm):
        materials.add(filing, key=slot.key, replaces=old, actor=actor, **given)
        return
    materials.stand_in(
        filing,
        key=slot.key,
        instead=Promise(given["instead"]),
        note=given["note"],
        replaces=old,
        actor=actor,
    )
