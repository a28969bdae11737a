"""How Splink is set up and trained for one data set."""

from dataclasses import dataclass, field

from splink import SettingsCreator, block_on

DEMO = "Splink's own demonstration"
TUTORIAL = "as Splink's tutorial sets up the like of it"
OURS = "set up by us, as Splink's guides advise"


@dataclass(frozen=True)
class Recipe:
    comparisons: list
    rules: list
    em: list
    """Deterministic rules whose guessed recall gives the prior; or the prior itself."""
    certain: list = field(default_factory=list)
    recall: float = 0.7
    prior: float | None = None
    u_pairs: float = 1e6
    u_seed: int | None = None
    link_type: str = "dedupe_only"
    """More columns, as SQL over the columns that are there."""
    derived: dict = field(default_factory=dict)
    em_without_tf: bool = False
    origin: str = OURS

    def settings(self):
        known = {} if self.prior is None else {"probability_two_random_records_match": self.prior}
        return SettingsCreator(
            link_type=self.link_type,
            comparisons=self.comparisons,
            blocking_rules_to_generate_predictions=self.rules,
            retain_matching_columns=False,
            retain_intermediate_calculation_columns=False,
            **known,
        )

    def train(self, linker, stages):
        training = linker.training
        with stages.stage("prior"):
            if self.prior is None:
                training.estimate_probability_two_random_records_match(self.certain, recall=self.recall)
        with stages.stage("u"):
            training.estimate_u_using_random_sampling(max_pairs=self.u_pairs, seed=self.u_seed)
        with stages.stage("m"):
            for rule in self.em:
                training.estimate_parameters_using_expectation_maximisation(
                    rule, estimate_without_term_frequencies=self.em_without_tf
                )


def rules(*columns):
    """`"a b"` is a rule of two columns; `"name:3"` the first three characters."""
    return [block_on(*(_key(column) for column in rule.split(" "))) for rule in columns]


def _key(column):
    name, _, length = column.partition(":")
    return f"substr({name},1,{length})" if length else name
