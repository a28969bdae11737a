create schema entities;

-- `ref` is random and names the linkage's key in the keys folder. No table below is of use without it.
create table entities.linkages (
  ref text primary key,
  organisation text not null,
  id text not null,
  document json not null,
  defined_at timestamptz not null,
  -- The run whose records are served; set last, so that a half-made run is never seen.
  current_run integer,
  unique (organisation, id)
);

create table entities.runs (
  linkage text not null references entities.linkages (ref) on delete cascade,
  number integer not null,
  state text not null check (state in ('running', 'done', 'failed', 'interrupted')),
  step text not null,
  progress real not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  sources json not null default '[]',
  facts json,
  problem json,
  -- The trained model, whole: with it each weight can be explained later. Sealed, because term frequencies tell of values.
  model bytea,
  primary key (linkage, number)
);
-- Two runs at once do not mix, on however many nodes.
create unique index runs_one_at_a_time on entities.runs (linkage) where state = 'running';

-- A record is a keyed token; which dataset and which key it is, and the values it was linked by, are sealed.
create table entities.records (
  linkage text not null references entities.linkages (ref) on delete cascade,
  run integer not null,
  token text not null,
  entity text not null,
  sealed bytea not null,
  primary key (linkage, run, token)
);
create index records_by_entity on entities.records (linkage, run, entity);

-- Scored pairs from the review threshold on. The weight is sealed: two linkages of the same people would share it.
create table entities.pairs (
  linkage text not null references entities.linkages (ref) on delete cascade,
  run integer not null,
  id text not null,
  left_token text not null,
  right_token text not null,
  sealed bytea not null,
  primary key (linkage, run, id)
);
create index pairs_by_left on entities.pairs (linkage, run, left_token);
create index pairs_by_right on entities.pairs (linkage, run, right_token);

-- The history of a linkage: append-only. What a correction says stands until another one undoes it.
create table entities.corrections (
  linkage text not null references entities.linkages (ref) on delete cascade,
  id integer not null,
  at timestamptz not null,
  kind text not null check (kind in ('merge', 'split', 'undo', 'settle', 'run')),
  role text,
  by text,
  reason bytea,
  from_keys text[] not null,
  to_keys text[] not null,
  tokens text[] not null,
  undoes integer,
  primary key (linkage, id)
);
create unique index corrections_undone_once on entities.corrections (linkage, undoes) where undoes is not null;
create index corrections_from on entities.corrections using gin (from_keys);
create index corrections_to on entities.corrections using gin (to_keys);

-- What a correction rules about pairs of records, for clustering.
create table entities.rulings (
  linkage text not null,
  number bigint generated always as identity,
  correction integer not null,
  left_token text not null,
  right_token text not null,
  same boolean not null,
  primary key (linkage, number),
  foreign key (linkage, correction) references entities.corrections (linkage, id) on delete cascade
    deferrable initially deferred
);
create index rulings_by_left on entities.rulings (linkage, left_token);
create index rulings_by_right on entities.rulings (linkage, right_token);

-- What reviewers answered: append-only.
create table entities.opinions (
  linkage text not null references entities.linkages (ref) on delete cascade,
  number bigint generated always as identity,
  pair text not null,
  left_token text not null,
  right_token text not null,
  at timestamptz not null,
  answer text not null check (answer in ('same', 'different', 'cannot-tell', 'defer')),
  second_opinion boolean not null,
  comment bytea,
  reviewer text not null,
  role text,
  primary key (linkage, number)
);
create index opinions_by_pair on entities.opinions (linkage, pair);

create table entities.disputes (
  reference text primary key,
  linkage text not null references entities.linkages (ref) on delete cascade,
  pair text not null,
  left_token text not null,
  right_token text not null,
  reason bytea not null,
  reporter text not null,
  reported_at timestamptz not null,
  state text not null check (state in ('open', 'upheld', 'not-upheld')),
  decided_at timestamptz
);
create index disputes_by_linkage on entities.disputes (linkage, pair);

create function entities.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history of a linkage is append-only';
end $$;
create trigger corrections_append_only before update on entities.corrections
  for each row execute function entities.refuse_change();
create trigger opinions_append_only before update on entities.opinions
  for each row execute function entities.refuse_change();
