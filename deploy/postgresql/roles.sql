-- Two roles: one owns the tables (gocua init, restore), one serves. Once, as PostgreSQL's superuser (psql 14 or later):
--   OWNER_PASSWORD=… SERVING_PASSWORD=… psql -v ON_ERROR_STOP=1 -f deploy/postgresql/roles.sql
-- then, as the owner: gocua init, gocua rights gocua. The server's DATABASE_URL names gocua, never gocua_owner.
\getenv owner_password OWNER_PASSWORD
\getenv serving_password SERVING_PASSWORD
CREATE ROLE gocua_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE gocua LOGIN PASSWORD :'serving_password';
CREATE DATABASE gocua OWNER gocua_owner;
REVOKE ALL ON DATABASE gocua FROM PUBLIC;
GRANT CONNECT ON DATABASE gocua TO gocua;
\connect gocua
ALTER SCHEMA public OWNER TO gocua_owner;
