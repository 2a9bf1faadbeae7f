"""Contents and photographs of certificates as tests need them."""

import io

from PIL import Image

from certificates.documents.content import Content

NUMBER = "Y000037000123263000007"


def content(**values) -> Content:
    """A certificate of nobody."""
    given = {
        "number": NUMBER,
        "name": "安宝成",
        "document": "居民身份证",
        "id_number": "370000199001020000",
        "occupation": "电工",
        "level": "三级/高级工",
        "agency": "东方机械有限公司",
        "issued_on": "2026-03-05",
        "address": f"https://jiping.example/verify/{NUMBER}/?t=AbCdEfGhIjKlMnOp",
    }
    return Content(**given | values)


def photo(size=(295, 413), colour=(180, 40, 90), **options) -> bytes:
    """A JPEG of one colour with some texture, which shows whose it is."""
    ground = Image.effect_noise(size, 40).convert("RGB")
    picture = Image.blend(ground, Image.new("RGB", size, colour), 0.7)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85, **options)
    return target.getvalue()


# As long as the fields of a certificate are.
LONG = {
    "name": "阿依古丽·买买提·" * 6,
    "occupation": "网络与信息安全管理员（方向）" * 7,
    "work_type": "城市轨道交通信号检修工与安装调试" * 6,
    "agency": "东方机械装备制造（集团）有限公司" * 6,
    "province_query": "https://certificates.example/query",
    "print_serial": "37A0001234" * 4,
    "remark": "补发：原件遗失，" * 12,
}
