create schema governance;

-- One row. Every change of policy takes the next number first, and so the changes of all nodes stand in one order:
-- whoever has read up to a number has missed nothing before it.
create table governance.revision (single boolean primary key default true check (single), value bigint not null);
insert into governance.revision (value) values (0);

create table governance.agreements (
  id text primary key,
  -- json, not jsonb: the fields of a clause keep the order in which the parties wrote them.
  document json not null,
  -- SHA-256 (hex) of the canonical document (RFC 8785): what is signed.
  hash text not null,
  -- Secret: the key of this agreement's pseudonyms.
  key text not null,
  state text not null check (state in ('draft', 'proposed', 'active', 'suspended', 'ended')),
  suspended_by text[] not null default '{}',
  revision bigint not null
);
create index agreements_by_revision on governance.agreements (revision);

-- A signature counts while the document's hash is the one that was signed.
create table governance.signatures (
  agreement text not null references governance.agreements (id),
  organisation text not null,
  role text not null,
  name text not null,
  hash text not null,
  at timestamptz not null,
  primary key (agreement, organisation, role, hash)
);

create table governance.steps (
  number bigint generated always as identity primary key,
  agreement text not null references governance.agreements (id),
  at timestamptz not null,
  step text not null,
  organisation text not null,
  role text not null,
  name text not null,
  note text
);
create index steps_by_agreement on governance.steps (agreement, number);

-- Versioned: the newest version of a rule is the rule; `withdrawn` ends it.
create table governance.house_rules (
  organisation text not null,
  id text not null,
  version integer not null,
  document json not null,
  withdrawn boolean not null default false,
  at timestamptz not null,
  name text not null,
  revision bigint not null,
  primary key (organisation, id, version)
);
create index house_rules_by_revision on governance.house_rules (revision);

-- The place's own; those of W3C DPV come with the code.
create table governance.purposes (
  id text primary key,
  label text not null,
  definition text not null,
  parent text,
  revision bigint not null
);
