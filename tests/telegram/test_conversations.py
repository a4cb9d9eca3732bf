"""Conversations through the fake Bot API."""


async def with_sales(phone, sales):
    phone.world.person_sends_file("sales.csv", sales)
    await phone.work()
    return phone.shown()


async def test_a_first_look_at_a_table(phone, sales):
    received = await with_sales(phone, sales)
    assert "Data Successfully Loaded" in received[-1]
    assert "40 rows × 2 columns" in received[-1]

    answer = await phone.ask("What is the mean of sales?")
    # (100 + … + 373) / 40 = 236.5
    assert "236.5" in answer[0]
    described = await phone.ask("Calculate statistics for sales")
    assert len(described) > 1 and "photo" in phone.messages()[-1]
    correlated = await phone.ask("Show correlation between sales and profit")
    assert "sales" in correlated[0] and "profit" in correlated[0]
