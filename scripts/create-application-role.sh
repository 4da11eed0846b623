#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: the application signs in as a role that is no superuser.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$APPLICATION_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE pbr_app LOGIN NOSUPERUSER PASSWORD :'password';
CREATE DATABASE pbrmanager OWNER pbr_app;
SQL
