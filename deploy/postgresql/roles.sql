-- Two roles: one owns the tables (gocua init, restore), one serves. Once, as PostgreSQL's superuser:
--   psql -v owner_password=… -v password=… -f deploy/postgresql/roles.sql
-- then, as the owner: gocua init, gocua rights gocua. The server's DATABASE_URL names gocua, never gocua_owner.
CREATE ROLE gocua_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE gocua LOGIN PASSWORD :'password';
CREATE DATABASE gocua OWNER gocua_owner;
REVOKE ALL ON DATABASE gocua FROM PUBLIC;
GRANT CONNECT ON DATABASE gocua TO gocua;
\connect gocua
ALTER SCHEMA public OWNER TO gocua_owner;
