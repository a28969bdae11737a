"""Trains Splink on one set, scores every candidate pair, clusters at several thresholds."""

import argparse
import json
import os

import duckdb
from splink import DuckDBAPI, Linker

import recipes
from stages import Stages

# 0.95 is timed and shown; of all of them the best is shown too.
THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999]

parser = argparse.ArgumentParser()
parser.add_argument("--set", required=True)
parser.add_argument("--variant", choices=["best", "equal"], required=True)
parser.add_argument("--out", required=True)
parser.add_argument("tables", nargs="+", help="NAME=FILE.parquet")
given = parser.parse_args()

stages = Stages()
recipe = getattr(recipes, given.variant)[given.set]
connection = duckdb.connect()
connection.execute("SET threads = 2")
database = DuckDBAPI(connection)
tables = dict(table.split("=", 1) for table in given.tables)

with stages.stage("read"):
    inputs = []
    for name, file in tables.items():
        columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
        kept = [f'"{column}"' for column in columns if column not in recipe.derived]
        made = [f"{sql} AS {column}" for column, sql in recipe.derived.items()]
        connection.execute(f"CREATE TABLE input_{name} AS SELECT {', '.join(kept + made)} FROM '{file}'")
        inputs.append(database.register(f"input_{name}", dataset_display_name=name))

settings = recipe.settings()
with open(os.path.join(given.out, "untrained.json"), "w") as file:
    json.dump(settings.create_settings_dict("duckdb"), file)
linker = Linker(inputs if len(inputs) > 1 else inputs[0], settings)
recipe.train(linker, stages)
with stages.stage("block"):
    blocked = linker.inference.compute_blocked_pairs_for_predict()
with stages.stage("score"):
    pairs = linker.inference.predict()
with stages.stage("cluster"):
    linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)

one = next(iter(tables))
sources = ["source_dataset_l", "source_dataset_r"] if len(tables) > 1 else [f"'{one}'", f"'{one}'"]
connection.execute(
    f"""COPY (SELECT {sources[0]} AS source_l, unique_id_l::VARCHAR AS id_l, {sources[1]} AS source_r,
    unique_id_r::VARCHAR AS id_r, match_probability AS probability, match_weight AS weight FROM {pairs.physical_name})
    TO '{given.out}/pairs.parquet'"""
)
source = "source_dataset" if len(tables) > 1 else f"'{one}'"
for threshold in THRESHOLDS:
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
    connection.execute(
        f"""COPY (SELECT {source} AS source, unique_id::VARCHAR AS id, cluster_id::VARCHAR AS cluster
        FROM {clusters.physical_name}) TO '{given.out}/clusters-{threshold}.parquet'"""
    )
linker.misc.save_model_to_json(os.path.join(given.out, "trained.json"), overwrite=True)
stages.facts["settings"] = recipe.origin
stages.save(os.path.join(given.out, "stages.json"))
