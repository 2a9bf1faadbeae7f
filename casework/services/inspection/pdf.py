"""PDFs: pages and nothing else."""

from casework.services.inspection import probes
from casework.services.inspection.refusal import RefusedFile

MAX_PAGES = 500

REMEDY = "请打开后用“打印”另存为一份普通的 PDF，再上传。"
# What the probe answers → what the person is told.
REASONS = {
    "encrypted": f"设有密码或权限限制，无法审阅。请取消限制，或{REMEDY[1:]}",
    "damaged": f"不完整或已损坏，无法打开。请重新下载或扫描；能够打开的，{REMEDY}",
    "script": f"带有脚本，不予接收。{REMEDY}",
    "action": f"带有自动执行的动作，不予接收。{REMEDY}",
    "attachment": f"里面嵌有其他文件或多媒体，不予接收。请把附件单独上传；正文{REMEDY}",
    "xfa": f"是动态表单（XFA），多数程序无法显示。{REMEDY}",
    "empty": "没有页面，请选择有内容的文件。",
    "pages": f"超过 {MAX_PAGES} 页，请分成几份后再上传。",
    "heavy": f"结构过于复杂，无法检查。{REMEDY}",
}


def check(name: str, data: bytes) -> int:
    """The number of pages. Raises RefusedFile for whatever is not a plain document."""
    answer = probes.ask("pdf_probe.py", data, MAX_PAGES)
    if answer.isdigit():
        return int(answer)
    raise RefusedFile(f"“{name}”{REASONS.get(answer, REASONS[probes.HEAVY])}")
