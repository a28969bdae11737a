create schema if not exists identity;

-- A person is who their sign-in provider says: issuer and subject together, never an e-mail address.
create table identity.persons (
  id text primary key,
  issuer text not null,
  subject text not null,
  name text not null,
  suspended_at timestamptz,
  created_at timestamptz not null,
  unique (issuer, subject)
);

-- Roles belong to a person in an organisation.
create table identity.memberships (
  person text not null references identity.persons (id) on delete cascade,
  organisation text not null,
  roles text[] not null check (cardinality(roles) > 0),
  until timestamptz,
  disabled boolean not null default false,
  primary key (person, organisation)
);

-- Apps and other nodes. `generation` grows when a secret, the keys or the standing change: older tokens then stop.
create table identity.clients (
  client_id text primary key,
  secret_hash text,
  jwks jsonb,
  organisation text,
  roles text[] not null,
  about text not null,
  disabled boolean not null default false,
  generation integer not null default 1,
  created_at timestamptz not null,
  check (secret_hash is not null or jwks is not null)
);

-- Signed assertions (RFC 7523) are good once; kept, as a hash, until they would have expired anyway.
create table identity.assertions_used (
  client_id text not null,
  jti_hash bytea not null,
  expires_at timestamptz not null,
  primary key (client_id, jti_hash)
);
create index assertions_used_expiry on identity.assertions_used (expires_at);
