# Gloss in one image: not root, one volume (/data), no network at run time but what a reader asks to fetch.
FROM python:3.11-slim
WORKDIR /gloss
COPY requirements.lock requirements-test.lock ./
RUN pip install --no-cache-dir -r requirements.lock
# An extra of pyproject.toml, such as `cluster`: docker build --build-arg EXTRA=cluster .
ARG EXTRA=""
COPY pyproject.toml README.md LICENSE gloss_reader.py ./
COPY app app
COPY templates templates
COPY static static
COPY migrations migrations
COPY model model
COPY demo demo
RUN pip install --no-cache-dir --no-deps . \
    && if [ -n "$EXTRA" ]; then pip install --no-cache-dir --constraint requirements-test.lock ".[$EXTRA]"; fi \
    && useradd --system --create-home --uid 10001 gloss \
    && mkdir /data && chown gloss /data
USER gloss
ENV GLOSS_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["gloss", "serve", "--host", "0.0.0.0", "--port", "8000"]
