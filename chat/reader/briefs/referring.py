"""What a clause refers to, put in its place: "this new column", "its mean", "the two groups"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat.reader.briefs.draft import Draft
from chat.reader.briefs.marked import Marked, marked
from chat.reader.briefs.terms import column_name
from chat.reader.briefs.words import MARK, data, pattern, patterns_in, rewritings

_PAIR = 2
_NEARER = 0.2  # a name that much nearer to its words is sure beside the other


def simple(text: str) -> str:
    """A clause without what explains and asks nothing."""
    text = text.strip(" ,;?.")
    for form, instead in rewritings("simpler"):
        text = re.sub(form.pattern, instead, text, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", text).strip(" ,;?.")


def referred(text: str, draft: Draft) -> str:
    """The clause with names in the place of what refers to them."""
    named = meant(draft)
    new = draft.made[-1:] or draft.scaled or named
    for kind, names in (("made", new), ("these", named or new)):
        if not names:
            continue
        for form in patterns_in("anaphora", kind):
            text = _instead(form, listed(names), text, draft)
    owners = named or new
    if not owners:
        return text
    for form in patterns_in("anaphora", "owned"):
        match = re.search(form.pattern + r" (?P<rest>.+)$", text, re.IGNORECASE)
        if match:
            rest = match["rest"].rstrip(" ?.")
            if rest.lower().lstrip("\"'`“").startswith(_names(draft)):
                text = f"{text[: match.start()]}the {rest}"
                continue
            one = match[0].lower().startswith(data()["anaphora"]["single"])
            inside = _named_before(text[: match.start()], draft)
            owner = listed(owners[:1] if one else owners)
            if inside:
                text = _owned_inside(
                    text, match, listed(inside[-1:] if one else inside)
                )
                continue
            text = f"{text[: match.start()]}the {rest} of {owner}"
    for form in patterns_in("anaphora", "them"):
        them = re.search(form.pattern, text, re.IGNORECASE)
        if them and _named_before(text[: them.start()], draft):
            continue
        text = re.sub(form.pattern, listed(owners), text, count=1, flags=re.IGNORECASE)
    return text


def _named_before(text: str, draft: Draft) -> list[str]:
    """The columns that a clause itself names in front of what refers to them."""
    return marked(text, draft.schema).strong


def _owned_inside(text: str, match: re.Match[str], owner: str) -> str:
    """ "the mean rent, its range and …": the range of what the clause named before."""
    cut = re.search(data()["anaphora"]["owned_ends"], match["rest"])
    end = match.start("rest") + cut.start() if cut else len(text.rstrip(" ?."))
    said = text[match.start("rest") : end]
    return f"{text[: match.start()]}the {said} of {owner}{text[end:]}"


def _names(draft: Draft) -> tuple[str, ...]:
    return tuple(name.lower() for name in draft.schema.names)


def _instead(form: re.Pattern[str], names: str, text: str, draft: Draft) -> str:
    """A text with names for what refers to them; "the column rent" says its name."""
    known = _names(draft)

    def named(match: re.Match[str]) -> str:
        behind = text[match.end() :].lstrip(" \"'“‘`").lower()
        return match[0] if behind.startswith(known) else names

    return re.sub(form.pattern, named, text, flags=re.IGNORECASE)


def canonical(clause: Marked) -> str:
    """The clause with each column as it is called, without words that describe it."""
    words = data()["anaphora"]
    text = re.sub(words["named_by"], r"\g<name>", _without_owners(clause))
    text = _without_rates(clause, text)
    text = re.sub(rf"(\ue010c\d+\ue011){words['described']}", r"\1", text)
    text = re.sub(r"(\ue010c\d+\ue011)(?: ?\(?\1\)?)+", r"\1", text)
    text = _values_joined(clause, text)

    def spelled(match: re.Match[str]) -> str:
        part = clause.linked.parts[int(match[2])]
        if part.kind == "column":
            name = column_name(part.column)
            figure = re.fullmatch(data()["anaphora"]["figure"], name.lower())
            return f"`{name}`" if figure else name
        return clause.linked.text[part.start : part.end]

    return MARK.sub(spelled, text)


def _without_rates(clause: Marked, text: str) -> str:
    """The text without "per square foot" behind a column whose name says so itself."""

    def shortened(match: re.Match[str]) -> str:
        (part,) = clause.parts_in(match["column"])
        named = re.search(data()["anaphora"]["rate"], part.column)
        return match["column"] if named else match[0]

    return re.sub(data()["anaphora"]["per"], shortened, text)


def _without_owners(clause: Marked) -> str:
    """The clause without what has the columns, where its words are near to others: "the
    size of a region" is no column of regions."""
    scores = {part.column: part.score for part in clause.linked.of_kind("column")}

    def shortened(match: re.Match[str]) -> str:
        had, owner = clause.parts_in(match["column"] + match["owner"])
        near = scores[owner.column] + _NEARER > scores[had.column]
        return match[0] if near or len(scores) <= _PAIR else match["column"]

    return re.sub(data()["anaphora"]["owner"], shortened, clause.text)


def names_hold_figures(clause: Marked) -> bool:
    """Whether words for a column hold the name of a figure: "the maximum temperature"."""
    form = data()["anaphora"]["figure"]
    low = clause.linked.low
    return any(
        re.search(form, low[part.start : part.end])
        and (
            0.9 < part.score < 1.2
            or low[: part.start].endswith(("column ", "column '"))
        )
        for part in clause.linked.of_kind("column")
    )


def points_back(clause: Marked) -> bool:
    """Whether a clause speaks of "them": of what was found before, not of a column."""
    forms = data()["anaphora"]["them"]
    return any(re.search(form, clause.text) for form in forms) and not clause.columns


def _values_joined(clause: Marked, text: str) -> str:
    """ "for runners from A and for runners from B" as "for runners from A and B"."""
    match = re.search(data()["anaphora"]["both_values"], text)
    if match is None:
        return text
    one, other = (clause.parts_in(match[name])[0] for name in ("one", "other"))
    if one.column != other.column:
        return text
    joined = f"{match['one']} and {match['other']}"
    return text[: match.start()] + joined + text[match.end() :]


def again(clause: Marked, draft: Draft) -> str | None:
    """ "do this for each group", "the same for width": the request before, so changed."""
    words = data()["anaphora"]
    if not draft.asked:
        return None
    match = pattern(words["again_by"]).search(clause.text)
    if match is not None:
        group = clause.columns_in(match["c"])[0]
        return str(words["by_words"]).format(draft.asked, column_name(group))
    match = pattern(words["again_of"]).search(clause.text)
    if match is None:
        return None
    before = marked(draft.asked, clause.schema)
    parts = [part for part in before.linked.parts if part.kind == "column"]
    if len(parts) != 1:
        return None
    named = listed(clause.columns_in(match["cs"]))
    text = before.linked.text
    return text[: parts[0].start] + named + text[parts[0].end :]


def meant(draft: Draft) -> list[str]:
    """The columns that a clause without any speaks of."""
    there = draft.schema.names
    return [name for name in draft.context.columns if name in there]


def with_columns(text: str, draft: Draft) -> Iterator[str]:
    """The clause with the columns last spoken of, in the ways to say so."""
    names = meant(draft) or draft.made[-1:]
    if not names:
        return
    text = text.rstrip(" .?")
    joined = listed(names)
    yield f"{text} of {joined}"
    yield f"{text} for {joined}"
    if len(names) > 1:
        yield f"{text} between {joined}"
    group = draft.context.group
    if group and group not in names:
        yield f"{text} of {joined} between {column_name(group)}"
        yield f"{text} of {joined} by {column_name(group)}"


def listed(names: list[str]) -> str:
    marked = [column_name(name) for name in names]
    if len(marked) == 1:
        return marked[0]
    return f"{', '.join(marked[:-1])} and {marked[-1]}"


def halves(text: str) -> tuple[str, str, str]:
    """A clause without "before and after …", what follows it, and which is asked:
    "both", "before" or ""."""
    match = re.search(data()["told"]["before_after"], text, re.IGNORECASE)
    if match is None:
        return text, "", ""
    if match["only"]:
        return text[: match.start()].strip(" ,"), "", "before"
    return text[: match.start()].strip(" ,"), match["what"].strip(), "both"


def with_rows(text: str, word: str) -> str | None:
    """The clause with a plural that the table does not know as a noun for its rows."""
    if not word.isalpha() or not word.endswith("s") or not word.islower():
        return None
    form = data()["anaphora"]["row_noun"].replace("{word}", re.escape(word))
    if not re.search(form, text.lower()):
        return None
    return re.sub(rf"\b{re.escape(word)}\b", data()["anaphora"]["rows"], text)
