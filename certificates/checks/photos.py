"""Everybody has a photograph: the certificate shows it (人社鉴发〔2021〕1号)."""

from assessment.models import Entry


def fault(entry: Entry) -> str:
    """What is wrong with somebody's; empty for nothing."""
    return "" if entry.photo_id else "没有照片。"
