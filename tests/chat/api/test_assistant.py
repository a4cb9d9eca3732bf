"""An assistant with the official client: tools, a file, numbers with their script."""

import json

import pytest
from channels.db import database_sync_to_async

from analysis.models import Owner

mcp = pytest.importorskip("mcp")
from chat.api.assistant import server  # noqa: E402

pytestmark = pytest.mark.django_db(transaction=True)


async def told(client, tool, **arguments):
    answer = await client.call_tool(tool, arguments)
    text = answer.content[0].text
    return text if answer.is_error else json.loads(text)


async def test_an_assistant_uploads_asks_trains_and_predicts(tmp_path):
    owner = await database_sync_to_async(Owner.objects.create)()
    path = tmp_path / "rooms.csv"
    rows = "\n".join(
        f"{10 + n},{300 + 25 * n + n % 3},{'ab'[n % 2]}" for n in range(40)
    )
    path.write_text(f"size,rent,side\n{rows}\n")

    async with mcp.Client(server(owner)) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {
            "datasets", "upload", "describe", "ask", "models", "train", "predict",
        }  # fmt: skip
        read = await told(client, "upload", path=str(path))
        number = read["dataset"]["id"]
        assert (read["dataset"]["rows"], read["message"]["status"]) == (40, "answered")
        described = await told(client, "describe", dataset=number)
        assert [one["name"] for one in described["columns"]] == ["size", "rent", "side"]

        answer = await told(client, "ask", question="mean of rent", dataset=number)
        assert answer["status"] == "answered"
        assert "788.475" in json.dumps(answer["result"])
        assert "import" in answer["script"]
        again = await told(
            client, "ask", question="and by side?", conversation=answer["conversation"]
        )
        assert again["status"] == "answered"

        trained = await told(
            client, "train", dataset=number, target="rent", features=["size"],
            model="linear", name="rents", seconds=20,
        )  # fmt: skip
        assert trained["status"] == "answered", trained
        [model] = (await told(client, "models"))["models"]
        one = await told(client, "predict", model=model["id"], values={"size": 20})
        value = one["result"]["rows"][0]["predicted rent"]
        assert abs(value - 550) < 5

        assert "There is no file" in await told(client, "upload", path="/none.csv")
        refused = await told(client, "train", dataset=number, target="rant")
        assert "rant" in refused
        nobody = "00000000-0000-0000-0000-000000000000"
        missing = await told(client, "describe", dataset=nobody)
        assert "There is nothing of that id." in missing
