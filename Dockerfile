# Newsfold in a container: `run` as a user that owns nothing but /data. docs/operating.md says how it is started.
#
#     docker build -t newsfold .
#     docker run -d -p 127.0.0.1:8000:8000 -v newsfold:/data -e NEWSFOLD_SERVE_PASSWORD=... newsfold

FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY docs/man docs/man
COPY src src
# An environment without pip, so that nothing that installs or builds comes along.
RUN python -m venv --without-pip /opt/newsfold \
 && pip --disable-pip-version-check --no-cache-dir --python /opt/newsfold/bin/python install . \
 && /opt/newsfold/bin/newsfold --version

FROM python:3.12-slim
RUN groupadd --system --gid 10001 newsfold \
 && useradd --system --uid 10001 --gid newsfold --home-dir /data --shell /usr/sbin/nologin newsfold \
 && install --directory --owner newsfold --group newsfold --mode 0750 /data
COPY --from=build /opt/newsfold /opt/newsfold
# A container has an address of its own, so the server listens on all of them; it refuses to without a password.
ENV PATH=/opt/newsfold/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    NEWSFOLD_STORE=/data/newsfold.db \
    NEWSFOLD_SERVE_HOST=0.0.0.0 \
    NEWSFOLD_SERVE_PORT=8000 \
    NEWSFOLD_LOG=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"NEWSFOLD_SERVE_PORT\"]}/healthz', timeout=3)"]
ENTRYPOINT ["newsfold"]
CMD ["run"]
