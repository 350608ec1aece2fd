# The bot and nothing else: no compiler, no tests, no sandbox, no root. Built and started by compose.yaml.
# Debian with the Python the tests run on; a release names the digest of the image it was built on in CHANGELOG.md.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HOME=/tmp MPLCONFIGDIR=/tmp
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin newswatch \
    && install -d -o newswatch -m 0700 /app/data
WORKDIR /app
COPY --from=build /venv /venv
COPY run_bot.py ./
COPY bot ./bot
COPY config ./config
RUN python -m compileall -q bot
USER 10001
VOLUME /app/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8787/livez', timeout=4)"]
ENTRYPOINT ["python", "run_bot.py"]
CMD ["run", "--live"]
