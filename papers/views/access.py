"""Whose plan, whose paper, whose bank: asked by every page of papers."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.models import User
from assessment.models import Plan
from assessment.views.entries import plan_or_404
from papers.models import Bank, Paper
from papers.selectors import rights
from papers.selectors.papers import all_of

NOT_TOLD = "试卷的情况只向评价机构的人员和办理机关公开。"
NOT_YOURS = "只有评价机构的管理员和命题人员可以办理试卷。"


def known_plan(user: User, number: str) -> Plan:
    """The plan, for who may know of its papers; 404 for whom it does not exist, 403 for others who
    see it."""
    plan = plan_or_404(user, number)
    if not rights.knows_of(user, plan):
        raise PermissionDenied(NOT_TOLD)
    return plan


def own_plan(user: User, number: str) -> Plan:
    """The plan, for who prepares its papers; 403 for others who see it."""
    plan = plan_or_404(user, number)
    if not rights.prepares(user, plan):
        raise PermissionDenied(NOT_YOURS)
    return plan


def paper_of(plan: Plan, pk: int) -> Paper:
    """A paper of the plan; 404 for any other."""
    paper = get_object_or_404(all_of(plan), pk=pk)
    paper.plan = plan
    return paper


def bank_or_404(user: User, pk: int) -> Bank:
    """A bank of which somebody keeps the blueprints; 404 for any other."""
    return get_object_or_404(rights.banks_of(user), pk=pk)
