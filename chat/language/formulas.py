"""Spoken and written arithmetic over columns as an expression.

``"the sum of sibsp and parch"`` and ``"sibsp + parch"`` both become the text that
:mod:`analysis.expressions` reads.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable

from chat.language.clause import Clause
from chat.language.tokens import MARK

_COL = f"{MARK}[ngyitcdb]\\d+{MARK}"
_TERM = f"(?:{MARK}[ngyitcdbx]\\d+{MARK})"
_NUM = f"{MARK}x\\d+{MARK}"
_THE = r"(?:the )?(?:values? (?:of|in) )?(?:the )?"
_TAIL = r"(?: (?:columns?|values?|variables?|features?|price|prices))?"
_AND = rf"{_TAIL}(?: (?:and|with|to|by|plus) |, ?(?:and )?| ?& ?){_THE}"
_LIST = rf"(?P<list>{_COL}(?:{_AND}{_COL})+)"
_FUNCTIONS = frozenset(
    """log log10 log2 log1p exp sqrt abs round floor ceil year month day weekday hour
    quarter zscore minmax rank cumsum diff pct_change lower upper length number where
    mean sum min max std median and or not""".split()
)
Builder = Callable[[list[str], re.Match[str]], str]


def _joined(sign: str) -> Builder:
    return lambda columns, match: f" {sign} ".join(columns)


def _applied(function: str) -> Builder:
    return lambda columns, match: f"{function}({columns[0]})"


def _mean(columns: list[str], match: re.Match[str]) -> str:
    return f"({' + '.join(columns)}) / {len(columns)}"


def _logarithm(columns: list[str], match: re.Match[str]) -> str:
    return f"log({columns[0]})"


_BASE = re.compile(r"\b(?:base|log(?:arithm)?)[ -]?(?:of )?(10|2)\b")


def _with_base(expression: str, clause: Clause) -> str:
    """ "in logarithmic scale (base 10)" is log10."""
    base = _BASE.search(clause.literal)
    if base and expression.startswith("log("):
        return f"log{base[1]}{expression[3:]}"
    return expression


def _reversed(sign: str) -> Builder:
    return lambda columns, match: f"{columns[1]} {sign} {columns[0]}"


def _date_part(columns: list[str], match: re.Match[str]) -> str:
    part = (
        match["part"]
        .replace("day of the week", "weekday")
        .replace("day of week", "weekday")
    )
    return f"{part}({columns[0]})"


def _two(words: str) -> str:
    return rf"\b(?:{words}) {_THE}(?P<a>{_TERM}){_TAIL}"


_SPOKEN: tuple[tuple[str, Builder], ...] = (
    (_two("subtract(?:ing)?|deduct(?:ing)?") + rf" from {_THE}(?P<b>{_TERM})",
     _reversed("-")),
    (_two("difference (?:between|of|in)|range (?:between|of)")
     + rf" (?:and|to|minus) {_THE}(?P<b>{_TERM})", _joined("-")),
    (_two("ratio (?:of|between)|divid(?:e|ing)|quotient of")
     + rf" (?:to|by|and|over|with) {_THE}(?P<b>{_TERM})", _joined("/")),
    (rf"\b(?:product of|multiply(?:ing)?) {_THE}{_LIST}", _joined("*")),
    (rf"\b(?:sum(?:ming|med)?(?: up)?|add(?:ing|ed)?(?: up| together)?|combin\w+"
     rf"|total|addition)(?: of)? {_THE}(?:percentages of \w+ in {_THE})?{_LIST}",
     _joined("+")),
    (rf"\b(?:average|mean) (?:of )?{_THE}{_LIST}", _mean),
    (rf"(?P<a>{_TERM}){_TAIL} (?:multiplied (?:by|with)|times) {_THE}(?P<b>{_TERM})",
     _joined("*")),
    (rf"(?P<a>{_TERM}){_TAIL} (?:divided by|over|as a share of) {_THE}(?P<b>{_TERM})",
     _joined("/")),
    (rf"(?P<a>{_TERM}){_TAIL} minus {_THE}(?P<b>{_TERM})", _joined("-")),
    (rf"(?P<a>{_TERM}){_TAIL} plus {_THE}(?P<b>{_TERM})", _joined("+")),
    (rf"\b(?:natural )?log(?:arithm)?(?:[ -]?(?:10|2)|{_NUM})?(?:[ -]transform\w*)?"
     rf"(?: \(?base (?:10|2|{_NUM})\)?)? ?\(? ?(?:of )?{_THE}(?P<a>{_COL})\)?", _logarithm),
    (rf"(?P<a>{_COL})[^.;]*\b(?:in|on|to) (?:a )?log(?:arithmic)?(?: scale)?", _logarithm),
    (rf"\bsquare root (?:of )?{_THE}(?P<a>{_COL})|\bsqrt ?\(? ?(?:of )?{_THE}(?P<b>{_COL})",
     _applied("sqrt")),
    (rf"\b(?:absolute value|abs)(?: of)? {_THE}(?P<a>{_COL})", _applied("abs")),
    (rf"\b(?:square|squared) (?:of )?{_THE}(?P<a>{_COL})|(?P<b>{_COL}) squared",
     lambda columns, match: f"{columns[0]} ** 2"),
    (rf"\b(?:z-?\s?scores?|standardi[sz](?:ed|ing|e)(?: values?| version)?)(?: (?:of|for))?"
     rf" {_THE}(?P<a>{_COL})", _applied("zscore")),
    (rf"\b(?:min[- ]?max(?:ed| scaled)?|normali[sz](?:ed|ing|e)(?: values?| version)?)"
     rf"(?: (?:of|for))? {_THE}(?P<a>{_COL})", _applied("minmax")),
    (rf"\b(?:percent(?:age)?|relative) change (?:of|in) {_THE}(?P<a>{_COL})",
     _applied("pct_change")),
    (rf"\b(?:cumulative (?:sum|total)|running total) (?:of )?{_THE}(?P<a>{_COL})",
     _applied("cumsum")),
    (rf"\b(?P<part>year|month|day of (?:the )?week|weekday|day|hour|quarter)s? "
     rf"(?:of|from|in|part of|out of) {_THE}(?P<a>{MARK}d\d+{MARK})", _date_part),
    (rf"\b(?:length|number of characters) (?:of|in) {_THE}(?P<a>{_COL})",
     _applied("length")),
    (rf"\branks? (?:of|by) {_THE}(?P<a>{_COL})", _applied("rank")),
)  # fmt: skip


def spoken_formula(clause: Clause) -> tuple[str, list[int]] | None:
    """The expression of a clause, and the numbers of the mentions it uses."""
    written = written_formula(clause)
    if written is not None:
        return written
    for source, build in _SPOKEN:
        match = re.search(source, clause.text)
        if match is None:
            continue
        groups = match.groupdict()
        text = groups.get("list") or "".join(
            groups[key] for key in ("a", "b") if groups.get(key)
        )
        places = re.findall(_TERM, text)
        if not any(place[1] != "x" for place in places):
            continue
        numbers = [clause.number(place) for place in places]
        built = build([_term(clause, place) for place in places], match)
        return _with_base(built, clause), numbers
    return None


def _term(clause: Clause, placeholder: str) -> str:
    mention = clause.mention(placeholder)
    if mention.kind == "number":
        return f"{mention.value:g}"
    return column_term(mention.column)


def column_term(name: str) -> str:
    """A column as an expression spells it."""
    if name.isidentifier() and not keyword.iskeyword(name) and name not in _FUNCTIONS:
        return name
    return f"`{name}`"


_CALLS = "|".join(
    sorted(_FUNCTIONS - {"and", "or", "not", "where"}, key=len, reverse=True)
)
_WRITTEN = re.compile(
    rf"{MARK}[a-z]\d+{MARK}|\*\*|<=|>=|==|!=|[-+*/()^%<>]|(?:{_CALLS})(?=\()"
    r"|plus|minus|times|divided by|multiplied by| [a-z]+(?= ?[-+*/)])|\s+"
)
_SIGNS = {
    "plus": "+",
    "minus": "-",
    "times": "*",
    "divided by": "/",
    "multiplied by": "*",
    "^": "**",
}


_OPERATORS = frozenset(
    ("+", "-", "*", "/", "**", "%", "<", ">", "<=", ">=", "==", "!=")
)


def written_formula(clause: Clause) -> tuple[str, list[int]] | None:
    """The longest stretch written as a formula: at least one sign, brackets closed."""
    for start in _starts(clause.text):
        found = _formula_at(clause, start)
        if found is not None:
            return found
    return None


def _starts(text: str) -> list[int]:
    after = [match.end() for match in re.finditer(r"(?<![<>=!])=(?!=) ?", text)]
    elsewhere = [m.start() for m in re.finditer(rf"\(?{_TERM}|\b(?:{_CALLS})\(", text)]
    return (after + elsewhere)[:24]


def _formula_at(clause: Clause, start: int) -> tuple[str, list[int]] | None:
    parts: list[str] = []
    numbers: list[int] = []
    at = start
    depth = 0
    while match := _WRITTEN.match(clause.text, at):
        piece = match[0]
        if piece == ")" and depth == 0:
            break
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece.startswith(MARK):
            if piece[1] not in "ngyitcdbx" or (parts and _is_operand(parts[-1])):
                break
            parts.append(_term(clause, piece))
            numbers.append(clause.number(piece))
        elif re.fullmatch(r" [a-z]+", piece) and piece.strip() not in _SIGNS:
            if not (parts and _is_operand(parts[-1])):
                break
        elif piece.strip():
            parts.append(_SIGNS.get(piece, piece))
        at = match.end()
    while parts and (parts[-1] in _OPERATORS or parts[-1] == "("):
        parts.pop()
    return _checked(clause, parts, numbers)


def _is_operand(part: str) -> bool:
    return part not in _OPERATORS and part != "(" and part not in _FUNCTIONS


def _checked(
    clause: Clause, parts: list[str], numbers: list[int]
) -> tuple[str, list[int]] | None:
    signs = sum(part in _OPERATORS for part in parts)
    calls = sum(part in _FUNCTIONS for part in parts)
    if not (signs or calls) or parts.count("(") != parts.count(")"):
        return None
    if not any(clause.mentions[number].kind == "column" for number in numbers):
        return None
    text = " ".join(parts).replace("( ", "(").replace(" )", ")")
    return re.sub(rf"\b({_CALLS}) \(", r"\1(", text), numbers


def formula_name(expression: str) -> str:
    """A name for a column that was not given one."""
    words = {"+": "plus", "-": "minus", "*": "times", "/": "per", "**": "power"}
    spelled = re.sub(r"\*\*|[-+*/]", lambda match: f" {words[match[0]]} ", expression)
    return "_".join(re.findall(r"\w+", spelled))[:60]
