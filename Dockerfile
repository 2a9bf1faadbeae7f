# One image for web server, worker, beat and migrations; docker-compose.yml says which.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv \
    && /venv/bin/pip install --quiet --no-deps --require-hashes --requirement requirements.lock
COPY . .
# Production settings want everything named; collecting static files uses none of it.
RUN DJANGO_SETTINGS_MODULE=config.settings.production STATIC_ROOT=/app/collected \
    SECRET_KEY=only-to-collect-static-files-never-used-to-serve-anyone \
    DATABASE_URL=postgres://build/build REDIS_URL=redis://build MEDIA_ROOT=/tmp \
    SITE_URL=https://build.invalid EMAIL_URL=dummymail:// \
    PERSONAL_DATA_KEYS=only-to-collect-static-files-never-used-1 \
    LOOKUP_KEY=only-to-collect-static-files-never-used-2 \
    SIGNING_KEY_DIR=/tmp SIGNING_KEY_SECRET=only-to-collect-static-files-never-used-3 \
    /venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin jiping \
    && install -d -o jiping /data /data/media /data/var \
    && install -d -o jiping -m 700 /data/keys
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/app/collected \
    MEDIA_ROOT=/data/media \
    SIGNING_KEY_DIR=/data/keys \
    VAR_DIR=/data/var
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", \
     "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "20", \
     "--respawn-failed-workers", "--log-level", "warning", "config.wsgi:application"]
