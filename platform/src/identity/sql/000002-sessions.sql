-- Only the hash of a session's id is kept: a stolen copy of this table signs nobody in.
create table identity.sessions (
  id_hash bytea primary key,
  person text not null references identity.persons (id) on delete cascade,
  organisation text,
  created_at timestamptz not null,
  seen_at timestamptz not null
);
create index sessions_person on identity.sessions (person);
create index sessions_seen on identity.sessions (seen_at);
