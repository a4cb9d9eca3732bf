"""A reply as calls of Telegram's Bot API: texts first, then pictures, then files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from analysis.base.reply import (
    Block,
    Chart,
    Choices,
    Code,
    Curve,
    File,
    Heading,
    KeyValues,
    Notice,
    Option,
    Progress,
    Reply,
    Table,
    Text,
)
from chat.render.marks import unmarked
from chat.render.numbers import format_cell
from chat.render.sparkline import sparkline
from chat.render.surface import worded_reply
from chat.render.telegram_buttons import Button, Buttons, base36, label_of, rows
from chat.render.telegram_limits import CAPTION, units
from chat.render.telegram_tables import table_pieces
from chat.render.telegram_text import (
    Piece,
    as_html,
    joined,
    marked,
    messages,
    shortened,
)
from chat.render.telegram_values import value_pieces

# Files that have buttons of their own wherever there is a script.
_TAKEN_AWAY = ("script.py", "answer.ipynb")
_SIGNS = {"info": "ℹ️", "warning": "⚠️", "error": "❌"}
_BAR = 12
_CURVE = 16
_CODE_SHOWN = 3000
_CODE_WITH_FILE = 700
_COMPACT_ROWS, _DETAILED_ROWS = 12, 40
_LISTED_ROWS = 30
_COMPACT_CHARTS, _DETAILED_CHARTS = 2, 10
Method = Literal["sendMessage", "sendPhoto", "sendDocument"]


@dataclass(frozen=True)
class Call:
    """One message to send. ``text`` is HTML, for a picture or file its caption.

    ``path`` is the address on this site that a picture or file is had from.
    """

    method: Method
    text: str = ""
    plain: str = ""
    path: str = ""
    keyboard: tuple[tuple[Button, ...], ...] = ()

    def as_json(self) -> dict[str, Any]:
        rows = [[button.as_json() for button in row] for row in self.keyboard]
        found = {"method": self.method, "text": self.text, "plain": self.plain}
        if self.path:
            found["path"] = self.path
        return {**found, "keyboard": rows} if rows else found


@dataclass(frozen=True)
class Wanted:
    """How a chat wants its answers, and which message is rendered.

    ``has_script`` adds buttons for script and notebook; ``site`` is the public address,
    where there is one.
    """

    message: int
    detailed: bool = False
    has_script: bool = False
    site: str = ""


@dataclass
class _Page:
    """What the blocks of a reply come to."""

    wanted: Wanted
    names: dict[str, File]
    paragraphs: list[list[Piece]] = field(default_factory=list)
    asides: list[list[Piece]] = field(default_factory=list)
    pictures: list[Call] = field(default_factory=list)
    documents: list[Call] = field(default_factory=list)
    buttons: Buttons = field(default_factory=Buttons)
    heading: str = ""
    sent: set[str] = field(default_factory=set)
    tables: int = 0
    charts: int = 0
    options: int = 0
    files: int = 0


def render_reply(reply: Reply, wanted: Wanted) -> list[Call]:
    """The calls that show a reply, one at least, the buttons below the last."""
    reply = worded_reply(reply, "telegram")
    page = _Page(wanted, names={b.name: b for b in reply.blocks if isinstance(b, File)})
    for block in reply.blocks:
        page.paragraphs.append(_block(block, page))
    if wanted.has_script:
        _take_away(page)
    asides = joined(page.asides, between="\n")
    parts = messages(joined([*page.paragraphs, _merged_fold(asides)]))
    if not parts and not page.pictures:
        parts = messages(marked(reply.summary)) or [[Piece("…")]]
    calls = [_text(part) for part in parts] + page.pictures + page.documents
    last = calls[-1]
    calls[-1] = Call(last.method, last.text, last.plain, last.path, page.buttons.rows())
    return calls


def said(text: str, buttons: Sequence[Button] = ()) -> Call:
    """A short word of the bot's own, with the marks of a reply."""
    part = messages(marked(text))[0]
    return Call("sendMessage", as_html(part), _plain(part), "", tuple(rows(buttons)))


def quoted(title: str, text: str) -> Call:
    """What a person said elsewhere."""
    pieces = shortened([Piece(title, "i"), Piece("\n"), Piece(text, "blockquote")], 900)
    return _text(pieces)


def chosen(text: str) -> Call:
    """What a person chose by a button."""
    return _text(shortened([Piece("▸ "), Piece(text, "i")], 900))


def option_of(reply: Reply, number: int) -> Option | None:
    """The n-th option of a reply, counted over all its choices."""
    options = [
        option
        for block in reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]
    return options[number] if 0 <= number < len(options) else None


def _block(block: Block, page: _Page) -> list[Piece]:
    match block:
        case Heading():
            page.heading = unmarked(block.text)
            return [Piece(page.heading, "b")]
        case Text(muted=True):
            page.asides.append([Piece(unmarked(block.text))])
            return []
        case Text():
            return marked(block.text)
        case KeyValues():
            return value_pieces(block)
        case Table():
            return _table(block, page)
        case Chart():
            return _chart(block, page)
        case Choices():
            return _choices(block, page)
        case Progress():
            cancel = f"x:{base36(page.wanted.message)}"
            page.buttons.options.append(Button("Cancel", cancel, style="danger"))
            return _progress(block)
        case File():
            return _file(block, page)
        case Code():
            return _code(block, page)
        case Notice():
            return _notice(block, page.heading)
        case _:
            assert_never(block)


def _merged_fold(asides: Sequence[Piece]) -> list[Piece]:
    """How it was computed, folded away below the answer."""
    text = "".join(piece.text for piece in asides)
    return [Piece(text, "fold")] if text.strip() else []


def _text(part: Sequence[Piece]) -> Call:
    return Call("sendMessage", as_html(part), _plain(part))


def _plain(part: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in part)


def _table(block: Table, page: _Page) -> list[Piece]:
    most = _DETAILED_ROWS if page.wanted.detailed else _COMPACT_ROWS
    if all(column.format in ("code", "text") for column in block.columns):
        most = max(most, _LISTED_ROWS)
    brief = not page.wanted.detailed
    pieces, complete = table_pieces(block, most_rows=most, brief=brief)
    if not complete:
        data = f"f:{base36(page.wanted.message)}:t{page.tables}"
        title = unmarked(block.title)
        page.buttons.more.append(Button(label_of(f"⬇ {title or 'Table'} (CSV)"), data))
    page.tables += 1
    return pieces


def _chart(block: Chart, page: _Page) -> list[Piece]:
    number, page.charts = page.charts, page.charts + 1
    most = _DETAILED_CHARTS if page.wanted.detailed else _COMPACT_CHARTS
    title = unmarked(block.title)
    if number >= most:
        data = f"f:{base36(page.wanted.message)}:c{number}"
        page.buttons.more.append(Button(label_of(f"📊 {title or 'Chart'}"), data))
        return []
    subtitle = f" · {unmarked(block.subtitle)}" if block.subtitle else ""
    said_so = bool(title.strip()) and title.strip().lower() in block.alt.lower()
    head = [] if said_so else [Piece(title, "b"), Piece(subtitle), Piece("\n")]
    caption = shortened([*head, Piece(block.alt)], CAPTION)
    path = f"/messages/{page.wanted.message}/chart-{number}.png?for=phone"
    page.pictures.append(Call("sendPhoto", as_html(caption), _plain(caption), path))
    return []


def _choices(block: Choices, page: _Page) -> list[Piece]:
    for option in block.options:
        data = f"c:{base36(page.wanted.message)}:{base36(page.options)}"
        page.options += 1
        style = "" if option.style == "normal" else option.style
        label = label_of(unmarked(option.label)) or label_of(option.value)
        if label:
            page.buttons.options.append(Button(label, data, style=style))
    return [Piece(unmarked(block.prompt), "b")] if block.prompt else []


def _progress(block: Progress) -> list[Piece]:
    lines: list[list[Piece]] = [[Piece(f"⏳ {unmarked(block.label)}")]]
    if block.fraction is not None:
        done = round(min(max(block.fraction, 0), 1) * _BAR)
        bar = "▓" * done + "░" * (_BAR - done)
        percent = format_cell(float(block.fraction), "percent")
        lines.append([Piece(f"{bar} {percent}")])
    lines += [_curve(curve) for curve in block.curves if curve.values]
    if block.note:
        lines.append(marked(block.note))
    return joined(lines, between="\n")


def _curve(curve: Curve) -> list[Piece]:
    """Its course, its name and where it is now."""
    course = sparkline(curve.values, _CURVE)
    last = format_cell(curve.values[-1], "number")
    return [Piece(course, "code"), Piece(f" {curve.label} "), Piece(last, "b")]


def _file(block: File, page: _Page) -> list[Piece]:
    number, page.files = page.files, page.files + 1
    taken_away = page.wanted.has_script and block.reference in _TAKEN_AWAY
    if taken_away or block.name in page.sent:
        return []
    size = f" ({format_cell(block.size, 'bytes')})" if block.size else ""
    if block.reference:
        data = f"f:{base36(page.wanted.message)}:d{number}"
        page.buttons.more.append(Button(label_of(f"⬇ {block.name}") or "⬇", data))
    about = unmarked(block.description)
    return [Piece("📎 "), Piece(block.name, "b"), Piece(f"{size} {about}".rstrip())]


def _code(block: Code, page: _Page) -> list[Piece]:
    """Folded code is had by a button; open code is shown, or sent as a file if long."""
    if block.collapsed and page.wanted.has_script:
        return []
    text, title = block.text.rstrip(), unmarked(block.title)
    if units(text) > _CODE_WITH_FILE and _is_sent(block, page):
        return []
    if units(text) > _CODE_SHOWN:
        text = text[:_CODE_SHOWN].rpartition("\n")[0] + "\n…"
    head = [Piece(title, "b"), Piece("\n")] if title else []
    return [*head, Piece(text, "pre")]


def _is_sent(block: Code, page: _Page) -> bool:
    """Whether the code can come as a file, which then is among the documents."""
    n_lines = len(block.text.splitlines())
    file = page.names.get(block.filename)
    if page.wanted.has_script:
        page.documents.append(_script(page.wanted, n_lines))
    elif file is not None:
        caption = f"{block.title or 'The script'} ({n_lines:,} lines)"
        path = file.reference
        if "/" not in path:
            path = f"/messages/{page.wanted.message}/{path}"
        html = as_html([Piece(caption)])
        page.documents.append(Call("sendDocument", html, caption, path))
        page.sent.add(file.name)
    else:
        return False
    return True


def _notice(block: Notice, heading: str) -> list[Piece]:
    tag: Literal["b", ""] = "b" if block.level == "error" else ""
    words = unmarked(block.text)
    head = [Piece(words, "b")] if tag else marked(block.text)
    if words == heading:  # it stands above already
        return [Piece("💡 "), *marked(block.fix)] if block.fix else []
    fix = [Piece("\n💡 "), *marked(block.fix)] if block.fix else []
    return [Piece(f"{_SIGNS[block.level]} "), *head, *fix]


def _take_away(page: _Page) -> None:
    """Script and notebook: the script comes along in detailed answers, else by button."""
    message = base36(page.wanted.message)
    if page.wanted.detailed and not page.documents:
        page.documents.append(_script(page.wanted, 0))
    if not page.documents:
        page.buttons.script.append(Button("Script", f"f:{message}:s"))
    page.buttons.script.append(Button("Notebook", f"f:{message}:n"))


def _script(wanted: Wanted, n_lines: int) -> Call:
    caption = f"The script ({n_lines:,} lines)" if n_lines else "The script"
    path = f"/messages/{wanted.message}/script.py"
    return Call("sendDocument", caption, caption, path)
