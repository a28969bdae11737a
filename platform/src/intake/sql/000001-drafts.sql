create schema intake;

-- What was understood of an upload that nobody has confirmed yet. Original and snapshot are blobs already; nothing serves them.
create table intake.drafts (
  id text primary key,
  dataset text not null,
  made_at timestamptz not null,
  body jsonb not null
);
create index drafts_made on intake.drafts (made_at);
