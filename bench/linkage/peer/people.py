"""The performance model: the six comparisons and two sets of rules that both programs run on uk_people."""

import splink.comparison_library as cl
from splink import SettingsCreator, block_on

LOOSE = [
    block_on("dob"),
    block_on("postcode"),
    block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
    block_on("surname", "substr(first_name,1,1)"),
]

TIGHT = [
    block_on("first_name", "surname", "city"),
    block_on("first_name", "dob"),
    block_on("surname", "dob"),
    block_on("postcode", "dob"),
    block_on("postcode", "first_name"),
    block_on("email"),
    block_on("substr(first_name,1,3)", "substr(surname,1,4)", "substr(dob,1,4)"),
]


def settings(rules):
    # Ids and weights alone are kept: the least that Splink can be asked to write, and so its fastest.
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.EmailComparison("email"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def train(linker, stages, max_pairs):
    with stages.stage("prior"):
        linker.training.estimate_probability_two_random_records_match(
            [block_on("first_name", "surname", "dob"), block_on("email")], recall=0.6
        )
    with stages.stage("u"):
        linker.training.estimate_u_using_random_sampling(max_pairs=max_pairs)
    with stages.stage("m"):
        for rule in (block_on("first_name", "surname"), block_on("dob")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
