"""Production: every secret and address comes from the environment; what is missing is named."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.logging import configure
from config.settings.base import *  # noqa: F403
from config.settings.base import (
    DEMO,
    LOOKUP_KEY,
    PERSONAL_DATA_KEYS,
    SIGNING_KEY_SECRET,
    SITE_URL,
    database,
    env,
)

REQUIRED = (
    "SECRET_KEY",
    "PERSONAL_DATA_KEYS",
    "LOOKUP_KEY",
    "SIGNING_KEY_DIR",
    "SIGNING_KEY_SECRET",
    "DATABASE_URL",
    "REDIS_URL",
    "SITE_URL",
    "EMAIL_URL",
    "MEDIA_ROOT",
)
missing = [name for name in REQUIRED if not env.str(name, default="")]
if missing:
    raise ImproperlyConfigured(
        f"缺少环境变量：{'、'.join(missing)}。各项的含义见 docs/production.md。"
    )

# What each must look like, and an example to follow.
SHAPES = {
    "SECRET_KEY": (r".{50,}", "50 个以上字符的随机文字"),
    "DATABASE_URL": (r"(postgres|postgresql)://\S+", "postgres://用户:密码@主机:5432/库名"),
    "REDIS_URL": (r"(redis|rediss|unix)://\S+", "redis://主机:6379/0"),
    "SITE_URL": (
        r"https?://[^\s/]+" if DEMO else r"https://[^\s/]+",
        "完整的网址，例如 https://jiping.example.gov.cn",
    ),
}
for name, (shape, example) in SHAPES.items():
    if not re.fullmatch(shape, env.str(name).rstrip("/")):
        raise ImproperlyConfigured(f"{name} 应是{example}。")

keys = [*PERSONAL_DATA_KEYS, LOOKUP_KEY, SIGNING_KEY_SECRET]
if any(len(key) < 32 for key in keys) or len(set(keys)) < len(keys):
    raise ImproperlyConfigured(
        "PERSONAL_DATA_KEYS、LOOKUP_KEY 和 SIGNING_KEY_SECRET 的每个密钥"
        "都应是至少32个字符的随机文字，且互不相同。"
    )

host = urlsplit(SITE_URL).hostname
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[host, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)
DATABASES = {"default": database("")}

# The proxy in front ends TLS; DEMO behind plain http keeps its cookies usable.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
LOGGING = configure(env.str("LOG_LEVEL", default="INFO"))
