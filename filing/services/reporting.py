"""Commitment, report to the province, re-check (LC-12, LN-05, LN-06, SD-06)."""

from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from casework import parties
from catalogue.regulations.terms import Actor, FilingAct
from config import clock
from filing.documents import commitment, printed, record_form
from filing.models import Filing
from filing.selectors.acting import office_for

COMMITMENT = "printing/filing/commitment.1.html"
RECORD_FORM = "printing/filing/record_form.1.html"


def commit(filing: Filing, *, actor: User, name: str, digest: str, **_) -> dict:
    """Sign the 承诺书 in one's own name (LN-05). The text is kept as it was signed, with a PDF.

    Who may: a manager of the applicant. Raises ValidationError for another name than the account's,
    or a text that is not the one that was shown.
    """
    promised = commitment.of(filing)
    if not actor.name:
        raise ValidationError({"name": "您的账号还没有真实姓名，请先在“我的账号”中填写。"})
    if name.strip() != actor.name:
        raise ValidationError({"name": "请填写您本人的姓名，与账号登记的真实姓名一致。"})
    if digest != promised.digest:
        raise ValidationError("承诺书的内容有更新，请重新阅读后签署。")
    context = {
        "title": promised.title,
        "opening": promised.opening,
        "points": [{"text": point.text, "basis": point.cite} for point in promised.points],
        "digest": promised.digest,
        "owner": filing.owner.name,
        "signer": actor.name,
        "signed_at": clock.now(),
        "case_number": filing.number,
    }
    file = printed.keep(
        filing, COMMITMENT, context, name=f"承诺书 {filing.number}.pdf", actor=actor
    )
    # Who signed is the event's actor: a name would stay in the chain for ever.
    return {
        "text": promised.text,
        "sha256": promised.digest,
        "signed_at": clock.now().isoformat(),
        "file": str(file.pk),
    }


def report(filing: Filing, *, actor: User, note: str = "", **_) -> dict:
    """Send the record form (备案表, 报备表) to the province's centre; again after a return, with a
    new form. Who may: a reviewer of the office that reports."""
    office = office_for(filing, reporter(filing), actor)
    context = record_form.of(filing, office=office, to=addressee(filing), note=note)
    name = f"{context['title']} {filing.number}.pdf"
    file = printed.keep(filing, RECORD_FORM, context, name=name, actor=actor)
    return {
        "title": context["title"],
        "to": context["to"],
        "rows": context["rows"],
        "file": str(file.pk),
        "file_sha256": file.sha256,
    }


def reporter(filing: Filing) -> Actor:
    """Who reports under the filing's regulation."""
    arrows = filing.regulation.processes.filing.arrows
    return next(arrow.by for arrow in arrows if arrow.act == FilingAct.REPORT)


def addressee(filing: Filing) -> str:
    """To whom: the province's centre, as this portal names it, else as the region does."""
    here = parties.organisations_for(filing, Actor.PROVINCE_CENTRE)
    found = Organisation.objects.filter(pk__in=here).first()
    return found.name if found else record_form.centre_of(filing.regulation)
