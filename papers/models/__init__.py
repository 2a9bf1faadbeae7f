from papers.models.bank import Bank, Criterion, KnowledgePoint, Picture, Question
from papers.models.exchange import Export, Upload
from papers.models.paper import Blueprint, Opening, Paper
from papers.models.printing import PrintingHouse, PrintOrder

__all__ = [
    "Bank",
    "Blueprint",
    "Criterion",
    "Export",
    "KnowledgePoint",
    "Opening",
    "Paper",
    "Picture",
    "PrintOrder",
    "PrintingHouse",
    "Question",
    "Upload",
]
