create schema receipts;

-- Where the log stands. Whoever appends holds this row, so that there is one log however many nodes write to it.
create table receipts.head (
  one boolean primary key default true check (one),
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- Roots of the perfect subtrees, largest first, 32 bytes each: all that is needed to append.
  peaks bytea not null check (octet_length(peaks) % 32 = 0),
  -- The signed note of this size and root.
  checkpoint text not null,
  -- Verifier key of the log: a node with another key must not write to it.
  key text not null
) with (fillfactor = 20);

create table receipts.entries (
  index bigint primary key,
  -- 'receipt', or 'completion': how the answer of that receipt ended. Not checked here, nor is anything else below:
  -- twenty thousand rows a second pass, and only this room writes them.
  kind text not null,
  receipt text not null,
  at timestamptz not null,
  salt bytea not null,
  -- What the public log holds: SHA-256(salt ‖ body).
  entry bytea not null,
  -- Canonical JSON (RFC 8785). Text, not jsonb, because its very bytes are hashed.
  body text not null,
  -- Copies out of the body, to list by.
  organisation text,
  holder text,
  app text,
  person text,
  dataset text
);

create index entries_by_receipt on receipts.entries (receipt);
create index entries_by_organisation on receipts.entries (organisation, index) where organisation is not null;
create index entries_by_holder on receipts.entries (holder, index) where holder is not null;
create index entries_by_app on receipts.entries (app, index) where app is not null;
create index entries_by_person on receipts.entries (person, index) where person is not null;
create index entries_by_dataset on receipts.entries (dataset, index) where dataset is not null;

-- Tile hashes above the leaves: at level 1 the root of every 256 entries, at level 2 of every 256 of those, and so on.
create table receipts.nodes (
  level smallint not null check (level > 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- Nothing in the log changes. This stops accidents; what an owner of the database does on purpose, the verifier finds.
create function receipts.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log of receipts is append-only';
end
$$;

create trigger append_only before update or delete or truncate on receipts.entries
  for each statement execute function receipts.refuse_change();
create trigger append_only before update or delete or truncate on receipts.nodes
  for each statement execute function receipts.refuse_change();
