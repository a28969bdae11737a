-- What a dataset is: a table of published files, or records that change.
alter table catalogue.datasets add column kind text not null default 'table' check (kind in ('table', 'records'));
