create schema catalogue;

create table catalogue.organisations (
  id text primary key,
  name text not null,
  kind text not null,
  contact text not null,
  assurances jsonb not null default '[]'
);

create table catalogue.datasets (
  ref text primary key,
  organisation text not null references catalogue.organisations (id),
  name text not null,
  title text not null,
  description text not null,
  classification text not null,
  classification_reason text not null,
  licence text,
  key text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Number of the newest version; null before the first publish. Set last, so that a half-made version is never served.
  latest integer,
  search tsvector generated always as (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('simple', replace(ref, '-', ' ')), 'B') ||
    setweight(to_tsvector('english', description), 'C')) stored,
  unique (organisation, name)
);
create index datasets_search on catalogue.datasets using gin (search);
create index datasets_updated on catalogue.datasets (updated_at desc, ref);

-- A version never changes; reading it anew with other types adds a reading, and the newest reading is the one served.
create table catalogue.versions (
  dataset text not null references catalogue.datasets (ref),
  number integer not null,
  reading integer not null,
  original text not null,
  original_name text not null,
  media_type text not null,
  bytes bigint not null,
  snapshot text not null,
  rows bigint not null,
  fields jsonb not null,
  profile jsonb not null,
  report jsonb not null,
  note text,
  published_at timestamptz not null,
  published_by text not null,
  primary key (dataset, number, reading)
);
