"""Several datasets made one, by words, with real runs; each stays its owner's."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO

import pandas as pd
import pytest
from django.core.management import call_command

from analysis.base.reply import Choices, KeyValues, Notice
from analysis.models import Dataset
from analysis.reading.importing import import_table
from chat.commands import find_command
from chat.models import Run
from chat.reader.combining_request import CombineRequest, read_combination
from chat.tables.datasets import dataset_from, remove_files
from tests.chat.asking import answer
from tests.chat.learning import talking

pytestmark = pytest.mark.django_db

ORDERS = pd.DataFrame(
    {
        "order": [1, 2, 3, 4, 5],
        "customer_id": pd.array([7, 8, 7, 99, None], dtype="Int64"),
        "amount": [10.5, 20, 5, 1, 2],
        "name": ["pen", "ink", "cup", "tea", "box"],
    }
)
CUSTOMERS = pd.DataFrame(
    {"id": [7, 8, 9], "name": ["Ann", "Bob", "Cid"], "city": ["Paris", "Lyon", "Nice"]}
)
ON = "join with customers.csv on customer_id = id"


def brought(owner, name, data, tmp_path) -> Dataset:
    data.to_csv(tmp_path / name, index=False)
    dataset = dataset_from(owner, name, tmp_path / name)
    receipt = import_table(dataset.original, name=name, parquet_path=dataset.parquet)
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    return dataset


@pytest.fixture
def customers(alice, tmp_path):
    return brought(alice, "customers.csv", CUSTOMERS, tmp_path)


@pytest.fixture
def orders(alice, customers, tmp_path):
    return talking(alice, ORDERS, "orders.csv", tmp_path)


def kept(dataset) -> pd.DataFrame:
    return pd.read_parquet(dataset.parquet)


def notices(message) -> list[str]:
    return [b.text for b in message.reply.blocks if isinstance(b, Notice)]


def values(message) -> list[str]:
    return [
        option.value
        for block in message.reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("join with customers.csv on customer_id",
         CombineRequest("join", "", ("", "customers.csv"), False,
                        (("customer_id", "customer_id"),), False, True)),
        ("left join orders and customers by id",
         CombineRequest("join", "left", ("orders", "customers"), False, (("id", "id"),),
                        False, True)),
        ("please merge both datasets on id, keeping only matching rows",
         CombineRequest("join", "inner", (), True, (("id", "id"),), False, True)),
        ("full outer join a.csv with b.csv on a.x = b.y and z",
         CombineRequest("join", "outer", ("a.csv", "b.csv"), False,
                        (("a.x", "b.y"), ("z", "z")), False, True)),
        ("merge customers.csv into orders.csv by the id column",
         CombineRequest("join", "", ("orders.csv", "customers.csv"), False,
                        (("id", "id"),), False, True)),
        ("merge the two tables", CombineRequest("join", many=True, sure=True)),
        ("append march.csv to february.csv",
         CombineRequest("append", "", ("february.csv", "march.csv"), sure=True)),
        ("stack the two files", CombineRequest("append", many=True, sure=True)),
        ("append march.csv", CombineRequest("append", "", ("", "march.csv"), sure=True)),
        ("concatenate jan.csv, feb.csv and mar.csv with a source column",
         CombineRequest("append", "", ("jan.csv", "feb.csv", "mar.csv"),
                        mark_source=True, sure=True)),
    ],
)  # fmt: skip
def test_requests_are_read(text, request_):
    assert read_combination(text) == request_
    assert find_command(text)[0].name == "combine"


def test_a_join_is_a_new_dataset_with_its_origin(orders, customers):
    left = orders.dataset

    done = answer(orders, ON)

    assert done.run.status == Run.Status.SUCCEEDED, done.reply
    made = orders.dataset
    assert (made.name, made.owner) == ("orders_customers.parquet", orders.owner)
    assert kept(made)["city"].fillna("-").tolist() == [
        "Paris",
        "Lyon",
        "Paris",
        "-",
        "-",
    ]
    assert kept(made)["name_customers"].tolist()[:2] == ["Ann", "Bob"]
    assert made.origin["words"] == (
        "Left join of orders.csv with customers.csv on customer_id = id"
    )
    assert [(s["name"], s["sha256"], s["n_rows"]) for s in made.origin["sources"]] == [
        ("orders.csv", left.sha256, 5),
        ("customers.csv", customers.sha256, 3),
    ]
    assert made.origin["info"]["n_unmatched"] == [1, 1]
    (facts, *_) = [b for b in done.reply.blocks if isinstance(b, KeyValues)]
    assert [(item.label, item.value, item.note) for item in facts.items] == [
        ("Rows", 5, ""),
        ("Rows of orders.csv", 5, "1 without a partner, 1 without a key, kept"),
        ("Rows of customers.csv", 3, "1 without a partner, left out"),
        ("Keys in both", 2, ""),
    ]
    assert (
        "Both tables have such columns; of customers.csv: name → name_customers."
        in (notices(done))
    )
    assert "use orders.csv" in values(done)
    assert orders.owner.datasets.count() == 3


def test_everything_works_on_the_joined_table_and_back(orders):
    answer(orders, ON)

    filtered = answer(orders, "mean of amount where city is Paris")
    assert filtered.reply.summary.startswith("The mean of amount is 7.75 (n = 2)")
    answer(orders, "use orders.csv")

    assert answer(orders, "mean of amount").reply.summary == (
        "The mean of amount is 7.7 (n = 5)."
    )


def test_the_changes_of_the_table_in_use_go_along(orders):
    answer(orders, "keep rows where amount > 4")

    done = answer(orders, "inner join orders with customers on customer_id = id")

    assert len(kept(orders.dataset)) == 3
    assert orders.preparation == []
    assert done.run.details["plan"]["prepared"][0][0]["operation"] == "filter_rows"


def test_keys_that_nobody_named_are_found_and_told(orders):
    done = answer(orders, "merge the two tables")

    assert done.run.details["plan"]["keys"] in (
        [["customer_id", "id"]],
        [["id", "customer_id"]],
    )
    assert "the key is" in done.reply.model_dump_json()


def test_of_several_possible_keys_one_is_asked_for(orders, alice, tmp_path):
    brought(alice, "stock.csv", ORDERS[["order", "name"]].assign(left=1), tmp_path)

    asked = answer(orders, "join with stock.csv")

    assert asked.run is None
    assert values(asked) == [
        "join orders.csv with stock.csv on order",
        "join orders.csv with stock.csv on name",
        "join orders.csv with stock.csv on order and name",
    ]
    assert answer(orders, values(asked)[2]).run.result["n_matched_keys"] == 5


def test_the_script_alone_makes_the_same_table(orders, customers, tmp_path):
    done = answer(orders, ON)
    (tmp_path / "script.py").write_text(done.run.script)

    ran = subprocess.run(
        [sys.executable, "script.py", "orders.csv", "customers.csv"],
        check=True, capture_output=True, cwd=tmp_path, text=True,
    )  # fmt: skip

    assert json.loads(ran.stdout) == done.run.result
    alone = pd.read_parquet(tmp_path / "combined.parquet")
    pd.testing.assert_frame_equal(alone, kept(orders.dataset))


def test_it_runs_again_while_both_sources_are_there(orders, customers):
    answer(orders, ON)

    again = answer(orders, "run again")
    assert again.reply.summary == "2 runs, 0 differences."
    remove_files(customers)
    customers.delete()
    gone = answer(orders, "run again")

    assert gone.reply.summary == "customers.csv is not there any more."
    assert answer(orders, "mean of amount").run.status == Run.Status.SUCCEEDED


def test_an_export_runs_again(orders):
    answer(orders, "export as csv")

    assert answer(orders, "run again").reply.summary == "2 runs, 0 differences."


def test_rows_are_appended_in_the_order_that_was_said(alice, tmp_path):
    february = pd.DataFrame({"day": [1, 2], "sales": [5, 6]})
    march = pd.DataFrame({"day": [1, 3], "sales": [5, 7], "note": ["a", "b"]})
    brought(alice, "february.csv", february, tmp_path)
    talk = talking(alice, march, "march.csv", tmp_path)

    done = answer(talk, "append march.csv to february.csv with a source column")

    table = kept(talk.dataset)
    assert table["sales"].tolist() == [5, 6, 5, 7]
    assert table["source"].tolist() == ["february.csv"] * 2 + ["march.csv"] * 2
    assert "february.csv has no “note”: empty there." in notices(done)
    assert talk.dataset.name == "february_and_march.parquet"


def test_tables_with_the_same_columns_are_asked_about(alice, tmp_path):
    rows = pd.DataFrame({"day": [1, 2], "sales": [5, 6]})
    brought(alice, "february.csv", rows, tmp_path)
    talk = talking(alice, rows + 1, "march.csv", tmp_path)

    asked = answer(talk, "combine the two files")
    assert values(asked) == [
        "append march.csv to february.csv",
        "left join february.csv with march.csv",
    ]

    assert answer(talk, values(asked)[0]).run.result["n_rows"] == 4


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("join with nothing.csv on id", "There is no dataset called “nothing.csv”."),
        ("join with orders.csv", "orders.csv cannot be combined with itself."),
        ("join with customers.csv on amount", "customers.csv has no column “amount”."),
        ("join with customers.csv on name",
         "No row of orders has a partner in customers: orders has pen, ink, cup;"
         " customers has Ann, Bob, Cid."),
        ("/combine", "Which tables should be combined?"),
    ],
)  # fmt: skip
def test_what_cannot_be_combined_is_said_with_the_way_out(orders, text, summary):
    before = orders.dataset_id

    said = answer(orders, text)

    assert said.reply.summary == summary
    assert any(b.fix for b in said.reply.blocks if isinstance(b, Notice))
    assert orders.dataset_id == before and orders.owner.datasets.count() == 2


def test_with_one_dataset_the_other_is_asked_for(alice, tmp_path):
    talk = talking(alice, ORDERS, "orders.csv", tmp_path)

    assert answer(talk, "merge the two tables").reply.summary == (
        "There is only one dataset, orders.csv."
    )


def test_words_about_columns_are_not_taken_for_tables(orders):
    done = answer(orders, "combine amount and order into total = amount + order")

    assert done.run is None or done.run.kind == Run.Kind.ANALYSIS


def test_nobody_joins_with_the_tables_of_others(orders, bob, tmp_path):
    brought(bob, "secrets.csv", CUSTOMERS, tmp_path)

    for text in ("join with secrets.csv on id", "append secrets.csv"):
        said = answer(orders, text)
        assert said.reply.summary == "There is no dataset called “secrets.csv”."


def test_a_full_quota_keeps_no_half_made_dataset(orders, alice):
    alice.quotas = {"datasets": 2}
    alice.save()

    done = answer(orders, ON)

    assert done.run.status == Run.Status.FAILED
    assert done.reply.summary == "You have 2 datasets; 2 are allowed."
    assert orders.dataset.name == "orders.csv" and alice.datasets.count() == 2


def test_the_command_line_takes_further_files(tmp_path):
    ORDERS.to_csv(tmp_path / "orders.csv", index=False)
    CUSTOMERS.to_csv(tmp_path / "customers.csv", index=False)
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("ask", str(tmp_path / "orders.csv"), ON, "mean of amount by city",
                     "--json", "--with", str(tmp_path / "customers.csv"), stdout=out)  # fmt: skip

    joined, mean = map(json.loads, out.getvalue().splitlines())
    assert ended.value.code == 0
    assert joined["task"]["steps"][0]["operation"] == "combine"
    assert joined["result"]["n_matched_keys"] == 2
    assert mean["status"] == "answered"


@pytest.mark.parametrize(
    "text",
    ["link this chat to my browser", "match the rows", "mean of joined", "joint"],
)
def test_other_words_are_no_combination(text):
    assert read_combination(text) is None


def test_a_model_can_be_trained_on_joined_tables(alice, tmp_path):
    n = 40
    houses = pd.DataFrame({"town": ["A", "B"] * (n // 2), "size": range(50, 50 + n)})
    houses["price"] = houses["size"] * 3 + houses["town"].map({"A": 0, "B": 90})
    towns = pd.DataFrame({"town": ["A", "B"], "distance": [1.5, 9.0]})
    brought(alice, "towns.csv", towns, tmp_path)
    talk = talking(alice, houses, "houses.csv", tmp_path)
    answer(talk, "join with towns.csv on town")

    answer(talk, "train a linear regression to predict price from size and distance")
    done = answer(talk, "start")

    assert done.reply.summary.startswith("Training complete."), done.reply
    # Price is a linear function of both: town stands for distance.
    assert done.run.result["scores"]["r2"] == pytest.approx(1.0)
