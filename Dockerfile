# Two stages: the first needs pip and its cache, the second only what they made.
FROM python:3.13-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements.txt .
RUN .venv/bin/python -m pip install --require-hashes -r requirements.txt
COPY manage.py ./
COPY enbyforalle enbyforalle
COPY events events
COPY organisers organisers
COPY templates templates
COPY static static
COPY locale locale
# DEMO gives the key and addresses that settings ask for; nothing of it is kept in the image.
RUN DEMO=1 STATIC_ROOT=/app/static-files .venv/bin/python manage.py collectstatic --no-input \
    && .venv/bin/python -m compileall -q enbyforalle events organisers

FROM python:3.13-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/app/.venv/bin:$PATH \
    BIND=0.0.0.0 PORT=8000 STATIC_ROOT=/app/static-files \
    MEDIA_ROOT=/data/media PAGE_STORE_FOLDER=/data/pages \
    DATABASE_URL=sqlite:////data/db.sqlite3
RUN useradd --system --uid 10001 --home-dir /data --create-home site
COPY --from=build /app /app
COPY LICENSE /app/
WORKDIR /app
# The code belongs to root, so a fault in the site cannot change it; only /data can be written.
USER site
VOLUME /data
EXPOSE 8000
# The process, not the database: see "Health" in docs/operations.md.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
# Sent on by `exec`, so that `docker stop` reaches the site itself and requests can end.
CMD ["sh", "-c", "python manage.py setup && exec python manage.py serve"]
