"""Splink on people, one step to a process, so that each has a peak of memory of its own."""

import argparse
import json
import os
import time
from dataclasses import replace

import duckdb
import splink
from splink import DuckDBAPI, Linker

import recipes
from recipe import rules
from stages import Stages

MODEL = replace(
    recipes.uk_people,
    # Rules for training that make few pairs, as a careful user of a million records would choose.
    em=rules("surname dob", "first_name postcode"),
)
RULES = {
    "tight": MODEL.rules,
    "loose": rules("dob", "postcode", "first_name:3 surname:4", "surname first_name:1"),
}

parser = argparse.ArgumentParser()
parser.add_argument("step", choices=["settings", "train", "score", "end-to-end", "single"])
parser.add_argument("--data")
parser.add_argument("--rules", choices=sorted(RULES), default="tight")
parser.add_argument("--model", help="a trained model, for score and single")
parser.add_argument("--threshold", type=float, help="left out: every pair is kept")
parser.add_argument("--count", type=int, default=100, help="how many single records")
parser.add_argument("--out", required=True)
given = parser.parse_args()

stages = Stages()
connection = duckdb.connect()
connection.execute("SET threads = 2")
connection.execute(f"SET temp_directory = '{given.out}/spill'")
database = DuckDBAPI(connection)


def linker_with(settings):
    with stages.stage("read"):
        connection.execute(f"CREATE TABLE people AS FROM '{given.data}'")
        people = database.register("people", table_name="input")
        linker = Linker(people, settings)
        # Part of making a table ready rather than of comparing: ours counts values when it reads.
        for column in ("first_name", "surname", "email", "city"):
            linker.table_management.compute_tf_table(column)
    return linker, people


def trained():
    with open(given.model) as file:
        settings = json.load(file)
    settings["blocking_rules_to_generate_predictions"] = [
        rule.get_blocking_rule("duckdb").as_dict() for rule in RULES[given.rules]
    ]
    return settings


def train():
    linker, _ = linker_with(replace(MODEL, u_pairs=1e7).settings())
    replace(MODEL, u_pairs=1e7).train(linker, stages)
    for name, chosen in RULES.items():
        settings = linker.misc.save_model_to_json()
        settings["blocking_rules_to_generate_predictions"] = [
            rule.get_blocking_rule("duckdb").as_dict() for rule in chosen
        ]
        with open(os.path.join(given.out, f"trained-{name}.json"), "w") as file:
            json.dump(settings, file)


def write_settings():
    """What training starts from, for ours to start from it too."""
    with open(os.path.join(given.out, "untrained.json"), "w") as file:
        json.dump(replace(MODEL, rules=RULES[given.rules]).settings().create_settings_dict("duckdb"), file)


def score(linker):
    with stages.stage("block"):
        blocked = linker.inference.compute_blocked_pairs_for_predict()
    with stages.stage("score"):
        pairs = linker.inference.predict(threshold_match_probability=given.threshold)
    stages.facts["candidates"] = total(f"SELECT count(*) FROM {blocked.physical_name}")
    stages.facts["pairs"] = total(f"SELECT count(*) FROM {pairs.physical_name}")
    stages.facts["weight"] = total(f"SELECT sum(match_weight) FROM {pairs.physical_name}")
    return pairs


def write(pairs):
    # All pairs are counted and their weights summed; of very many, one in fifty is written to be held against ours.
    some = "" if given.threshold is not None else "WHERE (unique_id_l::BIGINT + unique_id_r::BIGINT) % 50 = 0"
    with stages.stage("write"):
        connection.execute(
            f"""COPY (SELECT unique_id_l AS id_l, unique_id_r AS id_r, match_weight AS weight FROM {pairs.physical_name}
            {some}) TO '{given.out}/pairs.parquet'"""
        )


def end_to_end():
    linker, _ = linker_with(replace(MODEL, rules=RULES[given.rules]).settings())
    MODEL.train(linker, stages)
    pairs = score(linker)
    with stages.stage("cluster"):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=given.threshold
        )
    with stages.stage("write"):
        connection.execute(
            f"""COPY (SELECT unique_id, cluster_id AS cluster FROM {clusters.physical_name})
            TO '{given.out}/clusters.parquet'"""
        )


def single():
    """Each as a new record against all others, which have to be there before the clock starts."""
    linker, people = linker_with(trained())
    ids = connection.execute(
        f"SELECT unique_id FROM people ORDER BY md5(unique_id) LIMIT {given.count}"
    ).fetchall()
    seconds = []
    for nth, (one,) in enumerate(ids):
        connection.execute(
            f"CREATE OR REPLACE TABLE one AS SELECT * REPLACE ('new' AS unique_id) FROM people WHERE unique_id = '{one}'"
        )
        started = time.perf_counter()
        record = database.register("one", table_name=f"one_{nth}")
        found = linker.inference.predict_between(
            people, record, threshold_match_probability=given.threshold, warning_mode="never"
        )
        found.as_record_list()
        seconds.append(time.perf_counter() - started)
        found.drop_table_from_database_and_remove_from_cache()
    stages.facts["seconds"] = seconds


def total(sql):
    return connection.execute(sql).fetchall()[0][0]


if given.step == "settings":
    write_settings()
elif given.step == "train":
    train()
elif given.step == "score":
    write(score(linker_with(trained())[0]))
elif given.step == "end-to-end":
    end_to_end()
else:
    single()
stages.facts["versions"] = {"splink": splink.__version__, "duckdb": duckdb.__version__}
stages.save(os.path.join(given.out, "stages.json"))
