# The image of web, worker and beat, see docker-compose.yml. It holds no secret and runs as an unprivileged user.

FROM node:24-slim AS assets
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY assets assets
RUN npm run build

FROM python:3.13-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA_DIR=/data
WORKDIR /app
RUN useradd --system --uid 10001 pbr && install -d -o pbr -g pbr /data
COPY requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
COPY --from=assets /src/build/assets build/assets
RUN SECRET_KEY=only-while-the-image-is-built python manage.py collectstatic --noinput --verbosity 0
USER pbr
EXPOSE 8000
VOLUME /data
CMD ["python", "-m", "gunicorn", "pbrmanager.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", "--timeout=120", "--access-logfile=-"]
