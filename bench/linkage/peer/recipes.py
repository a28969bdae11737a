"""
For each set two ways to set Splink up. `best`: Splink's own demonstration of that set where there is one, else the best that we
could do. `equal`: comparisons and rules that both programs can be given; ours reads the very settings that Splink is given here.
"""

from dataclasses import replace

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import ColumnExpression, block_on

from recipe import DEMO, OURS, TUTORIAL, Recipe, rules


def exact(column):
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


historical = Recipe(
    comparisons=[
        cl.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
        ),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        exact("birth_place"),
        exact("occupation"),
    ],
    rules=rules(
        "first_name:3 surname:4",
        "surname dob",
        "first_name dob",
        "postcode_fake first_name",
        "postcode_fake surname",
        "dob birth_place",
        "postcode_fake:3 dob",
        "postcode_fake:3 first_name",
        "postcode_fake:3 surname",
        "first_name:2 surname:2 dob:4",
    ),
    certain=rules("first_name surname dob", "first_name:2 surname postcode_fake:2", "dob postcode_fake"),
    recall=0.6,
    u_pairs=1e7,
    em=rules("first_name surname", "dob"),
    em_without_tf=True,
    derived={"first_name_surname_concat": "first_name || ' ' || surname"},
    origin=DEMO,
)

historical_equal = replace(
    historical,
    comparisons=[
        cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        exact("birth_place"),
        exact("occupation"),
        exact("gender"),
    ],
    rules=rules(
        "postcode_fake",
        "first_name surname",
        "first_name:3 surname:4",
        "surname dob",
        "first_name dob",
        "dob birth_place",
        "surname birth_place",
        "full_name:6 birth_place",
        "postcode_fake:4 surname:3",
        "postcode_fake:4 first_name",
    ),
    derived={},
    origin=OURS,
)

fake = Recipe(
    comparisons=[
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.LevenshteinAtThresholds(ColumnExpression("dob").cast_to_string(), 1),
        exact("city"),
        cl.EmailComparison("email"),
    ],
    # Three rules, as in the model that the tutorial saves.
    rules=rules("first_name city", "surname", "dob"),
    certain=[
        block_on("first_name", "dob"),
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        block_on("email"),
    ],
    recall=0.7,
    u_pairs=2e6,
    em=rules("first_name surname", "dob"),
    origin=DEMO,
)

fake_equal = replace(
    fake,
    comparisons=[
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        exact("city"),
        cl.EmailComparison("email"),
    ],
    rules=rules("surname", "first_name city", "dob", "email", "first_name surname:2", "surname:3 city"),
    origin=OURS,
)

febrl3 = Recipe(
    comparisons=[
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
        exact("street_number"),
        exact("postcode"),
    ],
    rules=rules("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode"),
    certain=[
        *rules("soc_sec_id", "given_name surname date_of_birth"),
        "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
    ],
    recall=0.9,
    u_seed=2,
    em=rules("date_of_birth", "postcode"),
    origin=DEMO,
)

febrl_comparisons = [
    cl.NameComparison("given_name"),
    cl.NameComparison("surname"),
    cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
    cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
    exact("street_number"),
    cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    cl.JaroWinklerAtThresholds("address_1", [0.92, 0.85]),
    cl.JaroWinklerAtThresholds("suburb", [0.92, 0.85]),
    exact("state"),
]

febrl3_equal = replace(febrl3, comparisons=febrl_comparisons, u_seed=None, origin=OURS)

febrl4 = Recipe(
    link_type="link_only",
    comparisons=[
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison(
            "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
        ),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        exact("street_number"),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ],
    rules=[
        *rules("given_name surname"),
        "l.given_name = r.surname and l.surname = r.given_name",
        *rules("date_of_birth", "soc_sec_id", "state address_1", "street_number address_1", "postcode"),
    ],
    certain=rules("soc_sec_id", "given_name surname date_of_birth"),
    recall=0.8,
    em=rules("date_of_birth", "postcode"),
    em_without_tf=True,
    origin=DEMO,
)

febrl4_equal = replace(
    febrl4,
    comparisons=febrl_comparisons,
    rules=rules("given_name surname", "date_of_birth", "soc_sec_id", "state address_1", "street_number address_1", "postcode"),
    origin=OURS,
)

amount = cl.CustomComparison(
    output_column_name="amount",
    comparison_levels=[
        cll.NullLevel("amount"),
        cll.ExactMatchLevel("amount"),
        *(cll.PercentageDifferenceLevel("amount", share) for share in (0.01, 0.03, 0.1, 0.3)),
        cll.ElseLevel(),
    ],
)


def arrives_within(days):
    return {
        "sql_condition": f"transaction_date_r - transaction_date_l <= {days} and transaction_date_r >= transaction_date_l",
        "label_for_charts": f"<= {days} days",
    }


near = "substr(l.memo, 1,3) = substr(r.memo,1,3) and l.amount/r.amount > 0.7 and l.amount/r.amount < 1.3"
typed = {"amount": "amount::DOUBLE", "transaction_date": "transaction_date::DATE"}

transactions = Recipe(
    link_type="link_only",
    prior=1 / 45_326,
    comparisons=[
        amount,
        cl.LevenshteinAtThresholds("memo", [2, 6, 10]),
        cl.CustomComparison(
            output_column_name="transaction_date",
            comparison_levels=[
                cll.NullLevel("transaction_date"),
                *(arrives_within(days) for days in (1, 4, 10, 30)),
                cll.ElseLevel(),
            ],
        ),
    ],
    # The demonstration has a sixth rule, equal ids, which it calls cheating: it is left out.
    rules=[
        f"strftime(l.transaction_date, '%Y%m') = strftime(r.transaction_date, '%Y%m') and {near}",
        f"strftime(l.transaction_date+15, '%Y%m') = strftime(r.transaction_date, '%Y%m') and {near}",
        block_on("substr(memo,1,9)"),
        "round(l.amount/2,0)*2 = round(r.amount/2,0)*2 and yearweek(r.transaction_date) = yearweek(l.transaction_date)",
        "round(l.amount/2,0)*2 = round((r.amount+1)/2,0)*2 and yearweek(r.transaction_date) = yearweek(l.transaction_date + 4)",
    ],
    em=rules("memo", "amount"),
    derived=typed,
    origin=DEMO + ", without its rule of equal ids",
)

transactions_equal = replace(
    transactions,
    comparisons=[
        amount,
        cl.LevenshteinAtThresholds("memo", [2, 6, 10]),
        cl.AbsoluteDateDifferenceAtThresholds(
            "transaction_date", input_is_string=False, metrics=["day"] * 4, thresholds=[1, 4, 10, 30]
        ),
    ],
    rules=rules("memo:9", "amount memo:1", "transaction_date memo:3"),
    origin=OURS,
)

uk_people = Recipe(
    comparisons=[
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode"),
        cl.EmailComparison("email"),
        exact("city"),
    ],
    rules=rules(
        "first_name surname city",
        "first_name dob",
        "surname dob",
        "postcode dob",
        "postcode first_name",
        "email",
        "first_name:3 surname:4 dob:4",
    ),
    certain=rules("first_name surname dob", "email"),
    recall=0.6,
    em=rules("first_name surname", "dob"),
    origin=TUTORIAL,
)

uk_people_equal = replace(
    uk_people,
    comparisons=[
        *uk_people.comparisons,
        cl.JaroWinklerAtThresholds("middle_name", [0.92]),
        exact("sex"),
        cl.LevenshteinAtThresholds("address", [2]),
        cl.LevenshteinAtThresholds("phone", [1]),
    ],
    rules=[*uk_people.rules, *rules("phone", "address first_name")],
    origin=OURS,
)

rldata = Recipe(
    comparisons=[
        cl.NameComparison("fname_c1"),
        cl.NameComparison("lname_c1"),
        cl.LevenshteinAtThresholds("by", [1]),
        cl.ExactMatch("bm"),
        cl.ExactMatch("bd"),
    ],
    rules=rules("lname_c1", "fname_c1 by", "bm bd", "by bm"),
    certain=rules("lname_c1 bd bm", "fname_c1 lname_c1 by"),
    recall=0.8,
    em=rules("lname_c1", "by bm"),
)

northford = Recipe(
    comparisons=[
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode"),
        cl.DamerauLevenshteinAtThresholds("nhs_number", [1]),
        exact("uprn"),
        cl.LevenshteinAtThresholds("address", [3]),
        cl.EmailComparison("email"),
        cl.LevenshteinAtThresholds("phone", [1]),
        exact("sex"),
    ],
    rules=rules("nhs_number", "first_name dob", "surname dob", "postcode dob", "postcode first_name", "email", "first_name surname"),
    certain=rules("nhs_number", "first_name surname dob"),
    recall=0.8,
    em=rules("first_name surname", "dob"),
    # Registers write surnames in capitals or not: Splink compares them as they are given.
    derived={"first_name": "lower(first_name)", "surname": "lower(surname)"},
)

title_words = "list_distinct(regexp_split_to_array(lower(title), '[^a-z0-9]+'))"
name_words = "list_distinct(regexp_split_to_array(lower(name), '[^a-z0-9]+'))"

dblp_acm = Recipe(
    link_type="link_only",
    comparisons=[
        cl.CustomComparison(
            output_column_name="title",
            comparison_levels=[
                cll.NullLevel("title"),
                cll.ExactMatchLevel("title"),
                cll.JaroWinklerLevel("title", 0.95),
                cll.ArrayIntersectLevel("words", 6),
                cll.ArrayIntersectLevel("words", 4),
                cll.ElseLevel(),
            ],
        ),
        cl.JaroWinklerAtThresholds("authors", [0.95, 0.85, 0.7]),
        cl.ExactMatch("year"),
        exact("venue"),
    ],
    rules=[*rules("title:8", "authors:8", "year title:3"), block_on("words", "year", arrays_to_explode=["words"])],
    certain=rules("title", "title:20 year"),
    recall=0.8,
    em=rules("title:8", "authors:8"),
    derived={"title": "lower(title)", "authors": "lower(authors)", "words": title_words},
)

dblp_acm_equal = replace(
    dblp_acm,
    comparisons=[
        cl.JaroWinklerAtThresholds("title", [0.95, 0.88, 0.8]),
        cl.JaroWinklerAtThresholds("authors", [0.95, 0.85, 0.7]),
        cl.ExactMatch("year"),
        exact("venue"),
    ],
    rules=rules("title:8", "authors:8", "year title:3"),
    derived={},
)

abt_buy = Recipe(
    link_type="link_only",
    comparisons=[
        cl.CustomComparison(
            output_column_name="name",
            comparison_levels=[
                cll.NullLevel("name"),
                *(cll.ArrayIntersectLevel("words", size) for size in (7, 5, 4, 3, 2)),
                cll.ElseLevel(),
            ],
        ),
        cl.JaroWinklerAtThresholds("name", [0.9, 0.8, 0.7]),
        cl.CustomComparison(
            output_column_name="price",
            comparison_levels=[
                cll.NullLevel("price"),
                *(cll.PercentageDifferenceLevel("price", share) for share in (0.05, 0.2, 0.5)),
                cll.ElseLevel(),
            ],
        ),
    ],
    rules=[block_on("words", arrays_to_explode=["words"])],
    prior=1 / 1_076,
    em=[block_on("substr(name,1,8)"), block_on("price")],
    derived={"words": name_words, "price": "try_cast(price AS DOUBLE)"},
)

abt_buy_equal = replace(
    abt_buy,
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.9, 0.8, 0.7]),
        abt_buy.comparisons[2],
    ],
    rules=rules("name:3", "price"),
    derived={"price": "try_cast(price AS DOUBLE)"},
)

cora = Recipe(
    comparisons=[
        cl.JaroWinklerAtThresholds("title", [0.95, 0.88, 0.8]),
        cl.JaroWinklerAtThresholds("authors", [0.95, 0.85, 0.7]),
        cl.LevenshteinAtThresholds("year", [1]),
        cl.LevenshteinAtThresholds("pages", [2]),
        cl.JaroWinklerAtThresholds("booktitle", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("journal", [0.9, 0.7]),
        cl.ExactMatch("volume"),
    ],
    rules=rules("title:10", "authors:6", "pages", "year volume", "year authors:3"),
    certain=rules("title authors", "title year"),
    recall=0.5,
    em=rules("title:10", "authors:6"),
)

fodors_zagat = Recipe(
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]),
        cl.JaroWinklerAtThresholds("addr", [0.95, 0.88, 0.8]),
        cl.LevenshteinAtThresholds("phone", [1, 2]),
        exact("city"),
        exact("type"),
    ],
    rules=rules("phone", "city name:3", "addr:8", "name:5"),
    certain=rules("phone", "name city"),
    recall=0.7,
    em=rules("city name:3", "phone"),
)


best = {
    "historical_50k": historical,
    "fake_1000": fake,
    "fake_20000": replace(fake, origin=TUTORIAL),
    "febrl1": replace(febrl3, origin=DEMO + " of febrl3"),
    "febrl3": febrl3,
    "febrl4": febrl4,
    "rldata500": rldata,
    "transactions": transactions,
    "dblp-acm": dblp_acm,
    "abt-buy": abt_buy,
    "cora": cora,
    "fodors-zagat": fodors_zagat,
    "uk_people_100k": uk_people,
    "northford": northford,
    "northford-50k": northford,
}

equal = {
    **best,
    "historical_50k": historical_equal,
    "fake_1000": fake_equal,
    "fake_20000": fake_equal,
    "febrl1": febrl3_equal,
    "febrl3": febrl3_equal,
    "febrl4": febrl4_equal,
    "transactions": transactions_equal,
    "dblp-acm": dblp_acm_equal,
    "abt-buy": abt_buy_equal,
    "uk_people_100k": uk_people_equal,
    "northford": replace(northford, derived={}),
    "northford-50k": replace(northford, derived={}),
}
