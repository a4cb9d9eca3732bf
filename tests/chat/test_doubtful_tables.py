"""What a table leaves open is said under its answers, and settled by one tap."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.base.reply import Choices, Notice, Reply
from analysis.models import Dataset
from analysis.reading.importing import import_table
from chat.models import Conversation
from chat.tables.datasets import dataset_from
from tests.chat.asking import answer

INCOME = (
    "income,area\n2100,N\n1800,S\n9999,E\n2500,N\n3100,S\n9999,E\n1950,N\n2750,S\n"
    "2300,E\n2600,N\n"
)


@pytest.fixture
def asked(alice, tmp_path):
    """A conversation about a file of the text, read as an upload is."""

    def begin(content: str | dict[str, pd.DataFrame]) -> Conversation:
        if isinstance(content, str):
            path = tmp_path / "table.csv"
            path.write_text(content, encoding="utf-8")
        else:
            path = tmp_path / "book.xlsx"
            with pd.ExcelWriter(path) as book:
                for sheet, frame in content.items():
                    frame.to_excel(book, sheet_name=sheet, index=False)
        dataset = dataset_from(alice, path.name, path)
        conversation = Conversation.objects.create(owner=alice, dataset=dataset)
        receipt = import_table(
            dataset.original, name=dataset.name, parquet_path=dataset.parquet
        )
        dataset.receipt_json = receipt.model_dump(mode="json")
        dataset.save()
        return conversation

    return begin


def notices(reply: Reply | None) -> str:
    assert reply is not None
    return "\n".join(b.text for b in reply.blocks if isinstance(b, Notice))


def values(reply: Reply | None) -> list[str]:
    assert reply is not None
    choices = [b for b in reply.blocks if isinstance(b, Choices)]
    return [option.value for block in choices for option in block.options]


def test_a_code_is_told_under_the_answer_until_it_is_settled(asked):
    conversation = asked(INCOME)
    first = answer(conversation, "mean of income").reply
    assert "income holds 9999 in 2 rows" in notices(first)
    assert "/reread codes:income=9999" in values(first)

    answer(conversation, "/reread codes:income=9999")
    second = answer(conversation, "mean of income")
    assert "2,387.5" in second.reply.summary
    assert "9999" not in notices(second.reply)


def test_an_answer_without_the_column_is_not_troubled_by_its_doubt(asked):
    reply = answer(asked(INCOME), "frequency of area").reply
    assert "9999" not in notices(reply)


def test_a_code_is_named_in_a_sentence(asked):
    conversation = asked(INCOME)
    answer(conversation, "9999 means missing in income")
    assert conversation.dataset.receipt.table["income"].n_missing == 2
    refused = answer(conversation, "treat 4711 as missing").reply
    assert "No column holds “4711”" in refused.summary


def test_totals_are_told_and_left_out_after_one_tap(asked):
    conversation = asked("shop,sales\na,10\nb,20\nc,5\nTotal,35\n")
    first = answer(conversation, "sum of sales").reply
    assert "Row 4 is the sum of other rows (“Total” in shop)" in notices(first)
    answer(conversation, "leave the totals out")
    second = answer(conversation, "sum of sales").reply
    assert "35" in second.summary
    assert "sum of other rows" not in notices(second)


def test_currencies_that_differ_are_no_mean_but_say_why(asked):
    reply = answer(asked("k,price\na,$5.00\nb,€6.00\nc,$7.00\n"), "mean of price").reply
    assert "2 currencies" in notices(reply)
    assert "/reread kind:price=number" in values(reply)


def test_what_cannot_be_a_number_is_not_shown_as_one(asked):
    conversation = asked("id,town\n1,Rome\n2,Oslo\n3,Bern\n")
    reply = answer(conversation, "treat town as a number").reply
    assert "3 of its 3 values are none (“Bern”, “Oslo” and “Rome”)" in reply.summary
    assert "treat town as category" in values(reply)
    assert conversation.dataset.schema["town"].kind == "category"


def test_sheets_become_datasets_of_their_own_names(asked):
    frames = {
        "Orders": pd.DataFrame({"id": [1, 2, 3], "amount": [5.0, 6.5, 7.0]}),
        "Returns": pd.DataFrame({"id": [2, 3], "reason": ["late", "broken"]}),
    }
    conversation = asked(frames)
    answer(conversation, "use the Returns sheet")
    names = set(Dataset.objects.of(conversation.owner).values_list("name", flat=True))
    assert names == {"book.xlsx", "Returns"}
    assert conversation.dataset.name == "Returns"
    assert conversation.dataset.schema.names == ("id", "reason")
    back = answer(conversation, "/part sheet=Orders").reply
    assert back.summary.startswith("Now using book.xlsx")
    refused = answer(conversation, "/part sheet=Nowhere").reply
    assert "There is no sheet “Nowhere”" in refused.summary


def test_ordered_answers_have_a_mean_of_their_scores_and_the_same_after_one_tap(asked):
    text = "useful\n" + "Agree\nNeutral\nDisagree\nAgree\nStrongly agree\n" * 3
    conversation = asked(text)
    first = answer(conversation, "mean of useful").reply
    assert "2.6" in first.summary
    assert "Disagree = 1 to Strongly agree = 4" in first.model_dump_json()
    answer(conversation, "/reread kind:useful=number")
    assert "2.6" in answer(conversation, "mean of useful").reply.summary
