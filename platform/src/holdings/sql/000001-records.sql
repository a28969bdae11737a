create schema if not exists holdings;

-- A records dataset: which tables hold its rows, and how far it has come. The current rows are in holdings.rows_N, what rows
-- were before is in holdings.past_N. Tables and columns have names of our own making; a publisher's words are data.
create table holdings.registers (
  dataset text primary key,
  -- In order: [{"name": …, "type": …, "column": "f1"}].
  fields jsonb not null,
  key text not null,
  tables integer not null unique,
  -- The number of the last commit, and when it was made.
  sequence bigint not null default 0,
  at timestamptz,
  rows bigint not null default 0,
  -- Places given out: a record keeps its own from its first upsert until it is deleted.
  places bigint not null default 0,
  -- The columnar copy, and the one before it, which a reader may still be opening.
  copy text,
  copy_sequence bigint,
  copy_at timestamptz,
  copy_before text
);

create sequence holdings.table_numbers as integer;

create table holdings.commits (
  dataset text not null references holdings.registers (dataset) on delete cascade,
  sequence bigint not null,
  at timestamptz not null,
  changes bigint not null,
  primary key (dataset, sequence)
);
create index commits_at on holdings.commits (dataset, at);

-- Idempotency ids that were seen, so that a change that is sent again is not made again.
create table holdings.change_ids (
  dataset text not null references holdings.registers (dataset) on delete cascade,
  id text not null,
  at timestamptz not null,
  primary key (dataset, id)
);
create index change_ids_at on holdings.change_ids (at);

-- Values read anew as another type: null for what is none of that type.
create function holdings.number_or_null(value text) returns double precision language plpgsql immutable strict as
  $$ begin return value::double precision; exception when others then return null; end $$;
create function holdings.date_or_null(value text) returns date language plpgsql immutable strict as
  $$ begin return value::date; exception when others then return null; end $$;
create function holdings.time_or_null(value text) returns time language plpgsql immutable strict as
  $$ begin return value::time; exception when others then return null; end $$;
create function holdings.datetime_or_null(value text) returns timestamp language plpgsql immutable strict as
  $$ begin return value::timestamp; exception when others then return null; end $$;
create function holdings.json_or_null(value text) returns text language plpgsql immutable strict as
  $$ begin perform value::json; return value; exception when others then return null; end $$;
