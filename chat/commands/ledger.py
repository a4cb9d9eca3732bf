"""How many tests were made of a table, and what is left of them after correction."""

from __future__ import annotations

from analysis.base.reply import Code as CodeBlock
from analysis.base.reply import (
    Item,
    KeyValues,
    Notice,
    Reply,
    Table,
    TableColumn,
    Text,
)
from chat.ledger import Entry, adjusted, entries
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.outcomes.welcome import no_dataset_reply

ALPHA = 0.05
command = Command(
    "ledger",
    "All tests on this dataset, with p-values corrected for their number",
    phrases=(
        r"(?:please )?(?:show |give )?(?:me )?(?:the )?(?:test )?ledger(?: of tests)?",
        r"how many (?:hypothesis |significance |statistical )?tests? (?:have i|did (?:i|we)"
        r"|have we|were)(?: (?:run|done|do|made|make|performed|perform|so far|tested))*",
        r"(?:please )?(?:adjust|correct)(?: (?:all|the|my|these|for))*(?: p[- ]?values?)?"
        r"(?: for)? (?:multiple|the number of) (?:tests?|testing|comparisons?)",
        r"(?:what are )?(?:the )?(?:holm|bh|benjamini[- ]hochberg|bonferroni[- ]holm)?"
        r"[- ]?(?:adjusted|corrected) p[- ]?values?(?: of all(?: my)? tests)?",
    ),
    in_groups=True,
)
_SCRIPT = '''"""P-values of all tests on {name}, corrected for their number."""

from statsmodels.stats.multitest import multipletests

tests = [
{tests}
]
p_values = [p_value for _, p_value in tests]
holm = multipletests(p_values, method="holm")[1]
bh = multipletests(p_values, method="fdr_bh")[1]
for (words, p_value), by_holm, by_bh in zip(tests, holm, bh, strict=True):
    print(f"{{p_value:.4g}}  Holm {{by_holm:.4g}}  BH {{by_bh:.4g}}  {{words}}")
'''


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return no_dataset_reply()
    found = adjusted(entries(conversation.owner, dataset))
    if not found:
        text = f"No test was made on {dataset.name} yet."
        fix = "Ask for a comparison or a correlation; each one is counted here."
        return Reply(summary=text, blocks=(Notice(text=text, fix=fix),))
    raw = sum(entry.p_value < ALPHA for entry, _, _ in found)
    kept = sum(holm < ALPHA for _, holm, _ in found)
    discovered = sum(bh < ALPHA for _, _, bh in found)
    n = len(found)
    summary = (
        f"{n} test{'s were' if n > 1 else ' was'} made on {dataset.name}: {raw} with "
        f"p < {ALPHA}, {kept} after Holm's correction, {discovered} by Benjamini and "
        "Hochberg's."
    )
    by_chance = Text(
        text=f"If nothing were going on, {n} independent tests would give at least one "
        f"p < {ALPHA} with a chance of {100 * (1 - (1 - ALPHA) ** n):.0f} %. Holm keeps "
        "the chance of any false finding below alpha; Benjamini–Hochberg the expected "
        "share of false ones among the findings. The same test asked twice counts once; "
        "post-hoc comparisons count as one, they are corrected among themselves.",
        muted=True,
    )
    return Reply(
        summary=summary,
        blocks=(
            Text(text=f"**{summary}**"),
            _tiles(n, raw, kept, discovered),
            _table(found),
            by_chance,
            CodeBlock(text=_script(dataset.name, found), filename="ledger.py"),
        ),
    )


def _tiles(n: int, raw: int, kept: int, discovered: int) -> KeyValues:
    return KeyValues(
        style="tiles",
        items=(
            Item(label="tests", value=n, format="integer"),
            Item(label="p < 0.05", value=raw, format="integer"),
            Item(label="after Holm", value=kept, format="integer"),
            Item(label="after BH", value=discovered, format="integer"),
        ),
    )


def _table(found: list[tuple[Entry, float, float]]) -> Table:
    return Table(
        title="Tests on this dataset",
        columns=(
            TableColumn(label="test", format="text"),
            TableColumn(label="p", format="p_value"),
            TableColumn(label="p, Holm", format="p_value"),
            TableColumn(label="p, BH", format="p_value"),
        ),
        rows=tuple((entry.words, entry.p_value, *rest) for entry, *rest in found),
    )


def _script(name: str, found: list[tuple[Entry, float, float]]) -> str:
    tests = "\n".join(f"    ({e.words!r}, {e.p_value!r})," for e, _, _ in found)
    shown = " ".join(name.replace("\\", " ").replace('"', "'").split())
    return _SCRIPT.format(name=shown, tests=tests)
