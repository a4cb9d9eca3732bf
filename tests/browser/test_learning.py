"""Training and predicting on the page: guided, with a network, and from the panel."""

import pytest

from tests.chat.learning import housing, shoppers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def houses(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "housing.csv"
    housing(60).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "shop.csv"
    shoppers().to_csv(path, index=False)
    return path


def test_a_guided_training_from_the_first_question_to_a_prediction(chat, houses):
    chat.upload(houses)

    assert "Step 1/4" in chat.ask("Train a model to predict house prices")
    chat.answers.last.get_by_role("button", name="price", exact=True).click()
    chat.page.wait_for_selector("text=Step 2/4. Which features?")
    assert "Number out of range. Please select 1-6." in chat.ask("9")
    assert "Column 'colour' not found." in chat.ask("colour")
    assert "Step 3/4" in chat.ask("all")
    chat.ask("ridge")
    chat.page.wait_for_selector("text=Here is the plan", timeout=60_000)
    chat.page.get_by_role("button", name="Start", exact=True).last.click()
    chat.page.wait_for_selector("text=Training complete.", timeout=90_000)
    chat.answers.last.locator("canvas.marks, svg.marks").first.wait_for()
    row = "predict for sqft 1500, 3 bedrooms, 2 bathrooms, age 10, location north, fair"
    assert "price is predicted as" in chat.ask(row, 60)
    chat.page.get_by_role("tab", name="Models").click()
    model = chat.page.locator("#pane-models .model")
    assert "price ridge regression" in model.inner_text()
    with chat.page.expect_download() as waiting:
        model.get_by_role("link", name="Export").click()
    assert waiting.value.suggested_filename == "price_ridge_regression_v1.zip"


def test_a_network_shows_its_loss_while_it_learns(chat, shop):
    chat.upload(shop)
    chat.ask("I want to train a neural network for binary classification")
    chat.ask("bought")
    chat.ask("x, z")
    chat.ask("1")
    assert "cannot be the epochs" in chat.ask("ten")
    chat.ask("1500")
    chat.say("32")
    chat.page.wait_for_selector("text=Here is the plan", timeout=60_000)

    chat.page.get_by_role("button", name="Start", exact=True).last.click()

    chat.page.wait_for_selector(".progress .course polyline", timeout=110_000)
    chat.page.get_by_role("button", name="Cancel").last.click()
    chat.page.wait_for_selector("text=Training cancelled.", timeout=10_000)
    assert "The mean of x is" in chat.ask("mean of x", 60)
