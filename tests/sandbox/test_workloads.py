from __future__ import annotations

import pytest

from tests.sandbox.conftest import Run

WORKLOADS = {
    "pandas files": """
import pandas as pd
data = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]})
data.to_csv("d.csv", index=False); data.to_parquet("d.parquet")
data.to_json("d.json"); data.to_excel("d.xlsx", index=False)
read = [pd.read_csv("d.csv"), pd.read_parquet("d.parquet"), pd.read_json("d.json"),
        pd.read_excel("d.xlsx", engine="openpyxl")]
result = [int(r["a"].sum()) for r in read] == [6, 6, 6, 6]
""",
    "scipy": """
from scipy import stats, optimize, linalg
import numpy as np
x = np.arange(20.0)
result = bool(stats.ttest_1samp(x, 9.5).pvalue == 1.0
              and abs(optimize.brentq(lambda v: v * v - 2, 0, 2) ** 2 - 2) < 1e-9
              and linalg.inv(np.eye(200)).shape == (200, 200))
""",
    "sklearn on all processors": """
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
x = np.random.default_rng(0).normal(size=(200, 4)); y = (x[:, 0] > 0).astype(int)
forest = RandomForestClassifier(20, n_jobs=-1).fit(x, y)
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, n_jobs=-1).fit(x, y)
scores = cross_val_score(LogisticRegression(), x, y, n_jobs=-1)
result = bool(forest.score(x, y) == 1.0 and search.best_score_ > 0.9 and len(scores) == 5)
""",
    "statsmodels": """
import numpy as np, pandas as pd, statsmodels.formula.api as smf
data = pd.DataFrame({"x": np.arange(10.0), "g": list("ab") * 5})
data["y"] = 2 * data["x"] + 1
result = bool(abs(smf.ols("y ~ x", data).fit().params["x"] - 2) < 1e-9)
""",
    "arrow with threads": """
import pyarrow as pa, pyarrow.dataset as ds, pyarrow.parquet as pq
pq.write_table(pa.table({"a": list(range(100000))}), "t.parquet", row_group_size=1000)
result = ds.dataset("t.parquet").to_table(use_threads=True).num_rows == 100000
""",
    "threads and queues": """
import queue, threading
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    result = sum(pool.map(lambda n: n * n, range(100))) == 328350
""",
    "asyncio with threads": """
import asyncio, time
async def main():
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.01) for _ in range(4)))
    return True
result = asyncio.run(main())
""",
    "sqlite in its folder": """
import sqlite3
with sqlite3.connect("d.db") as database:
    database.execute("create table t (a)"); database.execute("insert into t values (1)")
result = database.execute("select a from t").fetchall() == [(1,)]
""",
    "temporary files": """
import os, shutil, tempfile
with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
    file.write(b"x"); file.flush()
    shutil.copy2(file.name, folder + "/copy")
    result = os.listdir(folder) == ["copy"]
""",
    "joblib": """
import joblib, numpy as np
from sklearn.linear_model import LinearRegression
model = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])
joblib.dump(model, "m.joblib")
parallel = joblib.Parallel(n_jobs=4)(joblib.delayed(abs)(n) for n in (-1, -2))
predicted = joblib.load("m.joblib").predict([[2.0]])[0]
result = bool(abs(predicted - 4.0) < 1e-9 and parallel == [1, 2])
""",
    "time zones": """
import pandas as pd
result = str(pd.Timestamp("2024-07-01", tz="Europe/Berlin").utcoffset()) == "2:00:00"
""",
    "renames between its folders": """
import os
os.makedirs("a/b"); open("a/b/x", "w").close(); os.rename("a/b/x", "a/y")
result = sorted(os.listdir("a")) == ["b", "y"]
""",
}


@pytest.mark.parametrize("script", WORKLOADS.values(), ids=WORKLOADS.keys())
def test_ordinary_work_goes_through(run: Run, script: str) -> None:
    outcome = run(script)
    assert (outcome.status, outcome.result, outcome.stderr) == ("succeeded", True, "")


KERAS = """
import keras, numpy as np
x = np.random.rand(64, 3); y = (x.sum(1) > 1.5) * 1.0
model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(4), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=2, verbose=0)
model.save("m.keras")
again = keras.models.load_model("m.keras")
result = bool(np.allclose(again.predict(x, verbose=0), model.predict(x, verbose=0)))
"""


@pytest.mark.slow
def test_keras_trains_saves_and_loads_every_time(run: Run) -> None:
    outcomes = [run(KERAS, profile="tensorflow") for _ in range(10)]
    assert [(o.status, o.result) for o in outcomes] == [("succeeded", True)] * 10
