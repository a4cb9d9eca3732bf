"""Going on in Telegram with a conversation that was begun in the browser."""

from __future__ import annotations

from chat.models import Event, Message, Run
from chat.models.telegram import TelegramChat
from chat.people import linking
from chat.render.telegram import said
from chat.telegram.posting import post


def plain(text: str) -> str:
    """A text of somebody else's without what would be a mark among our words."""
    return text.replace("*", "∗").replace("`", "’")


def go_on_here(chat: TelegramChat, token: str) -> None:
    """Go on here with a conversation that was begun in the browser."""
    if chat.is_group:
        words = (
            "⚠️ Open such a link in a private chat with me. Everybody here has read this"
            " one, so it works no more; make a new one in the browser."
        )
        post(chat, said(words))
        return
    found = linking.redeem(token)
    if found is None:
        post(
            chat,
            said("⚠️ This link was used or is too old. Make a new one in the browser."),
        )
        return
    theirs, chat.conversation = found
    try:
        chat.owner = linking.join(theirs, chat.owner)
    except linking.TwoAccounts:
        # Two accounts are never made one; the link says which to go on with.
        chat.owner = theirs
    chat.conversation.refresh_from_db()
    waiting = Message.objects.filter(
        conversation=chat.conversation, run__status__in=Run.ACTIVE
    )
    last = Message.objects.filter(conversation=chat.conversation).order_by("-id")
    again = [m.id for m in (*waiting, *last[:1])]
    # From the oldest message that is still of interest: the last, or one under way.
    seen = Event.objects.filter(conversation=chat.conversation)
    if again:
        seen = seen.filter(message__lt=min(again))
    chat.cursor = seen.order_by("-id").values_list("id", flat=True).first() or 0
    chat.save()
    title = plain(str(chat.conversation))
    post(chat, said(f"🔗 Linked. We go on with **{title}** here and in the browser."))
