"""`manage.py make_signing_keys`: the keys of QR codes and of the platform's authority, made where
there are none. May be run again: what is there stays."""

from django.core.management.base import BaseCommand

from certificates import tags
from certificates.signing import authority


class Command(BaseCommand):
    help = "首次部署时生成二维码密钥和平台签名根证书；已有的保持不变。"

    def handle(self, *args, **options):
        tags.make_key()
        made = authority.make()
        until = made.certificate.not_valid_after_utc
        self.stdout.write(f"密钥已就绪，根证书有效期至 {until:%Y-%m-%d}。请备份 SIGNING_KEY_DIR。")
