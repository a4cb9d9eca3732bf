"""Updates that nobody would send on purpose, as the text that Telegram would send.

``NUMBER`` stands for the update's number. Each has one; what has none is no update.
"""

from __future__ import annotations

_CHAT = '"chat": {"id": 7, "type": "private"}'
_MESSAGE = '{"update_id": NUMBER, "message": {"message_id": 9, ' + _CHAT + ", %s}}"
_PRESS = '{"update_id": NUMBER, "callback_query": %s}'
_DEEP = 100_000

# What cannot be read at all: kept as text, and left behind.
UNREADABLE = {
    "no JSON": '{"update_id": NUMBER, "message": {]}',
    "cut off within a text": '{"update_id": NUMBER, "message": {"text": 1e}}',
    "nothing is a number": '{"update_id": NUMBER, "message": {"date": NaN}}',
    "infinite": '{"update_id": NUMBER, "message": {"date": 1e999}}',
    "minus infinite": '{"update_id": NUMBER, "message": {"date": -Infinity}}',
    "a number of many digits": '{"update_id": NUMBER, "x": ' + "9" * 5000 + "}",
    "deep": '{"update_id": NUMBER, "x": ' + "[" * _DEEP + "]" * _DEEP + "}",
    "fairly deep": '{"update_id": NUMBER, "x": ' + "[" * 900 + "]" * 900 + "}",
    "a message that is a text": '{"update_id": NUMBER, "message": "hello"}',
    "a message that is a list": '{"update_id": NUMBER, "message": []}',
    "a message that is nothing": '{"update_id": NUMBER, "message": null}',
    "a message in no chat": '{"update_id": NUMBER, "message": {"message_id": 1}}',
    "a message without a number": f'{{"update_id": NUMBER, "message": {{{_CHAT}}}}}',
    "a chat that is a number": (
        '{"update_id": NUMBER, "message": {"message_id": 1, "chat": 7}}'
    ),
    "a chat with a name for a number": (
        '{"update_id": NUMBER, "message": {"message_id": 1, "chat": {"id": "seven",'
        ' "type": "private"}}}'
    ),
    "a chat whose number fits no database": (
        '{"update_id": NUMBER, "message": {"message_id": 1, "chat": {"id": '
        + "9" * 40
        + ', "type": "private"}}}'
    ),
    "a chat of no kind": (
        '{"update_id": NUMBER, "message": {"message_id": 1, "chat": {"id": 7}}}'
    ),
    "a text that is an object": _MESSAGE % '"text": {"a": 1}',
    "a text that is nothing": _MESSAGE % '"text": null',
    "a caption that is a list": _MESSAGE % '"caption": ["a"]',
    "a document that is a list": _MESSAGE % '"document": [1]',
    "a document without a file": _MESSAGE % '"document": {"file_name": "a.csv"}',
    "a document with a size in words": (
        _MESSAGE % '"document": {"file_id": "a", "file_size": "large"}'
    ),
    "a reply to a list": _MESSAGE % '"reply_to_message": []',
    "an album that is a list": _MESSAGE % '"media_group_id": [1]',
    "a topic that is a text": _MESSAGE % '"message_thread_id": "x"',
    "a move to nowhere": _MESSAGE % '"migrate_to_chat_id": "nowhere"',
    "a press that is a text": _PRESS % '"x"',
    "a press without a number": _PRESS % '{"data": "c:1:0"}',
    "a press with data in a list": _PRESS % '{"id": "1", "data": [1]}',
    "a press on a text": _PRESS % '{"id": "1", "message": "x"}',
    "a membership of nobody": '{"update_id": NUMBER, "my_chat_member": {}}',
    "a membership with no state": (
        '{"update_id": NUMBER, "my_chat_member": {' + _CHAT + ', "new_chat_member": 1}}'
    ),
}

# What can be read, and is odd: answered, refused or passed over, and done with.
ODD = {
    "half a character": _MESSAGE % r'"text": "mean \ud83d of sales"',
    "a null character": _MESSAGE % r'"text": "mean\u0000 of sales"',
    "white space": _MESSAGE % '"text": "  \\n "',
    "a slash": _MESSAGE % '"text": "/"',
    "slash and blank": _MESSAGE % '"text": "/ @"',
    "an odd name": (
        _MESSAGE % r'"document": {"file_id": "no such", "file_name": "../\ud800\u0000"}'
    ),
    "a file that is not there": _MESSAGE % '"document": {"file_id": "no such"}',
    "a message of another kind": '{"update_id": NUMBER, "poll": {"id": "1"}}',
    "nothing in it": '{"update_id": NUMBER}',
    "a press on nothing": _PRESS % '{"id": "1"}',
    "a press of odd data": (
        _PRESS % '{"id": "1", "data": ":::", "message": {"message_id": 1, %s}}' % _CHAT
    ),
    "a press far out": (
        _PRESS
        % '{"id": "1", "data": "c:zzzzzzzzzzzzzzzzzzzz:-1", "message": {"message_id": 1, %s}}'
        % _CHAT
    ),
    "a press of digits from elsewhere": (
        _PRESS
        % '{"id": "1", "data": "f:1:c²", "message": {"message_id": 1, %s}}'
        % _CHAT
    ),
    "a channel": (
        '{"update_id": NUMBER, "message": {"message_id": 1, "chat": {"id": -3,'
        ' "type": "channel"}, "text": "x"}}'
    ),
    "a chat of a kind to come": (
        '{"update_id": NUMBER, "message": {"message_id": 1, "chat": {"id": -9,'
        ' "type": "agora"}, "text": "x"}}'
    ),
}
